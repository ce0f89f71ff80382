"""The queue between Telegram and the handlers."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from telegram import Update

from bot.chat.inbox_queue import InboxQueue
from bot.storage.inbox import Inbox
from chat.world import WHEN, World, opened


class SlowInbox(Inbox):
    """Takes its time to commit."""

    may_commit: asyncio.Event

    async def put(self, update_id: int, payload: str) -> bool:
        await self.may_commit.wait()
        return await super().put(update_id, payload)


def an_update(world: World, text: str = WHEN) -> Update:
    return Update.de_json(world.message_from(1001, text), world.application.bot)


async def test_an_update_is_on_the_disk_before_put_returns(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        await world.application.update_queue.put(an_update(world))
        assert await world.states() == ["new"]


async def test_an_update_survives_its_way_through_the_disk_whole(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        update = an_update(world, "😀 /ask 'quotes' \"and\" \\ lines\n")
        await world.application.update_queue.put(update)
        ((payload,),) = await world.rows("SELECT payload FROM inbox")
        assert payload == update.to_json()


async def test_a_fetched_update_is_stored_as_telegram_sent_it(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        sent = world.message_from(1001, WHEN)
        world.gateway.deliver(sent)
        (update,) = await world.application.bot.get_updates()
        await world.application.update_queue.put(update)
        ((payload,),) = await world.rows("SELECT payload FROM inbox")
        assert json.loads(payload) == sent


async def test_what_was_fetched_together_is_stored_in_one_commit(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        for number in range(20):
            world.gateway.deliver(world.message_from(1001 + number, WHEN))
        updates = await world.application.bot.get_updates()
        statements: list[str] = []
        await world.database.write(lambda each: each.set_trace_callback(statements.append))
        statements.clear()
        await world.application.update_queue.put(updates[0])
        assert statements.count("COMMIT") == 1
        assert await world.states() == ["new"] * 20


async def test_what_was_fetched_together_is_enqueued_once_and_in_order(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        for number in range(5):
            world.gateway.deliver(world.message_from(1001 + number, WHEN))
        updates, queue = await world.application.bot.get_updates(), world.application.update_queue
        for update in updates:
            await queue.put(update)
        assert tuple(queue.get_nowait() for _ in range(queue.qsize())) == updates


async def test_what_was_fetched_with_it_is_enqueued_when_put_is_cancelled(tmp_path: Path) -> None:
    async with opened(tmp_path, make_inbox=SlowInbox, starts=False) as world:
        assert isinstance(world.inbox, SlowInbox)
        world.inbox.may_commit = asyncio.Event()
        for number in range(3):
            world.gateway.deliver(world.message_from(1001 + number, WHEN))
        updates, queue = await world.application.bot.get_updates(), world.application.update_queue
        putting = asyncio.create_task(queue.put(updates[0]))
        await asyncio.sleep(0)
        putting.cancel()
        await asyncio.gather(putting, return_exceptions=True)
        world.inbox.may_commit.set()
        async with asyncio.timeout(5):
            assert tuple([await queue.get() for _ in updates]) == updates


async def test_a_poll_that_is_fetched_again_is_handled_once(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        bot, queue = world.application.bot, world.application.update_queue
        world.gateway.deliver(world.message_from(1001, WHEN))
        world.gateway.deliver(world.message_from(1002, WHEN))
        first = await bot.get_updates()
        await queue.put(first[0])
        for update in await bot.get_updates():  # the offset has not been moved
            await queue.put(update)
        assert queue.qsize() == 2


async def test_one_update_that_cannot_be_stored_harms_none_that_came_with_it(
    tmp_path: Path,
) -> None:
    class Picky(Inbox):
        async def put(self, update_id: int, payload: str) -> bool:
            if "planted" in payload:
                raise RuntimeError("a bug")
            return await super().put(update_id, payload)

    async with opened(tmp_path, make_inbox=Picky, starts=False) as world:
        for text in (WHEN, "planted", WHEN):
            world.gateway.deliver(world.message_from(1001, text))
        updates, queue = await world.application.bot.get_updates(), world.application.update_queue
        await queue.put(updates[0])
        assert (queue.qsize(), await world.states()) == (3, ["new", "new"])


async def test_the_stop_marker_passes_through_without_the_disk() -> None:
    stopped: list[bool] = []
    queue = InboxQueue(
        None,  # type: ignore[arg-type]
        lambda update: [(update, "{}")],
        None,  # type: ignore[arg-type]
        lambda: stopped.append(True),
    )
    marker = object()
    await queue.put(marker)
    assert (queue.get_nowait(), stopped) == (marker, [True])


async def test_put_never_raises(tmp_path: Path) -> None:
    class Broken(Inbox):
        async def put(self, update_id: int, payload: str) -> bool:  # noqa: ARG002
            raise RuntimeError("a bug")

    async with opened(tmp_path, make_inbox=Broken, starts=False) as world:
        await world.application.update_queue.put(an_update(world))
        assert world.application.update_queue.qsize() == 1


async def test_a_put_cancelled_before_its_commit_is_stored_and_enqueued_all_the_same(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, make_inbox=SlowInbox, starts=False) as world:
        assert isinstance(world.inbox, SlowInbox)
        world.inbox.may_commit = asyncio.Event()
        putting = asyncio.create_task(world.application.update_queue.put(an_update(world)))
        await asyncio.sleep(0)
        putting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await putting
        world.inbox.may_commit.set()
        async with asyncio.timeout(5):
            assert isinstance(await world.application.update_queue.get(), Update)
        assert await world.states() == ["new"]


async def test_an_update_stored_behind_the_stop_marker_waits_for_the_next_start(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, make_inbox=SlowInbox, starts=False) as world:
        assert isinstance(world.inbox, SlowInbox)
        world.inbox.may_commit = asyncio.Event()
        queue = world.application.update_queue
        putting = asyncio.create_task(queue.put(an_update(world)))
        await asyncio.sleep(0)
        await queue.put(object())
        world.inbox.may_commit.set()
        await putting
        assert queue.qsize() == 1  # the marker alone
        assert await world.states() == ["new"]


async def test_closing_gives_up_what_waits_for_storage(tmp_path: Path) -> None:
    async with opened(tmp_path, make_inbox=SlowInbox, starts=False) as world:
        assert isinstance(world.inbox, SlowInbox)
        world.inbox.may_commit = asyncio.Event()
        queue = world.application.update_queue
        assert isinstance(queue, InboxQueue)
        putting = asyncio.create_task(queue.put(an_update(world)))
        await asyncio.sleep(0)
        await queue.close()
        with pytest.raises(asyncio.CancelledError):
            await putting
        assert await world.states() == []


@pytest.mark.parametrize(
    "payload",
    [
        {"update_id": 1},
        {
            "update_id": 1,
            "poll_answer": {"poll_id": "1", "option_ids": [], "option_persistent_ids": []},
        },
    ],
)
async def test_an_update_that_nobody_sent_privately_is_dropped(
    tmp_path: Path, payload: dict[str, Any]
) -> None:
    async with opened(tmp_path, starts=False) as world:
        await world.put(payload)
        assert world.application.update_queue.qsize() == 0
        assert await world.states() == []
