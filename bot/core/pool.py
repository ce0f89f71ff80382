"""All phrasings of a fact taken together, as words, pairs of words and runs of letters."""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import mul

RUN = 3  # letters; 4 beside them costs twice as much and wins nothing
TELLING = 0.5  # rarity below which a term finds nothing: it costs time and tells little,
MANY = 16  # if more owners than these have it
SLOPE = 0.4  # of the length normalisation; Singhal et al., SIGIR 1996
COMMONEST = 0.05  # rarity of what every owner has

Bag = Counter[str]  # term → how many phrasings have it


@dataclass(frozen=True, slots=True)
class Utterance:
    """One text as its pool sees it."""

    concepts: tuple[str, ...]  # of all words, filling too, in order
    letters: str  # Latin words in order with single spaces


class Bags:
    """All phrasings of one owner in one language: by sort of term, how many of them have it."""

    def __init__(self) -> None:
        self.counts: dict[str, Bag] = {name: Counter() for name in TERMS}

    def add(self, phrasing: Utterance) -> None:
        """Count one more phrasing."""
        for name, terms in TERMS.items():
            self.counts[name].update(terms(phrasing))


class Pool:
    """Finds the owners whose phrasings in one language, as a whole, are most like a question."""

    def __init__(self, owners: Mapping[int, Bags]) -> None:
        """From owner → its phrasings."""
        self._indexes = {
            name: _Index({owner: bags.counts[name] for owner, bags in owners.items()})
            for name in TERMS
            if owners
        }

    def likeness(self, asked: Utterance) -> dict[str, dict[int, float]]:
        """For words, pairs and runs: owner → cosine with all its phrasings.

        In [0, 1.6]: above 1 only for owners with much less text than the others.
        """
        return {name: index.cosines(TERMS[name](asked)) for name, index in self._indexes.items()}


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

    def __init__(self, bags: Mapping[int, Bag]) -> None:
        owners = Counter(term for bag in bags.values() for term in bag)
        self._rarity = [_rarity(len(bags), n) for n in range(len(bags) + 1)]  # by how many have it
        self._lengths = self._measure(bags, owners)
        self._room = max(bags) + 1
        self._common = {
            term: n for term, n in owners.items() if n > MANY and self._rarity[n] <= TELLING
        }
        telling = [term for term in owners if term not in self._common]
        self._numbers = {term: number for number, term in enumerate(telling)}
        self._starts = array("I", accumulate((owners[term] for term in telling), initial=0))
        self._owners, self._roots = self._lay(bags)

    def _measure(self, bags: Mapping[int, Bag], owners: Bag) -> dict[int, float]:
        """Owner → length of its vector, pivoted: owners with few phrasings are not favoured."""
        square = {term: self._rarity[having] ** 2 for term, having in owners.items()}
        sizes = {
            owner: math.sqrt(math.fsum(map(mul, bag.values(), map(square.__getitem__, bag))))
            for owner, bag in bags.items()
        }
        mean = math.fsum(sizes.values()) / len(sizes)
        return {owner: (1 - SLOPE) * mean + SLOPE * size for owner, size in sizes.items()}

    def _lay(self, bags: Mapping[int, Bag]) -> tuple["array[int]", "array[float]"]:
        """Owners and √counts of all postings; those of term n from `starts[n]` to the next."""
        owners = array("H", bytes(2 * self._starts[-1]))
        roots = array("f", bytes(4 * self._starts[-1]))
        free = list(self._starts)
        number_of = self._numbers.get
        for owner, bag in bags.items():
            for number, count in zip(map(number_of, bag), bag.values(), strict=True):
                if number is not None:
                    at = free[number]
                    free[number] = at + 1
                    owners[at] = owner
                    roots[at] = count**0.5
        return owners, roots

    def cosines(self, asked: Iterable[str]) -> dict[int, float]:
        """Owner → cosine with its bag; terms that no owner has count as the rarest."""
        found = [0.0] * self._room
        squares = 0.0
        for term in sorted(asked):  # a sum of floats has an order
            number = self._numbers.get(term)
            if number is None:
                squares += self._rarity[self._common.get(term, 0)] ** 2
                continue
            start, end = self._starts[number], self._starts[number + 1]
            square = self._rarity[end - start] ** 2
            squares += square
            for owner, root in zip(self._owners[start:end], self._roots[start:end], strict=True):
                found[owner] += square * root
        size = math.sqrt(squares) or 1.0
        return {o: found[o] / (size * length) for o, length in self._lengths.items() if found[o]}


def _rarity(owners: int, having: int) -> float:
    return max(COMMONEST, math.log((owners + 1) / (having + 0.5)))
