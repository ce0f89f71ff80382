"""One process at a time serves from a folder; the next waits a while, and then says so."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.storage.lock import PATIENCE, FolderNotHeld, held


async def test_a_folder_is_free_again_once_it_is_left(tmp_path: Path) -> None:
    entered = 0
    for _ in range(2):
        async with held(tmp_path):
            entered += 1
    assert entered == 2


async def test_a_folder_that_is_held_is_waited_for(tmp_path: Path) -> None:
    slept: list[float] = []
    async with AsyncExitStack() as first:
        await first.enter_async_context(held(tmp_path))

        async def sleep(seconds: float) -> None:
            slept.append(seconds)
            if len(slept) == 3:
                await first.aclose()

        async with held(tmp_path, sleep):
            assert len(slept) == 3


async def test_a_folder_that_stays_held_is_refused_after_ten_seconds(tmp_path: Path) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async with held(tmp_path):
        with pytest.raises(FolderNotHeld, match=f"{tmp_path} is in use: another process"):
            async with held(tmp_path, sleep):
                pass
    assert sum(slept) == pytest.approx(PATIENCE)


async def test_a_lock_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "citebot.lock").mkdir()
    with pytest.raises(FolderNotHeld, match=f"{tmp_path}/citebot.lock cannot be opened"):
        async with held(tmp_path):
            pass
