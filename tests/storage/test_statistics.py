"""What is counted of the log for editors: one article, one period, each question once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.cluster import Asked
from bot.storage.database import Database
from bot.storage.feedback import Feedback
from bot.storage.querylog import Delivery, Query, QueryLog
from bot.storage.statistics import DAY, Counting, Period, Votes

WHO, CHAT, ADDRESS = b"p" * 16, b"c" * 16, b"a" * 24
UNKNOWN = Query(
    None, DAY, WHO, CHAT, "en", "How tall?", "unknown", None, None, None, "v", 1.0, "bridge"
)
CITED = replace(UNKNOWN, outcome="cited", fact="length")
PERIOD = Period("bridge", DAY, 3 * DAY)


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database.opened(tmp_path / "bot.db") as db:
        yield db


@pytest.fixture
def counting(db: Database) -> Counting:
    return Counting(db)


async def ask(db: Database, *queries: Query) -> None:
    """Log queries, each answered by a message with its number, from 1."""
    for number, query in enumerate(queries, 1):
        await QueryLog(db).record(query, Delivery(CHAT, None, number))


async def test_questions_are_counted_by_day_and_outcome(db: Database, counting: Counting) -> None:
    gap = replace(UNKNOWN, gap="colour")
    await ask(db, CITED, CITED, gap, UNKNOWN, replace(UNKNOWN, at=3 * DAY - 1))
    assert await counting.days(PERIOD) == {
        (1, "cited"): 2,
        (1, "gap"): 1,
        (1, "unknown"): 1,
        (2, "unknown"): 1,
    }


@pytest.mark.parametrize(
    "outside",
    [replace(CITED, at=DAY - 1), replace(CITED, at=3 * DAY), replace(CITED, article="tower")],
    ids=["before", "after", "elsewhere"],
)
async def test_nothing_else_is_counted(db: Database, counting: Counting, outside: Query) -> None:
    await ask(db, outside)
    assert (await counting.days(PERIOD), list(await counting.facts(PERIOD))) == ({}, [])


async def test_only_a_fact_that_was_given_counts_as_asked(db: Database, counting: Counting) -> None:
    await ask(db, CITED, CITED, replace(CITED, fact="opened"), replace(CITED, outcome="suggested"))
    assert await counting.facts(PERIOD) == [("length", 2), ("opened", 1)]


async def test_gaps_and_languages_are_counted(db: Database, counting: Counting) -> None:
    await ask(db, replace(UNKNOWN, gap="colour", language="az"), UNKNOWN, CITED)
    assert await counting.gaps(PERIOD) == [("colour", 1)]
    assert await counting.languages(PERIOD) == [("en", 2), ("az", 1)]


async def test_votes_count_by_when_they_were_given(db: Database, counting: Counting) -> None:
    await ask(db, replace(CITED, at=0))
    for person, at in ((b"1", DAY), (b"2", 3 * DAY)):
        await Feedback(db).vote(CHAT, 1, person, 1, None, at)
    await Feedback(db).vote(CHAT, 1, b"3", -1, "wrong", DAY)
    assert await counting.votes(PERIOD) == Votes(likes=1, dislikes=1)


async def test_without_votes_there_are_none(counting: Counting) -> None:
    assert await counting.votes(PERIOD) == Votes()


async def test_what_found_nothing_is_unanswered(db: Database, counting: Counting) -> None:
    curated, purged = replace(UNKNOWN, gap="colour"), replace(UNKNOWN, text=None)
    await ask(db, UNKNOWN, replace(UNKNOWN, outcome="suggested"), CITED, curated, purged)
    assert await counting.unanswered(PERIOD, 9) == [Asked("How tall?", "en", 2, 1, 1)]


async def test_a_wish_counts_until_it_is_told(db: Database, counting: Counting) -> None:
    await ask(db, UNKNOWN)
    await Feedback(db).wish(CHAT, ADDRESS, 1, WHO, "it", DAY)
    assert await counting.wished(PERIOD, 9) == [Asked("How tall?", "en", 1)]
    await Feedback(db).tell([1], DAY)
    assert await counting.wished(PERIOD, 9) == []
