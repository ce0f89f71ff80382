"""The queue of reviewers: what the log has no good answer for, and what was decided of it."""

import asyncio
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.cluster import Asked
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Decision:
    """What one of the team decided of one card; its questions are known by pseudonym alone."""

    article: str
    card: bytes  # pseudonym of its most asked question
    reviewer: int  # Telegram user id
    owner: str | None  # id of the fact or gap that it went to; None: it is ignored
    at: int  # Unix s


class Reviews:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def asked(self, article: str, limit: int) -> list[Asked]:
        """The spellings that found no fact or gap, or an answer that was not liked, as long as
        their texts are kept: the `limit` most asked, and of those the newest.
        """
        statement = """
            WITH voted (query, refused, disliked) AS (
                SELECT query, max(reason IS 'none'), max(reason IS NOT 'none')
                FROM votes WHERE value = -1 GROUP BY query
            )
            SELECT text, language, count(*),
                sum(outcome = 'unknown'), sum(outcome = 'suggested'),
                sum(coalesce(refused, 0)), sum(coalesce(disliked, 0))
            FROM queries LEFT JOIN voted ON voted.query = queries.id
            WHERE article = :article AND text IS NOT NULL
                AND (outcome = 'unknown' AND gap IS NULL OR outcome = 'suggested'
                    OR voted.query IS NOT NULL)
            GROUP BY text, language ORDER BY count(*) DESC, max(id) DESC LIMIT :limit"""
        rows = await self._db.read(statement, {"article": article, "limit": limit})
        return await asyncio.to_thread(lambda: [Asked(*row) for row in rows])

    async def decide(self, decision: Decision, questions: Sequence[bytes]) -> bool:
        """Store a decision of a card with these questions, pseudonyms; False, and nothing stored,
        where one of them is decided already.
        """
        values = [
            {**{name: getattr(decision, name) for name in Decision.__slots__}, "question": each}
            for each in questions
        ]
        return await self._db.write(lambda connection: _decide(connection, values))

    async def decided(self, article: str) -> set[bytes]:
        """The questions of an article that are decided, as pseudonyms."""
        statement = "SELECT question FROM decisions WHERE article = :article"
        return {row[0] for row in await self._db.read(statement, {"article": article})}

    async def decisions(self, article: str) -> list[Decision]:
        """The decisions of an article that gave a card to a fact or a gap, oldest first."""
        statement = """
            SELECT article, card, reviewer, owner, max(at) FROM decisions
            WHERE article = :article AND owner IS NOT NULL
            GROUP BY card ORDER BY max(at)"""
        return [Decision(*row) for row in await self._db.read(statement, {"article": article})]

    async def take_back(self, decisions: Iterable[Decision]) -> None:
        """Let the questions of these cards come back."""
        statement = """
            DELETE FROM decisions
            WHERE article = :article AND card = :card AND reviewer = :reviewer
                AND owner IS :owner"""
        values = [
            {
                "article": each.article,
                "card": each.card,
                "reviewer": each.reviewer,
                "owner": each.owner,
            }
            for each in decisions
        ]
        await self._db.write(lambda connection: connection.executemany(statement, values))


def _decide(connection: sqlite3.Connection, values: list[dict[str, Any]]) -> bool:
    taken = "SELECT 1 FROM decisions WHERE article = :article AND question = :question"
    for each in values:
        if connection.execute(taken, each).fetchall():
            return False
    statement = """
        INSERT INTO decisions (article, question, card, reviewer, owner, at)
        VALUES (:article, :question, :card, :reviewer, :owner, :at)"""
    connection.executemany(statement, values)
    return True
