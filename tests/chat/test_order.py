"""One chat in order, chats side by side, and an end that comes in time."""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest
from botapi.transport import until
from telegram import Chat, Message, Update

from bot.chat import order
from bot.chat.order import InOrder
from chat.world import LONG, QUOTE_LENGTH, WHEN, World


def an_update(number: int, chat: int) -> Update:
    message = Message(1, datetime.now(UTC), Chat(chat, "private"), text="x")
    return Update(number, message=message)


class Work:
    """Handlers that end when they are told to, and note in which order they did."""

    def __init__(self, processor: InOrder) -> None:
        self.processor = processor
        self.begun: list[int] = []
        self.ended: list[int] = []
        self.may_end = asyncio.Event()

    def start(self, number: int, chat: int) -> asyncio.Task[None]:
        waits = self._handle(number, self.may_end.wait)
        return self._run(number, chat, waits)

    def start_quick(self, number: int, chat: int) -> asyncio.Task[None]:
        return self._run(number, chat, self._handle(number, lambda: asyncio.sleep(0)))

    def _run(self, number: int, chat: int, work: Awaitable[None]) -> asyncio.Task[None]:
        return asyncio.create_task(self.processor.process_update(an_update(number, chat), work))

    async def _handle(self, number: int, waits: Callable[[], Awaitable[object]]) -> None:
        self.begun.append(number)
        await waits()
        self.ended.append(number)


@pytest.fixture
def work() -> Work:
    return Work(InOrder())


@pytest.mark.parametrize("waiting", [31, 64, 200, 1000])
async def test_many_messages_of_one_chat_do_not_hold_up_another(work: Work, waiting: int) -> None:
    busy = [work.start(number, chat=1) for number in range(waiting)]
    async with asyncio.timeout(5):
        await work.start_quick(9999, chat=2)
    assert work.ended == [9999]
    work.may_end.set()
    await asyncio.gather(*busy)


async def test_one_chat_is_handled_in_order(work: Work) -> None:
    tasks = [work.start(number, chat=1) for number in range(50)]
    work.may_end.set()
    await asyncio.gather(*tasks)
    assert work.ended == list(range(50))


async def test_no_more_than_32_chats_are_worked_on_at_once(work: Work) -> None:
    tasks = [work.start(chat, chat=chat) for chat in range(40)]
    for _ in range(10):
        await asyncio.sleep(0)
    assert len(work.begun) == order.AT_ONCE
    work.may_end.set()
    await asyncio.gather(*tasks)


async def test_the_table_of_chats_shrinks_to_nothing(work: Work) -> None:
    tasks = [work.start(number, chat=number % 7) for number in range(100)]
    await asyncio.sleep(0)
    work.may_end.set()
    await asyncio.gather(*tasks)
    assert work.processor.chats == 0


async def test_a_failing_handler_leaves_no_lock_behind(work: Work) -> None:
    async def fails() -> None:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - any will do
        await work.processor.process_update(an_update(1, 1), fails())
    await work.start_quick(2, chat=1)
    assert (work.ended, work.processor.chats) == ([2], 0)


async def test_resting_leaves_the_slot_to_others_and_keeps_the_chats_order() -> None:
    may_wake = asyncio.Event()
    work = Work(InOrder(sleep=lambda _: may_wake.wait()))

    async def rests(number: int) -> None:
        await work.processor.rest(7)
        work.ended.append(number)

    resting = [
        asyncio.create_task(work.processor.process_update(an_update(n, n), rests(n)))
        for n in range(order.AT_ONCE)
    ]
    behind = work.start_quick(500, chat=0)
    async with asyncio.timeout(5):
        await work.start_quick(900, chat=900)
    assert work.ended == [900]
    may_wake.set()
    await asyncio.gather(*resting, behind)
    assert work.ended.index(500) > work.ended.index(0)


async def test_when_it_is_to_stop_what_does_not_end_is_cancelled(
    work: Work, caplog: pytest.LogCaptureFixture
) -> None:
    tasks = [work.start(number, chat=number % 3) for number in range(9)]
    await asyncio.sleep(0)
    work.processor._cancel_all()
    await asyncio.gather(*tasks, return_exceptions=True)
    gc.collect()  # a coroutine that was never awaited would warn here, and fail the test
    assert (work.ended, work.processor.chats) == ([], 0)
    assert "9 updates are left" in caplog.text


async def test_two_hundred_waiting_questions_do_not_hold_up_another_reader(world: World) -> None:
    world.naps.may_end.clear()
    world.gateway.fault("sendMessage", 429, retry_after=7, chat_id=1)
    for _ in range(200):
        await world.put(world.message_from(1, WHEN))
        world.clock.advance(3)
    quick = world.person(2)
    await world.put(world.message_from(2, LONG))
    assert await until(world.gateway, lambda: quick.messages[-1].from_bot, 5)
    assert quick.screen == QUOTE_LENGTH
    assert not any(message.from_bot for message in world.person(1).messages)
    world.naps.may_end.set()
    await world.settled()
    replies = [m.reply_to for m in world.person(1).messages if m.from_bot]
    assert len(replies) == 200
    assert replies == sorted(filter(None, replies))
