"""Numbers side by side in one big integer: one addition, or multiplication, does all at once."""

import sys
from array import array
from collections.abc import Mapping, Sequence
from operator import mul
from typing import NamedTuple


class Row:
    """A row of lanes, whole numbers of one size; one integer holds a number for each."""

    def __init__(self, room: int, code: str = "q") -> None:
        """Of `room` lanes; `code`: a signed type code of `array` that holds any sum in a lane."""
        self.room, self._code = room, code
        self._bytes = room * array(code).itemsize
        self._half = self._joined([1 << 8 * array(code).itemsize - 1] * room)

    def joined(self, numbers: Sequence[int]) -> int:
        """One integer for one number a lane: Σ number × 2^(its bits)."""
        signed = int.from_bytes(array(self._code, numbers).tobytes(), sys.byteorder)
        return (signed ^ self._half) - self._half

    def parted(self, joined: int) -> "array[int]":
        """The numbers of all lanes, in order."""
        signed = (joined + self._half) ^ self._half
        return array(self._code, signed.to_bytes(self._bytes, sys.byteorder))

    def _joined(self, numbers: Sequence[int]) -> int:
        return int.from_bytes(array(self._code.upper(), numbers).tobytes(), sys.byteorder)


class Columns:
    """Vectors side by side, to be compared with one vector by a multiplication a component."""

    def __init__(self, row: Row, vectors: Mapping[int, Sequence[int]]) -> None:
        """From lane → components; the lanes that are left out are like nothing."""
        dimensions = len(next(iter(vectors.values()), ()))
        none = (0,) * dimensions
        table = [vectors.get(number, none) for number in range(row.room)]
        self._components = [row.joined(column) for column in zip(*table, strict=True)]

    def dots(self, vector: Sequence[int]) -> int:
        """The scalar products with all vectors, as one integer."""
        return sum(map(mul, self._components, vector))


class Likeness(NamedTuple):
    """How like one question all owners are, by some sort of evidence: lane × scale."""

    joined: int
    lanes: "array[int]"
    scale: float

    def of(self, owner: int) -> float:
        """In [0, 1.6]: above 1 only for owners with much less text than the others."""
        return max(0, self.lanes[owner]) * self.scale
