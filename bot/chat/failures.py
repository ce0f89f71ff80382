"""What happens when a handler raises: the log learns where, and the person hears of it once."""

import logging
import sqlite3
import traceback
from collections.abc import Awaitable, Callable, Iterator

from telegram import Chat, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ApplicationHandlerStop

from bot.chat.blocks import Block, message
from bot.chat.gate import Context, interface_language
from bot.chat.outbox import Outbox, Place
from bot.delivery import Delivery
from bot.readers import Readers
from bot.texts import Texts

log = logging.getLogger(__name__)

PAUSES = (1.0, 4.0)  # seconds before an update is handled for the second and third time
_WITHOUT_READERS_WORDS = (TelegramError, sqlite3.Error)


class Failures:
    """The error handler; `tries` counts the failures of updates that are being handled again."""

    def __init__(
        self,
        delivery: Delivery,
        outbox: Outbox,
        readers: Readers,
        texts: Texts,
        rest: Callable[[float], Awaitable[None]],
        tries: dict[int, int],
    ) -> None:
        self._delivery = delivery
        self._outbox = outbox
        self._readers = readers
        self._texts = texts
        self._rest = rest
        self._tries = tries

    async def handle(self, update: object, context: Context) -> None:
        """The cases:

        1. Nothing a person did (a task of the library's): logged.
        2. An update failed: logged with its id and, the first time, where; never with its text.
           It is handled again after a pause, in its chat's turn.
        3. It failed for the third time, restarts counted: closed, and the person is told.
        """
        if context.error is None or not isinstance(update, Update):
            log.error("failed outside of an update\n%s", where(context.error))
            return
        self._log(update, context.error)
        was_last = self._tries.get(update.update_id, 0) >= len(PAUSES)  # if it never was stored
        if await self._delivery.failed(update.update_id) or was_last:
            await self._apologise(update)
        else:
            await self._again(update, context)
        raise ApplicationHandlerStop  # a later group must not handle what an earlier one could not

    def _log(self, update: Update, error: Exception) -> None:
        if update.update_id in self._tries:
            log.error("update %d failed again (%s)", update.update_id, type(error).__name__)
        else:
            log.error("update %d failed\n%s", update.update_id, where(error))

    async def _again(self, update: Update, context: Context) -> None:
        tries = self._tries.get(update.update_id, 0)
        self._tries[update.update_id] = tries + 1
        try:
            await self._rest(PAUSES[tries])
            await context.application.process_update(update)
        finally:
            self._tries.pop(update.update_id, None)

    async def _apologise(self, update: Update) -> None:
        """Tell the person, in the topic and under the message where they asked."""
        asked = update.effective_message
        if asked is None or update.guest_message:  # the bot is not in a guest's chat
            return
        sorry = self._texts("error.sorry", await self._language(update, asked.chat))
        thread = asked.message_thread_id if asked.is_topic_message else None
        reply_to = None if asked.chat.type == ChatType.PRIVATE else asked.message_id
        place = Place(asked.chat.id, thread, reply_to)
        await self._outbox.send(place, message(Block(sorry)))

    async def _language(self, update: Update, chat: Chat) -> str:
        """The person's choice, else the group's, else the language of the app."""
        person = update.effective_user
        chosen = await self._readers.language(person.id) if person else None
        if not chosen and chat.type != ChatType.PRIVATE:
            chosen = (await self._readers.group(chat.id)).language
        return chosen or interface_language(update, self._texts)


def where(error: BaseException | None) -> str:
    """The traceback of an error and its causes, without the words that may be a reader's."""
    return "".join(_lines(error))


def _lines(error: BaseException | None) -> Iterator[str]:
    while error is not None:
        yield from traceback.format_tb(error.__traceback__)
        words = str(error) if isinstance(error, _WITHOUT_READERS_WORDS) else "…"
        yield f"{type(error).__qualname__}: {words}\n"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if error is not None:
            yield "which came from:\n"
