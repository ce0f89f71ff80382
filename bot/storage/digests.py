"""Who of the team wants the weekly digest of which article, and when they had the last."""

from dataclasses import dataclass

from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Wanted:
    """One person's wish for the digest of one article."""

    article: str
    person: int  # Telegram user id
    language: str  # of the bot's words


class Digests:
    def __init__(self, db: Database) -> None:
        self._db = db

    async def want(self, wanted: Wanted, at: int) -> None:
        """Send what comes after a Unix time in seconds; a second time changes the language."""
        statement = """
            INSERT INTO digests (article, person, language, sent)
            VALUES (:article, :person, :language, :at)
            ON CONFLICT (article, person) DO UPDATE SET language = excluded.language"""
        await self._db.change((statement, {**_values(wanted), "at": at}))

    async def leave(self, wanted: Wanted) -> None:
        """Send no more."""
        statement = "DELETE FROM digests WHERE article = :article AND person = :person"
        await self._db.change((statement, _values(wanted)))

    async def due(self, before: int) -> list[Wanted]:
        """Those whose last digest is from before a Unix time in seconds."""
        statement = "SELECT article, person, language FROM digests WHERE sent < :before"
        return [Wanted(*row) for row in await self._db.read(statement, {"before": before})]

    async def take(self, wanted: Wanted, before: int) -> bool:
        """Note that one of before that time is being sent; False where it has been, or is not
        wanted any more.
        """
        statement = """
            UPDATE digests SET sent = :before
            WHERE article = :article AND person = :person AND sent < :before RETURNING sent"""
        return bool(await self._db.change((statement, {**_values(wanted), "before": before})))


def _values(wanted: Wanted) -> dict[str, str | int]:
    return {
        "article": wanted.article,
        "person": wanted.person,
        "language": wanted.language,
    }
