"""Corrections of answers that have been given: which are ordered, and what became of each."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot.storage.database import Database

Kind = Literal["edit", "notice"]
Outcome = Literal["edited", "replied", "told", "skipped", "failed"]
MOST_ATTEMPTS = 3

# Rows whose message still says what it said when it was chosen, in a chat that can be written to.
_THERE = """
    EXISTS (
        SELECT 1 FROM deliveries JOIN chats ON chats.chat = deliveries.chat
        WHERE deliveries.chat = corrected.chat AND deliveries.answer = corrected.message
            AND deliveries.query = corrected.query AND NOT chats.is_away
    )"""
_OPEN = "state IN ('pending', 'sending')"
# Rows still to be done. A notice is none where its message was not edited: then it was replied to,
# or is out of reach.
_WANTED = f"""
    {_OPEN} AND {_THERE} AND (kind = 'edit' OR EXISTS (
        SELECT 1 FROM corrected AS edit
        WHERE edit.correction = corrected.correction AND edit.kind = 'edit'
            AND edit.chat = corrected.chat AND edit.message = corrected.message
            AND edit.state = 'edited'
    ))"""


@dataclass(frozen=True, slots=True)
class Given:
    """A message of the bot that quotes facts."""

    chat: bytes  # pseudonym
    address: bytes  # the chat's id, sealed
    message: int
    query: int
    at: int  # Unix s: asked
    facts: tuple[str, ...]  # ids
    version: str  # of the fact base that it quotes by now
    is_open: bool  # being corrected already


@dataclass(frozen=True, slots=True)
class Correction:
    """What an editor has ordered after a revision, and where its progress is shown."""

    id: int
    article: str
    revision: int
    chat: int  # Telegram id
    message: int
    language: str
    at: int  # Unix s


@dataclass(frozen=True, slots=True)
class Row:
    """One message to be edited, or one chat to be told of it."""

    id: int
    kind: Kind
    address: bytes  # the chat's id, sealed
    message: int
    language: str  # of the question
    facts: tuple[str, ...]  # ids
    version: str  # of the fact base that the message quotes by now
    stays: bool  # False: the chat has the bot's messages deleted after a while


class Corrections:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def given(self, article: str) -> list[Given]:
        """The messages that quote facts of an article, in chats that hear the bot; oldest first."""
        statement = """
            SELECT deliveries.chat, chats.address, deliveries.answer, queries.id, queries.at,
                queries.fact, queries.also, coalesce(deliveries.version, queries.version),
                EXISTS (
                    SELECT 1 FROM corrected
                    WHERE corrected.chat = deliveries.chat AND corrected.message = deliveries.answer
                        AND corrected.state IN ('pending', 'sending')
                )
            FROM queries
            JOIN deliveries ON deliveries.query = queries.id
            JOIN chats ON chats.chat = deliveries.chat
            WHERE queries.article = :article AND queries.outcome = 'cited' AND NOT chats.is_away
            ORDER BY queries.id"""
        found = []
        for row in await self._db.read(statement, {"article": article}):
            chat, address, message, query, at, fact, also, version, is_open = row
            names = _names(fact, also)
            found.append(Given(chat, address, message, query, at, names, version, bool(is_open)))
        return found

    async def order(
        self, correction: Correction, edits: Iterable[Given], notices: Iterable[Given]
    ) -> bool:
        """Keep what is to be corrected, in this order; its `id` is not used. False, and nothing
        kept, where the revision is being corrected for.
        """
        rows = [("edit", each) for each in edits] + [("notice", each) for each in notices]
        return await self._db.write(lambda connection: _order(connection, correction, rows))

    async def unfinished(self) -> list[Correction]:
        """The corrections under way, oldest first."""
        statement = """
            SELECT id, article, revision, chat, message, language, at
            FROM corrections WHERE finished IS NULL ORDER BY id"""
        return [Correction(*row) for row in await self._db.read(statement)]

    async def rows(self, correction: int, kind: Kind) -> list[Row]:
        """What is still to be done of a correction, in its order."""
        statement = f"""
            SELECT corrected.id, corrected.kind, chats.address, corrected.message,
                queries.language, queries.fact, queries.also,
                coalesce(deliveries.version, queries.version), chats.delete_minutes IS NULL
            FROM corrected
            JOIN chats ON chats.chat = corrected.chat
            JOIN queries ON queries.id = corrected.query
            JOIN deliveries ON deliveries.chat = corrected.chat
                AND deliveries.answer = corrected.message
            WHERE correction = :correction AND kind = :kind AND {_WANTED}
            ORDER BY corrected.id"""
        values = {"correction": correction, "kind": kind}
        found = []
        for row in await self._db.read(statement, values):
            number, kind, address, message, language, fact, also, version, stays = row
            names = _names(fact, also)
            found.append(Row(number, kind, address, message, language, names, version, bool(stays)))
        return found

    async def begin(self, row: int) -> bool:
        """Note that a row is under way; False where it is not to be done any more."""
        statement = f"""
            UPDATE corrected SET state = 'sending'
            WHERE id = :row AND {_WANTED} RETURNING id"""
        return bool(await self._db.change((statement, {"row": row})))

    async def settle(self, row: int, outcome: Outcome, version: str | None = None) -> None:
        """Note what became of a row; `version` is that which its message quotes from now on."""
        state = "UPDATE corrected SET state = :outcome WHERE id = :row"
        message = """
            UPDATE deliveries SET version = coalesce(:version, version)
            WHERE (chat, answer, query) IN (
                SELECT chat, message, query FROM corrected WHERE id = :row
            )"""
        values = {"row": row, "outcome": outcome}
        await self._db.change((state, values), (message, {"row": row, "version": version}))

    async def postpone(self, row: int) -> None:
        """Let a row that could not be done wait; after the third time it has failed."""
        statement = f"""
            UPDATE corrected SET attempts = attempts + 1,
                state = iif(attempts + 1 >= {MOST_ATTEMPTS}, 'failed', 'pending')
            WHERE id = :row"""
        await self._db.change((statement, {"row": row}))

    async def counts(self, correction: int) -> dict[tuple[str, str], int]:
        """How many rows there are, by kind and state; whoever is forgotten is not counted."""
        statement = """
            SELECT kind, state, count(*) FROM corrected
            WHERE correction = :correction GROUP BY kind, state"""
        rows = await self._db.read(statement, {"correction": correction})
        return {(kind, state): count for kind, state, count in rows}

    async def close(self, correction: int, at: int) -> None:
        """Give up what is left of a correction: it is not to be done any more."""
        rest = f"UPDATE corrected SET state = 'skipped' WHERE correction = :correction AND {_OPEN}"
        whole = "UPDATE corrections SET finished = :at WHERE id = :correction"
        await self._db.change(
            (rest, {"correction": correction}), (whole, {"correction": correction, "at": at})
        )


def _names(fact: str, also: str | None) -> tuple[str, ...]:
    return (fact, *(also or "").split())


def _order(
    connection: sqlite3.Connection, correction: Correction, rows: list[tuple[str, Given]]
) -> bool:
    statement = """
        INSERT INTO corrections (article, revision, chat, message, language, at)
        VALUES (:article, :revision, :chat, :message, :language, :at)
        ON CONFLICT (article, revision) DO UPDATE SET chat = excluded.chat,
            message = excluded.message, language = excluded.language, at = excluded.at,
            finished = NULL
        WHERE finished IS NOT NULL RETURNING id"""
    values = {name: getattr(correction, name) for name in Correction.__slots__}
    made = connection.execute(statement, values).fetchall()
    if not made:
        return False
    # A chat may have been forgotten meanwhile: then there is no row to refer to.
    each = """
        INSERT INTO corrected (correction, kind, chat, message, query)
        SELECT :correction, :kind, chat, :message, :query FROM chats WHERE chat = :chat
        ON CONFLICT (correction, kind, chat, message) DO UPDATE
        SET query = excluded.query, state = 'pending', attempts = 0
        WHERE state IN ('skipped', 'failed')"""
    connection.executemany(
        each,
        [
            {
                "correction": made[0]["id"],
                "kind": kind,
                "chat": given.chat,
                "message": given.message,
                "query": given.query,
            }
            for kind, given in rows
        ],
    )
    return True
