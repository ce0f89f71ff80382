"""Writes a file whole or not at all, and tells a whole one from any other."""

import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile

_HASH = 32  # bytes


def write_whole(path: Path, mark: bytes, body: bytes) -> None:
    """Write `body` behind `mark` and a hash of it, in place of what was there. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        try:
            file.write(mark + _hash(body))
            file.write(body)
            file.close()
            os.replace(file.name, path)  # noqa: PTH105 - Path has the same
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise


def read_whole(path: Path, mark: bytes) -> memoryview | None:
    """What was written behind `mark`; None where a byte is wrong, or another mark is there.

    Raises OSError.
    """
    data = memoryview(path.read_bytes())
    body = data[len(mark) + _HASH :]
    return body if data[: len(mark) + _HASH] == mark + _hash(body) else None


def _hash(data: bytes | memoryview) -> bytes:
    return hashlib.sha256(data).digest()
