"""Updates of one chat one after the other, of different chats side by side."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

log = logging.getLogger(__name__)

WAITING = 4096  # updates that may wait for their chat's turn
AT_ONCE = 32  # updates that are worked on at a time
GRACE_SECONDS = 2.5  # for what is under way when the bot is to stop


@dataclass(slots=True)
class _Turn:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class InOrder(BaseUpdateProcessor):
    """Takes the chat's lock first and one of a few slots second.

    The other way round, a chat with more waiting messages than there are slots would hold them
    all and block every other chat.
    """

    def __init__(self, sleep: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
        super().__init__(WAITING)
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._turns: dict[int, _Turn] = {}
        self._running: set[asyncio.Task[Any]] = set()
        self._sleep = sleep
        self._deadline: asyncio.TimerHandle | None = None

    @property
    def chats(self) -> int:
        """How many chats have something waiting or under way."""
        return len(self._turns)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await `coroutine` when it is its turn."""
        task, chat = asyncio.current_task(), _key(update)
        assert task is not None
        turn = self._turns.setdefault(chat, _Turn())
        turn.users += 1
        self._running.add(task)
        try:
            async with turn.lock, self._slots:
                await coroutine
            log.debug("update %s handled", getattr(update, "update_id", None))
        finally:
            self._running.discard(task)
            turn.users -= 1
            if not turn.users:  # the table must not grow for ever
                del self._turns[chat]
            if isinstance(coroutine, Coroutine):
                coroutine.close()  # cancelled before its turn: it was never awaited

    async def rest(self, seconds: float) -> None:
        """Wait within an update, leaving its slot to others; its chat stays in order."""
        self._slots.release()
        try:
            await self._sleep(seconds)
        finally:
            await self._slots.acquire()

    def stop_soon(self) -> None:
        """Cancel whatever is still under way in `GRACE_SECONDS`; the inbox has kept it."""
        self._deadline = asyncio.get_running_loop().call_later(GRACE_SECONDS, self._cancel_all)

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Forget the deadline: everything has ended."""
        if self._deadline is not None:
            self._deadline.cancel()

    def _cancel_all(self) -> None:
        if self._running:
            log.warning("stopping, %d updates are left to the next start", len(self._running))
        for task in self._running:
            task.cancel()


def _key(update: object) -> int:
    """Whose turn an update waits for: its chat's, or its person's where it has no chat."""
    if not isinstance(update, Update):
        return 0
    whose = update.effective_chat or update.effective_user
    return whose.id if whose else 0
