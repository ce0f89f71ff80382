"""The tables of the database, as numbered steps that bring an older file up to date."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

Migration = tuple[str, ...]

# Never edit a step that has been shipped: add one.
MIGRATIONS: tuple[Migration, ...] = (
    (
        """
        CREATE TABLE inbox (
            update_id INTEGER PRIMARY KEY,
            payload TEXT, -- the update as JSON; NULL once finished
            state TEXT NOT NULL CHECK (
                state IN ('new', 'sending', 'done', 'failed', 'expired', 'unknown')
            ),
            attempts INTEGER NOT NULL DEFAULT 0,
            at INTEGER NOT NULL, -- Unix s: arrived
            changed INTEGER NOT NULL -- Unix s: last change of state or attempts
        )""",
        """
        CREATE INDEX inbox_unfinished ON inbox (update_id)
        WHERE state IN ('new', 'sending')""",
        """
        CREATE TABLE quarantine (
            id INTEGER PRIMARY KEY,
            update_id INTEGER,
            payload TEXT NOT NULL,
            error TEXT NOT NULL,
            at INTEGER NOT NULL -- Unix s
        )""",
        """
        CREATE TABLE queries (
            id INTEGER PRIMARY KEY,
            update_id INTEGER UNIQUE,
            at INTEGER NOT NULL, -- Unix s
            person BLOB NOT NULL, -- pseudonyms, never ids
            chat BLOB NOT NULL,
            language TEXT NOT NULL,
            text TEXT, -- NULL once purged
            outcome TEXT NOT NULL,
            fact TEXT,
            gap TEXT,
            confidence REAL,
            version TEXT NOT NULL, -- of the fact base that answered
            milliseconds REAL NOT NULL
        )""",
        "CREATE INDEX queries_at ON queries (at)",
        "CREATE INDEX queries_person ON queries (person)",
        """
        CREATE TABLE deliveries (
            chat BLOB NOT NULL,
            question INTEGER NOT NULL, -- id of the message that asked
            answer INTEGER NOT NULL, -- id of the bot's reply
            query INTEGER NOT NULL REFERENCES queries (id) ON DELETE CASCADE,
            at INTEGER NOT NULL, -- Unix s
            PRIMARY KEY (chat, question)
        )""",
        "CREATE INDEX deliveries_answer ON deliveries (chat, answer)",
        # Without it each deleted query would scan all deliveries for the cascade.
        "CREATE INDEX deliveries_query ON deliveries (query)",
    ),
)


class DatabaseTooNew(Exception):  # noqa: N818 - a state, as people name it
    """Raised when a newer program has written the file; this one must not touch it."""

    def __init__(self, path: Path, found: int, known: int) -> None:
        super().__init__(
            f"{path} is of version {found}, this program knows versions up to {known}: "
            "start the newer program, or restore a backup made before the update"
        )
        self.path, self.found, self.known = path, found, known


def migrate(path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Apply the steps that the file at `path` lacks, each wholly or not at all. Blocks.

    Raises DatabaseTooNew, before any change, and whatever SQLite raises.
    """
    with closing(sqlite3.connect(path, isolation_level=None, timeout=5)) as connection:
        while (found := _version(connection)) < len(migrations):
            _step(connection, found + 1, migrations[found])
    if found > len(migrations):
        raise DatabaseTooNew(path, found, len(migrations))


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _step(connection: sqlite3.Connection, number: int, statements: Migration) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _version(connection) == number - 1:  # else another process was quicker
            for statement in statements:  # executescript would commit the transaction first
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise
