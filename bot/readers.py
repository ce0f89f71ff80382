"""What readers and groups have chosen and said, and what is known of them; ids are hashed."""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal, TypeVar

from bot.storage.choices import Choice, Choices, Due, Group
from bot.storage.feedback import Feedback
from bot.storage.privacy import Privacy
from bot.storage.pseudonyms import Pseudonyms
from bot.storage.querylog import QueryLog, Replied

__all__ = ["Choice", "Group", "Readers", "Removal", "Replied"]

T = TypeVar("T")

REMEMBERED = 10_000  # people and groups whose choices are kept in memory


@dataclass(frozen=True, slots=True)
class Removal:
    """A message of the bot that is to be deleted now."""

    chat: int
    message: int


class Readers:
    """Choices, votes and wishes of people and groups. This process alone writes them."""

    def __init__(
        self,
        choices: Choices,
        feedback: Feedback,
        privacy: Privacy,
        queries: QueryLog,
        pseudonyms: Pseudonyms,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`clock` gives Unix time in seconds."""
        self._choices, self._feedback, self._privacy = choices, feedback, privacy
        self._queries, self._pseudonyms, self._clock = queries, pseudonyms, clock
        self._people: _Memory[Choice] = _Memory()
        self._groups: _Memory[Group] = _Memory()

    async def know_all(self) -> None:
        """Before the first update: read everybody's choices at once, unless they are too many.

        Whoever is not among them has chosen nothing, which then takes no query to find out.
        """
        everybody = await self._choices.of_people(REMEMBERED)
        if len(everybody) < REMEMBERED:
            self._people.know_all(everybody, Choice())

    async def chosen(self, person: int) -> Choice:
        """What a person has chosen."""
        key = self._pseudonyms.of_person(person)
        return await self._people.get(key, lambda: self._choices.of_person(key))

    async def language(self, person: int) -> str | None:
        """The language chosen with /language."""
        return (await self.chosen(person)).language

    async def choose_language(self, person: int, language: str | None) -> None:
        """Speak this language to a person; None: that of their questions."""
        await self._choose(person, replace(await self.chosen(person), language=language))

    async def article(self, person: int) -> str | None:
        """The article that a person opened last."""
        return (await self.chosen(person)).article

    async def open_article(self, person: int, article: str) -> None:
        """Ask this article from now on."""
        await self._choose(person, replace(await self.chosen(person), article=article))

    async def group(self, chat: int) -> Group:
        """The settings of a group."""
        key = self._pseudonyms.of_chat(chat)
        return await self._groups.get(key, lambda: self._choices.group(key))

    async def change_group(self, chat: int, group: Group) -> None:
        """Behave like this in a group from now on."""
        key = self._pseudonyms.of_chat(chat)
        await self._choices.change_group(key, self._pseudonyms.sealed(chat), group, self._now())
        self._groups.keep(key, group)

    async def moved(self, old: int, new: int) -> None:
        """A group became a supergroup: its settings go with it. A second time changes nothing."""
        one, other = map(self._pseudonyms.of_chat, (old, new))
        await self._choices.move(one, other, self._pseudonyms.sealed(new), self._now())
        self._groups.drop(one)
        self._groups.drop(other)

    async def away(self, chat: int) -> None:
        """The bot was blocked or removed: nothing is tried there until it is `back`."""
        await self._set_away(chat, True)

    async def back(self, chat: int) -> None:
        """The bot was added or unblocked."""
        await self._set_away(chat, False)

    async def said(self, chat: int, message: int) -> Replied | None:
        """What one of the bot's messages answers; None where it is not known to answer anything."""
        return await self._queries.query_for(self._pseudonyms.of_chat(chat), message)

    def is_asker(self, said: Replied, person: int) -> bool:
        """Whether it was this person who asked."""
        return said.person == self._pseudonyms.of_person(person)

    async def vote(
        self,
        chat: int,
        message: int,
        person: int,
        value: Literal[-1, 1],
        reason: str | None = None,
    ) -> bool:
        """Keep what a person thinks of an answer; False where the message answers nothing."""
        place, who = self._pseudonyms.of_chat(chat), self._pseudonyms.of_person(person)
        return await self._feedback.vote(place, message, who, value, reason, self._now())

    async def unvote(self, chat: int, message: int, person: int) -> None:
        """Take a vote back."""
        place, who = self._pseudonyms.of_chat(chat), self._pseudonyms.of_person(person)
        await self._feedback.unvote(place, message, who)

    async def wish(self, chat: int, message: int, person: int, language: str) -> bool:
        """Tell a person once what the bot's message could not answer; False: not known what."""
        place, who = self._pseudonyms.of_chat(chat), self._pseudonyms.of_person(person)
        address = self._pseudonyms.sealed(chat)
        return await self._feedback.wish(place, address, message, who, language, self._now())

    async def remove_later(self, chat: int, message: int, minutes: int) -> None:
        """Have one of the bot's messages deleted in so many minutes."""
        due = Due(self._pseudonyms.of_chat(chat), self._pseudonyms.sealed(chat), message)
        now = self._now()
        await self._choices.remove_later(due, now + 60 * minutes, now)

    async def due_removals(self) -> list[Removal]:
        """The messages that are to be deleted now, oldest first, a hundred at most."""
        due = await self._choices.due(self._now())
        return [Removal(self._pseudonyms.unsealed(each.address), each.message) for each in due]

    async def removed(self, chat: int, message: int) -> None:
        """A message is gone, or cannot be deleted."""
        await self._choices.removed(self._pseudonyms.of_chat(chat), message)

    async def data_of(self, person: int) -> dict[str, Any]:
        """All that is stored of a person, fit for JSON; times are Unix seconds."""
        return dict(await self._privacy.of_person(self._pseudonyms.of_person(person)))

    async def forget(self, person: int) -> None:
        """Delete all that is stored of a person; questions stay as counts that name nobody."""
        who, place = self._pseudonyms.of_person(person), self._pseudonyms.of_chat(person)
        await self._privacy.forget(who, place)
        self._people.drop(who)
        self._groups.drop(place)

    async def _choose(self, person: int, choice: Choice) -> None:
        key = self._pseudonyms.of_person(person)
        await self._choices.choose(key, choice, self._now())
        self._people.keep(key, choice)

    async def _set_away(self, chat: int, is_away: bool) -> None:
        key, address = self._pseudonyms.of_chat(chat), self._pseudonyms.sealed(chat)
        await self._choices.set_away(key, address, is_away, self._now())

    def _now(self) -> int:
        return int(self._clock())


class _Memory(Generic[T]):
    """The rows read last: every message needs one, and a read of the database costs more."""

    def __init__(self) -> None:
        self._known: dict[bytes, T] = {}
        self._else: T | None = None  # of all who are not kept; None: they have to be read

    async def get(self, key: bytes, read: Callable[[], Awaitable[T]]) -> T:
        """What is kept, or what `read` finds."""
        if key not in self._known:
            if self._else is not None:
                return self._else
            found = await read()
            self.keep(key, self._known.get(key, found))  # a change meanwhile is newer
        return self._known[key]

    def keep(self, key: bytes, value: T) -> None:
        """Replace what is kept."""
        self._known[key] = value
        if len(self._known) > REMEMBERED:
            del self._known[next(iter(self._known))]
            self._else = None

    def know_all(self, values: Mapping[bytes, T], other: T) -> None:
        """These are all that there are; `other` is what everybody else has."""
        self._known, self._else = dict(values), other

    def drop(self, key: bytes) -> None:
        """Read it anew next time."""
        self._known.pop(key, None)
