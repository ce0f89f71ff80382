"""Who may edit or review which article; every change of that stays on record for good."""

from dataclasses import dataclass
from typing import Literal

from bot.storage.database import Database

Role = Literal["editor", "reviewer"]


@dataclass(frozen=True, slots=True)
class Grant:
    """One change of the team. People of the team are known by their number, unlike readers."""

    article: str
    person: int  # Telegram user id
    role: Role | None  # None: revoked
    granted_by: int  # Telegram user id
    at: int  # Unix s


class Grants:
    """Only ever added to: the last row of a person and article says what they may do now."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def add(self, grant: Grant) -> None:
        """Record a change; it counts from now on."""
        statement = """
            INSERT INTO grants (article, person, role, granted_by, at)
            VALUES (:article, :person, :role, :granted_by, :at)"""
        values = {name: getattr(grant, name) for name in Grant.__slots__}
        await self._db.change((statement, values))

    async def in_force(self) -> list[Grant]:
        """What everybody of the team may do now, in the order in which they came to it."""
        statement = """
            SELECT article, person, role, granted_by, at FROM grants
            WHERE id IN (SELECT max(id) FROM grants GROUP BY article, person)
                AND role IS NOT NULL
            ORDER BY id"""
        return [Grant(*row) for row in await self._db.read(statement)]

    async def all(self, article: str) -> list[Grant]:
        """Every change that there has been for an article, oldest first."""
        statement = """
            SELECT article, person, role, granted_by, at FROM grants
            WHERE article = :article ORDER BY id"""
        return [Grant(*row) for row in await self._db.read(statement, {"article": article})]
