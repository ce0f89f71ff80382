"""What readers think of answers, and what they wait for: votes and wishes, by pseudonym."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Wish:
    """A question that a reader wants to be told the answer of, once there is one."""

    id: int
    chat: bytes  # pseudonym
    address: bytes  # the chat's id, sealed
    message: int | None  # of the bot, which could not answer
    article: str
    text: str
    language: str


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

    async def wishes(self) -> list[Wish]:
        """The wishes of chats that hear the bot and have not been told, oldest first.

        A wish whose question is purged is none any more.
        """
        statement = """
            SELECT wishes.id, chats.chat, chats.address, min(deliveries.answer),
                queries.article, queries.text, wishes.language
            FROM wishes
            JOIN chats ON chats.chat = wishes.chat
            JOIN queries ON queries.id = wishes.query
            LEFT JOIN deliveries ON deliveries.query = queries.id
                AND deliveries.chat = wishes.chat
            WHERE wishes.told IS NULL AND queries.text IS NOT NULL AND NOT chats.is_away
            GROUP BY wishes.id ORDER BY wishes.id"""
        return [Wish(*row) for row in await self._db.read(statement)]

    async def tell(self, wishes: Sequence[int], at: int) -> bool:
        """Note that wishes, by id, are being told; False where one of them is told or gone."""
        return await self._db.write(lambda connection: _tell(connection, wishes, at))

    async def not_told(self, wishes: Sequence[int]) -> None:
        """Let wishes, by id, wait again."""
        statement = "UPDATE wishes SET told = NULL WHERE id = ?"
        values = [(each,) for each in wishes]
        await self._db.write(lambda connection: connection.executemany(statement, values))


def _tell(connection: sqlite3.Connection, wishes: Sequence[int], at: int) -> bool:
    waits = "SELECT 1 FROM wishes WHERE id = ? AND told IS NULL"
    for each in wishes:
        if not connection.execute(waits, (each,)).fetchall():
            return False
    statement = "UPDATE wishes SET told = ? WHERE id = ?"
    connection.executemany(statement, [(at, each) for each in wishes])
    return True
