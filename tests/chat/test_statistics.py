"""/stats as editors see it: the week or the month in bars, and nobody else sees it."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fake_telegram import Person

from bot.charts import can_draw
from bot.chat.outbox import Outbox
from bot.chat.screens import Screens, Turn
from bot.chat.statistics import Figures
from bot.texts import load_texts
from chat.editors import EDITOR, REVIEWER, STRANGER, newsroom, publish, say_differently
from chat.world import LONG, WHEN, World

TALL = "which height has the tower"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with newsroom(tmp_path) as world:
        yield world


@pytest.fixture
def editor(world: World) -> Person:
    return world.person(EDITOR)


async def asked(world: World, *questions: str) -> None:
    """A reader asks."""
    reader = world.person()
    for question in questions:
        await reader.say(question)


async def stats(world: World, which: str = "") -> str:
    """What an editor is shown where no picture can be drawn."""
    texts = load_texts()
    outbox = Outbox(world.application.bot, world.naps, world.readers.moved, world.clock)
    screens = Screens(world.editorial.team, outbox, texts)
    figures = Figures(world.editorial.statistics, screens, texts, draws=False)
    editor = world.person(EDITOR)
    await editor.say("/start")  # before that a bot may not write
    await figures.stats(Turn(EDITOR, EDITOR, "bridge", "en", which))
    return editor.screen


async def test_a_day_shows_its_questions(world: World) -> None:
    await asked(world, WHEN, LONG, TALL)
    shown = await stats(world)
    assert "3 questions" in shown
    assert "answered 2 · did you mean 0 · not in the article 0 · not known 1" in shown
    assert "▇▇▇▇▇▇▇▇▇▇▇▇ 3 15 Jan 2027" in shown


async def test_facts_are_shown_by_their_question(world: World) -> None:
    await asked(world, WHEN, WHEN, LONG)
    assert f"▇▇▇▇▇▇▇▇▇▇▇▇ 2 {WHEN}\n▇▇▇▇▇▇ 1 {LONG}" in await stats(world)


async def test_alike_questions_without_an_answer_are_one(world: World) -> None:
    await asked(world, TALL, f"{TALL}?", "which height has the towr")
    assert f"Asked and not answered\n▇▇▇▇▇▇▇▇▇▇▇▇ 3 {TALL}" in await stats(world)


async def test_what_is_answered_by_now_is_not_missing_any_more(
    world: World, editor: Person
) -> None:
    await asked(world, TALL)
    await say_differently(editor, "length", TALL)
    await publish(editor)
    assert "not answered" not in await stats(world)


async def test_small_talk_is_not_missing(world: World) -> None:
    await asked(world, "thank you")
    assert "not answered" not in await stats(world)


async def test_a_vote_is_shown(world: World) -> None:
    reader = world.person()
    await reader.say(WHEN)
    await reader.press("👍")
    assert "👍 1 · 👎 0" in await stats(world)


@pytest.mark.parametrize(("which", "days"), [("", 7), ("7d", 7), ("30d", 30), ("30D", 30)])
async def test_a_week_or_a_month_is_shown(world: World, which: str, days: int) -> None:
    await asked(world, WHEN)
    shown = await stats(world, which)
    assert len(re.findall(r"^▇* ?\d+ \d+ (?:Jan 2027|Dec 2026)$", shown, re.MULTILINE)) == days


async def test_another_period_is_refused(editor: Person) -> None:
    await editor.say("/stats 9d")
    assert editor.screen == "I know /stats 7d and /stats 30d, not “9d”."


async def test_nothing_asked_is_shown_as_nothing(world: World) -> None:
    assert "0 questions" in await stats(world)


@pytest.mark.parametrize("person", [REVIEWER, STRANGER])
async def test_readers_and_reviewers_see_no_figures(world: World, person: int) -> None:
    shown = world.person(person)
    await shown.say("/stats")
    assert "questions" not in shown.screen


@pytest.mark.skipif(not can_draw(), reason="the extra `charts` is not installed")
async def test_with_the_extra_a_picture_is_shown(world: World, editor: Person) -> None:
    await asked(world, WHEN)
    await editor.say("/stats")
    sent = world.gateway.calls_of("sendPhoto")
    assert (len(sent), editor.screen.partition("\n")[0]) == (
        1,
        "bridge, 9 Jan 2027 – 15 Jan 2027: 1 question",
    )


async def test_what_is_known_not_to_be_there_is_shown(world: World) -> None:
    await asked(world, "What colour is the bridge painted?")
    assert "What colour is the bridge painted?" in (await stats(world)).partition("Not in")[2]


async def test_what_readers_wait_for_is_shown(world: World) -> None:
    reader = world.person()
    await reader.say(TALL)
    await reader.press("Tell me if this is added")
    assert f"Readers wait for\n▇▇▇▇▇▇▇▇▇▇▇▇ 1 {TALL}" in await stats(world)
