"""Counts of an article's log over a time: questions, facts, languages, votes, what is missing."""

import asyncio
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.cluster import Asked
from bot.storage.database import Database

DAY = 86_400  # seconds

Counts = Sequence[tuple[str, int]]  # name → times, most often first


@dataclass(frozen=True, slots=True)
class Period:
    """The log of one article from `since` until before `until`, both Unix s."""

    article: str
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes on answers, by when they were given."""

    likes: int = 0
    dislikes: int = 0


class Counting:
    """Reads only. Each method goes through the rows of the period once, on the storage's thread."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def days(self, period: Period) -> Mapping[tuple[int, str], int]:
        """Questions by UTC day, counted from 1970-01-01, and by outcome; days without are absent.

        Outcomes are those of the log, and `gap` where it is curated that the article says nothing.
        """
        statement = """
            SELECT at / :day, iif(outcome = 'unknown' AND gap IS NOT NULL, 'gap', outcome), count(*)
            FROM queries WHERE article = :article AND at >= :since AND at < :until GROUP BY 1, 2"""
        rows = await self._read(statement, period, day=DAY)
        return {(day, outcome): count for day, outcome, count in rows}

    async def facts(self, period: Period) -> Counts:
        """How often each fact was given as the answer, by id."""
        statement = """
            SELECT fact, count(*) FROM queries
            WHERE article = :article AND at >= :since AND at < :until AND outcome = 'cited'
            GROUP BY 1 ORDER BY 2 DESC, 1"""
        return _counts(await self._read(statement, period))

    async def gaps(self, period: Period) -> Counts:
        """How often what is curated as not in the article was asked for, by id of the gap."""
        statement = """
            SELECT gap, count(*) FROM queries
            WHERE article = :article AND at >= :since AND at < :until
                AND outcome = 'unknown' AND gap IS NOT NULL
            GROUP BY 1 ORDER BY 2 DESC, 1"""
        return _counts(await self._read(statement, period))

    async def languages(self, period: Period) -> Counts:
        """How many questions were asked in each language."""
        statement = """
            SELECT language, count(*) FROM queries
            WHERE article = :article AND at >= :since AND at < :until
            GROUP BY 1 ORDER BY 2 DESC, 1"""
        return _counts(await self._read(statement, period))

    async def votes(self, period: Period) -> Votes:
        """The votes given in the period, to whichever answer."""
        statement = """
            SELECT coalesce(sum(value = 1), 0), coalesce(sum(value = -1), 0)
            FROM votes JOIN queries ON queries.id = votes.query
            WHERE article = :article AND votes.at >= :since AND votes.at < :until"""
        return Votes(*(await self._read(statement, period))[0])

    async def unanswered(self, period: Period, limit: int) -> list[Asked]:
        """The `limit` most asked spellings that found no fact or gap, as long as texts are kept."""
        statement = """
            SELECT text, language, count(*), sum(outcome = 'unknown'), sum(outcome = 'suggested')
            FROM queries
            WHERE article = :article AND at >= :since AND at < :until AND text IS NOT NULL
                AND (outcome = 'unknown' AND gap IS NULL OR outcome = 'suggested')
            GROUP BY text, language ORDER BY count(*) DESC, max(id) DESC LIMIT :limit"""
        rows = await self._read(statement, period, limit=limit)
        return await asyncio.to_thread(lambda: [Asked(*row) for row in rows])

    async def wished(self, period: Period, limit: int) -> list[Asked]:
        """The `limit` spellings whose answer most readers wait for; `times` counts readers."""
        statement = """
            SELECT text, queries.language, count(DISTINCT wishes.person)
            FROM wishes JOIN queries ON queries.id = wishes.query
            WHERE article = :article AND wishes.at >= :since AND wishes.at < :until
                AND told IS NULL AND text IS NOT NULL
            GROUP BY 1, 2 ORDER BY 3 DESC, max(wishes.id) DESC LIMIT :limit"""
        rows = await self._read(statement, period, limit=limit)
        return [Asked(*row) for row in rows]

    async def _read(self, statement: str, period: Period, **values: int) -> list[sqlite3.Row]:
        of = {"article": period.article, "since": period.since, "until": period.until}
        return await self._db.read(statement, {**of, **values})


def _counts(rows: list[sqlite3.Row]) -> Counts:
    return [(row[0], row[1]) for row in rows]
