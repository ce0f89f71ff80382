"""Word vectors: words that are used alike point the same way, so “cash” is near “money”."""

import math
import sys
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import mul

from bot.core.keys import Keys

Vector = Sequence[float]

# A byte holds two signed numbers of four bits, for two components half a vector apart; here they
# are unpacked with MIDDLE added, so that they are never negative.
_LOW = bytes((byte & 15) ^ 8 for byte in range(256))
_HIGH = bytes((byte >> 4) ^ 8 for byte in range(256))
_MIDDLE = 8
UNIT = 1 << 20  # of a word's weight, about a millionth: sums of whole numbers have no order
_REMEMBERED = 1024  # words, 1 KB each
_MOST = 127  # of a component of a sum that is compared; of a word's own it is 7
_SIGNED = bytes(byte ^ 128 for byte in range(256))  # a signed byte → what it is above -128


@dataclass(frozen=True, slots=True)
class WordVectors:
    """A vector for each of the commonest words of a language; see tests/word_vectors.py."""

    dimensions: int  # even
    keys: Keys
    scales: "array[float]"  # a word's weight: its rarity goes into the length of its vector
    rows: bytes  # dimensions / 2 for a word, in the order of the keys
    # Words lately used: their weight, 0 where they are not known, and their vector times that.
    _weighed: dict[str, tuple[int, int]] = field(default_factory=dict, repr=False, compare=False)

    def sum(self, words: Mapping[str, int]) -> Vector | None:
        """The vectors of folded words added up, each as often as given; None: none is known.

        In whole numbers, `UNIT` for 1. All components at once: a vector is one integer, with 64
        bits for each component.
        """
        total = weight = 0
        for word, times in words.items():
            share, vector = self._weighed.get(word) or self._weigh(word)
            weight += times * share
            total += vector if times == 1 else times * vector
        if not weight:
            return None
        added = array("Q", total.to_bytes(8 * self.dimensions, sys.byteorder))
        middle = _MIDDLE * weight
        return [component - middle for component in added]

    def _weigh(self, word: str) -> tuple[int, int]:
        """A folded word's weight, and its vector times that."""
        number = self.keys.find(word)
        share = round(UNIT * self.scales[number]) if number >= 0 else 0
        found = share, share * _joined("Q", list(self._unpacked(number))) if share else 0
        if len(self._weighed) >= _REMEMBERED:
            self._weighed.clear()
        self._weighed[word] = found
        return found

    def row(self, word: str) -> list[int] | None:
        """The direction of a folded word, components in [-7, 7]; None where it is not known."""
        number = self.keys.find(word)
        if number < 0:
            return None
        return [component - _MIDDLE for component in self._unpacked(number)]

    def _unpacked(self, number: int) -> bytes:
        size = self.dimensions // 2
        row = self.rows[number * size : (number + 1) * size]
        return row.translate(_LOW) + row.translate(_HIGH)


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
        self._bias = _joined(lane, [self._middle] * room)
        self._components = _columns(vectors, room, lane)

    def cosines(self, vector: Sequence[int]) -> list[float]:
        """The cosine with every vector, in [-1, 1], by number; 0 where there is none."""
        joined = sum(map(mul, self._components, vector), self._bias)
        size = len(self._lengths) * array(self._lane).itemsize
        lanes = array(self._lane, joined.to_bytes(size, sys.byteorder))
        length, middle = _length(vector) or 1.0, self._middle
        return [
            (lane - middle) / (length * own) if own else 0.0
            for lane, own in zip(lanes, self._lengths, strict=True)
        ]


def _columns(vectors: Mapping[int, Sequence[int]], room: int, lane: str) -> list[int]:
    """One integer a component, with a lane for each vector: a negative number borrows from the
    next lane, as it does when integers are added.
    """
    dimensions = len(next(iter(vectors.values()), ()))
    none = bytes([128]) * dimensions
    rows = {n: array("b", vector).tobytes().translate(_SIGNED) for n, vector in vectors.items()}
    table = b"".join(rows.get(number, none) for number in range(room))
    offset = _joined(lane, [128] * room)
    return [_joined(lane, list(table[d::dimensions])) - offset for d in range(dimensions)]


def _joined(lane: str, numbers: Sequence[int]) -> int:
    return int.from_bytes(array(lane, numbers).tobytes(), sys.byteorder)


def whole(vector: Vector) -> list[int]:
    """A vector of the same direction in whole numbers of at most 127."""
    factor = _MOST / (max(map(abs, vector)) or 1.0)
    return list(map(float.__round__, [factor * component for component in vector]))


def _length(components: Sequence[int]) -> float:
    return math.hypot(*components)
