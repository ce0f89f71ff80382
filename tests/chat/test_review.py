"""The queue as a conversation: a card for each question, decided by a tap, live after three."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fake_telegram import Person

from chat.editors import (
    DREW,
    EDITOR,
    QUOTE_DREW,
    REVIEWER,
    newsroom,
    publish,
    say_differently,
    versions,
)
from chat.world import LONG, QUOTE_LENGTH, World

FAR = "which distance does it span"
WIND = "does it sway in a storm"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with newsroom(tmp_path) as world:
        yield world


@pytest.fixture
def reviewer(world: World) -> Person:
    return world.person(REVIEWER)


@pytest.fixture
def editor(world: World) -> Person:
    return world.person(EDITOR)


async def asked(world: World, *questions: str) -> None:
    """Readers ask, each a question."""
    for number, question in enumerate(questions):
        await world.person(2000 + number).say(question)


def labels(person: Person) -> list[str]:
    """The buttons under the newest message."""
    return [label for row in person.last.labels for label in row]


async def test_a_card_says_how_often_it_was_asked_and_how(world: World, reviewer: Person) -> None:
    await asked(world, FAR, "Which distance does it span?", WIND)
    await reviewer.say("/review")
    assert reviewer.screen.splitlines()[:2] == [
        "Question 1 of 2, asked 2 times (en 2)",
        "not answered: 2",
    ]


async def test_a_card_shows_two_examples_and_no_ids(world: World, reviewer: Person) -> None:
    await asked(world, FAR, FAR, "wich distance does it span")
    await reviewer.say("/review")
    shown = reviewer.screen
    assert (FAR in shown, "wich distance" in shown, "200" in shown) == (True, True, False)


async def test_three_taps_lead_from_a_card_to_the_live_answer(
    world: World, reviewer: Person
) -> None:
    await asked(world, "what span has the viaduct")
    await reviewer.say("/review")
    for tap in (f"It means: {LONG}", "Preview (1)", "Publish"):
        await reviewer.press(tap)
    reader = world.person()
    await reader.say("what span has the viaduct")
    assert reader.screen == QUOTE_LENGTH


async def test_nothing_is_published_by_a_decision(world: World, reviewer: Person) -> None:
    await asked(world, WIND)
    await reviewer.say("/review")
    await reviewer.press("The article does not say")
    assert await versions(world) == ["import"]


async def test_decisions_are_published_together(world: World, reviewer: Person) -> None:
    await asked(world, WIND, WIND, "who is the mayor of this place")
    await reviewer.say("/review")
    for tap in ("The article does not say", "The article does not say", "Preview (2)", "Publish"):
        await reviewer.press(tap)
    await asked(world, WIND)
    rows = await world.rows("SELECT gap FROM queries ORDER BY id DESC LIMIT 1")
    assert (rows, await versions(world)) == ([("does-it-sway-in-a",)], ["import", "publish"])


async def test_a_decided_question_does_not_come_back(world: World, reviewer: Person) -> None:
    await asked(world, WIND)
    await reviewer.say("/review")
    for tap in ("The article does not say", "Preview (1)", "Publish"):
        await reviewer.press(tap)
    world.clock.advance(3600)
    await reviewer.say("/review")
    assert reviewer.screen == "Nothing waits for a decision."


async def test_an_ignored_question_does_not_come_back_when_it_is_asked_again(
    world: World, reviewer: Person
) -> None:
    await asked(world, WIND)
    await reviewer.say("/review")
    await reviewer.press("Ignore")
    world.clock.advance(3600)
    await asked(world, WIND)
    await reviewer.say("/review")
    assert reviewer.screen == "Nothing waits for a decision."


async def test_ignoring_can_be_taken_back(world: World, reviewer: Person) -> None:
    await asked(world, WIND)
    await reviewer.say("/review")
    await reviewer.press("Ignore")
    await reviewer.press("Undo ignore")
    assert WIND in reviewer.screen


async def test_a_decision_that_is_discarded_brings_the_question_back(
    world: World, reviewer: Person
) -> None:
    await asked(world, WIND)
    await reviewer.say("/review")
    for tap in ("The article does not say", "Preview (1)", "Discard the draft"):
        await reviewer.press(tap)
    world.clock.advance(61)
    await reviewer.say("/review")
    assert WIND in reviewer.screen


async def test_a_decision_in_a_draft_keeps_the_question_from_others(
    world: World, reviewer: Person, editor: Person
) -> None:
    await asked(world, WIND)
    await reviewer.say("/review")
    await reviewer.press("The article does not say")
    world.clock.advance(3600)
    await editor.say("/review")
    assert editor.screen == "Nothing waits for a decision."


async def test_two_reviewers_never_decide_one_card(
    world: World, reviewer: Person, editor: Person
) -> None:
    await asked(world, WIND)
    await reviewer.say("/review")
    await editor.say("/review")
    await asyncio.gather(
        reviewer.press("The article does not say"), editor.press("The article does not say")
    )
    drafts = await world.rows("SELECT count(*) FROM drafts")
    late = [each for each in (reviewer, editor) if "has been decided meanwhile" in each.screen]
    assert (drafts, len(late)) == ([(1,)], 1)


async def test_a_card_of_before_a_restart_can_still_be_decided(tmp_path: Path) -> None:
    async with newsroom(tmp_path / "data") as world:
        await asked(world, WIND)
        await world.person(REVIEWER).say("/review")
    async with newsroom(tmp_path / "data", gateway=world.gateway) as world:
        await world.person(REVIEWER).press("The article does not say")
        assert "In your draft" in world.person(REVIEWER).screen


async def test_an_editor_writes_a_new_fact_from_a_card(world: World, editor: Person) -> None:
    await asked(world, "which hand sketched this viaduct")
    await editor.say("/review")
    for tap in ("New fact", "3", "Done", "Mira", "Kolb", "who", "Done"):
        await editor.press(tap)
    await publish(editor)
    reader = world.person()
    await reader.say("which hand sketched this viaduct")
    assert reader.screen.startswith(QUOTE_DREW)


async def test_a_new_fact_that_is_left_brings_the_question_back(
    world: World, editor: Person
) -> None:
    await asked(world, WIND)
    await editor.say("/review")
    await editor.press("New fact")
    await editor.say("/cancel")
    world.clock.advance(61)
    await editor.say("/review")
    assert WIND in editor.screen


async def test_a_reviewer_has_no_button_for_a_new_fact(world: World, reviewer: Person) -> None:
    await asked(world, WIND)
    await reviewer.say("/review")
    assert "New fact" not in labels(reviewer)


async def test_a_question_can_wait(world: World, reviewer: Person) -> None:
    await asked(world, WIND, WIND, FAR)
    await reviewer.say("/review")
    await reviewer.press("Later »")
    assert (FAR in reviewer.screen, WIND in reviewer.screen) == (True, False)


async def test_small_talk_is_no_card(world: World, reviewer: Person) -> None:
    await asked(world, "hello", "thank you!")
    await reviewer.say("/review")
    assert reviewer.screen == "Nothing waits for a decision."


async def test_what_is_answered_by_now_is_no_card(
    world: World, reviewer: Person, editor: Person
) -> None:
    await asked(world, FAR)
    await say_differently(editor, "length", FAR)
    await publish(editor)
    await reviewer.say("/review")
    assert reviewer.screen == "Nothing waits for a decision."


async def test_an_answer_that_was_not_liked_is_a_card_with_that_answer(
    world: World, reviewer: Person
) -> None:
    reader = world.person()
    await reader.say(LONG)
    await reader.press("👎")
    await reviewer.say("/review")
    assert ("👎: 1" in reviewer.screen, QUOTE_LENGTH in reviewer.screen) == (True, True)


async def test_an_exchange_goes_on_after_a_decision(world: World, editor: Person) -> None:
    await asked(world, WIND)
    await editor.say("/add")
    await editor.say("/review")
    await editor.press("The article does not say")
    await editor.say(DREW)
    draft = await world.editorial.curation.draft("bridge", EDITOR)
    assert draft.exchange["step"] == "cites"


async def test_a_long_text_becomes_no_phrasing(world: World, reviewer: Person) -> None:
    await asked(world, "zyx " * 200)
    await reviewer.say("/review")
    await reviewer.press("The article does not say")
    assert await world.rows("SELECT count(*) FROM drafts") == [(0,)]


async def test_readers_have_no_queue(world: World) -> None:
    reader = world.person()
    await reader.say("/review")
    assert reader.screen.startswith("Only the editors of this article")
