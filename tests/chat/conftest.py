"""The world that most conversations happen in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fake_telegram import Person

from chat.world import World, opened


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with opened(tmp_path) as world:
        yield world
        assert world.gateway.violations == []


@pytest.fixture
def reader(world: World) -> Person:
    return world.person()
