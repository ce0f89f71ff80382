"""The database file: all or nothing, through cancellation, crashes, bad jobs and full disks."""

import asyncio
import sqlite3
import stat
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.database import Database, Job, StorageUnavailable
from bot.storage.migrations import MIGRATIONS, DatabaseTooNew, migrate

ENDS = ("", "-wal", "-shm")
INSERT = "INSERT INTO quarantine (payload, error, at) VALUES (:payload, 'e', 1)"


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database.opened(tmp_path / "bot.db") as database:
        yield database


def add(connection: sqlite3.Connection, payload: str) -> None:
    connection.execute(INSERT, {"payload": payload})


def add_twice(connection: sqlite3.Connection) -> None:
    add(connection, "first")
    add(connection, "second")


def add_and_fail(connection: sqlite3.Connection) -> None:
    add(connection, "stray")
    raise LookupError("guilty")


def nothing(connection: sqlite3.Connection) -> None:
    connection.execute("SELECT 1").fetchall()


async def payloads(db: Database) -> list[str]:
    return [row["payload"] for row in await db.read("SELECT payload FROM quarantine ORDER BY id")]


def ask(path: Path, query: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(query).fetchone()[0])


async def test_the_file_is_for_its_owner_alone(db: Database, tmp_path: Path) -> None:
    await db.write(add_twice)
    modes = [stat.S_IMODE((tmp_path / f"bot.db{end}").stat().st_mode) for end in ENDS]
    assert modes == [0o600] * 3


async def test_the_writer_runs_with_the_promised_settings(db: Database) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")

    def settings(connection: sqlite3.Connection) -> list[object]:
        rows = [connection.execute(f"PRAGMA {name}").fetchall() for name in names]
        return [value for fetched in rows for (value,) in fetched]

    assert await db.write(settings) == ["wal", 1, 1, 1, 5000]


async def test_a_read_sees_no_open_transaction(db: Database) -> None:
    loop = asyncio.get_running_loop()

    def look(connection: sqlite3.Connection) -> list[str]:
        add(connection, "not yet")
        return asyncio.run_coroutine_threadsafe(payloads(db), loop).result()

    assert await db.write(look) == []


async def test_the_reading_connection_cannot_write(db: Database) -> None:
    with pytest.raises(StorageUnavailable, match="read-only"):
        await db.read(INSERT, {"payload": "x"})


STRAY = INSERT.replace(":payload", "'stray'")
WAYS: list[Job[object]] = [
    lambda connection: connection.execute(STRAY),
    lambda connection: connection.executemany(STRAY.replace("1", "?"), [(1,)]),
    lambda connection: connection.executescript(STRAY),
    lambda connection: connection.cursor().execute(STRAY),
]


@pytest.mark.parametrize("way", WAYS)
async def test_no_way_to_execute_escapes_the_transaction(db: Database, way: Job[object]) -> None:
    def job(connection: sqlite3.Connection) -> None:
        way(connection)
        raise LookupError("roll it back")

    with pytest.raises((LookupError, NotImplementedError)):
        await db.write(job)
    assert await payloads(db) == []


async def test_a_job_that_reads_first_holds_the_write_lock(db: Database, tmp_path: Path) -> None:
    def job(connection: sqlite3.Connection) -> None:
        connection.execute("SELECT count(*) FROM quarantine").fetchall()
        with closing(sqlite3.connect(tmp_path / "bot.db", timeout=0)) as other:
            other.execute(STRAY)

    with pytest.raises(StorageUnavailable, match="locked"):
        await db.write(job)


async def test_a_failing_job_in_a_group_harms_only_itself(db: Database) -> None:
    outcomes = await asyncio.gather(
        db.write(lambda connection: add(connection, "a")),
        db.write(add_and_fail),
        db.write(lambda connection: add(connection, "b")),
        return_exceptions=True,
    )
    assert ([type(each) for each in outcomes], await payloads(db)) == (
        [type(None), LookupError, type(None)],
        ["a", "b"],
    )


async def test_two_hundred_writes_share_a_few_commits(db: Database) -> None:
    statements: list[str] = []
    await db.write(lambda connection: connection.set_trace_callback(statements.append))
    statements.clear()
    await asyncio.gather(*(db.write(add_twice) for _ in range(200)))
    assert (len(await payloads(db)), statements.count("COMMIT")) == (400, 1)


@pytest.mark.parametrize("point", [0, 1, 2])
async def test_a_cancelled_caller_tears_no_transaction(db: Database, point: int) -> None:
    loop = asyncio.get_running_loop()

    def job(connection: sqlite3.Connection) -> None:
        for number in range(3):
            if number == point:
                loop.call_soon_threadsafe(caller.cancel)
            add(connection, str(number))

    caller = asyncio.create_task(db.write(job))
    await asyncio.gather(caller, return_exceptions=True)
    await db.write(lambda connection: add(connection, "later"))
    assert await payloads(db) == ["0", "1", "2", "later"]


async def test_a_cancellation_at_any_time_leaves_both_rows_or_none(db: Database) -> None:
    for steps in range(60):
        caller = asyncio.create_task(db.write(add_twice))
        for _ in range(steps):
            await asyncio.sleep(0)
        caller.cancel()
        await asyncio.gather(caller, return_exceptions=True)
    await db.write(nothing)
    written = await payloads(db)
    assert written == ["first", "second"] * (len(written) // 2)


async def test_a_job_that_fails_after_its_caller_left_is_logged(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    has_left = threading.Event()

    def job(connection: sqlite3.Connection) -> None:
        loop.call_soon_threadsafe(caller.cancel)
        has_left.wait(5)
        add_and_fail(connection)

    loop = asyncio.get_running_loop()
    caller = asyncio.create_task(db.write(job))
    caller.add_done_callback(lambda _: has_left.set())
    await asyncio.gather(caller, return_exceptions=True)
    await db.write(nothing)
    assert caplog.messages == ["a write failed after its caller had gone"]


async def test_a_writer_stopped_by_force_tells_its_callers(tmp_path: Path) -> None:
    """What it was writing may stand, as when the process dies: then all of it."""
    is_stopped = threading.Event()

    def stop() -> None:
        next(each for each in asyncio.all_tasks() if "writer" in each.get_name()).cancel()
        loop.call_soon(is_stopped.set)

    def job(connection: sqlite3.Connection) -> None:
        add(connection, "first")
        loop.call_soon_threadsafe(stop)
        is_stopped.wait(5)
        add(connection, "second")

    async def use() -> None:
        async with Database.opened(tmp_path / "bot.db") as db:
            outcomes.extend(await asyncio.gather(db.write(job), return_exceptions=True))

    loop, outcomes = asyncio.get_running_loop(), list[object]()
    await asyncio.wait({asyncio.create_task(use())}, timeout=5)
    async with Database.opened(tmp_path / "bot.db") as db:
        written = await payloads(db)
    assert ([type(each) for each in outcomes], written) == ([RuntimeError], ["first", "second"])


async def test_closing_finishes_what_waits(tmp_path: Path) -> None:
    async with Database.opened(tmp_path / "bot.db") as db:
        waiting = [asyncio.create_task(db.write(add_twice)) for _ in range(3)]
        await asyncio.sleep(0)
    await asyncio.gather(*waiting)
    async with Database.opened(tmp_path / "bot.db") as db:
        assert len(await payloads(db)) == 6


async def test_a_closed_database_refuses_writes(tmp_path: Path) -> None:
    async with Database.opened(tmp_path / "bot.db") as db:
        pass
    with pytest.raises(RuntimeError, match="is closed"):
        await db.write(add_twice)


def threads_left() -> list[threading.Thread]:
    """Those that would keep the process from ending; one that is just ending gets its time."""
    threads = [each for each in threading.enumerate() if "_connection_worker" in each.name]
    for thread in threads:
        thread.join(5)
    return [each for each in threads if each.is_alive()]


async def test_opening_cancelled_at_any_time_leaves_no_thread(tmp_path: Path) -> None:
    async def use() -> None:
        async with Database.opened(tmp_path / "bot.db"):
            await asyncio.sleep(10)

    for step in range(40):
        opening = asyncio.create_task(use())
        await asyncio.wait({opening}, timeout=step * 0.0005)
        opening.cancel()
        await asyncio.gather(opening, return_exceptions=True)
    assert threads_left() == []


async def test_a_full_disk_is_named_and_the_next_write_works(db: Database, tmp_path: Path) -> None:
    # 1 is less than the present size, which SQLite then takes.
    await db.write(lambda c: c.execute("PRAGMA max_page_count = 1"))
    with pytest.raises(StorageUnavailable, match=rf"{tmp_path}.*full"):
        await db.write(lambda connection: add(connection, "x" * 100_000))
    await db.write(lambda c: c.execute("PRAGMA max_page_count = 10000"))
    await db.write(lambda connection: add(connection, "fits"))
    assert await payloads(db) == ["fits"]


async def test_a_locked_file_is_named_to_everybody_who_waits(db: Database, tmp_path: Path) -> None:
    await db.write(lambda c: c.execute("PRAGMA busy_timeout = 1"))
    writes = [db.write(add_twice) for _ in range(2)]
    with closing(sqlite3.connect(tmp_path / "bot.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        outcomes = await asyncio.gather(*writes, return_exceptions=True)
    message = f"{tmp_path / 'bot.db'} is locked by another process (database is locked)"
    assert [str(each) for each in outcomes] == [message] * 2


async def test_wrong_sql_is_a_bug_and_passes_as_it_is(db: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await db.read("SELECT * FROM nowhere")


def test_a_failing_migration_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    broken = (*MIGRATIONS, ("CREATE TABLE extra (id INTEGER)", "CREATE TABEL wrong"))
    with pytest.raises(sqlite3.OperationalError, match="syntax"):
        migrate(path, broken)
    tables = ask(path, "SELECT count(*) FROM sqlite_master WHERE name = 'extra'")
    assert (tables, ask(path, "PRAGMA user_version")) == (0, len(MIGRATIONS))


def test_each_missing_migration_is_applied_once(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    migrate(path)
    for _ in range(2):
        migrate(path, (*MIGRATIONS, ("CREATE TABLE extra (id INTEGER)",)))
    assert ask(path, "PRAGMA user_version") == len(MIGRATIONS) + 1


def test_two_processes_may_migrate_at_once(tmp_path: Path) -> None:
    threads = [threading.Thread(target=migrate, args=(tmp_path / "bot.db",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:  # an exception in a thread fails the test, as a pytest warning
        thread.join()
    assert ask(tmp_path / "bot.db", "PRAGMA user_version") == len(MIGRATIONS)


async def test_a_database_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    migrate(path, (*MIGRATIONS, ("CREATE TABLE extra (id INTEGER)",)))
    with pytest.raises(DatabaseTooNew) as caught:
        async with Database.opened(path):
            pass
    assert (caught.value.path, caught.value.found) == (path, len(MIGRATIONS) + 1)
