"""Deletes the bot's own messages in groups that want them gone after a while."""

import asyncio
import logging

from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.chat.failures import where
from bot.readers import Readers

log = logging.getLogger(__name__)

EVERY = 15.0  # seconds


class Removals:
    """What is due is stored, so that a restart forgets nothing."""

    def __init__(self, bot: Bot, readers: Readers) -> None:
        self._bot = bot
        self._readers = readers
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Delete what is due, now and every few seconds, until `close`."""
        self._task = asyncio.create_task(self._for_ever(), name="remove messages")

    async def close(self) -> None:
        """Stop; what is due then is deleted after the next start."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _for_ever(self) -> None:
        while True:
            try:
                await self.sweep()
            except Exception as error:
                log.error("messages that were to go are still there\n%s", where(error))
            await asyncio.sleep(EVERY)

    async def sweep(self) -> None:
        """Delete what is due now; what Telegram does not answer for stays due."""
        for due in await self._readers.due_removals():
            if await self._is_gone(due.chat, due.message):
                await self._readers.removed(due.chat, due.message)

    async def _is_gone(self, chat: int, message: int) -> bool:
        """Delete one message. True also where that can never be: gone, too old, not there."""
        try:
            await self._bot.delete_message(chat, message)
        except (BadRequest, Forbidden):
            return True
        except TelegramError as error:
            log.warning("a message is not deleted yet (%s)", type(error).__name__)
            return False
        return True
