"""Reads and writes vectors.bin, the word vectors of a language."""

import struct
import sys
from array import array
from pathlib import Path

from bot.core.keys import Keys
from bot.core.vectors import WordVectors

_HEADER = struct.Struct("<4sHI")  # what it is, dimensions, words; all little-endian
_MARK = b"CBV1"


def read_vectors(path: Path) -> WordVectors | None:
    """The vectors in the file; None where there is none. Raises ValueError on another file."""
    if not path.exists():
        return None
    data = path.read_bytes()
    head = data[: _HEADER.size].ljust(_HEADER.size, b"\0")
    mark, dimensions, words = _HEADER.unpack(head)
    sizes = (4 * words, 4 * words, words * dimensions // 2)
    if mark != _MARK or len(data) != _HEADER.size + sum(sizes):
        raise ValueError(f"{path.name}: expected word vectors as this version writes them")
    keys: array[int] = array("I")
    scales: array[float] = array("f")
    at = _HEADER.size
    both: tuple[tuple[array[int] | array[float], int], ...] = ((keys, sizes[0]), (scales, sizes[1]))
    for numbers, size in both:
        numbers.frombytes(data[at : at + size])
        if sys.byteorder == "big":
            numbers.byteswap()
        at += size
    return WordVectors(dimensions, Keys(keys), scales, data[at:])


def write_vectors(vectors: WordVectors, path: Path) -> None:
    """Write `vectors`; the same vectors give the same file."""
    parts = [_HEADER.pack(_MARK, vectors.dimensions, len(vectors.keys))]
    parts += [_little(vectors.keys.numbers), _little(vectors.scales)]
    path.write_bytes(b"".join([*parts, vectors.rows]))


def _little(numbers: "array[int] | array[float]") -> bytes:
    own = numbers[:]
    if sys.byteorder == "big":
        own.byteswap()
    return own.tobytes()
