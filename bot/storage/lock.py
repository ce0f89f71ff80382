"""Lets one process at a time serve from a folder of data, so that no question is answered twice."""

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

if sys.platform != "win32":
    import fcntl

log = logging.getLogger(__name__)

FILE = "citebot.lock"  # stays there: one that is deleted may be held, and a new one not
PATIENCE = 6.0  # seconds; a process that was told to stop needs up to five
_PAUSE = 0.1  # seconds

Sleep = Callable[[float], Awaitable[object]]


class FolderNotHeld(Exception):  # noqa: N818 - a state, as people name it
    """Raised when another process goes on serving from the folder, or its file cannot be locked."""


@asynccontextmanager
async def held(folder: Path, sleep: Sleep = asyncio.sleep) -> AsyncIterator[None]:
    """The folder for this process alone, until it is left or the process ends, by kill -9 too.

    Waits PATIENCE seconds for another process to end. Raises FolderNotHeld.
    """
    path = folder / FILE
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    except OSError as error:
        raise FolderNotHeld(f"{path} cannot be opened ({error.strerror})") from error
    try:
        await _lock(descriptor, path, sleep)
        yield
    finally:
        os.close(descriptor)  # and with it the lock; where the process is killed, the kernel does


async def _lock(descriptor: int, path: Path, sleep: Sleep) -> None:
    for turn in range(round(PATIENCE / _PAUSE)):
        if _is_locked(descriptor, path):
            return
        if turn == 0:
            log.warning("another process serves from %s, waiting for its end", path.parent)
        await sleep(_PAUSE)
    raise FolderNotHeld(
        f"{path.parent} is in use: another process goes on serving from it; expected one at a "
        "time: stop the other, or give this one a CITEBOT_DATA of its own"
    )


def _is_locked(descriptor: int, path: Path) -> bool:
    """Whether this process has the lock now; on Windows, which has none, it always has."""
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise FolderNotHeld(
            f"{path} cannot be locked ({error.strerror}); expected a folder on a local disk"
        ) from error
    return True
