"""The queue between Telegram and the handlers: an update is stored before it counts as received."""

import asyncio
import logging
from collections.abc import Callable

from telegram import Update
from telegram.constants import ChatType

from bot.delivery import Delivery

log = logging.getLogger(__name__)


class InboxQueue(asyncio.Queue[object]):
    """Given to python-telegram-bot, which awaits `put` before it moves Telegram's offset."""

    def __init__(
        self,
        delivery: Delivery,
        payload: Callable[[Update], str],
        on_stop: Callable[[], None],
    ) -> None:
        """`payload` gives an update as JSON."""
        super().__init__()
        self._delivery = delivery
        self._payload = payload
        self._on_stop = on_stop
        self._storing: set[asyncio.Task[None]] = set()
        self._is_stopping = False

    async def put(self, item: object) -> None:
        """Store an update, then enqueue it; drop one that must not be stored.

        Never raises: an exception here would end polling without a word. A cancelled caller
        leaves the update to be stored and enqueued all the same.
        """
        if not isinstance(item, Update):  # the library's stop marker
            self._is_stopping = True
            self._on_stop()
            self.put_nowait(item)
            return
        payload = self._payload(item)  # also of what is dropped, so that it is not kept there
        if is_private(item):
            task = asyncio.create_task(
                self._store(item, payload), name=f"store update {item.update_id}"
            )
            self._storing.add(task)
            task.add_done_callback(self._storing.discard)
            await asyncio.shield(task)

    async def close(self) -> None:
        """Give up what is still waiting for storage: Telegram hands it over again."""
        for task in self._storing:
            task.cancel()
        await asyncio.gather(*self._storing, return_exceptions=True)

    async def _store(self, update: Update, payload: str) -> None:
        try:
            wanted = await self._delivery.accept(update.update_id, payload)
        except Exception:
            log.exception(
                "update %d could not be stored, answering it all the same", update.update_id
            )
            wanted = True
        log.debug("update %d %s", update.update_id, "stored" if wanted else "is known already")
        # Behind the stop marker nobody takes it out any more, and the stop would wait for ever;
        # it is stored, and the next start will handle it.
        if wanted and not self._is_stopping:
            self.put_nowait(update)


def is_private(update: Update) -> bool:
    """Whether somebody wrote or pressed something in a private chat; all else is not kept."""
    query = update.callback_query
    message = (query and query.message) or update.message or update.edited_message
    return message is not None and message.chat.type == ChatType.PRIVATE
