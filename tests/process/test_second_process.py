"""Two processes on one folder of data: the second waits for the first, and answers nothing."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from botapi.gateway import Gateway
from botapi.people import user
from botapi.server import BotApiServer

from process.running import PIER, Bot

ANN = user(501, "Ann")
WAITS, LISTENS = "waiting for its end", "listening as"


def log(bot: Bot) -> str:
    return bot.log.read_text(encoding="utf-8")


async def logged(bot: Bot, words: str) -> None:
    """Wait until the words are in the log."""
    async with asyncio.timeout(20):
        while words not in log(bot):  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.05)


@pytest.fixture
async def second(bot: Bot, server: BotApiServer, tmp_path: Path) -> AsyncIterator[Bot]:
    """A process that waits, for `bot` serves from the same data."""
    await bot.start()
    await logged(bot, LISTENS)
    second = Bot(server, tmp_path)
    second.log = tmp_path / "second.txt"
    await second.start()
    await logged(second, WAITS)
    yield second
    await second.close()


async def test_a_second_process_ends_with_a_line_that_names_the_folder(
    bot: Bot, second: Bot
) -> None:
    assert await second.exited(30) == 1
    _, last = log(second).splitlines()  # the other one says that it waits
    assert last.startswith(f"{bot.data} is in use: another process goes on serving from it; ")


@pytest.mark.parametrize("end", [Bot.stop, Bot.kill])
async def test_a_second_process_takes_over_when_the_first_one_ends(
    bot: Bot,
    second: Bot,
    server: BotApiServer,
    gateway: Gateway,
    end: Callable[[Bot], Awaitable[object]],
) -> None:
    gateway.inject.message(ANN, "who opened the pier?")
    # Not killed before it is noted as answered: a question on its way may be answered again.
    await server.wait_for(lambda: bot.rows("SELECT state FROM inbox") == [("done",)])
    await end(bot)
    await logged(second, LISTENS)
    gateway.inject.message(ANN, "who opened the pier?")
    await server.wait_for(lambda: len(gateway.calls_of("sendMessage")) > 1)
    assert await second.stop() == 0
    assert [PIER in each.text for each in gateway.messages(501) if each.from_bot] == [True, True]


async def test_a_process_that_waits_ends_at_once_when_it_is_told_to(second: Bot) -> None:
    assert await second.stop(within=2.0) == -signal.SIGTERM


@pytest.mark.parametrize(
    "command", [("ask", "who opened the pier?"), ("check",), ("facts", "export")], ids=" ".join
)
async def test_commands_are_not_hindered_by_a_bot_that_serves(
    bot: Bot, tmp_path: Path, command: tuple[str, ...]
) -> None:
    await bot.start()
    await logged(bot, LISTENS)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *command),
        env={
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "CITEBOT_DATA": str(bot.data),
            "CITEBOT_FACTS": str(bot.facts.parent),
        },
        cwd=tmp_path,
        stdout=asyncio.subprocess.DEVNULL,
    )
    assert await asyncio.wait_for(process.wait(), 30) == 0
