"""Corrects in the background what has been said, at Telegram's pace, through every restart."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import asdict

from telegram.error import TelegramError

from bot.chat.blocks import Block, Message, message
from bot.chat.failures import where
from bot.chat.outbox import Outbox, Place
from bot.chat.pace import MOST, WINDOW
from bot.chat.render import Renderer
from bot.chat.steady_bot import SteadyBot
from bot.corrections import Correction, Corrections, Kind, Order, Outcome
from bot.readers import Readers
from bot.texts import Texts

log = logging.getLogger(__name__)

PAUSE = 0.05  # seconds between two messages; Telegram allows 30 a second in all
GAP = 1.0  # seconds between two messages to one chat
GROUP_GAP = WINDOW / MOST  # the same for a group
AGAIN = 60.0  # seconds until the next try where storage or Telegram is away
SHOW_EVERY = 5.0  # seconds between two looks at the progress
CUT = 1000  # characters of what a message said
_KINDS: tuple[Kind, ...] = ("edit", "notice")


class Corrector:
    """One task, awake after the start and whenever something is ordered.

    An edit may be made again, which shows nothing new. A message is noted before it is sent, and
    sent again only where the process died before it was known what came of it.
    """

    def __init__(
        self,
        bot: SteadyBot,
        corrections: Corrections,
        readers: Readers,
        texts: Texts,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        """`clock` gives Unix time in seconds."""
        self._corrections, self._texts = corrections, texts
        self._clock, self._sleep = clock, sleep
        self._outbox = Outbox(bot, self._rest, readers.moved, clock)
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._shown = 0.0  # when progress was shown last
        self._last = dict[int, float]()  # chat → when it was written to last

    def start(self) -> None:
        """Correct what is ordered, now and from now on, until `close`."""
        self._wake.set()
        self._task = asyncio.create_task(self._for_ever(), name="correct answers")

    def wake(self) -> None:
        """Something is ordered."""
        self._wake.set()

    async def close(self) -> None:
        """Stop; what is left is corrected after the next start."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _for_ever(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                is_left = await self.sweep()
            except Exception as error:
                log.error("not every answer is corrected\n%s", where(error))
                is_left = True
            if is_left:
                await self._sleep(AGAIN)
                self._wake.set()

    async def sweep(self) -> bool:
        """Do all that is ordered; True where something is to be tried again later."""
        for correction in await self._corrections.unfinished():
            self._last.clear()
            await self._show(correction, is_last=False)
            if await self._left(correction):
                return True  # a later correction of the same messages must not come first
            await self._show(correction, is_last=True)
        return False

    async def _left(self, correction: Correction) -> bool:
        """Do all of one correction, edits first; True where something is left."""
        for kind in _KINDS:
            for order in _in_turn(await self._corrections.orders(correction, kind)):
                await self._do(correction, order)
                if self._clock() - self._shown >= SHOW_EVERY:
                    await self._show(correction, is_last=False)
            await self._show(correction, is_last=False)
            if await self._corrections.orders(correction, kind):
                return True
        return False

    async def _do(self, correction: Correction, order: Order) -> None:
        """One message, and note what became of it."""
        if not self._corrections.is_current(correction, order):
            return  # something else is published by now: the next look says what
        if order.kind == "edit" and order.change is None:
            await self._corrections.settle(order, "skipped")  # it is right again
            return
        await self._keep_pace(order.chat)
        if not await self._corrections.begin(order):
            return
        try:
            notify, edit = self._notify, self._edit
            outcome = await (edit(correction, order) if order.kind == "edit" else notify(order))
        except TelegramError as error:
            log.error("an answer cannot be corrected (%s)", type(error).__name__)
            outcome = "failed"
        if outcome is None:
            await self._corrections.postpone(order)
        else:
            await self._corrections.settle(order, outcome)

    async def _edit(self, correction: Correction, order: Order) -> Outcome | None:
        """Correct a message in place, else by a reply; None where that is to be tried again."""
        shown = self._corrected(correction, order)
        sent = await self._outbox.edit(order.chat, order.message, shown)
        if sent.message is not None:
            return "edited"
        if sent.state == "unknown":
            return None
        if not order.stays:  # it was deleted, as all of the bot's messages there are
            return "skipped"
        return await self._reply(order, shown, "replied")

    async def _notify(self, order: Order) -> Outcome:
        """Tell a reader that an answer has been corrected: an edit alone makes no sound."""
        date = self._texts.date(self._clock(), order.language)
        words = self._texts("corrected.notice", order.language, date=date)
        return await self._reply(order, message(Block(words)), "told")

    async def _reply(self, order: Order, shown: Message, done: Outcome) -> Outcome:
        """Send once; in doubt whether it has arrived it is not sent again."""
        place = Place(order.chat, reply_to=order.message)
        sent = await self._outbox.send(place, shown, lambda: self._corrections.begin(order))
        if sent.message is not None:
            return done
        return "failed" if sent.state == "unknown" else "skipped"

    def _corrected(self, correction: Correction, order: Order) -> Message:
        change, language = order.change, order.language
        assert change is not None, "checked by who calls"
        bot = self._outbox.username if order.chat > 0 else None
        say = Renderer(correction.article, order.base, self._texts, language, bot)
        return say.corrected(
            _cut(change.was), self._texts.date(self._clock(), language), change.facts
        )

    async def _show(self, correction: Correction, *, is_last: bool) -> None:
        """Tell the editor how far it has come; the last word closes the correction."""
        if is_last:
            await self._corrections.close(correction)
        progress = await self._corrections.progress(correction)
        key = "correct.finished" if is_last else "correct.progress"
        values = {**asdict(progress), "revision": str(correction.revision)}
        words = self._texts(key, correction.language, **values)
        self._shown = self._clock()
        with suppress(TelegramError):
            await self._outbox.edit(correction.chat, correction.message, message(Block(words)))

    async def _keep_pace(self, chat: int) -> None:
        """Wait until a chat can take another message."""
        gap = GROUP_GAP if chat < 0 else GAP
        wait = self._last.get(chat, 0.0) + gap - self._clock()
        await self._sleep(max(PAUSE, wait))
        self._last[chat] = self._clock()

    async def _rest(self, seconds: float) -> None:
        await self._sleep(seconds)


def _in_turn(orders: Sequence[Order]) -> list[Order]:
    """The first of every chat, then the second of every chat …: so none keeps others waiting."""
    seen = Counter[int]()
    turns = []
    for order in orders:
        turns.append((seen[order.chat], order))
        seen[order.chat] += 1
    return [order for _, order in sorted(turns, key=lambda turn: turn[0])]


def _cut(text: str) -> str:
    return text if len(text) <= CUT else f"{text[: CUT - 1]}…"
