"""A handler that raises: tried again, logged without the text, owned up to once."""

import logging

import pytest
from botapi import people
from fake_telegram import Person
from telegram import Update
from telegram.error import BadRequest
from telegram.ext import TypeHandler

from bot.chat.failures import where
from bot.chat.gate import Context
from bot.readers import Group
from bot.texts import load_texts
from chat.world import QUOTE_OPENED, SORRY, WHEN, World, said


async def test_a_handler_that_always_fails_is_tried_three_times(
    world: World, reader: Person
) -> None:
    world.desk.script["boom"] = ValueError("a bug")
    await reader.say("boom")
    assert world.desk.asked == ["boom"] * 3
    assert said(reader) == [SORRY]
    assert await world.states() == ["failed"]
    assert world.naps.seconds == [1.0, 4.0]


async def test_a_handler_that_fails_once_answers_the_second_time(
    world: World, reader: Person
) -> None:
    world.desk.script[WHEN] = ValueError("a bug")
    world.desk.on_ask = lambda text: len(world.desk.asked) < 2 or world.desk.script.pop(text, None)
    await reader.say(WHEN)
    assert said(reader) == [QUOTE_OPENED]
    assert await world.states() == ["done"]


async def test_a_retried_question_does_not_count_against_its_person(
    world: World, reader: Person
) -> None:
    world.desk.script["boom"] = ValueError("a bug")
    await reader.say("boom")
    for _ in range(4):
        await reader.say(WHEN)
    assert said(reader) == [SORRY] + [QUOTE_OPENED] * 4


async def test_a_handler_that_fails_does_not_touch_the_next_message(
    world: World, reader: Person
) -> None:
    world.desk.script["boom"] = ValueError("a bug")
    await reader.say("boom")
    await reader.say(WHEN)
    assert reader.screen == QUOTE_OPENED


async def test_a_failure_is_logged_once_with_its_place_and_without_the_text(
    world: World, reader: Person, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "my private question"
    world.desk.script[secret] = KeyError(secret)
    with caplog.at_level(logging.INFO):
        await reader.say(secret)
    assert caplog.text.count("update 1000 failed\n") == 1
    assert "in ask\n" in caplog.text
    assert secret not in caplog.text


async def test_what_fails_at_the_gate_goes_no_further(world: World, reader: Person) -> None:
    async def fails(_: Update, __: Context) -> None:
        raise ValueError("a bug")

    world.application.add_handler(TypeHandler(Update, fails), group=-3)
    await reader.say(WHEN)
    assert world.desk.asked == []
    assert said(reader) == [SORRY]


async def test_a_failing_press_ends_with_the_same_word(world: World, reader: Person) -> None:
    await reader.say(WHEN)
    world.gateway.fault("editMessageText", 400, times=9)
    await reader.press("In context")
    assert reader.screen == SORRY
    assert await world.states() == ["done", "failed"]


async def test_the_apology_is_in_the_language_that_the_person_chose(world: World) -> None:
    reader = world.person(language_code="ru")
    await world.readers.choose_language(1001, "tr")
    world.desk.script["boom"] = ValueError("a bug")
    await reader.say("boom")
    assert said(reader) == [load_texts()("error.sorry", "tr")]


async def test_the_apology_to_a_group_is_in_the_groups_language(
    world: World, reader: Person
) -> None:
    reader.chat = people.supergroup(-1001)
    await world.readers.change_group(-1001, Group(language="it"))
    world.desk.script["boom"] = ValueError("a bug")
    await reader.say("/ask boom")
    assert said(reader) == [load_texts()("error.sorry", "it")]


async def test_an_error_outside_of_an_update_is_only_logged(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.application.process_error(None, ValueError("a job"))
    assert "failed outside of an update" in caplog.text


def test_a_traceback_tells_causes_and_telegrams_words_but_no_others() -> None:
    secret = "what a reader wrote"
    try:
        try:
            raise ValueError(secret)
        except ValueError as error:
            raise BadRequest("message is too long") from error
    except BadRequest as error:
        told = where(error)
    assert "BadRequest: message is too long" in told
    assert "ValueError: …" in told
    assert secret not in told
