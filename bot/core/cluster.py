"""Puts together the questions of a log that ask the same, so that an editor decides them once."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from bot.core.normalize import fold, numbers

# Measured on the shipped bank, 825 questions of which each asks something else: none that asks
# for another sentence is put to one, and 99 % of questions with one slip of the finger are.
ALIKE = 88.0  # rapidfuzz ratio of two folded questions, words as they stand: who did what to whom
WORDS_ALIKE = 60.0  # and of the words that only one of them has: Turkey is no slip for Italy
NEAREST = 5  # clusters that a question is held against


@dataclass(frozen=True)
class Asked:
    """One spelling of a question in one language, and what became of it how often."""

    text: str
    language: str
    times: int
    unknown: int = 0  # times the article did not say
    suggested: int = 0  # times it was a near-tie
    refused: int = 0  # times none of the suggestions was meant
    disliked: int = 0  # times the answer got a 👎

    @cached_property
    def folded(self) -> str:
        """The question that it is a spelling of."""
        return fold(self.text)


@dataclass(frozen=True)
class Cluster:
    """Spellings that ask the same, the most asked first; at least one."""

    asked: tuple[Asked, ...]

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """Its different questions, folded, that of the most asked spelling first."""
        return tuple(dict.fromkeys(each.folded for each in self.asked))

    @cached_property
    def times(self) -> int:
        """How often it was asked."""
        return sum(each.times for each in self.asked)

    @property
    def languages(self) -> tuple[tuple[str, int], ...]:
        """How often in which language, most often first."""
        found = Counter[str]()
        for each in self.asked:
            found[each.language] += each.times
        return tuple(found.most_common())

    @property
    def examples(self) -> tuple[Asked, ...]:
        """Two spellings, of two questions where there are two; one where there is one."""
        first = self.asked[0]
        others = (each for each in self.asked[1:] if each.folded != first.folded)
        second = next(others, None)
        return (first, second) if second else self.asked[:2]


def grouped(asked: Iterable[Asked]) -> dict[str, list[Asked]]:
    """Spellings by folded question, the most asked question first; wordless ones are left out."""
    found: dict[str, list[Asked]] = {}
    for each in asked:
        found.setdefault(each.folded, []).append(each)
    found.pop("", None)
    return dict(sorted(found.items(), key=lambda item: (-_times(item[1]), item[0])))


def clustered(questions: Mapping[str, list[Asked]]) -> list[Cluster]:
    """Clusters of questions, `grouped`, the most asked first; the same for the same questions.

    A question goes to the nearest of the more often asked ones that it is like. About 0.2 s of
    CPU for 2,000 questions; the cost grows with the square of their number.
    """
    members: dict[str, list[Asked]] = {}  # most asked question of a cluster → all its spellings
    leaders: dict[frozenset[str], list[str]] = {}  # numbers → those, as 2019 is no slip for 2020
    for folded, spellings in questions.items():
        rivals = leaders.setdefault(frozenset(numbers(folded)), [])
        leader = _leader(folded, rivals)
        if leader is None:
            rivals.append(folded)
        members.setdefault(leader or folded, []).extend(spellings)
    found = [Cluster(_most_asked_first(spellings)) for spellings in members.values()]
    return sorted(found, key=lambda cluster: (-cluster.times, cluster.asked[0].text))


def _leader(folded: str, rivals: list[str]) -> str | None:
    near = process.extract(
        folded, rivals, scorer=fuzz.ratio, processor=None, score_cutoff=ALIKE, limit=NEAREST
    )
    return next((rival for rival, _, _ in near if _differ_by_a_slip(folded, rival)), None)


def _differ_by_a_slip(one: str, other: str) -> bool:
    """Whether the words that only one of two questions has are spellings of those of the other,
    or there are none in one of them.
    """
    ours, theirs = one.split(), other.split()
    only_ours = " ".join(word for word in ours if word not in theirs)
    only_theirs = " ".join(word for word in theirs if word not in ours)
    if not only_ours or not only_theirs:
        return True
    return fuzz.ratio(only_ours, only_theirs) >= WORDS_ALIKE


def _most_asked_first(spellings: list[Asked]) -> tuple[Asked, ...]:
    return tuple(sorted(spellings, key=lambda each: (-each.times, each.text, each.language)))


def _times(spellings: Iterable[Asked]) -> int:
    return sum(each.times for each in spellings)
