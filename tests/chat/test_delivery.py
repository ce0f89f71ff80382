"""Nothing is lost: troubles of the network, of the disk, of the program, and restarts."""

import logging
from pathlib import Path

import pytest
from botapi.transport import until
from fake_telegram import Person
from telegram import Update
from telegram.error import BadRequest
from telegram.ext import TypeHandler

from bot.chat.failures import where
from bot.chat.gate import Context
from bot.storage.database import Database, StorageUnavailable
from bot.storage.inbox import Inbox
from bot.storage.querylog import Delivery, Query
from chat.world import LONG, QUOTE_LENGTH, QUOTE_OPENED, WHEN, Clock, World, opened

SORRY = "Sorry, something went wrong on my side. Please ask again in a little while."


def said(person: Person) -> list[str]:
    """All that the bot has said to a person."""
    return [message.text for message in person.messages if message.from_bot]


# -- the network -------------------------------------------------------------------------


async def test_a_429_is_waited_for_and_the_answer_sent(world: World, reader: Person) -> None:
    world.gateway.fault("sendMessage", 429, retry_after=7)
    await reader.say(WHEN)
    assert said(reader) == [QUOTE_OPENED]
    assert world.naps.seconds == [7.0]


async def test_a_429_in_one_chat_does_not_hold_up_another(world: World) -> None:
    slow, quick = world.person(1), world.person(2)
    world.naps.may_end.clear()
    world.gateway.fault("sendMessage", 429, retry_after=7, chat_id=1)
    await world.put(world.message_from(1, WHEN))
    assert await until(world.gateway, lambda: bool(world.gateway.calls_of("sendMessage")), 5)
    await world.put(world.message_from(2, LONG))
    assert await until(world.gateway, lambda: bool(said(quick)), 5)
    assert (said(slow), said(quick)) == ([], [QUOTE_LENGTH])
    world.naps.may_end.set()
    await world.settled()
    assert said(slow) == [QUOTE_OPENED]


async def test_a_429_in_more_chats_than_there_are_slots_does_not_hold_up_another(
    world: World,
) -> None:
    world.naps.may_end.clear()
    for chat in range(1, 41):
        world.gateway.fault("sendMessage", 429, retry_after=7, chat_id=chat)
        await world.put(world.message_from(chat, WHEN))
    tried = lambda: len(world.gateway.calls_of("sendMessage")) == 40  # noqa: E731
    assert await until(world.gateway, tried, 5)
    await world.put(world.message_from(99, LONG))
    assert await until(world.gateway, lambda: bool(said(world.person(99))), 5)
    world.naps.may_end.set()
    await world.settled()
    assert [said(world.person(chat)) for chat in range(1, 41)] == [[QUOTE_OPENED]] * 40


async def test_who_blocked_the_bot_is_logged_and_left_alone(world: World, reader: Person) -> None:
    world.gateway.fault("sendMessage", 403)
    await reader.say(WHEN)
    assert await world.states() == ["done"]
    assert await world.logged() == [(WHEN, "cited", "opened")]
    assert len(world.gateway.calls_of("sendMessage")) == 1


async def test_an_answer_of_unknown_fate_is_sent_once_more(world: World, reader: Person) -> None:
    world.gateway.fault("sendMessage", delay=99)
    await reader.say(WHEN)
    assert said(reader) == [QUOTE_OPENED] * 2
    assert await world.states() == ["done"]


async def test_an_answer_of_twice_unknown_fate_is_closed_as_unknown(
    world: World, reader: Person
) -> None:
    world.gateway.fault("sendMessage", delay=99, times=5)
    await reader.say(WHEN)
    assert len(said(reader)) == 2
    assert await world.states() == ["unknown"]
    assert len(await world.logged()) == 1


async def test_a_connection_that_breaks_behind_the_request_is_tried_again(
    world: World, reader: Person
) -> None:
    world.gateway.fault("sendMessage", close=True)
    await reader.say(WHEN)
    assert said(reader)[-1] == QUOTE_OPENED
    assert len(await world.logged()) == 1


async def test_a_server_that_fails_for_a_while_costs_no_answer(
    world: World, reader: Person
) -> None:
    world.gateway.fault("sendMessage", 502, times=3)
    await reader.say(WHEN)
    assert said(reader) == [QUOTE_OPENED]
    assert world.naps.seconds == [1.0, 2.0, 4.0]


async def test_a_server_that_goes_on_failing_is_given_up(world: World, reader: Person) -> None:
    world.gateway.fault("sendMessage", 500, times=100)
    await reader.say(WHEN)
    assert await world.states() == ["unknown"]
    assert sum(world.naps.seconds) == 180.0


async def test_an_answer_that_cannot_be_a_reply_is_sent_without(
    world: World, reader: Person
) -> None:
    world.gateway.fault("sendMessage", 400)
    await reader.say(WHEN)
    assert said(reader) == [QUOTE_OPENED]
    assert reader.last.reply_to is None


# -- the disk ----------------------------------------------------------------------------


class AwayInbox(Inbox):
    """Refuses the first `times` calls of each method in `refuses`, as a full disk would."""

    refuses: tuple[str, ...] = ()
    times = 2

    def __init__(self, db: Database, clock: Clock) -> None:
        super().__init__(db, clock)
        self._left = dict.fromkeys(self.refuses, self.times)

    def _refuse(self, method: str) -> None:
        if self._left.get(method, 0):
            self._left[method] -= 1
            raise StorageUnavailable("the disk is full")

    async def put(self, update_id: int, payload: str) -> bool:
        self._refuse("put")
        return await super().put(update_id, payload)

    async def sending(self, update_id: int) -> bool:
        self._refuse("sending")
        return await super().sending(update_id)

    async def done(
        self,
        update_id: int,
        query: Query | None,
        delivery: Delivery | None = None,
        state: object = "done",
    ) -> None:
        self._refuse("done")
        await super().done(update_id, query, delivery, state)  # type: ignore[arg-type]


class FullAtTheEnd(AwayInbox):
    refuses = ("done",)


class FullAtTheStart(AwayInbox):
    refuses = ("put", "sending")
    times = 1


async def test_a_log_that_cannot_be_written_costs_no_second_answer(tmp_path: Path) -> None:
    async with opened(tmp_path, make_inbox=FullAtTheEnd) as world:
        reader = world.person()
        await reader.say(WHEN)
        assert said(reader) == [QUOTE_OPENED]
        assert await world.logged() == [(WHEN, "cited", "opened")]
        assert await world.states() == ["done"]


async def test_an_update_waits_for_a_disk_that_is_full(tmp_path: Path) -> None:
    async with opened(tmp_path, make_inbox=FullAtTheStart) as world:
        reader = world.person()
        await reader.say(WHEN)
        assert said(reader) == [QUOTE_OPENED]


class Broken(Inbox):
    """An inbox with a bug."""

    async def put(self, update_id: int, payload: str) -> bool:  # noqa: ARG002
        raise ValueError("a bug")


async def test_an_update_that_cannot_be_stored_at_all_is_answered_all_the_same(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, make_inbox=Broken) as world:
        reader = world.person()
        await reader.say(WHEN)
        assert said(reader) == [QUOTE_OPENED]


async def test_an_update_that_was_not_stored_is_not_tried_for_ever(tmp_path: Path) -> None:
    async with opened(tmp_path, make_inbox=Broken) as world:
        world.desk.script[WHEN] = ValueError("a bug")
        reader = world.person()
        await reader.say(WHEN)
        assert said(reader) == [SORRY]


# -- the program -------------------------------------------------------------------------


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
    assert caplog.text.count("in ask\n") == 1
    assert "update 1000 failed" in caplog.text
    assert secret not in caplog.text


async def test_what_fails_at_the_gate_goes_no_further(world: World, reader: Person) -> None:
    async def fails(_: Update, __: Context) -> None:
        raise ValueError("a bug")

    world.application.add_handler(TypeHandler(Update, fails), group=-2)
    await reader.say(WHEN)
    assert world.desk.asked == []
    assert said(reader) == [SORRY]


async def test_a_failing_press_ends_with_the_same_word(world: World, reader: Person) -> None:
    await reader.say(WHEN)
    world.gateway.fault("editMessageText", 400, times=9)
    await reader.press("In context")
    assert reader.screen == SORRY
    assert await world.states() == ["done", "failed"]


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


# -- restarts ----------------------------------------------------------------------------


async def test_what_an_earlier_process_left_is_answered_at_start(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        await world.put(world.message_from(1001, WHEN))
        gateway = world.gateway
    async with opened(tmp_path, gateway=gateway) as world:
        await world.settled()
        assert said(world.person()) == [QUOTE_OPENED]
        assert await world.states() == ["done"]


async def test_an_answer_that_may_have_gone_out_is_sent_again_at_start(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        payload = world.message_from(1001, WHEN)
        await world.put(payload)
        await world.delivery.sending(payload["update_id"])
        gateway = world.gateway
    async with opened(tmp_path, gateway=gateway) as world:
        await world.settled()
        assert said(world.person()) == [QUOTE_OPENED]
        assert len(await world.logged()) == 1


async def test_a_press_found_at_start_has_expired(tmp_path: Path) -> None:
    async with opened(tmp_path) as world:
        reader = world.person()
        await reader.say(WHEN)
        gateway = world.gateway
    async with opened(tmp_path, gateway=gateway, starts=False) as world:
        await world.put(world.not_delivered.press(reader.user, "In context"))
    async with opened(tmp_path, gateway=gateway) as world:
        await world.settled()
        assert await world.states() == ["done", "expired"]


async def test_a_redelivered_update_is_answered_once(world: World, reader: Person) -> None:
    payload = world.message_from(1001, WHEN)
    for _ in range(3):
        await world.put(payload)
        await world.settled()
    assert said(reader) == [QUOTE_OPENED]


async def test_failures_are_counted_across_restarts(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        payload = world.message_from(1001, "boom")
        await world.put(payload)
        for _ in range(2):
            await world.delivery.failed(payload["update_id"])
        gateway = world.gateway
    async with opened(tmp_path, gateway=gateway, starts=False) as world:
        world.desk.script["boom"] = ValueError("a bug")
        application = world.application
        assert application.post_init is not None
        await application.post_init(application)
        await application.start()
        await world.settled()
        await application.stop()
        assert world.desk.asked == ["boom"]
        assert await world.states() == ["failed"]


async def test_an_unreadable_row_of_the_inbox_does_not_keep_the_bot_from_starting(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, starts=False) as world:
        await world.delivery.accept(7, '{"update_id": 7, "message": {"chat": 5}}')
    async with opened(tmp_path) as world:
        assert await world.states() == ["failed"]
        assert await world.rows("SELECT update_id FROM quarantine") == [(7,)]
