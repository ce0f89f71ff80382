"""Word vectors: words that are used alike point the same way, so “cash” is near “money”."""

import math
from array import array
from collections.abc import Mapping, Sequence

from bot.core.keys import Keys
from bot.core.lanes import Row

# A byte holds two signed numbers of four bits, for two components half a vector apart; here they
# are unpacked with MIDDLE added, so that they are never negative.
_LOW = bytes((byte & 15) ^ 8 for byte in range(256))
_HIGH = bytes((byte >> 4) ^ 8 for byte in range(256))
_MIDDLE = 8
UNIT = 1 << 20  # of a word's weight, about a millionth: sums of whole numbers have no order
_REMEMBERED = 1024  # words, 1 KB each
FINE = 1 << 14  # length of a vector in whole numbers: components are off by a thousandth


class WordVectors:
    """A vector for each of the commonest words of a language; see tests/word_vectors.py."""

    def __init__(self, dimensions: int, keys: Keys, scales: "array[float]", rows: bytes) -> None:
        """`scales`: a word's weight, its rarity goes into the length of its vector; `rows`:
        dimensions / 2 bytes for a word, in the order of the keys.
        """
        self.dimensions, self.keys, self.scales, self.rows = dimensions, keys, scales, rows
        self._row = Row(dimensions)
        # Words lately used: their weight, 0 where they are not known, and their vector times that.
        self._weighed: dict[str, tuple[int, int]] = {}

    def sum(self, words: Mapping[str, int]) -> Sequence[int] | None:
        """The vectors of folded words added up, each as often as given; None: none is known.

        In whole numbers, `UNIT` for 1.
        """
        weighed = [(times, self.weighed(word)) for word, times in words.items()]
        if not any(weight for _, (weight, _) in weighed):
            return None
        return self._row.parted(sum(times * joined for times, (_, joined) in weighed))

    def weighed(self, word: str) -> tuple[int, int]:
        """A folded word's weight, `UNIT` for 1, and its vector times that, joined."""
        found = self._weighed.get(word)  # once: another thread may clear it
        if found is None:
            number = self.keys.find(word)
            share = round(UNIT * self.scales[number]) if number >= 0 else 0
            found = share, share * self._row.joined(self.row(word) or []) if share else 0
            if len(self._weighed) >= _REMEMBERED:
                self._weighed.clear()
            self._weighed[word] = found
        return found

    def parted(self, joined: int) -> Sequence[int]:
        """The components of a sum of weighed vectors."""
        return self._row.parted(joined)

    def row(self, word: str) -> list[int] | None:
        """The direction of a folded word, components in [-7, 7]; None where it is not known."""
        number = self.keys.find(word)
        if number < 0:
            return None
        size = self.dimensions // 2
        row = self.rows[number * size : (number + 1) * size]
        unpacked = row.translate(_LOW) + row.translate(_HIGH)
        return [component - _MIDDLE for component in unpacked]


def whole(vector: Sequence[float], length: float = 1.0) -> list[int]:
    """A vector of the same direction in whole numbers, of `length` × `FINE`; zero stays zero."""
    factor = length * FINE / (math.hypot(*vector) or 1.0)
    return list(map(float.__round__, [factor * component for component in vector]))
