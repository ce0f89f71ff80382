"""Corrects in the background what has been said, at Telegram's pace, through every restart."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime

from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.chat.blocks import Block, Message, message
from bot.chat.failures import where
from bot.chat.outbox import Outbox, Place, Sent
from bot.chat.pace import MOST, WINDOW
from bot.chat.render import Renderer
from bot.corrections import Correction, Corrections, Order
from bot.readers import Readers
from bot.texts import Texts

log = logging.getLogger(__name__)

PAUSE = 0.05  # seconds between two messages; Telegram allows 30 a second in all
GAP = 1.0  # seconds between two messages to one chat
GROUP_GAP = WINDOW / MOST  # the same for a group
AGAIN = 60.0  # seconds until the next try where storage or Telegram is away
SHOW_EVERY = 5.0  # seconds between two looks at the progress
CUT = 1000  # characters of what a message said


class Corrector:
    """One task, awake after the start and whenever something is ordered.

    An edit may be made again, which shows nothing new. A message is noted before it is sent, and
    sent again only where the process died before it was known what came of it.
    """

    def __init__(
        self,
        bot: Bot,
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
            await self._show(correction, is_last=False)
            if await self._left(correction):
                return True  # a later correction of the same messages must not come first
            await self._show(correction, is_last=True)
        return False

    async def _left(self, correction: Correction) -> bool:
        """Do all of one correction, edits first; True where something is left."""
        for kind in ("edit", "notice"):
            orders = await self._corrections.orders(correction, kind)
            while orders:
                await self._all(correction, orders)
                tried = {order.row for order in orders}
                orders = await self._corrections.orders(correction, kind)
                if tried & {order.row for order in orders if self._is_tried(correction, order)}:
                    return True
        return False
