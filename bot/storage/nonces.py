"""What a button of an editor's may do: once, for one person, in one chat, for a few minutes."""

import secrets
import sqlite3
from dataclasses import dataclass

from bot.storage.database import Database

LIFE = 15 * 60  # seconds
_TOKEN_BYTES = 12  # 16 characters in a button


@dataclass(frozen=True, slots=True)
class Nonce:
    """What is kept here for a token; nothing of it travels in the button."""

    person: int  # Telegram user id
    chat: int
    action: str  # JSON
    version: str  # of the fact base that the person saw


class Nonces:
    """Rows by token, deleted when they are used."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def issue(self, nonce: Nonce, now: int) -> str:
        """A token, 16 letters that nobody can guess, for `LIFE` seconds from `now`, Unix time."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        values = {name: getattr(nonce, name) for name in Nonce.__slots__}
        values |= {"token": token, "expires": now + LIFE, "now": now}
        await self._db.write(lambda connection: _issue(connection, values))
        return token

    async def take(self, token: str, person: int, chat: int, now: int) -> Nonce | None:
        """Use a token up. None when it is unknown, used, too old, or somebody else's, whose it
        then remains.
        """
        statement = """
            DELETE FROM nonces
            WHERE token = :token AND person = :person AND chat = :chat AND expires > :now
            RETURNING person, chat, action, version"""
        values = {"token": token, "person": person, "chat": chat, "now": now}
        rows = await self._db.change((statement, values))
        return next((Nonce(*row) for row in rows), None)


def _issue(connection: sqlite3.Connection, values: dict[str, object]) -> None:
    connection.execute("DELETE FROM nonces WHERE expires <= :now", values)
    statement = """
        INSERT INTO nonces (token, person, chat, action, version, expires)
        VALUES (:token, :person, :chat, :action, :version, :expires)"""
    connection.execute(statement, values)
