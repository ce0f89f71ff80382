"""The log of what was asked and what came of it: each update once, texts until they are purged."""

import sqlite3
from dataclasses import dataclass, fields

from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Query:
    """One question and its outcome; `update_id` is None when it did not come from Telegram."""

    update_id: int | None
    at: int  # Unix s
    person: bytes  # pseudonym
    chat: bytes  # pseudonym
    language: str
    text: str | None  # None once purged
    outcome: str
    fact: str | None
    gap: str | None
    confidence: float | None  # 0 to 1
    version: str  # of the fact base that answered
    milliseconds: float
    article: str
    also: str | None = None  # ids of further facts that were quoted, with spaces between


@dataclass(frozen=True, slots=True)
class Delivery:
    """Which message of the bot answered which message of a chat."""

    chat: bytes  # pseudonym
    question: int | None  # message id; None where a button was pressed
    answer: int  # message id
    address: bytes | None = None  # the chat's id, sealed: for corrections of the answer


@dataclass(frozen=True, slots=True)
class Answered:
    """The reply that a message already has, and the text that it had then."""

    answer: int  # message id
    text: str | None  # as it was typed, whatever a button asked since
    query: int


@dataclass(frozen=True, slots=True)
class Replied:
    """What the bot answered in one of its messages."""

    query: int
    person: bytes  # pseudonym of who asked
    text: str | None
    fact: str | None
    outcome: str
    version: str
    article: str


_COLUMNS = tuple(field.name for field in fields(Query))


class QueryLog:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def record(self, query: Query, delivery: Delivery | None = None) -> None:
        """Log a query that has no row in the inbox; one with a known update_id changes nothing."""
        await self._db.write(lambda connection: insert(connection, query, delivery))

    async def answered(self, chat: bytes, question: int) -> Answered | None:
        """The bot's reply to the message `question`, by its last edit; None when there is none."""
        statement = """
            SELECT deliveries.answer, queries.text, deliveries.query
            FROM deliveries JOIN queries
                ON queries.id = coalesce(deliveries.typed, deliveries.query)
            WHERE deliveries.chat = :chat AND deliveries.question = :question
            ORDER BY deliveries.query DESC LIMIT 1"""
        rows = await self._db.read(statement, {"chat": chat, "question": question})
        return Answered(*rows[0]) if rows else None

    async def query_for(self, chat: bytes, answer: int) -> Replied | None:
        """What the bot's message `answer` says, by its last edit; None when it is not known."""
        statement = """
            SELECT queries.id, queries.person, queries.text, queries.fact, queries.outcome,
                queries.version, queries.article
            FROM deliveries JOIN queries ON queries.id = deliveries.query
            WHERE deliveries.chat = :chat AND deliveries.answer = :answer"""
        rows = await self._db.read(statement, {"chat": chat, "answer": answer})
        return Replied(*rows[0]) if rows else None

    async def recent(self, limit: int) -> list[Query]:
        """The last `limit` queries, newest first."""
        statement = """
            SELECT update_id, at, person, chat, language, text,
                outcome, fact, gap, confidence, version, milliseconds, article, also
            FROM queries ORDER BY id DESC LIMIT :limit"""
        return [Query(*row) for row in await self._db.read(statement, {"limit": limit})]

    async def purge(self, before: int) -> int:
        """Forget texts, deliveries and then useless addresses of queries older than a Unix time in
        seconds; how many texts.
        """
        return await self._db.write(lambda connection: _purge(connection, {"before": before}))

    async def count(self) -> int:
        """How many queries are logged."""
        rows = await self._db.read("SELECT count(*) FROM queries")
        return int(rows[0][0])


def insert(connection: sqlite3.Connection, query: Query, delivery: Delivery | None) -> None:
    """Log inside the caller's transaction; an update_id that is logged already changes nothing."""
    # Not INSERT OR IGNORE: that would swallow a broken NOT NULL as well.
    statement = """
        INSERT INTO queries (update_id, at, person, chat, language, text,
            outcome, fact, gap, confidence, version, milliseconds, article, also)
        VALUES (:update_id, :at, :person, :chat, :language, :text,
            :outcome, :fact, :gap, :confidence, :version, :milliseconds, :article, :also)
        ON CONFLICT (update_id) DO NOTHING RETURNING id"""
    values = {column: getattr(query, column) for column in _COLUMNS}
    logged = connection.execute(statement, values).fetchall()
    if logged and delivery is not None:
        _deliver(connection, delivery, logged[0], query.at)


def _deliver(
    connection: sqlite3.Connection, delivery: Delivery, logged: sqlite3.Row, at: int
) -> None:
    # An edited question, or a pressed button, is a new query with the same answering message.
    statement = """
        INSERT INTO deliveries (chat, question, answer, query, typed, at)
        VALUES (:chat, :question, :answer, :query, :typed, :at)
        ON CONFLICT (chat, answer) DO UPDATE
        SET question = coalesce(excluded.question, question), query = excluded.query,
            typed = CASE WHEN :question IS NULL THEN coalesce(typed, query) ELSE :typed END,
            at = excluded.at, version = NULL"""
    values = {
        "chat": delivery.chat,
        "question": delivery.question,
        "answer": delivery.answer,
        "query": logged["id"],
        "typed": logged["id"] if delivery.question is not None else None,
        "at": at,
    }
    connection.execute(statement, values)
    if delivery.address is not None:
        place = """
            INSERT INTO chats (chat, address, at) VALUES (:chat, :address, :at)
            ON CONFLICT (chat) DO NOTHING"""
        where = {"chat": delivery.chat, "address": delivery.address, "at": at}
        connection.execute(place, where)


def _purge(connection: sqlite3.Connection, values: dict[str, int]) -> int:
    deliveries = """
        DELETE FROM deliveries WHERE query IN (SELECT id FROM queries WHERE at < :before)"""
    texts = "UPDATE queries SET text = NULL WHERE at < :before AND text IS NOT NULL"
    # An address without a setting, where nothing is left that could be corrected or told.
    addresses = """
        DELETE FROM chats
        WHERE at < :before AND NOT is_away AND language IS NULL AND article IS NULL
            AND answers_mentions AND NOT answers_unasked AND delete_minutes IS NULL
            AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.chat = chats.chat)
            AND NOT EXISTS (SELECT 1 FROM wishes WHERE wishes.chat = chats.chat)
            AND NOT EXISTS (SELECT 1 FROM removals WHERE removals.chat = chats.chat)"""
    connection.execute(deliveries, values)
    connection.execute(addresses, values)
    return connection.execute(texts, values).rowcount
