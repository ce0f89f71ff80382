"""The queue between Telegram and the handlers: an update is stored before it counts as received."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import Update

from bot.chat.failures import where
from bot.delivery import Delivery

log = logging.getLogger(__name__)


class InboxQueue(asyncio.Queue[object]):
    """Given to python-telegram-bot, which awaits `put` before it moves Telegram's offset."""

    def __init__(
        self,
        delivery: Delivery,
        received: Callable[[Update], list[tuple[Update, str]]],
        admits: Callable[[Update], Awaitable[bool]],
        on_stop: Callable[[], None],
    ) -> None:
        """`received` gives an update and those that came with it, with their JSON; `admits` says
        which are to be kept.
        """
        super().__init__()
        self._delivery = delivery
        self._received = received
        self._admits = admits
        self._on_stop = on_stop
        self._storing: set[asyncio.Task[None]] = set()
        self._is_stopping = False

    async def put(self, item: object) -> None:
        """Store an update and what came with it, then enqueue; drop what must not be stored.

        Never raises: an exception here would end polling without a word. A cancelled caller
        leaves the updates to be stored and enqueued all the same.
        """
        if not isinstance(item, Update):  # the library's stop marker
            self._is_stopping = True
            self._on_stop()
            self.put_nowait(item)
            return
        received = self._received(item)  # also what is dropped, so that it is not kept there
        if not received:
            return
        task = asyncio.create_task(self._store(received), name=f"store update {item.update_id}")
        self._storing.add(task)
        task.add_done_callback(self._storing.discard)
        await asyncio.shield(task)

    async def close(self) -> None:
        """Give up what is still waiting for storage: Telegram hands it over again."""
        for task in self._storing:
            task.cancel()
        await asyncio.gather(*self._storing, return_exceptions=True)

    async def _is_wanted(self, update: Update) -> bool:
        """Whether to keep an update; not one of which that cannot be found out."""
        if update.inline_query:
            return True
        try:
            return await self._admits(update)
        except Exception as error:  # a traceback's last line may hold a reader's words
            log.error(
                "update %d is dropped: nobody knows whom it is for\n%s",
                update.update_id,
                where(error),
            )
            return False

    async def _store(self, received: list[tuple[Update, str]]) -> None:
        """All at once, so that they share a commit; then they are enqueued in their order."""
        updates = [each for each in received if await self._is_wanted(each[0])]
        if len(updates) == 1:  # mostly
            stored = [await self._accept(*updates[0])]
        else:
            stored = await asyncio.gather(*(self._accept(*each) for each in updates))
        for (update, _), is_new in zip(updates, stored, strict=True):
            # Behind the stop marker nobody takes it out any more, and the stop would wait for
            # ever; what is stored the next start will handle.
            if is_new and not self._is_stopping:
                self.put_nowait(update)

    async def _accept(self, update: Update, payload: str) -> bool:
        """Store an update; True when it is to be handled."""
        if update.inline_query:  # too old after a restart, and there is one for every letter typed
            return True
        try:
            return await self._delivery.accept(update.update_id, payload)
        except Exception:
            log.exception(
                "update %d could not be stored, answering it all the same", update.update_id
            )
            return True
