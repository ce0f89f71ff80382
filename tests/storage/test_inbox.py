"""The durable queue: nothing lost, nothing logged twice, whatever is cancelled or killed."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.inbox import Finished, Inbox, Pending
from bot.storage.querylog import Delivery, Query, QueryLog, insert

NOW = 1_000_000
QUERY = Query(1, NOW, b"p", b"c", "en", "How many?", "cited", "f", None, 0.9, "v1", 1.5, "a")


class Clock:
    def __init__(self) -> None:
        self.now = float(NOW)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database.opened(tmp_path / "bot.db") as database:
        yield database


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def inbox(db: Database, clock: Clock) -> Inbox:
    return Inbox(db, clock)


async def row(db: Database, update_id: int) -> tuple[object, ...]:
    query = "SELECT state, payload, attempts, at, changed FROM inbox WHERE update_id = :id"
    return tuple((await db.read(query, {"id": update_id}))[0])


async def test_a_new_update_is_stored_and_enqueued(db: Database, inbox: Inbox) -> None:
    assert (await inbox.put(1, "{}"), await row(db, 1)) == (True, ("new", "{}", 0, NOW, NOW))


async def test_a_redelivery_in_the_same_process_is_a_duplicate(inbox: Inbox) -> None:
    assert [await inbox.put(1, "{}"), await inbox.put(1, "{}")] == [True, False]


async def test_two_deliveries_at_once_are_enqueued_once(inbox: Inbox) -> None:
    assert sorted(await asyncio.gather(*(inbox.put(1, "{}") for _ in range(5)))) == [False] * 4 + [
        True
    ]


@pytest.mark.parametrize("state", ["done", "failed", "expired", "unknown"])
async def test_a_redelivery_of_a_finished_update_is_a_duplicate(
    db: Database, inbox: Inbox, clock: Clock, state: Finished
) -> None:
    await inbox.put(1, "{}")
    await inbox.done(1, None, state=state)
    restarted = Inbox(db, clock)
    assert [await inbox.put(1, "{}"), await restarted.put(1, "{}")] == [False, False]


async def test_a_put_cancelled_after_its_commit_is_enqueued_when_redelivered(
    db: Database, inbox: Inbox
) -> None:
    first = asyncio.create_task(inbox.put(1, "{}"))
    await asyncio.sleep(0)  # the row is on its way to the writer
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    await db.write(lambda connection: connection.execute("SELECT 1").fetchall())  # behind it
    committed = await row(db, 1)
    assert (first.cancelled(), committed[0], await inbox.put(1, "{}")) == (True, "new", True)


async def test_a_put_cancelled_at_any_time_loses_nothing(inbox: Inbox) -> None:
    enqueued: list[int] = []

    async def deliver(update_id: int) -> None:
        if await inbox.put(update_id, "{}"):
            enqueued.append(update_id)

    for update_id in range(60):
        first = asyncio.create_task(deliver(update_id))
        for _ in range(update_id):
            await asyncio.sleep(0)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        await deliver(update_id)
    assert enqueued == list(range(60))


async def test_what_a_killed_process_left_is_pending_in_order(
    inbox: Inbox, clock: Clock, tmp_path: Path
) -> None:
    for update_id in (3, 1, 2):
        await inbox.put(update_id, f"payload {update_id}")
    await inbox.sending(2)
    await inbox.done(3, None)
    async with Database.opened(tmp_path / "bot.db") as again:  # the first is still open: a crash
        pending = await Inbox(again, clock).pending()
    assert pending == [Pending(1, "payload 1", "new", 0), Pending(2, "payload 2", "sending", 0)]


async def test_a_redelivery_of_a_pending_update_is_a_duplicate(
    db: Database, inbox: Inbox, clock: Clock
) -> None:
    await inbox.put(1, "{}")
    restarted = Inbox(db, clock)
    await restarted.pending()
    assert await restarted.put(1, "{}") is False


async def test_sending_is_noted_before_the_send(db: Database, inbox: Inbox, clock: Clock) -> None:
    await inbox.put(1, "{}")
    clock.now += 2
    assert (await inbox.sending(1), await row(db, 1)) == (
        True,
        ("sending", "{}", 0, NOW, NOW + 2),
    )


async def test_a_finished_update_is_not_sent_again(inbox: Inbox) -> None:
    await inbox.put(1, "{}")
    await inbox.done(1, None)
    assert await inbox.sending(1) is False


async def test_done_forgets_the_payload(db: Database, inbox: Inbox) -> None:
    await inbox.put(1, "{}")
    await inbox.done(1, QUERY)
    assert (await row(db, 1))[:2] == ("done", None)


async def test_a_query_is_logged_exactly_once_under_double_done(db: Database, inbox: Inbox) -> None:
    await inbox.put(1, "{}")
    await asyncio.gather(*(inbox.done(1, QUERY, Delivery(b"c", 5, 6)) for _ in range(3)))
    assert await QueryLog(db).recent(9) == [QUERY]


async def test_log_and_state_are_one_transaction(db: Database, inbox: Inbox) -> None:
    await inbox.put(1, "{}")
    with pytest.raises(Exception, match="CHECK"):
        await inbox.done(1, QUERY, state="nonsense")  # type: ignore[arg-type] # the fault
    assert (await QueryLog(db).count(), (await row(db, 1))[:2]) == (0, ("new", "{}"))


async def test_the_third_failed_attempt_gives_an_update_up(
    db: Database, inbox: Inbox, clock: Clock
) -> None:
    await inbox.put(1, "poison")
    given_up = []
    for _ in range(3):
        restarted = Inbox(db, clock)
        assert [each.update_id for each in await restarted.pending()] == [1]
        given_up.append(await restarted.failed(1))
    assert (given_up, await Inbox(db, clock).pending(), (await row(db, 1))[:3]) == (
        [False, False, True],
        [],
        ("failed", None, 3),
    )


async def test_an_unparsable_update_is_kept_apart(db: Database, inbox: Inbox) -> None:
    await inbox.quarantine(None, "{bad", "no update_id")
    rows = await db.read("SELECT update_id, payload, error, at FROM quarantine")
    assert [tuple(each) for each in rows] == [(None, "{bad", "no update_id", NOW)]


async def test_pruning_deletes_old_finished_rows_only(
    db: Database, inbox: Inbox, clock: Clock
) -> None:
    await inbox.put(1, "finished long ago")
    await inbox.done(1, None)
    await inbox.put(2, "never finished")
    clock.now += 100
    await inbox.put(3, "finished just now")
    await inbox.done(3, None)
    pruned = await inbox.prune(NOW + 50)
    left = await db.read("SELECT update_id FROM inbox ORDER BY update_id")
    assert (pruned, [each[0] for each in left]) == (1, [2, 3])


async def test_an_id_that_comes_back_after_pruning_is_new(inbox: Inbox) -> None:
    await inbox.put(1, "{}")
    finishing = asyncio.create_task(inbox.done(1, None))
    await asyncio.sleep(0)
    finishing.cancel()  # so that only the pruning can forget the id
    await asyncio.gather(finishing, return_exceptions=True)
    assert (await inbox.prune(NOW + 1), await inbox.put(1, "{}")) == (1, True)


async def test_two_hundred_puts_share_a_few_commits(db: Database, inbox: Inbox) -> None:
    statements: list[str] = []
    await db.write(lambda connection: connection.set_trace_callback(statements.append))
    statements.clear()
    stored = await asyncio.gather(*(inbox.put(n, "{}") for n in range(200)))
    assert (stored, statements.count("COMMIT")) == ([True] * 200, 1)


def crash_image(folder: Path) -> Path:
    """What a process killed now would leave on the disk."""
    (folder / "image").mkdir()
    for name in ("bot.db", "bot.db-wal"):
        shutil.copy(folder / name, folder / "image")
    return folder / "image" / "bot.db"


async def test_a_kill_within_a_transaction_leaves_none_of_it(
    db: Database, inbox: Inbox, tmp_path: Path
) -> None:
    def log_and_die(connection: sqlite3.Connection) -> Path:
        insert(connection, QUERY, Delivery(b"c", 5, 6))
        return crash_image(tmp_path)

    await inbox.put(1, "{}")
    async with Database.opened(await db.write(log_and_die)) as restarted:
        assert (await QueryLog(restarted).count(), (await row(restarted, 1))[0]) == (0, "new")


async def test_a_kill_right_after_done_keeps_log_and_state(inbox: Inbox, tmp_path: Path) -> None:
    await inbox.put(1, "{}")
    await inbox.done(1, QUERY)
    async with Database.opened(crash_image(tmp_path)) as restarted:
        assert (await QueryLog(restarted).count(), (await row(restarted, 1))[0]) == (1, "done")


async def test_a_backup_made_while_writing_is_whole(
    db: Database, inbox: Inbox, tmp_path: Path
) -> None:
    copied = asyncio.Event()

    async def answer_on() -> None:
        number = 0
        while not copied.is_set():
            number += 1
            await inbox.put(number, "{}")
            await inbox.done(number, replace(QUERY, update_id=number))

    writing = asyncio.create_task(answer_on())
    await inbox.put(1_000_000, "{}")
    await db.read("VACUUM INTO :copy", {"copy": str(tmp_path / "copy.db")})
    copied.set()
    await writing
    async with Database.opened(tmp_path / "copy.db") as copy:
        done = await copy.read("SELECT count(*) FROM inbox WHERE state = 'done'")
        checked = await copy.read("PRAGMA integrity_check")
        logged = await QueryLog(copy).count()
    assert (checked[0][0], logged) == ("ok", done[0][0])
