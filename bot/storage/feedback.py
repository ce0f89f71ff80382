"""What readers think of answers, and what they wait for: votes and wishes, by pseudonym."""

from bot.storage.database import Database


class Feedback:
    """One vote a person and message; one wish a person and question."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def vote(
        self,
        chat: bytes,
        message: int,
        person: bytes,
        value: int,
        reason: str | None,
        at: int,
    ) -> bool:
        """Keep a vote on one of the bot's messages, in place of an earlier one of that person.

        False, and nothing kept, where it is not known that the message answers something.
        """
        statement = """
            INSERT INTO votes (chat, message, person, query, value, reason, at)
            SELECT :chat, :message, :person, query, :value, :reason, :at
            FROM deliveries WHERE chat = :chat AND answer = :message
            ON CONFLICT (chat, message, person) DO UPDATE SET query = excluded.query,
                value = excluded.value, reason = excluded.reason, at = excluded.at
            RETURNING value"""
        values = {
            "chat": chat,
            "message": message,
            "person": person,
            "value": value,
            "reason": reason,
            "at": at,
        }
        return bool(await self._db.change((statement, values)))

    async def unvote(self, chat: bytes, message: int, person: bytes) -> None:
        """Take a vote back."""
        statement = """
            DELETE FROM votes WHERE chat = :chat AND message = :message AND person = :person"""
        await self._db.change((statement, {"chat": chat, "message": message, "person": person}))

    async def wish(
        self, chat: bytes, address: bytes, message: int, person: bytes, language: str, at: int
    ) -> bool:
        """Note that a person wants to be told once the question of a message is answered.

        False where it is not known which question that is.
        """
        place = """
            INSERT INTO chats (chat, address, at) VALUES (:chat, :address, :at)
            ON CONFLICT (chat) DO NOTHING"""
        statement = """
            INSERT INTO wishes (person, chat, query, language, at)
            SELECT :person, :chat, query, :language, :at
            FROM deliveries WHERE chat = :chat AND answer = :message
            ON CONFLICT (person, query) DO UPDATE SET language = excluded.language
            RETURNING query"""
        values = {
            "chat": chat,
            "address": address,
            "message": message,
            "person": person,
            "language": language,
            "at": at,
        }
        return bool(await self._db.change((place, values), (statement, values)))
