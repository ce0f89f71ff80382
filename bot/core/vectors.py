"""Word vectors: words that are used alike point the same way, so “cash” is near “money”."""

import math
import sys
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.keys import Keys

Vector = Sequence[float]

# A byte holds two signed numbers of four bits, for two components half a vector apart.
_LOW = bytes(((byte & 15) ^ 8) - 8 & 255 for byte in range(256))
_HIGH = bytes(((byte >> 4) ^ 8) - 8 & 255 for byte in range(256))
_MOST = 127  # of a component of a sum that is compared; of a word's own it is 7


@dataclass(frozen=True, slots=True)
class WordVectors:
    """A vector for each of the commonest words of a language; see tests/word_vectors.py."""

    dimensions: int  # even
    keys: Keys
    scales: "array[float]"  # a word's weight: its rarity goes into the length of its vector
    rows: bytes  # dimensions / 2 for a word, in the order of the keys

    def sum(self, words: Mapping[str, int]) -> Vector | None:
        """The vectors of folded words added up, each as often as given; None: none is known."""
        total: list[float] | None = None
        for word, times in words.items():
            number = self.keys.find(word)
            if number >= 0:
                scale = times * self.scales[number]
                if total is None:
                    total = [0.0] * self.dimensions
                total = [t + scale * x for t, x in zip(total, self._row(number), strict=True)]
        return total

    def row(self, word: str) -> list[int] | None:
        """The direction of a folded word, components in [-7, 7]; None where it is not known."""
        number = self.keys.find(word)
        return self._row(number) if number >= 0 else None

    def _row(self, number: int) -> list[int]:
        size = self.dimensions // 2
        row = self.rows[number * size : (number + 1) * size]
        return [
            *memoryview(row.translate(_LOW)).cast("b"),
            *memoryview(row.translate(_HIGH)).cast("b"),
        ]


class Lanes:
    """Vectors side by side, to be compared with one vector by as many multiplications as it has
    components: component d of all of them stands in one big integer, a lane of bits for each.
    """

    def __init__(self, vectors: Mapping[int, Sequence[int]], room: int, lane: str = "I") -> None:
        """From numbers below `room`; the others are like nothing.

        `lane`: type code of an array whose numbers hold any sum of products and its sign: "I" for
        components up to 127, "H" for components up to 7.
        """
        self._lane, self._middle = lane, 1 << 8 * array(lane).itemsize - 1
        self._lengths = array("f", bytes(4 * room))
        for number, components in vectors.items():
            self._lengths[number] = _length(components)
        self._bias = self._joined(array(lane, [self._middle] * room))
        dimensions = len(next(iter(vectors.values()), ()))
        self._components = [self._packed(vectors, d, room) for d in range(dimensions)]

    def _packed(self, vectors: Mapping[int, Sequence[int]], dimension: int, room: int) -> int:
        """One component of all vectors: a negative one borrows from the next lane, as sums do."""
        lanes = array(self._lane, [self._middle] * room)
        for number, components in vectors.items():
            lanes[number] += components[dimension]
        return self._joined(lanes) - self._bias

    @staticmethod
    def _joined(lanes: "array[int]") -> int:
        return int.from_bytes(lanes.tobytes(), sys.byteorder)

    def cosines(self, vector: Sequence[int]) -> list[float]:
        """The cosine with every vector, in [-1, 1], by number; 0 where there is none."""
        joined = self._bias + sum(map(int.__mul__, self._components, vector))
        size = len(self._lengths) * array(self._lane).itemsize
        lanes = array(self._lane, joined.to_bytes(size, sys.byteorder))
        length, middle = _length(vector) or 1.0, self._middle
        return [
            (lane - middle) / (length * own) if own else 0.0
            for lane, own in zip(lanes, self._lengths, strict=True)
        ]


def whole(vector: Vector) -> list[int]:
    """A vector of the same direction in whole numbers of at most 127."""
    top = max(map(abs, vector)) or 1.0
    return [round(_MOST * component / top) for component in vector]


def _length(components: Sequence[int]) -> float:
    return math.sqrt(sum(component * component for component in components))
