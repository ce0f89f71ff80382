"""The weekly digest: on Mondays, to editors who want it, once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from botapi.transport import until
from fake_telegram import Person

from bot.chat.digest import Digest
from bot.chat.outbox import Outbox
from bot.chat.screens import Screens
from bot.chat.statistics import Figures
from bot.texts import load_texts
from chat.editors import EDITOR, OWNER, newsroom
from chat.world import World, said

DAY = 86_400  # seconds
MONDAY = 3 * DAY + 3600  # seconds from the world's first moment, a Friday at 08:00


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with newsroom(tmp_path) as world:
        yield world


@pytest.fixture
def editor(world: World) -> Person:
    return world.person(EDITOR)


def digests(person: Person) -> list[str]:
    return [text for text in said(person) if text.startswith("bridge, ")]


async def passes(world: World, seconds: float) -> None:
    """Time passes, and what is due is sent."""
    world.clock.advance(seconds)
    team, statistics, texts = world.editorial.team, world.editorial.statistics, load_texts()
    outbox = Outbox(world.application.bot, world.naps, world.readers.moved, world.clock)
    screens = Screens(team, outbox, texts)
    await Digest(
        Figures(statistics, screens, texts, draws=False), statistics, team, screens
    ).sweep()


async def test_an_editor_who_wants_it_gets_it_on_monday(world: World, editor: Person) -> None:
    await editor.say("/digest on")
    await passes(world, MONDAY)
    assert len(digests(editor)) == 1


async def test_before_monday_nothing_is_sent(world: World, editor: Person) -> None:
    await editor.say("/digest on")
    await passes(world, MONDAY - 1)
    assert digests(editor) == []


async def test_one_week_brings_one(world: World, editor: Person) -> None:
    await editor.say("/digest on")
    await passes(world, MONDAY)
    await passes(world, 6 * DAY)
    assert len(digests(editor)) == 1


async def test_every_week_brings_one(world: World, editor: Person) -> None:
    await editor.say("/digest on")
    await passes(world, MONDAY)
    await passes(world, 7 * DAY)
    assert len(digests(editor)) == 2


async def test_who_does_not_want_it_any_more_gets_none(world: World, editor: Person) -> None:
    await editor.say("/digest on")
    await editor.say("/digest off")
    await passes(world, MONDAY)
    assert digests(editor) == []


async def test_who_is_no_editor_any_more_gets_none(world: World, editor: Person) -> None:
    await editor.say("/digest on")
    await world.person(OWNER).say(f"/revoke {EDITOR}")
    await passes(world, MONDAY)
    assert digests(editor) == []


async def test_anything_else_is_told_how_to_ask(editor: Person) -> None:
    await editor.say("/digest weekly")
    assert editor.screen == "Write /digest on or /digest off."


async def test_what_was_due_while_the_bot_was_away_comes_once_after_its_start(
    tmp_path: Path,
) -> None:
    async with newsroom(tmp_path / "data") as world:
        await world.person(EDITOR).say("/digest on")
    world.clock.advance(MONDAY)
    async with newsroom(tmp_path / "data", gateway=world.gateway, clock=world.clock) as world:
        editor = world.person(EDITOR)
        assert await until(world.gateway, lambda: digests(editor) != [], 10)
        await passes(world, 0)
        assert len(digests(editor)) == 1
