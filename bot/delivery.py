"""What keeps an update from being lost: stored when Telegram hands it over, until it is answered.

The rules and the figures behind them: an update is logged exactly once and answered at least
once; only a send of unknown outcome may be repeated, and only in a private chat.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.core.answer import Cited
from bot.core.mask import mask
from bot.desk import Reply
from bot.storage.database import StorageUnavailable
from bot.storage.inbox import Finished, Inbox, Pending
from bot.storage.pseudonyms import Pseudonyms
from bot.storage.querylog import Answered, Query, QueryLog
from bot.storage.querylog import Delivery as Delivered

__all__ = ["Delivery", "Pending", "Record"]

log = logging.getLogger(__name__)

T = TypeVar("T")

DAY = 86_400  # seconds
KEEP_TEXT_DAYS = 90
KEEP_UPDATES_DAYS = 2  # Telegram itself repeats an update for one
BACKUP_DAYS = 30  # after which an operator is to delete backups (deploy/README.md)

RETRY_SECONDS = (0.1, 0.5, 2.0, 5.0)  # then the last one, for as long as it takes


@dataclass(frozen=True, slots=True)
class Record:
    """Who asked what where, and which message answered; ids are hashed before they are stored."""

    chat: int
    person: int
    reply: Reply
    question: int | None = None  # message id of the question, where there is one
    answer: int | None = None  # message id of the bot's reply, where one was sent


class Delivery:
    """The durable inbox and the query log, as the chat room sees them."""

    def __init__(
        self,
        inbox: Inbox,
        queries: QueryLog,
        pseudonyms: Pseudonyms,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._inbox = inbox
        self._queries = queries
        self._pseudonyms = pseudonyms
        self._clock = clock
        self._waiting = 0  # writes that storage did not take yet

    async def accept(self, update_id: int, payload: str) -> bool:
        """Store an update; True when it is to be handled. Waits for as long as storage is away."""
        is_wanted = await self._insist(lambda: self._inbox.put(update_id, payload))
        log.debug("update %d is stored%s", update_id, "" if is_wanted else ", and known already")
        return is_wanted

    async def backlog(self) -> list[Pending]:
        """What an earlier process left unfinished, oldest first."""
        return await self._inbox.pending()

    async def sending(self, update_id: int) -> bool:
        """From here on the outcome is unknown should the process die; for what must not be said
        twice. False when the update is finished already, and nothing is to be sent.
        """
        return await self._insist(lambda: self._inbox.sending(update_id))

    async def finish(self, update_id: int, record: Record | None, state: Finished = "done") -> None:
        """Log the query and close the update in one transaction; waits until that is stored."""
        query, delivered = self._rows(update_id, record) if record else (None, None)
        await self._insist(lambda: self._inbox.done(update_id, query, delivered, state=state))

    async def failed(self, update_id: int) -> bool:
        """Count a failure; True when it was the last try."""
        return await self._insist(lambda: self._inbox.failed(update_id))

    async def quarantine(self, update_id: int | None, payload: str, error: str) -> None:
        """Put away an update that cannot be read, so that it does not hold up the others."""
        await self._insist(lambda: self._inbox.quarantine(update_id, payload, error))

    async def answered(self, chat: int, question: int) -> Answered | None:
        """The logged answer to a message, if there is one: for questions that are edited.

        Its text is masked, as it was stored.
        """
        return await self._queries.answered(self._pseudonyms.of_chat(chat), question)

    async def tidy_for_ever(self) -> None:
        """Every hour, drop readers' words and finished updates that are past their time."""
        while True:
            await self.tidy()
            await asyncio.sleep(3600)

    async def tidy(self) -> None:
        """Drop the texts of old questions, and finished updates that will not be repeated."""
        now = int(self._clock())
        await self._insist(lambda: self._queries.purge(now - KEEP_TEXT_DAYS * DAY))
        await self._insist(lambda: self._inbox.prune(now - KEEP_UPDATES_DAYS * DAY))
        await self._insist(lambda: self._inbox.release(now - KEEP_UPDATES_DAYS * DAY))

    def _rows(self, update_id: int, record: Record) -> tuple[Query, Delivered | None]:
        reply = record.reply
        chat = self._pseudonyms.of_chat(record.chat)
        unknown = reply.outcome == "unknown"
        query = Query(
            update_id=update_id,
            at=int(self._clock()),
            person=self._pseudonyms.of_person(record.person),
            chat=chat,
            language=reply.language,
            text=mask(reply.text),
            outcome=reply.outcome,
            fact=None if unknown or reply.best is None else reply.best.id,
            gap=_gap(reply),
            confidence=reply.confidence,
            version=reply.version,
            milliseconds=reply.milliseconds,
            article=reply.article,
            also=_also(reply),
        )
        if record.answer is None:
            return query, None
        address = self._pseudonyms.sealed(record.chat)
        return query, Delivered(chat, record.question, record.answer, address)

    async def _insist(self, write: Callable[[], Awaitable[T]]) -> T:
        """Run `write` until it is stored: nothing is lost because a disk was full for a while.

        The log hears of it once, and once that it is over, however many wait.
        """
        try:
            return await write()
        except StorageUnavailable as error:
            if not self._waiting:
                log.error("storage is away (%s): what comes in waits until it is back", error)
        self._waiting += 1
        try:
            stored = await _again(write)
        finally:
            self._waiting -= 1
        if not self._waiting:
            log.warning("storage is back")
        return stored


async def _again(write: Callable[[], Awaitable[T]]) -> T:
    attempt = 0
    while True:
        await asyncio.sleep(RETRY_SECONDS[min(attempt, len(RETRY_SECONDS) - 1)])
        try:
            return await write()
        except StorageUnavailable:
            attempt += 1


def _gap(reply: Reply) -> str | None:
    gap = getattr(reply.answer, "gap", None)
    return gap.id if gap else None


def _also(reply: Reply) -> str | None:
    facts = reply.answer.facts[1:] if isinstance(reply.answer, Cited) else ()
    return " ".join(fact.id for fact in facts) or None
