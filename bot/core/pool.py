"""All phrasings of a fact taken together: words, pairs of words, runs of letters, and meaning."""

import math
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import mul

from bot.core.keys import Keys
from bot.core.lanes import Columns, Likeness, Row
from bot.core.vectors import FINE, WordVectors, whole

RUN = 3  # letters; 4 beside them costs twice as much and wins nothing
TELLING = 1.0  # rarity below which a term finds nothing: it costs time and tells little,
MANY = 16  # if more owners than these have it
SLOPE = 0.4  # of the length normalisation; Singhal et al., SIGIR 1996
COMMONEST = 0.05  # rarity of what every owner has
_REMEMBERED = {"words": 1024, "pairs": 0, "runs": 4096}  # terms of readers, 0.2 KB each
_JOINED = 1 << 19  # bytes for those of them that are joined,
FEW = 4  # if more owners than these have the term
_MEANT = 1 << 19  # bytes for words of readers
_ROOT = 1 << 20  # of √count / length, in whole numbers: sums of them have no order
_SQUARE = 1 << 12  # of a squared rarity
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
        row = Row(room)
        self._indexes = {
            name: _Index(
                {owner: _bag(terms, each) for owner, each in owners.items()}, row, _REMEMBERED[name]
            )
            for name, terms in TERMS.items()
            if owners
        }
        self._meaning = _Meaning(owners, row, vectors) if vectors and owners else None

    def likeness(self, asked: Utterance) -> dict[str, Likeness]:
        """For words, pairs and runs, by owner: cosine with all its phrasings; 0 = nothing shared.

        In [0, 1.6]: above 1 only for owners with much less text than the others. The meaning is
        a cosine of word vectors, in [0, 1], less where it rests on few phrasings; left out
        where no word has a vector.
        """
        found = {name: index.cosines(TERMS[name](asked)) for name, index in self._indexes.items()}
        meant = self._meaning and self._meaning.cosines(_spelt(asked))
        if meant:
            found["meaning"] = meant
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
    ten times the memory. Those of terms that readers used are joined, as long as there is room.
    """

    def __init__(self, bags: Mapping[int, Bag], row: Row, remembered: int) -> None:
        self._row, self._most = row, remembered
        self._free = 0  # of terms that may be joined
        # By how many owners have a term: its rarity, and the square of it.
        self._rarity = [_rarity(len(bags), n) for n in range(len(bags) + 1)]
        self._squares = [round(_SQUARE * rarity**2) for rarity in self._rarity]
        self._nowhere = 0, 0, 0, self._squares[0]
        self._remembered: dict[str, tuple[int, int, int, int]] = {}
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
        square = {term: self._rarity[n] ** 2 for term, n in having.items()}
        sizes = {
            owner: math.sqrt(math.fsum(map(mul, bag.values(), map(square.__getitem__, bag))))
            for owner, bag in rows
        }
        mean = math.fsum(sizes.values()) / len(sizes)
        return {owner: (1 - SLOPE) * mean + SLOPE * size for owner, size in sizes.items()}

    def _lay(
        self, rows: Iterable[tuple[int, dict[int, int]]], lengths: Mapping[int, float]
    ) -> tuple["array[int]", "array[int]"]:
        """Owners and √count / length of all postings; those of term n from `starts[n]` on."""
        owners = array("H", bytes(2 * self._starts[-1]))
        roots = array("I", bytes(4 * self._starts[-1]))
        free = list(self._starts)
        for owner, bag in rows:
            for number, count in bag.items():
                if number not in self._common:
                    at = free[number]
                    free[number] = at + 1
                    owners[at] = owner
                    roots[at] = round(_ROOT * count**0.5 / lengths[owner])
        return owners, roots

    def cosines(self, asked: Iterable[str]) -> Likeness:
        """By owner: cosine with its bag; terms that no owner has count as the rarest."""
        squares = total = 0
        apart = []
        for term in asked:
            found = self._remembered.get(term) or self._look_up(term)
            squares += found[3]
            if found[0]:
                total += found[0]
            elif found[1] < found[2]:
                apart.append(found)
        lanes, owners, roots = self._row.parted(total), self._owners, self._roots
        for _, start, end, square in apart:
            # Without `strict`: to say it takes time, and this is done for every term.
            for owner, root in zip(owners[start:end], roots[start:end]):  # noqa: B905
                lanes[owner] += square * root
        scale = 1.0 / (_ROOT * math.sqrt(_SQUARE * squares)) if squares else 0.0
        return Likeness(self._row.joined(lanes) if apart else total, lanes, scale)

    def _look_up(self, term: str) -> tuple[int, int, int, int]:
        """The postings of a term: joined, or where they start and end; its squared rarity."""
        number, found = self._terms.find(term), self._nowhere
        if number >= 0:
            start, end = self._starts[number], self._starts[number + 1]
            found = 0, start, end, self._squares[end - start or self._common[number]]
        if self._most:  # a pair hardly ever comes again
            if not self._remembered or len(self._remembered) >= self._most:
                self._remembered.clear()
                self._free = _JOINED // (8 * self._row.room)
            if found[2] - found[1] > FEW and self._free > 0:
                self._free -= 1
                found = self._joined(found[1], found[2], found[3])
            self._remembered[term] = found
        return found

    def _joined(self, start: int, end: int, square: int) -> tuple[int, int, int, int]:
        lanes = [0] * self._row.room
        for owner, root in zip(self._owners[start:end], self._roots[start:end], strict=True):
            lanes[owner] = square * root
        return self._row.joined(lanes), start, end, square


class _Meaning:
    """Owners by the direction of all their words."""

    def __init__(
        self, owners: Mapping[int, Sequence[Utterance]], row: Row, vectors: WordVectors
    ) -> None:
        self._row, self._vectors = row, vectors
        sums = {owner: vectors.sum(_bag(_spelt, each)) for owner, each in owners.items()}
        self._columns = Columns(
            row, {o: whole(s, 1.0 - ALONE / len(owners[o])) for o, s in sums.items() if s}
        )
        self._most = _MEANT // (8 * row.room)
        self._remembered: dict[str, int] = {}  # word of readers → its weighed dots

    def cosines(self, words: Iterable[str]) -> Likeness | None:
        """By owner: cosine with all its words, in [0, 1]; None where no word has a vector."""
        meant = left = joined = 0
        for word in words:
            weight, vector = self._vectors.weighed(word)
            if weight:
                meant += vector
                known = self._remembered.get(word) or self._remember(word, vector)
                joined += known
                left += 0 if known else vector
        length = math.hypot(*self._vectors.parted(meant)) if meant else 0.0
        if not length:
            return None
        if left:
            joined += self._columns.dots(self._vectors.parted(left))
        return Likeness(joined, self._row.parted(joined), 1.0 / (FINE * length))

    def _remember(self, word: str, vector: int) -> int:
        """The weighed dots of a word with all owners, joined, as long as there is room; or 0."""
        if len(self._remembered) >= self._most:
            return 0
        found = self._remembered[word] = self._columns.dots(self._vectors.parted(vector))
        return found


def _rarity(owners: int, having: int) -> float:
    return max(COMMONEST, math.log((owners + 1) / (having + 0.5)))
