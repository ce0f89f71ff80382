"""What an editor wants to know of a week or a month: what was asked, and what was missing."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from bot.core.answer import Cited, Unknown
from bot.core.cluster import Asked, Cluster, clustered, grouped
from bot.core.facts import Fact, Gap
from bot.core.match import Matcher
from bot.desk import Desk
from bot.storage.digests import Digests
from bot.storage.digests import Wanted as Wanted
from bot.storage.statistics import DAY, Counting, Counts, Period, Votes

T = TypeVar("T", Fact, Gap)

OUTCOMES = ("cited", "suggested", "gap", "unknown")
TOP = 5  # of each list
WEEK = 7 * DAY
MONDAY = 4 * DAY + 9 * 3600  # the first one at 09:00 UTC, Unix s
SPELLINGS = 20_000  # that are read, the most asked
QUESTIONS = 2000  # of them, folded, that are put into clusters


@dataclass(frozen=True, slots=True)
class Day:
    """One UTC day; `at` is its first moment in Unix s, `counts` are in the order of OUTCOMES."""

    at: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the questions of some whole days; the lists hold TOP at most, most first."""

    days: tuple[Day, ...]  # every day, the oldest first
    facts: tuple[tuple[Fact, int], ...]  # given as answers; those that are still published
    unanswered: tuple[Cluster, ...]  # what the article, as published now, still has no answer to
    gaps: tuple[tuple[Gap, int], ...]  # known not to be in the article, and asked for
    wished: tuple[Cluster, ...]  # readers wait for the answer; their number is `times`
    languages: Counts
    votes: Votes

    @property
    def asked(self) -> int:
        """How many questions there were."""
        return sum(sum(day.counts) for day in self.days)

    @property
    def totals(self) -> tuple[int, ...]:
        """Questions by outcome, in the order of OUTCOMES."""
        return tuple(map(sum, zip(*(day.counts for day in self.days), strict=True)))


class Statistics:
    """Counts of the log, and its unanswered questions held against what is published now."""

    def __init__(
        self,
        desk: Desk,
        counting: Counting,
        digests: Digests,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`clock` gives Unix time in seconds."""
        self._desk, self._counting, self._clock = desk, counting, clock
        self._digests = digests

    async def report(self, article: str, days: int) -> Report:
        """The last `days` UTC days of an article, today as far as it has come."""
        today = int(self._clock()) // DAY
        first = today - days + 1
        period = Period(article, first * DAY, (today + 1) * DAY)
        counts = await self._counting.days(period)
        return Report(
            tuple(_day(number, counts) for number in range(first, today + 1)),
            _known(await self._counting.facts(period), self._desk.base(article).facts),
            await self._open(article, await self._counting.unanswered(period, SPELLINGS)),
            _known(await self._counting.gaps(period), self._desk.base(article).gaps),
            await self._open(article, await self._counting.wished(period, SPELLINGS)),
            (await self._counting.languages(period))[:TOP],
            await self._counting.votes(period),
        )

    async def want_digest(self, article: str, person: int, language: str) -> None:
        """Let a person have the figures of every week from now on."""
        await self._digests.want(Wanted(article, person, language), int(self._clock()))

    async def leave_digest(self, article: str, person: int, language: str) -> None:
        """Let a person have no more of them."""
        await self._digests.leave(Wanted(article, person, language))

    async def due_digests(self) -> list[Wanted]:
        """Who has not had that of the last Monday."""
        return await self._digests.due(self._monday())

    async def take_digest(self, wanted: Wanted) -> bool:
        """Note that one is being sent; False where it has been."""
        return await self._digests.take(wanted, self._monday())

    def _monday(self) -> int:
        """The last Monday at 09:00 UTC, Unix s."""
        return (int(self._clock()) - MONDAY) // WEEK * WEEK + MONDAY

    async def _open(self, article: str, asked: Sequence[Asked]) -> tuple[Cluster, ...]:
        return await asyncio.to_thread(_open, self._desk.matcher(article), asked)


def _day(number: int, counts: Mapping[tuple[int, str], int]) -> Day:
    return Day(number * DAY, tuple(counts.get((number, outcome), 0) for outcome in OUTCOMES))


def _known(counts: Counts, published: Iterable[T]) -> tuple[tuple[T, int], ...]:
    by_id = {each.id: each for each in published}
    found = ((by_id[name], count) for name, count in counts if name in by_id)
    return tuple(islice(found, TOP))


def _open(matcher: Matcher, asked: Sequence[Asked]) -> tuple[Cluster, ...]:
    """The most asked questions that are answered neither now nor by small talk."""
    clusters = clustered(dict(islice(grouped(asked).items(), QUESTIONS)))
    waiting = (each for each in clusters if not _is_settled(matcher, each.asked[0]))
    return tuple(islice(waiting, TOP))


def _is_settled(matcher: Matcher, asked: Asked) -> bool:
    match matcher.answer(asked.text, asked.language)[1]:
        case Cited():
            return True
        case Unknown(smalltalk=smalltalk):
            return smalltalk is not None
        case _:
            return False
