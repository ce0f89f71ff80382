"""/stats as editors see it: the week or the month in bars, and nobody else sees it."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fake_telegram import Person

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


async def stats(editor: Person, which: str = "") -> str:
    await editor.say(f"/stats {which}")
    return editor.screen


async def test_a_day_shows_its_questions(world: World, editor: Person) -> None:
    await asked(world, WHEN, LONG, TALL)
    shown = await stats(editor)
    assert "3 questions" in shown
    assert "answered 2 · did you mean 0 · not in the article 0 · not known 1" in shown
    assert "▇▇▇▇▇▇▇▇▇▇▇▇ 3 15.01." in shown


async def test_facts_are_shown_by_their_question(world: World, editor: Person) -> None:
    await asked(world, WHEN, WHEN, LONG)
    assert f"▇▇▇▇▇▇▇▇▇▇▇▇ 2 {WHEN}\n▇▇▇▇▇▇ 1 {LONG}" in await stats(editor)


async def test_alike_questions_without_an_answer_are_one(world: World, editor: Person) -> None:
    await asked(world, TALL, f"{TALL}?", "which height has the towr")
    assert f"Asked and not answered\n▇▇▇▇▇▇▇▇▇▇▇▇ 3 {TALL}" in await stats(editor)


async def test_what_is_answered_by_now_is_not_missing_any_more(
    world: World, editor: Person
) -> None:
    await asked(world, TALL)
    await say_differently(editor, "length", TALL)
    await publish(editor)
    assert "not answered" not in await stats(editor)


async def test_small_talk_is_not_missing(world: World, editor: Person) -> None:
    await asked(world, "thank you")
    assert "not answered" not in await stats(editor)


async def test_a_vote_is_shown(world: World, editor: Person) -> None:
    reader = world.person()
    await reader.say(WHEN)
    await reader.press("👍")
    assert "👍 1 · 👎 0" in await stats(editor)


@pytest.mark.parametrize(("which", "days"), [("", 7), ("7d", 7), ("30d", 30), ("30D", 30)])
async def test_a_week_or_a_month_is_shown(
    world: World, editor: Person, which: str, days: int
) -> None:
    await asked(world, WHEN)
    shown = await stats(editor, which)
    assert len(re.findall(r"^(▇+ )?\d+ \d\d\.\d\d\.$", shown, re.MULTILINE)) == days


async def test_another_period_is_refused(editor: Person) -> None:
    assert await stats(editor, "9d") == "I know /stats 7d and /stats 30d, not “9d”."


async def test_nothing_asked_is_shown_as_nothing(editor: Person) -> None:
    assert "0 questions" in await stats(editor)


@pytest.mark.parametrize("person", [REVIEWER, STRANGER])
async def test_readers_and_reviewers_see_no_figures(world: World, person: int) -> None:
    assert "questions" not in await stats(world.person(person))
