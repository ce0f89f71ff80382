"""Keeps what a sentence encoder made of phrasings, so that a start does not take a minute."""

import hashlib
import struct
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

from bot.storage.whole_file import read_whole, write_whole

MOST = 20_000  # centroids that are kept, 18 MB; beyond it what was not used lately goes
_KEY = 16  # bytes
_MARK = b"CBC1"
_SHAPE = struct.Struct("<32sI")  # the hash of the encoder's name, bytes a centroid


class Centroids:
    """A file of centroids by key, all of one encoder. A broken one, or another's, counts as none.

    Two processes may write it: the last one wins, and what the other made is made again.
    """

    def __init__(self, path: Path, named: bytes, known: Mapping[bytes, bytes]) -> None:
        self._path, self._named = path, named
        self._known = dict(known)

    @classmethod
    def opened(cls, path: Path, encoder: str) -> Self:
        """Those of the file that the encoder of this name has written. Never raises."""
        named = _hash(encoder.encode())
        try:
            return cls(path, named, _parsed(read_whole(path, _MARK), named))
        except OSError:
            return cls(path, named, {})

    @property
    def is_empty(self) -> bool:
        """Whether everything has to be made."""
        return not self._known

    def get(self, key: bytes) -> bytes | None:
        """The components of a centroid, a signed byte each."""
        return self._known.get(key)

    def keep(self, used: Mapping[bytes, bytes], fresh: Mapping[bytes, bytes]) -> None:
        """Remember `fresh`, which have one size; a file that cannot be written stays as it is."""
        newest = {**fresh, **used, **self._known}
        self._known = dict(list(newest.items())[:MOST])
        size = len(next(iter(self._known.values()), b""))
        body = b"".join(key + found for key, found in self._known.items())
        with suppress(OSError):
            write_whole(self._path, _MARK, _SHAPE.pack(self._named, size) + body)


def _parsed(rest: memoryview | None, named: bytes) -> dict[bytes, bytes]:
    """What is in a file; nothing where it is not whole or another encoder wrote it."""
    if rest is None or len(rest) < _SHAPE.size:
        return {}
    encoder, size = _SHAPE.unpack_from(rest)
    if encoder != named:
        return {}
    row = _KEY + size
    starts = range(_SHAPE.size, len(rest), row)
    return {bytes(rest[at : at + _KEY]): bytes(rest[at + _KEY : at + row]) for at in starts}


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
