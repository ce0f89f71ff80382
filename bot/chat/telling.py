"""Tells readers who asked for it that a question of theirs has an answer: once, and at leisure."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram.error import TelegramError

from bot.chat.blocks import Block, Message, message
from bot.chat.failures import where
from bot.chat.outbox import Outbox, Place
from bot.chat.publishing import Published
from bot.chat.render import Renderer
from bot.chat.screens import Turn
from bot.chat.steady_bot import SteadyBot
from bot.desk import Desk
from bot.readers import Readers
from bot.texts import Texts
from bot.wishes import Fulfilled, Wishes

log = logging.getLogger(__name__)

PAUSE = 0.05  # seconds between two chats; Telegram allows 30 messages a second in all
AGAIN = 60.0  # seconds until the next try where storage is away
SHOWN = 200  # characters of the question


class Telling:
    """One task, awake after the start and after each publication.

    A wish is noted as told just before it is, and as not told where Telegram did not take it: who
    is in doubt when the process dies is not told again.
    """

    def __init__(
        self,
        bot: SteadyBot,
        wishes: Wishes,
        readers: Readers,
        desk: Desk,
        texts: Texts,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        """`clock` gives Unix time in seconds."""
        self._wishes, self._desk, self._texts, self._sleep = wishes, desk, texts, sleep
        self._outbox = Outbox(bot, self._rest, readers.moved, clock)
        self._telling: Fulfilled | None = None
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Tell who is to be told, now and after each publication, until `close`."""
        self._wake.set()
        self._task = asyncio.create_task(self._for_ever(), name="tell readers")

    async def close(self) -> None:
        """Stop; who is not told then is told after the next start."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def published(self, _turn: Turn, _published: Published) -> None:
        """Something new may have an answer."""
        self._wake.set()

    async def _for_ever(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self.sweep()
            except Exception as error:
                log.error("not every reader who asked for it is told\n%s", where(error))
                await self._sleep(AGAIN)
                self._wake.set()

    async def sweep(self) -> None:
        """Tell everybody whose wish is fulfilled and who has not been told."""
        for each in await self._wishes.fulfilled():
            await self._tell(each)
            await self._sleep(PAUSE)

    async def _tell(self, each: Fulfilled) -> None:
        self._telling = each
        to = Place(each.chat, reply_to=each.message)
        try:
            await self._outbox.send(to, self._message(each), lambda: self._wishes.tell(each))
        except TelegramError as error:
            log.error("a reader cannot be told (%s)", type(error).__name__)

    async def _rest(self, seconds: float) -> None:
        """Wait before the next attempt: whatever is waited for, nothing has been sent."""
        if self._telling is not None:
            await self._wishes.not_told(self._telling)
        await self._sleep(seconds)

    def _message(self, each: Fulfilled) -> Message:
        base, language = self._desk.base(each.article), each.language
        say = Renderer(each.article, base, self._texts, language)
        title = Block(self._texts("told.title", language, question=_cut(each.question)))
        return message(say.quotation(each.facts, title))


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
