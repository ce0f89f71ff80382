"""The real process and its Telegram, new for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from botapi.gateway import Gateway
from botapi.server import BotApiServer

from process.running import ARTICLE, FACTS, Bot


@pytest.fixture
def gateway() -> Gateway:
    return Gateway()


@pytest.fixture
async def server(gateway: Gateway) -> AsyncIterator[BotApiServer]:
    async with BotApiServer(gateway) as server:
        yield server


@pytest.fixture
async def bot(server: BotApiServer, tmp_path: Path) -> AsyncIterator[Bot]:
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "article.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "facts" / "facts.toml").write_text(FACTS, encoding="utf-8")
    bot = Bot(server, tmp_path)
    yield bot
    await bot.close()
