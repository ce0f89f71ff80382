"""Who asked to be told is told once the answer is published: in their language, and only once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from botapi.transport import until
from fake_telegram import Person

from chat.editors import EDITOR, newsroom, publish, say_differently
from chat.world import LABEL, SENTENCES, World, said

FAR = "which distance does it span"
TOLD = f"You asked: “{FAR}”. Now the article’s answer is known:\n\n❝ {SENTENCES[2].text} ❞"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with newsroom(tmp_path) as world:
        yield world


@pytest.fixture
def reader(world: World) -> Person:
    return world.person()


async def wishes(reader: Person, question: str = FAR) -> None:
    """Ask what nothing answers yet, and ask to be told."""
    await reader.say(question)
    await reader.press("Tell me if this is added")


async def answers(world: World, *told: Person, phrasing: str = FAR) -> None:
    """An editor publishes the answer, and those who are to be told are told."""
    editor = world.person(EDITOR)
    await say_differently(editor, "length", phrasing)
    await publish(editor)
    assert await until(world.gateway, lambda: all(map(notices, told)), 10)
    assert await world.wishes.fulfilled() == []  # nobody is still to be told


def notices(person: Person) -> list[str]:
    return [text for text in said(person) if text.startswith(("You asked", "Avevi chiesto"))]


async def test_a_reader_is_told_in_a_reply_to_what_was_not_answered(
    world: World, reader: Person
) -> None:
    await wishes(reader)
    refused = reader.last.message_id
    await answers(world, reader)
    assert (reader.screen, reader.last.reply_to) == (f"{TOLD}\n[2] {LABEL}", refused)


async def test_a_reader_is_told_once(world: World, reader: Person) -> None:
    await wishes(reader)
    await answers(world, reader)
    await answers(world, phrasing="what is the span in yards")
    assert len(notices(reader)) == 1


async def test_who_asked_for_it_twice_is_told_once(world: World, reader: Person) -> None:
    await wishes(reader)
    await wishes(reader, f"{FAR}?")
    await answers(world, reader)
    assert len(notices(reader)) == 1


async def test_who_did_not_ask_for_it_is_not_told(world: World, reader: Person) -> None:
    await reader.say(FAR)
    await answers(world)
    assert notices(reader) == []


async def test_a_publication_that_answers_something_else_tells_nobody(
    world: World, reader: Person
) -> None:
    await wishes(reader, "does it sway in a storm")
    await answers(world)
    assert notices(reader) == []


async def test_who_is_forgotten_is_not_told(world: World, reader: Person) -> None:
    await wishes(reader)
    await world.readers.forget(reader.user["id"])
    await answers(world)
    assert notices(reader) == []


async def test_who_has_blocked_the_bot_is_left_alone_and_the_next_is_told(
    world: World, reader: Person
) -> None:
    other = world.person(1002)
    await wishes(reader)
    await wishes(other)
    await world.readers.away(reader.user["id"])
    await answers(world, other)
    assert (notices(reader), len(notices(other))) == ([], 1)


async def test_a_reader_is_told_in_the_language_of_the_question(world: World) -> None:
    reader = world.person(1003, "it")
    await reader.say("quale distanza copre")
    await reader.press("Avvisami se viene aggiunto")
    await answers(world, reader, phrasing="it: quale distanza copre")
    assert reader.screen.startswith("Avevi chiesto")


async def test_who_was_not_told_before_the_bot_stopped_is_told_after_its_start(
    tmp_path: Path,
) -> None:
    async with newsroom(tmp_path / "data") as world:
        reader = world.person()
        await wishes(reader)
        world.gateway.fault("sendMessage", 429, retry_after=3600, chat_id=reader.chat["id"])
        world.naps.may_end.clear()
        await say_differently(world.person(EDITOR), "length", FAR)
        await publish(world.person(EDITOR))
        calls = world.gateway.calls
        assert await until(world.gateway, lambda: any(c.error_code == 429 for c in calls), 10)
        await world.person(EDITOR).say("/team")
        assert 3600 in world.naps.seconds
    async with newsroom(tmp_path / "data", gateway=world.gateway) as world:
        reader = world.person()
        assert await until(world.gateway, lambda: notices(reader) != [], 10)
