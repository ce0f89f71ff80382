"""How the bot starts, listens and stops."""

import asyncio
from pathlib import Path

import pytest
from botapi.gateway import Call, Gateway
from botapi.transport import until
from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.chat.app import TokenRefused, serve
from bot.chat.menu import PRIVATE, TEAM
from bot.chat.routes import ALLOWED_UPDATES
from chat.world import QUOTE_OPENED, WHEN, World, opened


async def stopped(stop: asyncio.Event, serving: asyncio.Task[None]) -> None:
    stop.set()
    async with asyncio.timeout(4):
        await serving


async def test_a_polled_question_is_answered_and_its_update_forgotten(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        reader, stop = world.person(), asyncio.Event()
        serving = asyncio.create_task(serve(world.application, stop))
        world.gateway.inject.message(reader.user, WHEN, chat=reader.chat)
        assert await until(world.gateway, lambda: reader.messages[-1].from_bot, 5)
        await stopped(stop, serving)
        assert reader.screen == QUOTE_OPENED
        assert not world.gateway.pending
        assert world.gateway.violations == []


async def test_the_bot_asks_for_exactly_the_updates_that_it_has_routes_for(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, starts=False) as world:
        stop = asyncio.Event()
        serving = asyncio.create_task(serve(world.application, stop))
        await until(world.gateway, lambda: bool(world.gateway.calls_of("getUpdates")), 5)
        await stopped(stop, serving)
        asked = world.gateway.calls_of("getUpdates")[0].params["allowed_updates"]
        assert (
            asked
            == ALLOWED_UPDATES
            == [
                *("message", "edited_message", "callback_query", "my_chat_member"),
                *("inline_query", "chosen_inline_result", "guest_message", "message_reaction"),
            ]
        )


async def test_pending_updates_are_never_dropped_at_start(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        stop = asyncio.Event()
        serving = asyncio.create_task(serve(world.application, stop))
        await until(world.gateway, lambda: bool(world.gateway.calls_of("getUpdates")), 5)
        await stopped(stop, serving)
        (call,) = world.gateway.calls_of("deleteWebhook")
        assert not call.params.get("drop_pending_updates")


async def test_a_telegram_that_is_down_at_start_is_waited_for(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        world.gateway.fault("getMe", 500, times=1)
        await world.application.shutdown()
        await world.application.bot.shutdown()
        stop = asyncio.Event()
        serving = asyncio.create_task(serve(world.application, stop))
        assert await until(world.gateway, lambda: bool(world.gateway.calls_of("getUpdates")), 5)
        await stopped(stop, serving)


async def test_the_bot_can_be_stopped_while_telegram_is_down(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        world.gateway.fault("getMe", 500, times=99)
        await world.application.shutdown()
        stop = asyncio.Event()
        serving = asyncio.create_task(serve(world.application, stop))
        await until(world.gateway, lambda: len(world.gateway.calls_of("getMe")) > 1, 5)
        await stopped(stop, serving)


async def test_a_token_that_telegram_does_not_know_ends_the_start(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        await world.application.shutdown()
        world.gateway.fault("getMe", 401, times=9)
        with pytest.raises(TokenRefused):
            await serve(world.application, asyncio.Event())


async def test_a_stop_while_telegram_refuses_to_be_polled_is_logged_in_a_line(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(tmp_path, starts=False) as world:
        world.gateway.fault("getUpdates", 409, times=99)
        stop = asyncio.Event()
        serving = asyncio.create_task(serve(world.application, stop))
        assert await until(world.gateway, lambda: bool(world.gateway.calls_of("getUpdates")), 5)
        await stopped(stop, serving)
    assert [each for each in caplog.records if each.exc_info] == []


async def test_the_bot_stops_in_time_with_a_send_that_waits(tmp_path: Path) -> None:
    gateway: Gateway
    async with opened(tmp_path, starts=False) as world:
        gateway = world.gateway
        reader, stop = world.person(), asyncio.Event()
        world.naps.may_end.clear()
        gateway.fault("sendMessage", 429, retry_after=3600)
        serving = asyncio.create_task(serve(world.application, stop))
        gateway.inject.message(reader.user, WHEN, chat=reader.chat)
        await until(gateway, lambda: bool(gateway.calls_of("sendMessage")), 5)
        await stopped(stop, serving)
        assert await world.states() == ["new"]
    async with opened(tmp_path, gateway=gateway) as world:
        await world.settled()
        assert world.person().screen == QUOTE_OPENED


async def test_the_menu_has_every_command_with_words(menus: list[Call]) -> None:
    (call, *_) = menus
    assert [command["command"] for command in call.params["commands"]] == list(PRIVATE)
    assert call.params["scope"] == {"type": "all_private_chats"}


async def test_a_menu_that_has_to_wait_does_not_keep_the_bot_from_listening(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, starts=False) as world:
        world.gateway.fault("setMyCommands", 429, retry_after=3600)
        world.naps.may_end.clear()
        stop = asyncio.Event()
        serving = asyncio.create_task(serve(world.application, stop))
        assert await until(world.gateway, lambda: bool(world.gateway.calls_of("getUpdates")), 5)
        await stopped(stop, serving)


@pytest.mark.parametrize(
    ("error", "wait"), [((429, 2, 3), [3.0, 3.0]), ((500, 3), [1.0, 2.0, 4.0])]
)
async def test_a_menu_that_telegram_does_not_take_yet_is_set_later(
    tmp_path: Path, error: tuple[int, ...], wait: list[float]
) -> None:
    gateway = Gateway()
    gateway.fault("setMyCommands", *error)
    async with opened(tmp_path, gateway=gateway) as world:
        assert await until(gateway, lambda: len(menus_set(gateway)) == 15, 5)
        assert world.naps.seconds == wait


async def test_a_menu_that_telegram_refuses_does_not_keep_the_others_from_being_set(
    tmp_path: Path,
) -> None:
    gateway = Gateway()
    gateway.fault("setMyCommands", 400)
    async with opened(tmp_path, gateway=gateway) as world:
        assert await until(gateway, lambda: len(menus_set(gateway)) == 10, 5)
        assert world.naps.seconds == []


def menus_set(gateway: Gateway) -> list[Call]:
    return [call for call in gateway.calls_of("setMyCommands") if call.ok]


def handlers(world: World) -> list[object]:
    return [handler for group in world.application.handlers.values() for handler in group]


async def test_every_command_of_the_menu_has_a_route(world: World) -> None:
    routed = {
        command
        for handler in handlers(world)
        if isinstance(handler, CommandHandler)
        for command in handler.commands
    }
    assert routed == set(TEAM["owner"])


async def test_no_command_has_a_route_for_an_edited_message(world: World) -> None:
    reader = world.person()
    await reader.say("/help")
    own = reader.messages[0].message_id
    payload = world.not_delivered.edited(reader.user, own, "/article", chat=reader.chat)
    update = Update.de_json(payload, world.application.bot)
    fits = [h for h in handlers(world) if isinstance(h, CommandHandler) and h.check_update(update)]
    assert fits == []


async def test_the_last_route_for_presses_takes_any(world: World) -> None:
    *_, last = (each for each in handlers(world) if isinstance(each, CallbackQueryHandler))
    assert last.pattern is None
