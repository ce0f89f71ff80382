"""The real process, driven over HTTP by the fake Bot API server."""

import asyncio
import os
import signal
import sqlite3
import sys
from pathlib import Path

from botapi.server import BotApiServer

ARTICLE = """By Ada Writer

The old harbour of Port Ellen was closed in March 2019.
A new pier was opened by Mayor Jo Lind in May 2021.
"""
FACTS = """
[article]
label = "Article by Ada Writer"

[[facts]]
id = "pier-opened"
cites = [2]
answer = "Mayor Jo Lind"
kinds = ["who"]
[facts.asks]
en = ["Who opened the new pier?", "by whom was the pier opened"]

[[facts]]
id = "harbour-closed"
cites = [1]
answer = "March 2019"
kinds = ["when"]
[facts.asks]
en = ["When was the old harbour closed?", "date of the harbour's closure"]

[[gaps]]
id = "pier-cost"
near = ["pier-opened"]
[gaps.asks]
en = ["How much did the new pier cost?", "price of the pier"]
"""
PIER = "A new pier was opened by Mayor Jo Lind in May 2021."


class Bot:
    """One run after the other of the bot's process on the same data folder."""

    def __init__(self, server: BotApiServer, folder: Path) -> None:
        self._server, self._folder = server, folder
        self.data = folder / "data"
        self.facts = folder / "facts" / "facts.toml"
        self.log = folder / "log.txt"
        self._process: asyncio.subprocess.Process | None = None

    async def start(self, **settings: str) -> None:
        """Start the process; it may not be listening yet."""
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "CITEBOT_TOKEN": self._server.token,
            "CITEBOT_API_URL": self._server.url,
            "CITEBOT_DATA": str(self.data),
            "CITEBOT_FACTS": str(self._folder / "facts"),
            **settings,
        }
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-W", "error", "-m", "bot", "run"),
                env=environment,
                cwd=self._folder,
                stderr=log,
                stdout=log,
            )

    @property
    def pid(self) -> int:
        """Of the running process."""
        assert self._process is not None
        return self._process.pid

    async def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        await self._end(signal.SIGKILL, 5)

    async def stop(self, within: float = 5.0) -> int:
        """SIGTERM; the exit status. Raises TimeoutError after `within` seconds."""
        return await self._end(signal.SIGTERM, within)

    async def exited(self, within: float = 10.0) -> int:
        """The exit status of a process that ends by itself."""
        assert self._process is not None
        return await asyncio.wait_for(self._process.wait(), within)

    async def _end(self, number: int, within: float) -> int:
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(number)
        return await asyncio.wait_for(self._process.wait(), within)

    async def close(self) -> None:
        """Leave no process behind."""
        if self._process is not None and self._process.returncode is None:
            await self.kill()

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What the database says."""
        connection = sqlite3.connect(self.data / "citebot.db")
        try:
            return connection.execute(query).fetchall()
        finally:
            connection.close()
