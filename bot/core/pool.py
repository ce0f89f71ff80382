"""All phrasings of a fact taken together: words, pairs of words, runs of letters, and meaning."""

import math
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import mul

from bot.core.keys import Keys
from bot.core.vectors import Lanes, WordVectors, whole

RUN = 3  # letters; 4 beside them costs twice as much and wins nothing
TELLING = 1.0  # rarity below which a term finds nothing: it costs time and tells little,
MANY = 16  # if more owners than these have it
SLOPE = 0.4  # of the length normalisation; Singhal et al., SIGIR 1996
COMMONEST = 0.05  # rarity of what every owner has
_REMEMBERED = {"words": 1024, "pairs": 0, "runs": 4096}  # terms of readers, 0.2 KB each
ALONE = 0.6  # of the meaning, what an owner with a single phrasing loses; with n, an nth of it

Bag = Counter[str]  # term → how many phrasings have it


@dataclass(frozen=True, slots=True)
class Utterance:
    """One text as its pool sees it."""

    concepts: tuple[str, ...]  # of all words, filling too, in order
    letters: str  # Latin words in order with single spaces


class Pool:
    """How like a question the phrasings of every owner in one language are, as a whole."""

    def __init__(
        self,
        owners: Mapping[int, Sequence[Utterance]],
        room: int,
        vectors: WordVectors | None,
    ) -> None:
        """From owner, a number below `room`, → its phrasings, at least one."""
        self._indexes = {
            name: _Index(
                {owner: _bag(terms, each) for owner, each in owners.items()},
                room,
                _REMEMBERED[name],
            )
            for name, terms in TERMS.items()
            if owners
        }
        self._vectors = vectors
        self._worth = [1.0 - ALONE / len(owners[n]) if n in owners else 0.0 for n in range(room)]
        sums = {o: vectors.sum(_bag(_spelt, each)) for o, each in owners.items()} if vectors else {}
        self._lanes = Lanes({owner: whole(found) for owner, found in sums.items() if found}, room)

    def likeness(self, asked: Utterance) -> dict[str, list[float]]:
        """For words, pairs and runs, by owner: cosine with all its phrasings; 0 = nothing shared.

        In [0, 1.6]: above 1 only for owners with much less text than the others. The meaning is
        a cosine of word vectors, in [0, 1], less where it rests on few phrasings; left out
        where no word has a vector.
        """
        found = {name: index.cosines(TERMS[name](asked)) for name, index in self._indexes.items()}
        meant = self._vectors.sum(_bag(_spelt, [asked])) if self._vectors else None
        if meant and self._indexes:
            cosines = self._lanes.cosines(whole(meant))
            found["meaning"] = [
                cosine * worth if cosine > 0.0 else 0.0
                for cosine, worth in zip(cosines, self._worth, strict=True)
            ]
        return found


def _bag(terms: Callable[[Utterance], Iterable[str]], phrasings: Iterable[Utterance]) -> Bag:
    """How many phrasings have each term, or how often they have it."""
    bag: Bag = Counter()
    for phrasing in phrasings:
        bag.update(terms(phrasing))
    return bag


def _spelt(utterance: Utterance) -> list[str]:
    return utterance.letters.split()


def _words(utterance: Utterance) -> set[str]:
    return set(utterance.concepts)


def _pairs(utterance: Utterance) -> set[str]:
    return {f"{one} {other}" for one, other in pairwise(("", *utterance.concepts, ""))}


def _runs(utterance: Utterance) -> set[str]:
    line = f" {utterance.letters} "
    return {line[at : at + RUN] for at in range(len(line) - RUN + 1)}


TERMS = {"words": _words, "pairs": _pairs, "runs": _runs}


class _Index:
    """Bags as vectors of √count × rarity: many phrasings do not drown few.

    The postings of all terms stand in flat arrays, one term behind the other: lists would take
    ten times the memory.
    """

    def __init__(self, bags: Mapping[int, Bag], room: int, remembered: int) -> None:
        self._room, self._most = room, remembered
        # By how many owners have a term: its rarity, and the square of it.
        self._rarity = [_rarity(len(bags), n) for n in range(len(bags) + 1)]
        self._squares = [rarity**2 for rarity in self._rarity]
        self._nowhere = 0, 0, self._squares[0]
        self._remembered: dict[str, tuple[int, int, float]] = {}
        terms = {term for bag in bags.values() for term in bag}
        self._terms = Keys.of(terms)
        number_of = {term: self._terms.find(term) for term in terms}
        rows = [
            (owner, {number_of[term]: count for term, count in bag.items()})
            for owner, bag in bags.items()
        ]
        having = Counter(number for _, bag in rows for number in bag)
        lengths = self._measure(rows, having)
        self._common = {
            number: n for number, n in having.items() if n > MANY and self._rarity[n] <= TELLING
        }
        sizes = (0 if n in self._common else having[n] for n in range(len(self._terms)))
        self._starts = array("I", accumulate(sizes, initial=0))
        self._owners, self._roots = self._lay(rows, lengths)

    def _measure(
        self, rows: Iterable[tuple[int, dict[int, int]]], having: Mapping[int, int]
    ) -> dict[int, float]:
        """Owner → length of its vector, pivoted: owners with few phrasings are not favoured."""
        square = {term: self._squares[n] for term, n in having.items()}
        sizes = {
            owner: math.sqrt(math.fsum(map(mul, bag.values(), map(square.__getitem__, bag))))
            for owner, bag in rows
        }
        mean = math.fsum(sizes.values()) / len(sizes)
        return {owner: (1 - SLOPE) * mean + SLOPE * size for owner, size in sizes.items()}

    def _lay(
        self, rows: Iterable[tuple[int, dict[int, int]]], lengths: Mapping[int, float]
    ) -> tuple["array[int]", "array[float]"]:
        """Owners and √count / length of all postings; those of term n from `starts[n]` on."""
        owners = array("H", bytes(2 * self._starts[-1]))
        roots = array("f", bytes(4 * self._starts[-1]))
        free = list(self._starts)
        for owner, bag in rows:
            for number, count in bag.items():
                if number not in self._common:
                    at = free[number]
                    free[number] = at + 1
                    owners[at] = owner
                    roots[at] = count**0.5 / lengths[owner]
        return owners, roots

    def cosines(self, asked: Iterable[str]) -> list[float]:
        """By owner: cosine with its bag; terms that no owner has count as the rarest."""
        squares = 0.0
        spans = []
        for term in sorted(asked):  # a sum of floats has an order
            span = self._remembered.get(term) or self._span(term)  # another thread may clear it
            squares += span[2]
            if span[0] < span[1]:
                spans.append(span)
        found, owners, roots = [0.0] * self._room, self._owners, self._roots
        size = math.sqrt(squares) or 1.0
        for start, end, square in spans:
            worth = square / size
            # Without `strict`: to say it takes time, and this is done for every term.
            for owner, root in zip(owners[start:end], roots[start:end]):  # noqa: B905
                found[owner] += worth * root
        return found

    def _span(self, term: str) -> tuple[int, int, float]:
        """Where the postings of a term start and end, and the square of its rarity."""
        number = self._terms.find(term)
        found = self._nowhere
        if number >= 0:
            start, end = self._starts[number], self._starts[number + 1]
            found = start, end, self._squares[end - start or self._common[number]]
        if self._most:  # a pair hardly ever comes again
            if len(self._remembered) >= self._most:
                self._remembered.clear()
            self._remembered[term] = found
        return found


def _rarity(owners: int, having: int) -> float:
    return max(COMMONEST, math.log((owners + 1) / (having + 0.5)))
