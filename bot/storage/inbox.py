"""The durable update queue: what Telegram handed over is on the disk before it is handled."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.storage.database import Database
from bot.storage.querylog import Delivery, Query, insert

Finished = Literal["done", "failed", "expired", "unknown"]

_MAX_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Pending:
    """An update that an earlier run of the program did not finish."""

    update_id: int
    payload: str
    state: Literal["new", "sending"]  # sending: a reply may have gone out
    attempts: int


class Inbox:
    """Rows by update_id: new, sending, then finished as done, failed, expired or unknown."""

    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        """`clock` gives Unix time in seconds."""
        self._db = db
        self._clock = clock
        self._enqueued: set[int] = set()  # by this process, not finished yet

    async def put(self, update_id: int, payload: str) -> bool:
        """Store an update; True when the caller is to enqueue it, at once and without awaiting.

        A row in the database alone is no duplicate: the put that wrote it may have been
        cancelled before its caller could enqueue. Raises StorageUnavailable.
        """
        if update_id in self._enqueued:
            return False
        values = {"update_id": update_id, "payload": payload, "now": self._now()}
        state = await self._db.write(lambda connection: _store(connection, values))
        if state not in ("new", "sending") or update_id in self._enqueued:
            return False
        self._enqueued.add(update_id)
        return True

    async def sending(self, update_id: int) -> bool:
        """Note that a reply is about to go out; False, and no reply, when it is finished."""
        statement = """
            UPDATE inbox SET state = 'sending', changed = :now
            WHERE update_id = :update_id AND state IN ('new', 'sending') RETURNING state"""
        return await self._change(statement, update_id) == "sending"

    async def done(
        self,
        update_id: int,
        query: Query | None,
        delivery: Delivery | None = None,
        state: Finished = "done",
    ) -> None:
        """Finish an update and log what came of it, in one transaction; the payload goes."""
        values = {"update_id": update_id, "state": state, "now": self._now()}
        await self._db.write(lambda connection: _finish(connection, values, query, delivery))
        self._enqueued.discard(update_id)

    async def failed(self, update_id: int) -> bool:
        """Count a failed attempt; True when it was the third and the update is given up."""
        statement = f"""
            UPDATE inbox SET attempts = attempts + 1, changed = :now,
                state = iif(attempts + 1 >= {_MAX_ATTEMPTS}, 'failed', state),
                payload = iif(attempts + 1 >= {_MAX_ATTEMPTS}, NULL, payload)
            WHERE update_id = :update_id AND state IN ('new', 'sending') RETURNING state"""
        given_up = await self._change(statement, update_id) == "failed"
        if given_up:
            self._enqueued.discard(update_id)
        return given_up

    async def pending(self) -> list[Pending]:
        """Updates that are not finished, by update_id. Ask once, at start, before the first `put`.

        The caller enqueues them all: a redelivery counts as a duplicate from now on.
        """
        statement = """
            SELECT update_id, payload, state, attempts FROM inbox
            WHERE state IN ('new', 'sending') ORDER BY update_id"""
        pending = [Pending(*row) for row in await self._db.read(statement)]
        self._enqueued.update(each.update_id for each in pending)
        return pending

    async def quarantine(self, update_id: int | None, payload: str, error: str) -> None:
        """Keep an update that cannot be parsed, so that it blocks no other."""
        statement = """
            INSERT INTO quarantine (update_id, payload, error, at)
            VALUES (:update_id, :payload, :error, :now)"""
        values = {"update_id": update_id, "payload": payload, "error": error, "now": self._now()}
        await self._db.write(lambda connection: _rows(connection, statement, values))

    async def prune(self, before: int) -> int:
        """Delete rows that were finished before a Unix time in seconds; how many.

        Telegram redelivers for 24 h, so rows are to be kept longer than that.
        """
        statement = """
            DELETE FROM inbox
            WHERE state NOT IN ('new', 'sending') AND changed < :before RETURNING update_id"""
        rows = await self._db.write(
            lambda connection: _rows(connection, statement, {"before": before})
        )
        # Left behind where a caller of `done` was cancelled.
        self._enqueued.difference_update(row[0] for row in rows)
        return len(rows)

    async def release(self, before: int) -> None:
        """Forget what was put into quarantine before a Unix time in seconds."""
        statement = "DELETE FROM quarantine WHERE at < :before"
        await self._db.change((statement, {"before": before}))

    async def _change(self, statement: str, update_id: int) -> str | None:
        """The state after a statement on one row; None when it changed no row."""
        values = {"update_id": update_id, "now": self._now()}
        rows = await self._db.write(lambda connection: _rows(connection, statement, values))
        return str(rows[0]["state"]) if rows else None

    def _now(self) -> int:
        return int(self._clock())


def _rows(
    connection: sqlite3.Connection, statement: str, values: Mapping[str, object]
) -> list[sqlite3.Row]:
    return connection.execute(statement, values).fetchall()


def _store(connection: sqlite3.Connection, values: Mapping[str, object]) -> str:
    """The state of the row, old or new; an empty update makes RETURNING show an old one too."""
    statement = """
        INSERT INTO inbox (update_id, payload, state, at, changed)
        VALUES (:update_id, :payload, 'new', :now, :now)
        ON CONFLICT (update_id) DO UPDATE SET update_id = excluded.update_id
        RETURNING state"""
    return str(_rows(connection, statement, values)[0]["state"])


def _finish(
    connection: sqlite3.Connection,
    values: Mapping[str, object],
    query: Query | None,
    delivery: Delivery | None,
) -> None:
    statement = """
        UPDATE inbox SET state = :state, payload = NULL, changed = :now
        WHERE update_id = :update_id"""
    if query is not None:
        insert(connection, query, delivery)
    _rows(connection, statement, values)
