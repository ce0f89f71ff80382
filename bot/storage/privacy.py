"""What is stored of one person: all of it at once, for them to read, and gone when they say so."""

from typing import Any

from bot.storage.database import Database

# Table → what a person may see of their rows. Pseudonyms and sealed ids would tell them nothing.
_SEEN = {
    "questions": """
        SELECT at, language, text, outcome, article, fact, gap FROM queries
        WHERE person = :person ORDER BY id""",
    "votes": """
        SELECT votes.at, votes.value, votes.reason, queries.text AS question
        FROM votes LEFT JOIN queries ON queries.id = votes.query AND queries.person = :person
        WHERE votes.person = :person ORDER BY votes.at""",
    "wishes": """
        SELECT wishes.at, wishes.language, wishes.told, queries.text AS question
        FROM wishes LEFT JOIN queries ON queries.id = wishes.query AND queries.person = :person
        WHERE wishes.person = :person ORDER BY wishes.at""",
    "choices": "SELECT at, language, article FROM readers WHERE person = :person",
}

# Questions stay as counts: without text, person and chat. Whatever names the person goes.
_FORGETTING = (
    "DELETE FROM votes WHERE person = :person OR chat = :chat",
    "DELETE FROM wishes WHERE person = :person OR chat = :chat",
    "DELETE FROM readers WHERE person = :person",
    """
    DELETE FROM deliveries
    WHERE chat = :chat OR query IN (SELECT id FROM queries WHERE person = :person)""",
    """
    UPDATE queries SET text = NULL, person = zeroblob(16), chat = zeroblob(16)
    WHERE person = :person""",
    "DELETE FROM chats WHERE chat = :chat",
)


class Privacy:
    """Everything stored under a person's pseudonym and that of their private chat."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def of_person(self, person: bytes) -> dict[str, list[dict[str, Any]]]:
        """What is stored, by sort, oldest first; times are Unix seconds."""
        found = {}
        for name, statement in _SEEN.items():
            rows = await self._db.read(statement, {"person": person})
            found[name] = [dict(row) for row in rows]
        return found

    async def forget(self, person: bytes, chat: bytes) -> None:
        """Delete it, in one transaction, and from the write-ahead log too."""
        values = {"person": person, "chat": chat}
        await self._db.change(*((statement, values) for statement in _FORGETTING))
        await self._db.flush()
