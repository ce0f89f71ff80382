"""What people and groups have chosen: languages, articles, a group's settings, what is to go."""

from dataclasses import dataclass

from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Choice:
    """What one person has chosen; None where they have not."""

    language: str | None = None
    article: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """How the bot behaves in one group."""

    language: str | None = None  # of its own words; None: that of the question
    article: str | None = None
    answers_mentions: bool = True  # else commands alone
    answers_unasked: bool = False  # direct questions that are put to nobody
    delete_minutes: int | None = None  # after which its answers go; None: they stay


@dataclass(frozen=True, slots=True)
class Due:
    """A message of the bot that is to be deleted."""

    chat: bytes  # pseudonym
    address: bytes  # the chat's id, sealed
    message: int


class Choices:
    """Rows of people and chats, by pseudonym."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def of_person(self, person: bytes) -> Choice:
        """What a person has chosen."""
        statement = "SELECT language, article FROM readers WHERE person = :person"
        rows = await self._db.read(statement, {"person": person})
        return Choice(*rows[0]) if rows else Choice()

    async def of_people(self, most: int) -> dict[bytes, Choice]:
        """What everybody has chosen, by pseudonym; of `most` people at most."""
        statement = "SELECT person, language, article FROM readers LIMIT :most"
        rows = await self._db.read(statement, {"most": most})
        return {person: Choice(language, article) for person, language, article in rows}

    async def choose(self, person: bytes, choice: Choice, at: int) -> None:
        """Keep what a person has chosen, at a Unix time in seconds."""
        statement = """
            INSERT INTO readers (person, language, article, at)
            VALUES (:person, :language, :article, :at)
            ON CONFLICT (person) DO UPDATE SET language = excluded.language,
                article = excluded.article, at = excluded.at"""
        values = {
            "person": person,
            "language": choice.language,
            "article": choice.article,
            "at": at,
        }
        await self._db.change((statement, values))

    async def group(self, chat: bytes) -> Group:
        """The settings of a group."""
        statement = """
            SELECT language, article, answers_mentions, answers_unasked, delete_minutes
            FROM chats WHERE chat = :chat"""
        rows = await self._db.read(statement, {"chat": chat})
        if not rows:
            return Group()
        language, article, mentions, unasked, minutes = rows[0]
        return Group(language, article, bool(mentions), bool(unasked), minutes)

    async def change_group(self, chat: bytes, address: bytes, group: Group, at: int) -> None:
        """Keep the settings of a group."""
        statement = """
            INSERT INTO chats (chat, address, language, article, answers_mentions,
                answers_unasked, delete_minutes, at)
            VALUES (:chat, :address, :language, :article, :mentions, :unasked, :minutes, :at)
            ON CONFLICT (chat) DO UPDATE SET language = excluded.language,
                article = excluded.article, answers_mentions = excluded.answers_mentions,
                answers_unasked = excluded.answers_unasked,
                delete_minutes = excluded.delete_minutes, at = excluded.at"""
        values = {
            "chat": chat,
            "address": address,
            "language": group.language,
            "article": group.article,
            "mentions": group.answers_mentions,
            "unasked": group.answers_unasked,
            "minutes": group.delete_minutes,
            "at": at,
        }
        await self._db.change((statement, values))

    async def set_away(self, chat: bytes, address: bytes, is_away: bool, at: int) -> None:
        """Note whether the bot can be heard in a chat."""
        statement = """
            INSERT INTO chats (chat, address, is_away, at) VALUES (:chat, :address, :away, :at)
            ON CONFLICT (chat) DO UPDATE SET is_away = excluded.is_away, at = excluded.at"""
        await self._db.change(
            (statement, {"chat": chat, "address": address, "away": is_away, "at": at})
        )

    async def move(self, old: bytes, new: bytes, address: bytes, at: int) -> None:
        """Carry all that is kept of a chat over to its new id; nothing where it was done before."""
        statements = (
            """
            INSERT INTO chats (chat, address, is_away, language, article, answers_mentions,
                answers_unasked, delete_minutes, at)
            SELECT :new, :address, 0, language, article, answers_mentions,
                answers_unasked, delete_minutes, :at FROM chats WHERE chat = :old
            ON CONFLICT (chat) DO NOTHING""",
            "UPDATE OR IGNORE wishes SET chat = :new WHERE chat = :old",
            # Message ids start anew in a supergroup: what is known by them stays behind.
            "DELETE FROM chats WHERE chat = :old",
        )
        values = {"old": old, "new": new, "address": address, "at": at}
        await self._db.change(*((statement, values) for statement in statements))

    async def remove_later(self, due: Due, at: int, now: int) -> None:
        """Have a message deleted at a Unix time in seconds."""
        chat = """
            INSERT INTO chats (chat, address, at) VALUES (:chat, :address, :now)
            ON CONFLICT (chat) DO NOTHING"""
        message = """
            INSERT INTO removals (chat, message, due) VALUES (:chat, :message, :at)
            ON CONFLICT (chat, message) DO NOTHING"""
        first = {"chat": due.chat, "address": due.address, "now": now}
        await self._db.change(
            (chat, first), (message, {"chat": due.chat, "message": due.message, "at": at})
        )

    async def due(self, now: int, limit: int = 100) -> list[Due]:
        """The messages whose time has come, oldest first."""
        statement = """
            SELECT removals.chat, chats.address, removals.message
            FROM removals JOIN chats ON chats.chat = removals.chat
            WHERE removals.due <= :now ORDER BY removals.due LIMIT :limit"""
        return [Due(*row) for row in await self._db.read(statement, {"now": now, "limit": limit})]

    async def removed(self, chat: bytes, message: int) -> None:
        """Forget a message that is gone, or cannot be deleted."""
        statement = "DELETE FROM removals WHERE chat = :chat AND message = :message"
        await self._db.change((statement, {"chat": chat, "message": message}))
