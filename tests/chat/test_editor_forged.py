"""A thousand forged, stale, replayed and foreign presses and commands: none changes anything."""

import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from botapi.views import Button
from fake_telegram import Person

from chat.editors import EDITOR, OWNER, STRANGER, newsroom, publish, say_differently, versions
from chat.world import World

TIMES = 170  # for each of six ways


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with newsroom(tmp_path) as world:
        yield world


async def preview(editor: Person) -> Button:
    """A draft's preview; its button that publishes."""
    await say_differently(editor, "length", "how far across")
    await editor.say("/preview")
    button = editor.last.button("Publish")
    assert button is not None
    return button


async def state(world: World) -> tuple[object, ...]:
    """All that a press or a command may not change."""
    drafts = await world.rows("SELECT editor, based_on, edits, exchange FROM drafts")
    return (
        drafts,
        await versions(world),
        world.desk.base().version,
        world.editorial.team.of("bridge"),
    )


async def proxied(owner: Person, number: int, text: str) -> None:
    """Words that are not plainly the owner's own."""
    way = "forwarded" if number % 2 else "via_bot"
    await owner.does(lambda do: getattr(do, way)(owner.user, text))


async def test_forged_presses_change_nothing(world: World) -> None:
    editor = world.person(EDITOR)
    wanted = (await preview(editor)).data or ""
    before = await state(world)
    dice = random.Random(1)
    for _ in range(TIMES):
        letters = list(wanted)
        letters[dice.randrange(2, len(letters) - 2)] = dice.choice("abcXYZ019_-:")
        forged = "".join(letters)
        if forged != wanted:
            await editor.press("Publish", data=forged)
    assert await state(world) == before


async def test_a_button_that_was_never_offered_does_nothing(world: World) -> None:
    editor = world.person(EDITOR)
    token = ((await preview(editor)).data or "").rpartition(":")[0]
    before = await state(world)
    for number in (*range(3, 9), -1, "", "x", "1e0", "٣", "0x0", "999999999999"):
        await editor.press("Publish", data=f"{token}:{number}")
    assert await state(world) == before


async def test_presses_of_other_people_change_nothing(world: World) -> None:
    await preview(world.person(EDITOR))
    others = [world.person(number) for number in (OWNER, STRANGER)]
    data = world.person(EDITOR).last.button("Publish")
    assert data is not None
    for other in others:
        await other.say("/facts")
    before = await state(world)
    for _ in range(TIMES // 2):
        for other in others:
            await other.press(other.last.labels[0][0], data=data.data)
    assert await state(world) == before


async def test_replayed_presses_change_nothing(world: World) -> None:
    editor = world.person(EDITOR)
    data = (await preview(editor)).data
    await editor.press("Publish")
    before = await state(world)
    for _ in range(TIMES):
        await editor.press("Undo", data=data)
    assert await state(world) == before


async def test_presses_that_are_too_old_change_nothing(world: World) -> None:
    editor = world.person(EDITOR)
    await preview(editor)
    before = await state(world)
    world.clock.advance(15 * 60)
    for _ in range(TIMES):
        await editor.press("Publish")
    assert await state(world) == before


async def test_a_press_upon_another_version_publishes_nothing(world: World) -> None:
    editor, owner = world.person(EDITOR), world.person(OWNER)
    await preview(editor)
    await say_differently(owner, "opened", "year it opened")
    await publish(owner)
    await editor.press("Publish")
    assert await versions(world) == ["import", "publish"]


async def test_commands_of_strangers_change_nothing(world: World) -> None:
    await preview(world.person(EDITOR))
    before = await state(world)
    commands = (
        "/add who?",
        "/retire length",
        "/publish",
        "/undo",
        "/grant 4",
        "/gap x?",
        "/cancel",
    )
    for number in range(TIMES):
        stranger = world.person(STRANGER + number)
        await stranger.say(commands[number % len(commands)])
        await stranger.say("Who painted the bridge?")
    assert await state(world) == before


async def test_commands_that_are_not_plain_change_nothing(world: World) -> None:
    owner = world.person(OWNER)
    before = await state(world)
    commands = ("/add who?", "/gap who?", "/grant 4", "/revoke 2", "/cancel")
    for number in range(TIMES):
        await proxied(owner, number, commands[number % len(commands)])
    assert await state(world) == before


async def test_a_forged_press_is_answered(world: World) -> None:
    editor = world.person(EDITOR)
    await preview(editor)
    await editor.press("Publish", data="e:AAAAAAAAAAAAAAAA:0")
    notice = world.gateway.calls_of("answerCallbackQuery")[-1].params
    assert notice["text"] == "That button is out of date. Please ask again."
