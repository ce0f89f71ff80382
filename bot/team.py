"""Who is on the team, owners by the settings and others by an owner's word, and what they press."""

import json
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

from bot.core.refusal import Refusal
from bot.settings import NOBODY
from bot.storage.nonces import Nonce, Nonces
from bot.storage.team import Grant, Grants
from bot.storage.team import Role as Role

Standing = Literal["owner", "editor", "reviewer"]


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button stands for, and the version of the fact base that was shown above it."""

    action: Mapping[str, Any]
    version: str


class Team:
    """Kept in memory, as every update asks: this process is the only one that changes it."""

    def __init__(
        self, grants: Grants, nonces: Nonces, owners: Collection[int], clock: Callable[[], float]
    ) -> None:
        self._grants = grants
        self._nonces = nonces
        self._owners = tuple(owners)
        self._clock = clock
        self._members: dict[tuple[str, int], Grant] = {}

    @classmethod
    async def opened(
        cls,
        grants: Grants,
        nonces: Nonces,
        owners: Collection[int],
        clock: Callable[[], float] = time.time,
    ) -> Self:
        """The team as it was left; `owners` are Telegram user ids and own every article."""
        team = cls(grants, nonces, owners, clock)
        team._members = {(each.article, each.person): each for each in await grants.in_force()}
        return team

    def __contains__(self, person: object) -> bool:
        """Whether a person has any part in any article."""
        return person in self._owners or any(person == member for _, member in self._members)

    def standing(self, person: int, article: str) -> Standing | None:
        """What a person is to an article; None: a reader."""
        if person in self._owners:
            return "owner"
        member = self._members.get((article, person))
        return member.role if member else None

    @property
    def people(self) -> tuple[int, ...]:
        """Everybody who has a part in any article, owners first."""
        return tuple(dict.fromkeys((*self._owners, *(person for _, person in self._members))))

    def highest(self, person: int) -> Standing | None:
        """The most that a person is to any article; None: a reader of all."""
        if person in self._owners:
            return "owner"
        roles = {each.role for each in self._members.values() if each.person == person}
        return "editor" if "editor" in roles else "reviewer" if roles else None

    def of(self, article: str) -> tuple[tuple[int, Standing], ...]:
        """Everybody who has a part in an article, owners first."""
        standings = ((person, self.standing(person, article)) for person in self.people)
        return tuple((person, standing) for person, standing in standings if standing)

    async def grant(self, by: int, person: int, article: str, role: Role) -> None:
        """Make a person editor or reviewer. Raises Refusal: not by an owner, or of nobody."""
        self._check(by, person)
        await self._change(Grant(article, person, role, by, int(self._clock())))

    async def revoke(self, by: int, person: int, article: str) -> None:
        """Make a person a reader again. Raises Refusal, also where they are none but that."""
        self._check(by, person)
        if (article, person) not in self._members:
            raise Refusal("team.no-member", person=str(person))
        await self._change(Grant(article, person, None, by, int(self._clock())))

    async def offer(
        self, person: int, chat: int, actions: Sequence[Mapping[str, Any]], version: str
    ) -> str:
        """A token under which the buttons of one message stand for `actions`, JSON objects.

        For one press, of this person in this chat, within a quarter of an hour.
        """
        nonce = Nonce(person, chat, json.dumps(actions, ensure_ascii=False), version)
        return await self._nonces.issue(nonce, int(self._clock()))

    async def take(self, token: str, number: str, person: int, chat: int) -> Pressed | None:
        """What button `number` of a token, counted from 0, stands for; the token is used up then.

        None for whatever was not offered to this person here, or is over.
        """
        nonce = await self._nonces.take(token, person, chat, int(self._clock()))
        actions = json.loads(nonce.action) if nonce else []
        if nonce is None or not number.isdecimal() or int(number) >= len(actions):
            return None
        return Pressed(actions[int(number)], nonce.version)

    def _check(self, by: int, person: int) -> None:
        if by not in self._owners:
            raise Refusal("team.owners-only")
        if person in NOBODY or person <= 0:
            raise Refusal("team.nobody", person=str(person))
        if person in self._owners:
            raise Refusal("team.is-owner", person=str(person))

    async def _change(self, grant: Grant) -> None:
        await self._grants.add(grant)
        if grant.role:
            self._members[grant.article, grant.person] = grant
        else:
            self._members.pop((grant.article, grant.person), None)
