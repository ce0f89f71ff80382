"""What is under way when the database is closed."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.storage.database import Database


async def test_a_write_that_was_committed_is_no_failure_though_its_caller_had_gone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    loop = asyncio.get_running_loop()

    def job(connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE inbox SET attempts = 0")
        loop.call_soon_threadsafe(caller.cancel)

    async with Database.opened(tmp_path / "bot.db") as db:
        caller = asyncio.create_task(db.write(job))
        await asyncio.gather(caller, return_exceptions=True)
    assert caplog.text == ""
