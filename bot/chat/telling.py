"""Tells readers who asked for it that a question of theirs has an answer: once, and at leisure."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram.error import TelegramError

from bot.chat.blocks import Message, fitted, message
from bot.chat.blocks import Block
from bot.chat.failures import where
from bot.chat.outbox import Outbox, Place
from bot.chat.publishing import Published
from bot.chat.render import Renderer
from bot.chat.screens import Turn
from bot.desk import Desk
from bot.texts import Texts
from bot.wishes import Fulfilled, Wishes

log = logging.getLogger(__name__)

PAUSE = 0.05  # seconds between two chats; Telegram allows 30 messages a second in all
SHOWN = 200  # characters of the question


class Telling:
    """One task, awake after the start and after each publication."""

    def __init__(
        self,
        wishes: Wishes,
        desk: Desk,
        outbox: Outbox,
        texts: Texts,
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._wishes, self._desk, self._outbox = wishes, desk, outbox
        self._texts, self._sleep = texts, sleep
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

    async def sweep(self) -> None:
        """Tell everybody whose wish is fulfilled and who has not been told."""
        for each in await self._wishes.fulfilled():
            await self._tell(each)
            await self._sleep(PAUSE)

    async def _tell(self, each: Fulfilled) -> None:
        to = Place(each.chat, reply_to=each.message)
        try:
            await self._outbox.send(to, self._message(each), lambda: self._wishes.tell(each))
        except TelegramError as error:
            log.error("a reader cannot be told (%s)", type(error).__name__)

    def _message(self, each: Fulfilled) -> Message:
        base, language = self._desk.base(each.article), each.language
        say = Renderer(each.article, base, self._texts, language)
        title = self._texts("told.title", language, question=_cut(each.question))
        return message(fitted([Block(title), say.quotation(each.facts)], say.cut))


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
