"""Quiet auto-answer: off by default; on, only what is beyond doubt, and a fact once an hour."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from botapi import people
from fake_telegram import Person

from bot.core.answer import Cited, is_beyond_doubt
from bot.core.facts import FactBase
from bot.core.match import Matcher
from bot.readers import Group
from bot.storage.folder import read_bank, read_folder
from bot.storage.languages import read_languages
from bot.storage.weights import read_weights
from chat.world import QUOTE_OPENED, WHEN, World, opened, said

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "facts" / "azerbaijan-italy"
TALK = Path(__file__).with_name("talk.jsonl")
GROUP = people.supergroup(-1001)


@pytest.fixture
async def ann(world: World) -> Person:
    await world.readers.change_group(-1001, Group(answers_unasked=True))
    person = world.person(1001)
    person.chat = GROUP
    return person


async def test_a_direct_question_that_nobody_was_asked_is_answered(ann: Person) -> None:
    await ann.say(WHEN)
    assert said(ann) == [QUOTE_OPENED]


@pytest.mark.parametrize(
    "text",
    [
        *("When was the bridge opened", "opening year of the bridge", "opened when?"),
        *("What colour is the bridge painted?", "When was the bridge over the Nera opened?"),
        *("Is the bridge long, and who cares?", "hello?", "thanks?"),
    ],
)
async def test_anything_less_is_met_with_silence_and_not_kept(
    world: World, ann: Person, text: str
) -> None:
    await ann.say(text)
    assert said(ann) == []
    assert await world.states() == []


async def test_a_fact_is_told_once_an_hour(world: World, ann: Person) -> None:
    await ann.say(WHEN)
    world.clock.advance(3599)
    await ann.say(WHEN)
    assert len(said(ann)) == 1
    world.clock.advance(1)
    await ann.say(WHEN)
    assert len(said(ann)) == 2


async def test_another_group_is_told_all_the_same(world: World, ann: Person) -> None:
    await world.readers.change_group(-1002, Group(answers_unasked=True))
    await ann.say(WHEN)
    ann.chat = people.supergroup(-1002)
    await ann.say(WHEN)
    assert said(ann) == [QUOTE_OPENED]


async def test_who_asks_the_bot_is_answered_within_the_hour(ann: Person) -> None:
    await ann.say(WHEN)
    await ann.say(f"/ask {WHEN}")
    assert len(said(ann)) == 2


async def test_an_answer_is_not_due_any_more_once_the_setting_is_off(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        await world.readers.change_group(-1001, Group(answers_unasked=True))
        await world.put(world.not_delivered.message(people.user(1), WHEN, chat=GROUP))
        await world.readers.change_group(-1001, Group())
        gateway = world.gateway
    async with opened(tmp_path, gateway=gateway) as world:
        await world.settled()
        assert await world.states() == ["done"]
        assert world.gateway.calls_of("sendMessage") == []


def shipped() -> FactBase:
    base = read_folder(SHIPPED).base
    assert base is not None
    return base


@pytest.fixture
async def newsroom(tmp_path: Path) -> AsyncIterator[World]:
    """The bot with the base that is shipped."""
    async with opened(tmp_path / "newsroom", shipped()) as world:
        yield world
        assert world.gateway.violations == []


def talk() -> list[dict[str, Any]]:
    return [json.loads(line) for line in TALK.read_text(encoding="utf-8").splitlines()]


def test_no_question_of_the_bank_is_answered_wrongly_unasked() -> None:
    matcher = Matcher(shipped(), read_languages(), read_weights())
    told = right = 0
    for row in read_bank(SHIPPED / "bank.jsonl"):
        ranking, answer = matcher.answer(row.question)
        if is_beyond_doubt(ranking, answer) and isinstance(answer, Cited):
            told += 1
            right += not set(answer.sentences).isdisjoint(row.sentences)
    assert right == told > 0


async def listen(world: World) -> list[str]:
    """Hold the whole talk in a group; what the bot said to it."""
    asked: list[int] = []
    for line in talk():
        world.clock.advance(20)
        to = asked[line["to"]] if "to" in line else None
        update = world.not_delivered.message(
            people.user(700 + line["who"]), line["says"], chat=GROUP, reply_to=to
        )
        asked.append(update["message"]["message_id"])
        await world.put(update)
    await world.settled()
    return [each.text for each in world.gateway.messages(-1001) if each.from_bot]


def test_the_talk_is_of_500_messages_in_five_languages() -> None:
    assert len(talk()) == 500
    assert {line["who"] // 10 for line in talk()} == {0, 1, 2, 3, 4}


async def test_ordinary_talk_gets_no_answer_and_leaves_no_row(newsroom: World) -> None:
    assert await listen(newsroom) == []
    assert await newsroom.states() == []
    assert await newsroom.logged() == []


async def test_with_auto_answer_ordinary_talk_gets_at_most_two_answers_none_wrong(
    newsroom: World,
) -> None:
    await newsroom.readers.change_group(-1001, Group(answers_unasked=True))
    heard = await listen(newsroom)
    assert len(heard) == 1
    assert await newsroom.logged() == [
        ("how many Italian companies are registered in Azerbaijan?", "cited", "companies-number")
    ]
