"""Anywhere else, with the real process: inline, guests, links, languages, votes."""

from pathlib import Path
from typing import Any

from botapi.gateway import Gateway
from botapi.people import ELSEWHERE, supergroup, user
from botapi.server import BotApiServer

from process.running import PIER, Bot

ANN = user(501, "Ann")
BEN = user(502, "Ben")
GROUP = supergroup(-1001)
WHO = "Who opened the new pier?"


def said(gateway: Gateway, chat: int) -> list[str]:
    return [message.text for message in gateway.messages(chat) if message.from_bot]


async def listening(bot: Bot, server: BotApiServer, gateway: Gateway) -> None:
    await bot.start()
    await server.wait_for(lambda: gateway.polls > 0, 15)


async def offered(server: BotApiServer, gateway: Gateway, query: Any) -> list[dict[str, Any]]:
    """The cards that the bot offers for an inline query (its update)."""
    query_id = query["inline_query"]["id"]
    await server.wait_for(lambda: query_id in gateway.world.answers)
    cards: list[dict[str, Any]] = gateway.world.answers[query_id]["results"]
    return cards


async def help_in_the_group(server: BotApiServer, gateway: Gateway) -> None:
    """Ask for help there and wait for it: all that came before has been handled."""
    before = len(said(gateway, -1001))
    gateway.inject.message(BEN, "/help", chat=GROUP)
    await server.wait_for(lambda: len(said(gateway, -1001)) > before)


def planted(folder: Path) -> list[str]:
    files = [path for path in folder.iterdir() if path.is_file()]
    return [path.name for path in files if b"PLANTED" in path.read_bytes()]


async def test_a_card_is_offered_sent_logged_and_leads_to_the_private_chat(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    await listening(bot, server, gateway)
    await offered(server, gateway, gateway.inject.inline_query(ANN, "PLANTED"))
    asked = gateway.inject.inline_query(ANN, "who opened the pier")
    (card,) = await offered(server, gateway, asked)
    gateway.inject.chosen(ANN, asked, card["id"])
    url = card["reply_markup"]["inline_keyboard"][0][0]["url"]
    gateway.inject.message(BEN, f"/start {url.partition('start=')[2]}")
    await server.wait_for(lambda: bool(said(gateway, 502)))
    assert PIER in said(gateway, ELSEWHERE["id"])[0]
    assert PIER in said(gateway, 502)[0]
    await bot.stop()
    assert [row[0] for row in bot.rows("SELECT text FROM queries ORDER BY id")] == [
        "who opened the pier",
        WHO,
    ]
    assert (planted(bot.data), gateway.violations) == ([], [])


async def test_a_guest_is_answered_once_through_a_kill(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    await listening(bot, server, gateway)
    gateway.fault("answerGuestQuery", delay=20)
    gateway.inject.guest(ANN, f"@citebot {WHO}")
    await server.wait_for(lambda: bool(gateway.calls_of("answerGuestQuery")))
    await bot.kill()
    polls = gateway.polls
    await bot.start()
    await server.wait_for(lambda: gateway.polls > polls + 1, 40)
    await bot.stop()
    assert len(gateway.calls_of("answerGuestQuery")) == 1
    assert gateway.calls_of("sendMessage") == []
    assert bot.rows("SELECT state FROM inbox") == [("unknown",)]
    assert bot.rows("SELECT count(*) FROM chats") == [(0,)]


async def test_a_language_is_chosen_and_kept_by_the_next_process(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    await listening(bot, server, gateway)
    gateway.inject.message(ANN, "/language")
    await server.wait_for(lambda: len(said(gateway, 501)) == 1)
    gateway.inject.press(ANN, "Italiano")
    await server.wait_for(lambda: "italiano" in said(gateway, 501)[0])
    await bot.stop()
    await bot.start()
    gateway.inject.message(ANN, "what is the price of the new pier")
    await server.wait_for(lambda: len(said(gateway, 501)) == 2, 15)
    assert said(gateway, 501)[1].startswith("L’articolo non lo dice")
    assert gateway.violations == []


async def test_votes_reasons_reactions_and_wishes_are_kept(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    await listening(bot, server, gateway)
    gateway.inject.message(ANN, WHO)
    await server.wait_for(lambda: bool(said(gateway, 501)))
    gateway.inject.press(ANN, "👎")
    await server.wait_for(lambda: bool(gateway.messages(501)[-1].button("Wrong fact")))
    gateway.inject.press(ANN, "Wrong fact")
    gateway.inject.message(ANN, "what is the price of the new pier")
    await server.wait_for(lambda: len(said(gateway, 501)) == 2)
    gateway.inject.press(ANN, "Tell me if this is added")
    gateway.inject.message(BEN, f"/ask {WHO}", chat=GROUP)
    await server.wait_for(lambda: bool(said(gateway, -1001)))
    answer = gateway.messages(-1001)[-1].message_id
    await help_in_the_group(server, gateway)
    gateway.inject.reaction(BEN, answer, "🔥", chat=GROUP)
    await help_in_the_group(server, gateway)
    await server.wait_for(lambda: len(gateway.calls_of("answerCallbackQuery")) == 3)
    await bot.stop()
    assert bot.rows("SELECT count(*) FROM wishes") == [(1,)]
    assert bot.rows("SELECT value, reason FROM votes ORDER BY value") == [(-1, "wrong"), (1, None)]
    assert gateway.violations == []


async def test_the_bot_asks_telegram_for_all_that_it_answers(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    await listening(bot, server, gateway)
    asked = gateway.calls_of("getUpdates")[0].params["allowed_updates"]
    wanted = {"inline_query", "chosen_inline_result", "guest_message", "message_reaction"}
    assert wanted <= set(asked)
    await server.wait_for(lambda: len(gateway.calls_of("setMyCommands")) == 15)
