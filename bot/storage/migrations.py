"""The tables of the database, as numbered steps that bring an older file up to date."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from bot.storage.team_tables import CORRECTIONS, DIGESTS, IMPORTS, REVIEW

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
    (
        "ALTER TABLE queries ADD COLUMN article TEXT NOT NULL DEFAULT ''",
        # also: ids of further facts that were quoted, with spaces between.
        "ALTER TABLE queries ADD COLUMN also TEXT",
        # By the bot's message: one that a button turned into an answer replies to no question.
        """
        CREATE TABLE messages (
            chat BLOB NOT NULL, -- pseudonym
            answer INTEGER NOT NULL, -- id of the bot's message
            question INTEGER, -- id of the message that asked
            query INTEGER NOT NULL REFERENCES queries (id) ON DELETE CASCADE,
            at INTEGER NOT NULL, -- Unix s
            PRIMARY KEY (chat, answer)
        )""",
        """
        INSERT INTO messages (chat, answer, question, query, at)
        SELECT chat, answer, question, query, at FROM deliveries
        WHERE true ON CONFLICT DO NOTHING""",
        "DROP TABLE deliveries",
        "ALTER TABLE messages RENAME TO deliveries",
        "CREATE INDEX deliveries_question ON deliveries (chat, question)",
        # Without it each deleted query would scan all deliveries for the cascade.
        "CREATE INDEX deliveries_query ON deliveries (query)",
        """
        CREATE TABLE readers (
            person BLOB PRIMARY KEY, -- pseudonym
            language TEXT, -- chosen by /language
            article TEXT, -- last opened
            at INTEGER NOT NULL -- Unix s: last change
        )""",
        """
        CREATE TABLE chats (
            chat BLOB PRIMARY KEY, -- pseudonym
            address BLOB NOT NULL, -- the chat's id, sealed with the key file
            is_away INTEGER NOT NULL DEFAULT 0, -- the bot was blocked or removed
            language TEXT, -- the rest: a group's settings
            article TEXT,
            answers_mentions INTEGER NOT NULL DEFAULT 1,
            answers_unasked INTEGER NOT NULL DEFAULT 0,
            delete_minutes INTEGER, -- the bot's answers, after so long; NULL: never
            at INTEGER NOT NULL -- Unix s: last change
        )""",
        """
        CREATE TABLE votes (
            chat BLOB NOT NULL, -- pseudonym
            message INTEGER NOT NULL, -- of the bot
            person BLOB NOT NULL, -- pseudonym
            query INTEGER REFERENCES queries (id) ON DELETE CASCADE,
            value INTEGER NOT NULL CHECK (value IN (-1, 1)),
            reason TEXT, -- of a -1
            at INTEGER NOT NULL, -- Unix s
            PRIMARY KEY (chat, message, person)
        )""",
        "CREATE INDEX votes_query ON votes (query)",
        "CREATE INDEX votes_person ON votes (person)",
        """
        CREATE TABLE wishes (
            id INTEGER PRIMARY KEY,
            person BLOB NOT NULL, -- pseudonym
            chat BLOB NOT NULL REFERENCES chats (chat) ON DELETE CASCADE,
            query INTEGER NOT NULL REFERENCES queries (id) ON DELETE CASCADE,
            language TEXT NOT NULL,
            at INTEGER NOT NULL, -- Unix s
            told INTEGER, -- Unix s
            UNIQUE (person, query)
        )""",
        "CREATE INDEX wishes_query ON wishes (query)",
        "CREATE INDEX wishes_chat ON wishes (chat)",
        """
        CREATE TABLE removals (
            chat BLOB NOT NULL REFERENCES chats (chat) ON DELETE CASCADE,
            message INTEGER NOT NULL, -- of the bot
            due INTEGER NOT NULL, -- Unix s
            PRIMARY KEY (chat, message)
        )""",
        "CREATE INDEX removals_due ON removals (due)",
    ),
    (
        """
        CREATE TABLE grants (
            id INTEGER PRIMARY KEY,
            article TEXT NOT NULL,
            person INTEGER NOT NULL, -- ids of Telegram users: the team is no secret
            role TEXT CHECK (role IN ('editor', 'reviewer')), -- NULL: revoked
            granted_by INTEGER NOT NULL,
            at INTEGER NOT NULL -- Unix s
        )""",
        """
        CREATE TRIGGER grants_stay_as_they_are BEFORE UPDATE ON grants
        BEGIN SELECT raise(ABORT, 'a grant is never changed'); END""",
        """
        CREATE TRIGGER grants_stay BEFORE DELETE ON grants
        BEGIN SELECT raise(ABORT, 'a grant is never deleted'); END""",
        """
        CREATE TABLE nonces (
            token TEXT PRIMARY KEY,
            person INTEGER NOT NULL, -- id of a Telegram user of the team
            chat INTEGER NOT NULL,
            action TEXT NOT NULL, -- JSON: what the button stands for
            version TEXT NOT NULL, -- of the fact base that the person saw
            expires INTEGER NOT NULL -- Unix s
        ) WITHOUT ROWID""",
        "CREATE INDEX nonces_expires ON nonces (expires)",
        """
        CREATE TABLE revisions (
            number INTEGER PRIMARY KEY,
            article TEXT NOT NULL,
            version TEXT NOT NULL,
            parent TEXT,
            author INTEGER NOT NULL, -- id of a Telegram user; 0: the command line
            at INTEGER NOT NULL, -- Unix s
            why TEXT NOT NULL,
            kind TEXT NOT NULL CHECK (kind IN ('import', 'publish', 'undo', 'rollback')),
            override TEXT, -- why questions of the bank may break
            edits BLOB NOT NULL, -- to the parent, JSON, zlib
            snapshot BLOB -- the whole, now and then
        )""",
        "CREATE INDEX revisions_article ON revisions (article, number)",
        """
        CREATE TRIGGER revisions_stay_as_they_are BEFORE UPDATE ON revisions
        BEGIN SELECT raise(ABORT, 'a revision is never changed'); END""",
        """
        CREATE TRIGGER revisions_stay BEFORE DELETE ON revisions
        BEGIN SELECT raise(ABORT, 'a revision is never deleted'); END""",
        """
        CREATE TABLE drafts (
            article TEXT NOT NULL,
            editor INTEGER NOT NULL, -- id of a Telegram user of the team
            based_on TEXT NOT NULL, -- version
            edits TEXT NOT NULL, -- JSON
            exchange TEXT NOT NULL, -- JSON
            revision INTEGER NOT NULL DEFAULT 1,
            PRIMARY KEY (article, editor)
        ) WITHOUT ROWID""",
        *REVIEW,
        *CORRECTIONS,
        *IMPORTS,
        *DIGESTS,
    ),
    (
        # The query that the person typed: a button leaves it as it is, so that an edit of the
        # question which changes nothing is known for one. NULL: as `query`.
        "ALTER TABLE deliveries ADD COLUMN typed INTEGER REFERENCES queries (id) ON DELETE CASCADE",
        "CREATE INDEX deliveries_typed ON deliveries (typed)",
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
