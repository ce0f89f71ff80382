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
    data = memoryview(path.read_bytes())
    mark, dimensions, words = _HEADER.unpack_from(data)
    sizes = (4 * words, 4 * words, words * dimensions // 2)
    if mark != _MARK or len(data) != _HEADER.size + sum(sizes):
        raise ValueError(f"{path.name}: expected word vectors as this version writes them")
    keys, scales = array("I"), array("f")
    at = _HEADER.size
    for numbers, size in ((keys, sizes[0]), (scales, sizes[1])):
        numbers.frombytes(data[at : at + size])
        if sys.byteorder == "big":
            numbers.byteswap()
        at += size
    return WordVectors(dimensions, Keys(keys), scales, bytes(data[at:]))
