"""The log of questions: each update once, and nothing readable left after the purge."""

import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.querylog import Answered, Delivery, Query, QueryLog, Replied

QUERY = Query(7, 100, b"p", b"c", "it", "Quante?", "cited", "companies", None, 0.9, "v1", 1.5, "a")


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database.opened(tmp_path / "bot.db") as database:
        yield database


@pytest.fixture
def log(db: Database) -> QueryLog:
    return QueryLog(db)


async def test_a_query_comes_back_as_it_was_logged(log: QueryLog) -> None:
    gap = replace(QUERY, update_id=8, fact=None, gap="price", confidence=None)
    await log.record(QUERY)
    await log.record(gap)
    assert await log.recent(9) == [gap, QUERY]


async def test_recent_gives_no_more_than_asked_for(log: QueryLog) -> None:
    for number in range(3):
        await log.record(replace(QUERY, update_id=number))
    assert [each.update_id for each in await log.recent(2)] == [2, 1]


async def test_an_update_is_logged_once(log: QueryLog) -> None:
    await log.record(QUERY, Delivery(b"c", 5, 6))
    await log.record(replace(QUERY, text="again"), Delivery(b"c", 5, 99))
    assert (await log.recent(9), await log.answered(b"c", 5)) == (
        [QUERY],
        Answered(6, "Quante?", 1),
    )


async def test_queries_from_elsewhere_are_all_logged(log: QueryLog) -> None:
    for _ in range(2):
        await log.record(replace(QUERY, update_id=None))
    assert await log.count() == 2


async def test_a_query_that_lacks_a_value_is_refused_not_ignored(log: QueryLog) -> None:
    with pytest.raises(Exception, match="NOT NULL"):
        await log.record(replace(QUERY, outcome=None))  # type: ignore[arg-type] # the fault


async def test_the_reply_of_the_bot_tells_what_it_answered(log: QueryLog) -> None:
    await log.record(QUERY, Delivery(b"c", 5, 6))
    assert await log.query_for(b"c", 6) == Replied(
        1, b"p", "Quante?", "companies", "cited", "v1", "a"
    )


async def test_an_edited_question_points_to_its_last_text(log: QueryLog) -> None:
    await log.record(QUERY, Delivery(b"c", 5, 6))
    await log.record(replace(QUERY, update_id=8, text="Quanti?"), Delivery(b"c", 5, 6))
    assert await log.answered(b"c", 5) == Answered(6, "Quanti?", 2)


async def test_a_message_that_a_button_turned_into_an_answer_keeps_its_question(
    log: QueryLog,
) -> None:
    await log.record(QUERY, Delivery(b"c", 5, 6))
    await log.record(replace(QUERY, update_id=8, text="Which?"), Delivery(b"c", None, 6))
    assert await log.answered(b"c", 5) == Answered(6, "Quante?", 2)


async def test_a_question_edited_after_a_button_points_to_its_last_text(log: QueryLog) -> None:
    await log.record(QUERY, Delivery(b"c", 5, 6))
    await log.record(replace(QUERY, update_id=8, text="Which?"), Delivery(b"c", None, 6))
    await log.record(replace(QUERY, update_id=9, text="Quanti?"), Delivery(b"c", 5, 6))
    assert await log.answered(b"c", 5) == Answered(6, "Quanti?", 3)


async def test_message_ids_of_another_chat_are_not_mistaken(log: QueryLog) -> None:
    await log.record(QUERY, Delivery(b"c", 5, 6))
    assert (await log.answered(b"d", 5), await log.query_for(b"d", 6)) == (None, None)


async def test_the_purge_forgets_texts_and_deliveries_of_older_queries(log: QueryLog) -> None:
    young = replace(QUERY, update_id=8, at=200)
    await log.record(QUERY, Delivery(b"c", 5, 6))
    await log.record(young, Delivery(b"c", 7, 8))
    purged = await log.purge(200)
    assert (purged, await log.recent(9), await log.answered(b"c", 5)) == (
        1,
        [young, replace(QUERY, text=None)],
        None,
    )
    assert await log.answered(b"c", 7) == Answered(8, "Quante?", 2)


async def test_a_second_purge_finds_nothing(log: QueryLog) -> None:
    await log.record(QUERY)
    assert [await log.purge(200), await log.purge(200)] == [1, 0]


async def test_a_purged_text_is_in_no_file_after_closing(tmp_path: Path) -> None:
    async with Database.opened(tmp_path / "bot.db") as db:
        await QueryLog(db).record(replace(QUERY, text="planted words"))
        await QueryLog(db).purge(200)
    content = (tmp_path / "bot.db").read_bytes()
    assert (b"planted words" in content, (tmp_path / "bot.db-wal").exists()) == (False, False)


async def test_a_deleted_query_takes_its_delivery_along(db: Database, log: QueryLog) -> None:
    def delete(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM queries")

    await log.record(QUERY, Delivery(b"c", 5, 6))
    await db.write(delete)
    assert (await db.read("SELECT count(*) FROM deliveries"))[0][0] == 0
