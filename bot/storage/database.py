"""Opens the one database file, and lets everybody read while one writer commits in groups."""

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

import aiosqlite

from bot.storage.migrations import migrate

log = logging.getLogger(__name__)

T = TypeVar("T")
Job = Callable[[sqlite3.Connection], T]  # run by the writer's thread
Step = tuple[str, Mapping[str, Any]]  # a statement and its values

_BUSY_SECONDS = 5.0
# NORMAL: a commit outlives the process, kill -9 too; only a power cut can take the last ones.
_PRAGMAS = ("journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON", "foreign_keys = ON")
_CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)"
_GROUP = "GROUP"  # not SQL: what `_Writing` takes as one transaction of all its parameters, jobs
_LOCKED = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_TROUBLES = {
    sqlite3.SQLITE_BUSY: "is locked by another process",
    sqlite3.SQLITE_LOCKED: "is locked by another connection",
    sqlite3.SQLITE_FULL: "cannot grow: the disk is full",
    sqlite3.SQLITE_READONLY: "is read-only",
    sqlite3.SQLITE_IOERR: "cannot be read or written: input/output error",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened",
    sqlite3.SQLITE_NOTADB: "is no database: move it away or restore a backup",
    sqlite3.SQLITE_CORRUPT: "is damaged: restore a backup",
}


class StorageUnavailable(Exception):  # noqa: N818 - a state, as people name it
    """Raised when the file is locked, full, read-only or broken; says which, and the path."""


class Database:
    """The open database: `write` for changes, `read` for questions."""

    def __init__(
        self, path: Path, writing: aiosqlite.Connection, reading: aiosqlite.Connection
    ) -> None:
        self._path, self._writing, self._reading = path, writing, reading
        self._waiting: list[_Waiting] = []
        self._flushes: list[asyncio.Future[None]] = []
        self._wake = asyncio.Event()
        self._closing = False

    @classmethod
    @asynccontextmanager
    async def opened(cls, path: Path) -> AsyncIterator[Self]:
        """The database at `path`, created (mode 0600) or migrated as needed.

        On leaving, writes that wait are finished and both connections closed.
        Raises DatabaseTooNew or StorageUnavailable.
        """
        async with AsyncExitStack() as parts:
            try:
                await asyncio.to_thread(_prepare, path)
                # Opened first and so closed last: closing then empties the write-ahead log.
                writing = await parts.enter_async_context(_writer(path))
                reading = await parts.enter_async_context(_reader(path))
            except sqlite3.DatabaseError as error:
                raise _translated(error, path) from error
            except OSError as error:  # of the file or its folder
                raise StorageUnavailable(f"{path} cannot be opened ({error.strerror})") from error
            database = cls(path, writing, reading)
            task = asyncio.create_task(database._serve(), name="storage writer")
            try:
                yield database
            finally:
                database._closing = True
                database._wake.set()
                await task

    async def write(self, job: Job[T]) -> T:
        """Run `job` in a transaction; when this returns, its changes outlive the process.

        The job only executes statements (it may be run again, and runs in the writer's thread)
        and leaves none unfinished: it fetches all rows that come back. It never commits.
        A cancelled caller leaves the job to commit wholly; a job that raises changes nothing.
        Raises StorageUnavailable, RuntimeError once closed, and what the job raises.
        """
        if self._closing:
            raise RuntimeError(f"{self._path} is closed")
        result: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(job, result))
        self._wake.set()
        return await result

    async def change(self, *steps: Step) -> list[sqlite3.Row]:
        """Run statements in one transaction, as `write` does; the rows of the last one."""

        def job(connection: sqlite3.Connection) -> list[sqlite3.Row]:
            rows: list[sqlite3.Row] = []
            for statement, values in steps:
                rows = connection.execute(statement, values).fetchall()
            return rows

        return await self.write(job)

    async def flush(self) -> None:
        """Empty the write-ahead log, so that what was deleted is in no file any more."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._flushes.append(done)
        self._wake.set()
        await done

    async def read(
        self, query: str, parameters: Mapping[str, Any] | Sequence[Any] = ()
    ) -> list[sqlite3.Row]:
        """All rows of a query, as of the last commit. Raises StorageUnavailable."""
        try:
            return list(await self._reading.execute_fetchall(query, parameters))
        except sqlite3.DatabaseError as error:
            raise _translated(error, self._path) from error

    async def _serve(self) -> None:
        """Commit whatever waits as one group, until closed and nothing waits."""
        batch: list[_Waiting] = []
        try:
            while self._waiting or self._flushes or not self._closing:
                self._wake.clear()
                if self._waiting:
                    batch, self._waiting = self._waiting, []
                    await self._commit(batch)
                    batch = []
                elif self._flushes:
                    await self._empty_log()
                else:
                    await self._wake.wait()
        finally:
            self._closing = True
            for each in (*batch, *self._waiting):  # none, unless this task was stopped by force
                each.fail(RuntimeError(f"{self._path} was closed before the write was confirmed"))

    async def _empty_log(self) -> None:
        flushes, self._flushes = self._flushes, []
        await self._writing.execute_fetchall(_CHECKPOINT)  # waits for readers to end
        for done in flushes:
            if not done.done():
                done.set_result(None)

    async def _commit(self, batch: "list[_Waiting]") -> None:
        """Commit the group; when a job fails, each alone, so that only the guilty one fails."""
        try:
            jobs = [each.job for each in batch]
            results = list(await self._writing.execute_fetchall(_GROUP, jobs))
        except Exception as error:
            # A lock is nobody's fault, and alone each would wait for it again.
            if len(batch) == 1 or _code(error) in _LOCKED:
                for each in batch:
                    each.fail(_translated(error, self._path))
                return
            for each in batch:
                await self._commit([each])
        else:
            for each, result in zip(batch, results, strict=True):
                each.resolve(result)


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    """A job and the caller that waits for it; a cancelled caller has cancelled `result`."""

    job: Job[Any]
    result: asyncio.Future[Any]

    def resolve(self, value: object) -> None:
        if not self.result.done():
            self.result.set_result(value)

    def fail(self, error: Exception) -> None:
        if self.result.cancelled():
            log.error("a write failed after its caller had gone", exc_info=error)
        elif not self.result.done():
            self.result.set_exception(error)


class _Writing(sqlite3.Connection):
    """Takes a whole group of jobs at once: going to another thread costs more than a statement."""

    def __init__(self, *args: Any, **keywords: Any) -> None:
        super().__init__(*args, **keywords)
        self.row_factory = sqlite3.Row
        for pragma in _PRAGMAS:  # most are refused or ignored inside a transaction
            super().execute(f"PRAGMA {pragma}")

    def execute(self, sql: str, parameters: Any = ()) -> Any:
        """As sqlite3 does it; a group gives what each of its jobs returns."""
        return (
            _Results(self._transact(parameters))
            if sql is _GROUP
            else super().execute(sql, parameters)
        )

    def executescript(self, *_: Any) -> sqlite3.Cursor:
        raise NotImplementedError("executescript would commit the transaction of the group")

    def _transact(self, jobs: Iterable[Job[Any]]) -> list[Any]:
        super().execute("BEGIN IMMEDIATE")
        try:
            results = [job(self) for job in jobs]
            self.commit()
        except BaseException:
            self.rollback()
            raise
        return results


@dataclass(frozen=True, slots=True)
class _Results:
    """What the jobs of a group returned, to be fetched like rows."""

    values: list[Any]

    def fetchall(self) -> list[Any]:
        return self.values


def _prepare(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)  # SQLite gives its -wal and -shm files the mode of this one
    path.chmod(0o600)
    migrate(path)


def _writer(path: Path) -> aiosqlite.Connection:
    return aiosqlite.connect(path, isolation_level=None, timeout=_BUSY_SECONDS, factory=_Writing)


@asynccontextmanager
async def _reader(path: Path) -> AsyncIterator[aiosqlite.Connection]:
    async with aiosqlite.connect(
        _read_only(path), uri=True, isolation_level=None, timeout=_BUSY_SECONDS
    ) as connection:
        connection.row_factory = sqlite3.Row
        yield connection


def _read_only(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro"


def _code(error: BaseException) -> int:
    """SQLite's primary result code, 0 when the error is not SQLite's."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _translated(error: Exception, path: Path) -> Exception:
    """StorageUnavailable where a person can act; else the error itself, which is a bug."""
    trouble = _TROUBLES.get(_code(error))
    if trouble is None:
        return error
    unavailable = StorageUnavailable(f"{path} {trouble} ({error})")
    unavailable.__cause__ = error
    return unavailable


def check_sqlite_version(
    version: tuple[int, ...] = sqlite3.sqlite_version_info,
) -> str | None:
    """A warning when this SQLite has the WAL-reset bug, which can corrupt a file; else None.

    Source: sqlite.org/wal.html; 3.7.0 to 3.51.2, mended in 3.44.6, 3.50.7 and 3.51.3.
    """
    backported = (3, 44, 6) <= version < (3, 45) or (3, 50, 7) <= version < (3, 51)
    if backported or not (3, 7) <= version < (3, 51, 3):
        return None
    return (
        f"SQLite {'.'.join(map(str, version))} can corrupt the database when another process "
        "writes to it or checkpoints it (Litestream, say): use 3.51.3 or newer, or let "
        "no other process touch the file"
    )
