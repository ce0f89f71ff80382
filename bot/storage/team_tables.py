"""The tables of reviews, corrections, imports and digests: statements for migrations.py."""

REVIEW = (
    """
    CREATE TABLE decisions (
        article TEXT NOT NULL,
        question BLOB NOT NULL, -- pseudonym of the folded text
        card BLOB NOT NULL, -- that of the question that led the card
        reviewer INTEGER NOT NULL, -- id of a Telegram user of the team
        owner TEXT, -- id of a fact or gap; NULL: ignored
        at INTEGER NOT NULL, -- Unix s
        PRIMARY KEY (article, question)
    ) WITHOUT ROWID""",
)

CORRECTIONS = (
    # What the message says by now; NULL: what its query says.
    "ALTER TABLE deliveries ADD COLUMN version TEXT",
    """
    CREATE TABLE corrections (
        id INTEGER PRIMARY KEY,
        article TEXT NOT NULL,
        revision INTEGER NOT NULL, -- number; each is corrected for once
        chat INTEGER NOT NULL, -- private chat of the editor, whom progress is shown
        message INTEGER NOT NULL, -- of the bot, that shows it
        language TEXT NOT NULL,
        at INTEGER NOT NULL, -- Unix s
        finished INTEGER, -- Unix s
        UNIQUE (article, revision)
    )""",
    """
    CREATE TABLE corrected (
        id INTEGER PRIMARY KEY,
        correction INTEGER NOT NULL REFERENCES corrections (id) ON DELETE CASCADE,
        kind TEXT NOT NULL CHECK (kind IN ('edit', 'notice')),
        chat BLOB NOT NULL REFERENCES chats (chat) ON DELETE CASCADE,
        message INTEGER NOT NULL, -- of the bot
        query INTEGER NOT NULL REFERENCES queries (id) ON DELETE CASCADE,
        state TEXT NOT NULL DEFAULT 'pending' CHECK (
            state IN ('pending', 'sending', 'edited', 'replied', 'told', 'skipped', 'failed')
        ),
        attempts INTEGER NOT NULL DEFAULT 0,
        UNIQUE (correction, kind, chat, message)
    )""",
    "CREATE INDEX corrected_chat ON corrected (chat, message)",
    "CREATE INDEX corrected_query ON corrected (query)",
)

IMPORTS = (
    """
    CREATE TABLE imports (
        id INTEGER PRIMARY KEY,
        article TEXT NOT NULL,
        source TEXT NOT NULL CHECK (source IN ('folder', 'file')),
        version TEXT NOT NULL, -- of the fact base that came in
        content BLOB NOT NULL, -- that base: edits to nothing, JSON, zlib
        template BLOB NOT NULL, -- its facts.toml, zlib
        is_taken INTEGER NOT NULL,
        revision INTEGER, -- that it was published as
        conflicts TEXT NOT NULL, -- JSON
        faults TEXT NOT NULL, -- JSON: why it is not taken
        at INTEGER NOT NULL -- Unix s
    )""",
    "CREATE INDEX imports_article ON imports (article, id)",
)

DIGESTS = (
    """
    CREATE TABLE digests (
        article TEXT NOT NULL,
        person INTEGER NOT NULL, -- id of a Telegram user of the team
        language TEXT NOT NULL,
        sent INTEGER NOT NULL, -- Unix s: the Monday of the last one, or when it was asked for
        PRIMARY KEY (article, person)
    ) WITHOUT ROWID""",
)
