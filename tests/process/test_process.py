"""The main conversations, and how the process starts, stops and survives trouble."""

import time

from botapi.gateway import Gateway
from botapi.people import user
from botapi.server import BotApiServer

from process.running import PIER, Bot

ANN = user(501, "Ann")
BEN = user(502, "Ben")


def said(gateway: Gateway, chat: int) -> list[str]:
    return [message.text for message in gateway.messages(chat) if message.from_bot]


async def test_a_reader_is_welcomed_answered_and_shown_the_context(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    await bot.start()
    gateway.inject.message(ANN, "/start")
    await server.wait_for(lambda: len(said(gateway, 501)) == 1, 15)
    gateway.inject.message(ANN, "who opened the pier?")
    await server.wait_for(lambda: PIER in said(gateway, 501)[-1])
    gateway.inject.press(ANN, "In context")
    await server.wait_for(lambda: "harbour" in said(gateway, 501)[-1])
    assert gateway.violations == []


async def test_what_the_article_does_not_say_is_refused_and_logged_with_its_gap(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    await bot.start()
    gateway.inject.message(ANN, "what was the price of the new pier")
    await server.wait_for(lambda: bool(said(gateway, 501)), 15)
    assert "does not say" in said(gateway, 501)[0]
    await bot.stop()
    assert bot.rows("SELECT outcome, gap FROM queries") == [("unknown", "pier-cost")]


async def test_an_edited_question_edits_the_answer(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    await bot.start()
    asked = gateway.inject.message(ANN, "when was the harbour closed?")
    await server.wait_for(lambda: bool(said(gateway, 501)), 15)
    gateway.inject.edited(ANN, asked["message"]["message_id"], "who opened the pier?")
    await server.wait_for(lambda: PIER in said(gateway, 501)[0])
    assert len(said(gateway, 501)) == 1


async def test_sigterm_drains_and_exits_0_within_5_seconds(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    await bot.start()
    await server.wait_for(lambda: gateway.polls > 0, 15)
    for number in range(40):
        gateway.inject.message(user(600 + number, "P"), "who opened the pier?")
    await server.wait_for(lambda: bool(gateway.calls_of("sendMessage")))
    assert await bot.stop(within=5.0) == 0
    await bot.start()
    await server.wait_for(lambda: all(said(gateway, 600 + n) for n in range(40)), 15)
    await bot.stop()
    assert [len(said(gateway, 600 + n)) for n in range(40)] == [1] * 40


async def test_a_server_that_is_down_for_its_first_5_seconds_costs_no_answer(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    gateway.inject.message(ANN, "who opened the pier?")
    gateway.down_until(time.time() + 5)
    await bot.start()
    await server.wait_for(lambda: bool(said(gateway, 501)), 25)
    assert PIER in said(gateway, 501)[0]


async def test_an_update_that_cannot_be_read_holds_up_nobody(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    await bot.start()
    await server.wait_for(lambda: gateway.polls > 0, 15)
    gateway.inject.raw(message={"message_id": "seven", "chat": 5, "text": "PLANTED-WORDS"})
    gateway.inject.message(ANN, "who opened the pier?")
    await server.wait_for(lambda: bool(said(gateway, 501)))
    await bot.stop()
    assert bot.rows("SELECT count(*) FROM quarantine") == [(1,)]
    assert "PLANTED-WORDS" not in bot.log.read_text(encoding="utf-8")


async def test_a_chat_told_to_wait_does_not_hold_up_another(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    await bot.start()
    await server.wait_for(lambda: gateway.polls > 0, 15)
    gateway.fault("sendMessage", 429, retry_after=2, chat_id=501)
    gateway.inject.message(ANN, "who opened the pier?")
    await server.wait_for(lambda: bool(gateway.calls_of("sendMessage")))
    gateway.inject.message(BEN, "who opened the pier?")
    await server.wait_for(lambda: bool(said(gateway, 502)))
    assert said(gateway, 501) == []
    await server.wait_for(lambda: bool(said(gateway, 501)))
    assert len(said(gateway, 501)) == 1


async def test_the_token_is_in_no_log_line_at_debug_level(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    gateway.fault("sendMessage", 502, times=2)
    await bot.start(CITEBOT_LOG_LEVEL="DEBUG")
    gateway.inject.message(ANN, "who opened the pier?")
    await server.wait_for(lambda: bool(said(gateway, 501)), 20)
    await bot.stop()
    log = bot.log.read_text(encoding="utf-8")
    assert "DEBUG" in log
    assert server.token not in log
    assert server.token.partition(":")[2] not in log


async def test_a_token_that_telegram_refuses_is_named_and_not_shown(bot: Bot) -> None:
    await bot.start(CITEBOT_TOKEN="7000000001:another-token-than-the-right-one")
    assert (await bot.exited(15), bot.log.read_text(encoding="utf-8")) == (
        1,
        "CITEBOT_TOKEN is (not shown): not known to Telegram; expected a bot's token as "
        "BotFather gives it, 123:ABC (and a Bot API server, where CITEBOT_API_URL is set)\n",
    )
