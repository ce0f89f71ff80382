"""Word vectors: words that are used alike point the same way, so “cash” is near “money”."""

import math
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.keys import Keys

Vector = Sequence[float]

# A byte holds two signed numbers of four bits, for two components half a vector apart.
_LOW = bytes(((byte & 15) ^ 8) - 8 & 255 for byte in range(256))
_HIGH = bytes(((byte >> 4) ^ 8) - 8 & 255 for byte in range(256))
_MOST = 127  # of a component of a vector that is compared
_LANE = 32  # bits; 128 products of two such components need 22 and a sign


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

    def _row(self, number: int) -> list[int]:
        size = self.dimensions // 2
        row = self.rows[number * size : (number + 1) * size]
        return [
            *memoryview(row.translate(_LOW)).cast("b"),
            *memoryview(row.translate(_HIGH)).cast("b"),
        ]


class Lanes:
    """Vectors side by side, to be compared with one vector by as many multiplications as it has
    components: component d of all of them stands in one big integer, 32 bits each.
    """

    def __init__(self, vectors: Mapping[int, Vector], room: int) -> None:
        """From numbers below `room`; the others are like nothing."""
        whole = {number: _whole(vector) for number, vector in vectors.items()}
        self._room = room
        self._lengths = array("f", bytes(4 * room))
        for number, components in whole.items():
            self._lengths[number] = _length(components)
        dimensions = len(next(iter(whole.values()), ()))
        self._components = [
            sum(components[d] << _LANE * number for number, components in whole.items())
            for d in range(dimensions)
        ]
        self._middle = sum(1 << _LANE * number + _LANE - 1 for number in range(room))

    def cosines(self, vector: Vector) -> list[float]:
        """The cosine with every vector, in [-1, 1], by number; 0 where there is none."""
        asked = _whole(vector)
        products = self._middle + sum(map(int.__mul__, self._components, asked))
        lanes = array("I", products.to_bytes(self._room * _LANE // 8, "little"))
        length, middle = _length(asked) or 1.0, 1 << _LANE - 1
        return [
            (lane - middle) / (length * own) if own else 0.0
            for lane, own in zip(lanes, self._lengths, strict=True)
        ]


def _whole(vector: Vector) -> list[int]:
    top = max(map(abs, vector)) or 1.0
    return [round(_MOST * component / top) for component in vector]


def _length(components: Sequence[int]) -> float:
    return math.sqrt(sum(component * component for component in components))
