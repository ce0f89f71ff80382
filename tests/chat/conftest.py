"""The world that most conversations happen in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from botapi.gateway import Call
from botapi.transport import until
from fake_telegram import Person

from chat.world import World, opened


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with opened(tmp_path) as world:
        yield world
        assert world.gateway.violations == []


@pytest.fixture
async def menus(world: World) -> list[Call]:
    """How everybody's menus are told, in three scopes and five languages, once they are."""
    assert await until(world.gateway, lambda: len(told(world)) >= 15, 5)
    return told(world)


def told(world: World) -> list[Call]:
    return world.gateway.calls_of("setMyCommands")


@pytest.fixture
def reader(world: World) -> Person:
    return world.person()
