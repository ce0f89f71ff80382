"""The published versions of every article, each kept for good, and which of them is in force."""

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from bot.core.edits import Edit, apply, diff
from bot.core.facts import FactBase
from bot.core.refusal import Refusal
from bot.storage.database import Database
from bot.storage.edits import NOTHING, packed, unpacked, whole

Kind = Literal["import", "publish", "undo", "rollback"]
SNAPSHOT_EVERY = 50  # revisions; between them only the edits are kept

_COLUMNS = "number, article, version, parent, author, at, why, kind, override"


@dataclass(frozen=True, slots=True)
class Revision:
    """One publication."""

    number: int
    article: str
    version: str  # of the fact base
    parent: str | None  # version that it followed
    author: int  # Telegram user id; 0: the command line
    at: int  # Unix s
    why: str
    kind: Kind
    override: str | None  # why questions of the bank may break


class Stale(Exception):  # noqa: N818 - an outcome
    """Raised when another version is in force than the publisher believed."""

    def __init__(self, current: Revision | None) -> None:
        super().__init__("another version is in force")
        self.current = current


class Revisions:
    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db = db
        self._clock = clock

    async def head(self, article: str) -> Revision | None:
        """The version in force; None before the first."""
        return next(iter(await self.history(article, 1)), None)

    async def history(
        self, article: str, limit: int, before: int | None = None, skip: int = 0
    ) -> list[Revision]:
        """At most `limit` revisions, newest first; of those with a lower number than `before`,
        without the first `skip`.
        """
        statement = f"""
            SELECT {_COLUMNS} FROM revisions
            WHERE article = :article AND (:before IS NULL OR number < :before)
            ORDER BY number DESC LIMIT :limit OFFSET :skip"""
        values = {"article": article, "limit": limit, "before": before, "skip": skip}
        return [Revision(*row) for row in await self._db.read(statement, values)]

    async def count(self, article: str) -> int:
        """How many revisions an article has."""
        statement = "SELECT count(*) FROM revisions WHERE article = :article"
        return int((await self._db.read(statement, {"article": article}))[0][0])

    async def named(self, article: str, name: str) -> Revision | None:
        """The revision with this number, else the newest of this version; None: there is none."""
        statement = f"""
            SELECT {_COLUMNS} FROM revisions
            WHERE article = :article AND (CAST(number AS TEXT) = :name OR version = :name)
            ORDER BY CAST(number AS TEXT) = :name DESC, number DESC LIMIT 1"""
        rows = await self._db.read(statement, {"article": article, "name": name})
        return next((Revision(*row) for row in rows), None)

    async def base(self, article: str, version: str | None = None) -> FactBase:
        """A version's content, that in force where none is named. Raises Refusal."""
        statement = """
            WITH wanted (number) AS (
                SELECT max(number) FROM revisions
                WHERE article = :article AND (:version IS NULL OR version = :version)
            )
            SELECT number, snapshot, edits FROM revisions
            WHERE article = :article AND number <= (SELECT number FROM wanted) AND number >= (
                SELECT max(number) FROM revisions
                WHERE article = :article AND snapshot IS NOT NULL
                    AND number <= (SELECT number FROM wanted))
            ORDER BY number DESC"""
        found = await self._db.read(statement, {"article": article, "version": version})
        if not found:
            raise Refusal("history.no-version", version=version)
        return await asyncio.to_thread(_replayed, found)

    async def publish(
        self,
        article: str,
        expected: str | None,
        base: FactBase,
        author: int,
        why: str,
        kind: Kind = "publish",
        override: str | None = None,
    ) -> Revision:
        """Put `base` in force in the place of the version `expected`. Raises Stale."""
        old = NOTHING if expected is None else await self.base(article, expected)
        values: dict[str, Any] = {
            "article": article,
            "version": base.version,
            "parent": expected,
            "author": author,
            "at": int(self._clock()),
            "why": why,
            "kind": kind,
            "override": override,
            "edits": await asyncio.to_thread(packed, diff(old, base)),
            "snapshot": await asyncio.to_thread(packed, whole(base)),
        }
        return await self._db.write(lambda connection: _publish(connection, values))


def _publish(connection: sqlite3.Connection, values: dict[str, Any]) -> Revision:
    head = connection.execute(
        f"""
        SELECT {_COLUMNS} FROM revisions
        WHERE article = :article ORDER BY number DESC LIMIT 1""",
        values,
    ).fetchall()
    current = next((Revision(*row) for row in head), None)
    if (current.version if current else None) != values["parent"]:
        raise Stale(current)
    rows = connection.execute(
        f"""
        INSERT INTO revisions (article, version, parent, author, at, why, kind, override,
            edits, snapshot)
        SELECT :article, :version, :parent, :author, :at, :why, :kind, :override, :edits,
            CASE WHEN count(*) % {SNAPSHOT_EVERY} = 0 OR :kind = 'import' THEN :snapshot END
        FROM revisions WHERE article = :article
        RETURNING {_COLUMNS}""",
        values,
    ).fetchall()
    return next(Revision(*row) for row in rows)


def _replayed(newest_first: list[Any]) -> FactBase:
    edits: list[tuple[Edit, ...]] = []
    for _, snapshot, changes in newest_first:
        edits.append(unpacked(snapshot or changes))
        if snapshot:
            break
    base = NOTHING
    for each in reversed(edits):
        base = apply(base, each)
    assert base.version  # worked out here, in a thread
    return base
