"""What the queue holds: questions without a good answer, counted; decided once, by one person."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.cluster import Asked
from bot.storage.database import Database
from bot.storage.feedback import Feedback
from bot.storage.querylog import Delivery, Query, QueryLog
from bot.storage.review import Decision, Reviews

WHO, CHAT, ADDRESS = b"p" * 16, b"c" * 16, b"a" * 24
QUERY = Query(
    None, 5, WHO, CHAT, "en", "How tall?", "unknown", None, None, None, "v", 1.0, "bridge"
)
DECISION = Decision("bridge", b"how tall", 2, "height", 100)


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database.opened(tmp_path / "bot.db") as db:
        yield db


async def ask(db: Database, *queries: Query) -> None:
    """Log queries, each answered by a message with its number, from 1."""
    for number, query in enumerate(queries, 1):
        await QueryLog(db).record(query, Delivery(CHAT, None, number))


async def queue(db: Database) -> list[Asked]:
    return await Reviews(db).asked("bridge", 100)


async def test_a_question_without_an_answer_is_counted_by_spelling_and_language(
    db: Database,
) -> None:
    await ask(db, QUERY, replace(QUERY, language="it"), QUERY)
    assert await queue(db) == [Asked("How tall?", "en", 2, 2), Asked("How tall?", "it", 1, 1)]


async def test_a_near_tie_is_in_the_queue(db: Database) -> None:
    await ask(db, replace(QUERY, outcome="suggested", fact="height"))
    assert await queue(db) == [Asked("How tall?", "en", 1, 0, 1)]


@pytest.mark.parametrize(
    "good",
    [
        replace(QUERY, outcome="cited", fact="height"),
        replace(QUERY, gap="weight"),
        replace(QUERY, text=None),
        replace(QUERY, article="tower"),
    ],
    ids=["cited", "curated", "purged", "elsewhere"],
)
async def test_what_needs_no_decision_is_not_in_the_queue(db: Database, good: Query) -> None:
    await ask(db, good)
    assert await queue(db) == []


@pytest.mark.parametrize(
    ("reason", "asked"),
    [
        ("none", Asked("How tall?", "en", 1, 0, 0, 1, 0)),
        ("wrong", Asked("How tall?", "en", 1, 0, 0, 0, 1)),
        (None, Asked("How tall?", "en", 1, 0, 0, 0, 1)),
    ],
)
async def test_an_answer_that_was_not_liked_is_in_the_queue(
    db: Database, reason: str | None, asked: Asked
) -> None:
    await ask(db, replace(QUERY, outcome="cited", fact="height"))
    await Feedback(db).vote(CHAT, 1, WHO, -1, reason, 6)
    assert await queue(db) == [asked]


async def test_an_answer_that_was_liked_is_not_in_the_queue(db: Database) -> None:
    await ask(db, replace(QUERY, outcome="cited", fact="height"))
    await Feedback(db).vote(CHAT, 1, WHO, 1, None, 6)
    assert await queue(db) == []


async def test_a_question_is_decided_once(db: Database) -> None:
    reviews = Reviews(db)
    assert await reviews.decide(DECISION, [b"how tall", b"how tal"])
    other = replace(DECISION, card=b"how tal", reviewer=3, owner=None)
    assert not await reviews.decide(other, [b"how big", b"how tal"])
    assert await reviews.decided("bridge") == {b"how tall", b"how tal"}


async def test_a_decision_that_is_taken_back_leaves_nothing(db: Database) -> None:
    reviews = Reviews(db)
    await reviews.decide(DECISION, [b"how tall", b"how tal"])
    await reviews.take_back([DECISION])
    assert await reviews.decided("bridge") == set()


async def test_nobody_takes_back_what_another_decided(db: Database) -> None:
    reviews = Reviews(db)
    await reviews.decide(DECISION, [b"how tall"])
    await reviews.take_back([replace(DECISION, reviewer=3)])
    assert await reviews.decisions("bridge") == [DECISION]


async def test_a_wish_is_told_once(db: Database) -> None:
    feedback = Feedback(db)
    await ask(db, QUERY)
    await feedback.wish(CHAT, ADDRESS, 1, WHO, "it", 6)
    (wish,) = await feedback.wishes()
    assert (wish.message, wish.language, wish.text) == (1, "it", "How tall?")
    assert [await feedback.tell([wish.id], 7), await feedback.tell([wish.id], 8)] == [True, False]
    assert await feedback.wishes() == []


async def test_a_wish_that_could_not_be_told_waits_on(db: Database) -> None:
    feedback = Feedback(db)
    await ask(db, QUERY)
    await feedback.wish(CHAT, ADDRESS, 1, WHO, "it", 6)
    waiting = await feedback.wishes()
    await feedback.tell([waiting[0].id], 7)
    await feedback.not_told([waiting[0].id])
    assert await feedback.wishes() == waiting
