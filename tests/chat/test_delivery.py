"""Nothing is lost: troubles of the network and of the disk."""

import asyncio
import logging
from pathlib import Path

import pytest
from botapi.transport import until
from fake_telegram import Person

from bot.storage.database import Database, StorageUnavailable
from bot.storage.inbox import Inbox
from bot.storage.querylog import Delivery, Query
from chat.world import LONG, QUOTE_LENGTH, QUOTE_OPENED, SORRY, WHEN, Clock, World, opened, said

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


class FullForAll(AwayInbox):
    refuses = ("put",)
    times = 4


async def test_a_full_disk_is_logged_once_and_so_is_its_end(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(tmp_path, make_inbox=FullForAll) as world:
        with caplog.at_level(logging.INFO):
            await asyncio.gather(*(world.put(world.message_from(n, WHEN)) for n in (1, 2)))
    told = [each.message for each in caplog.records if each.name == "bot.delivery"]
    assert told == [
        "storage is away (the disk is full): what comes in waits until it is back",
        "storage is back",
    ]


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
