"""Many people at once in one group: everybody is answered, and Telegram's limits are kept."""

from itertools import pairwise
from pathlib import Path

from botapi import people
from botapi.transport import until

from bot.chat.pace import MOST, WINDOW
from chat.world import QUOTE_LENGTH, World, opened

GROUP = people.supergroup(-1001)
EVERYBODY = 30


async def ask_at_once(world: World, people_in_all: int = EVERYBODY) -> list[int]:
    """Everybody asks; the ids of their messages."""
    asked = []
    for number in range(people_in_all):
        ask = world.not_delivered.message(
            people.user(600 + number), "/ask How long is the bridge?", chat=GROUP
        )
        asked.append(ask["message"]["message_id"])
        await world.put(ask)
    return asked


def answers(world: World) -> list[int | None]:
    """Which messages were answered, in the order of the answers."""
    shown = [each for each in world.gateway.messages(-1001) if each.from_bot]
    assert {each.text for each in shown} <= {QUOTE_LENGTH}
    return [each.reply_to for each in shown]


async def test_thirty_at_once_are_each_answered_once_in_order_through_a_429(world: World) -> None:
    world.naps.on_nap = world.clock.advance
    world.gateway.fault("sendMessage", 429, times=2, retry_after=3, chat_id=-1001)
    asked = await ask_at_once(world)
    await world.settled()
    assert answers(world) == asked
    assert await world.states() == ["done"] * EVERYBODY


async def test_no_minute_has_more_than_18_messages(world: World) -> None:
    world.naps.on_nap = world.clock.advance
    world.gateway.fault("sendMessage", 429, retry_after=3, chat_id=-1001)
    await ask_at_once(world, 60)
    await world.settled()
    tried = [call.at for call in world.gateway.calls_of("sendMessage")]
    assert len(answers(world)) == 60
    assert all(
        later - earlier >= WINDOW for earlier, later in zip(tried, tried[MOST:], strict=False)
    )


async def test_telegram_is_given_the_seconds_that_it_asks_for(world: World) -> None:
    world.naps.on_nap = world.clock.advance
    world.gateway.fault("sendMessage", 429, retry_after=3, chat_id=-1001)
    await ask_at_once(world, 2)
    await world.settled()
    first, second, _ = [call.at for call in world.gateway.calls_of("sendMessage")]
    assert second - first >= 3


async def test_a_group_that_has_to_wait_holds_up_nobody_else(world: World) -> None:
    world.naps.may_end.clear()
    world.gateway.fault("sendMessage", 429, retry_after=7, chat_id=-1001)
    await ask_at_once(world, 100)
    await world.put(world.message_from(1, "How long is the bridge?"))
    quick = world.person(1)
    assert await until(world.gateway, lambda: quick.messages[-1].from_bot, 5)
    assert answers(world) == []
    world.naps.on_nap = world.clock.advance
    world.naps.may_end.set()
    await world.settled()
    assert all(
        earlier < later for earlier, later in pairwise(map(int, filter(None, answers(world))))
    )
    assert len(answers(world)) == 100


async def test_what_waits_for_its_minute_is_answered_after_a_restart(tmp_path: Path) -> None:
    async with opened(tmp_path) as world:
        world.naps.may_end.clear()  # nobody gets beyond the first minute
        asked = await ask_at_once(world)
        assert await until(world.gateway, lambda: len(answers(world)) == MOST, 5)
        gateway, clock = world.gateway, world.clock
    clock.advance(WINDOW)
    async with opened(tmp_path, gateway=gateway, clock=clock) as world:
        world.naps.on_nap = clock.advance
        await world.settled()
        assert answers(world) == asked
