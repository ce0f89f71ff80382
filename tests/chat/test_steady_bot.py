"""Polling goes on, whatever comes."""

import logging
from pathlib import Path
from typing import Any

import pytest
from telegram.error import InvalidToken, NetworkError

from chat.world import QUOTE_OPENED, WHEN, World, opened

BAD: dict[str, Any] = {"message": {"message_id": "none", "text": "planted words", "chat": 5}}


async def polled(world: World) -> tuple[int, ...]:
    updates = await world.application.bot.get_updates(timeout=0)
    return tuple(update.update_id for update in updates)


async def test_an_unreadable_update_does_not_hold_up_the_others(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        good = world.person()
        world.gateway.inject.message(good.user, "one", chat=good.chat)
        world.gateway.inject.raw(**BAD)
        world.gateway.inject.message(good.user, "two", chat=good.chat)
        assert await polled(world) == (1000, 1001, 1002)


async def test_an_unreadable_update_is_put_into_quarantine(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        world.gateway.inject.raw(**BAD)
        await polled(world)
        ((update_id, payload),) = await world.rows("SELECT update_id, payload FROM quarantine")
        assert update_id == 1000
        assert "planted words" in payload


async def test_an_unreadable_update_is_not_written_to_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(tmp_path, starts=False) as world:
        with caplog.at_level(logging.INFO):
            world.gateway.inject.raw(**BAD)
            await polled(world)
        assert "update 1000 cannot be read" in caplog.text
        assert "planted words" not in caplog.text


async def test_what_has_not_even_an_id_is_put_into_quarantine_too(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        world.gateway.pending.append({"message": {"text": "?"}})
        assert await polled(world) == ()
        assert await world.rows("SELECT update_id FROM quarantine") == [(None,)]


async def test_the_empty_update_in_its_place_is_not_stored(tmp_path: Path) -> None:
    async with opened(tmp_path) as world:
        world.gateway.inject.raw(**BAD)
        for update in await world.application.bot.get_updates(timeout=0):
            await world.application.update_queue.put(update)
        assert await world.states() == []


async def test_good_updates_beside_a_bad_one_are_answered(tmp_path: Path) -> None:
    async with opened(tmp_path) as world:
        reader = world.person()
        world.gateway.inject.raw(**BAD)
        world.gateway.inject.message(reader.user, WHEN, chat=reader.chat)
        for update in await world.application.bot.get_updates(timeout=0):
            await world.application.update_queue.put(update)
        await world.settled()
        assert reader.screen == QUOTE_OPENED


async def test_a_refused_token_while_polling_is_a_trouble_that_passes(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        world.gateway.fault("getUpdates", 404)
        with pytest.raises(NetworkError, match="getUpdates was refused") as raised:
            await world.application.bot.get_updates(timeout=1)
        assert not isinstance(raised.value, InvalidToken)
