"""Groups, with the real process: questions, topics, buttons, settings, crowds, talk."""

from typing import Any

from botapi import people
from botapi.gateway import Gateway
from botapi.people import user
from botapi.server import BotApiServer

from process.running import PIER, Bot

ANN = user(501, "Ann")
BEN = user(502, "Ben")
GROUP = people.supergroup(-1001)
FORUM = people.supergroup(-1002, forum=True)
WHO = "Who opened the new pier?"


def said(gateway: Gateway, chat: int = -1001) -> list[str]:
    return [message.text for message in gateway.messages(chat) if message.from_bot]


async def test_a_group_asks_in_every_way_and_is_otherwise_left_alone(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    await bot.start()
    await server.wait_for(lambda: gateway.polls > 0, 15)
    gateway.inject.membership(ANN, "member", chat=GROUP)
    await server.wait_for(lambda: len(said(gateway)) == 1)
    gateway.inject.message(ANN, f"PLANTED-WORDS: {WHO}", chat=GROUP)
    question = gateway.inject.message(BEN, WHO, chat=GROUP)["message"]["message_id"]
    gateway.inject.message(ANN, "/ask", chat=GROUP, reply_to=question)
    gateway.inject.message(ANN, f"hello @citebot, {WHO}", chat=GROUP)
    await server.wait_for(lambda: len(said(gateway)) == 3)
    shown = gateway.messages(-1001)[-1].message_id
    gateway.inject.message(BEN, f"/ask@citebot {WHO}", chat=GROUP)
    gateway.inject.message(BEN, "when was the harbour closed?", chat=GROUP, reply_to=shown)
    await server.wait_for(lambda: len(said(gateway)) == 5)
    replies = [each.reply_to for each in gateway.messages(-1001) if each.from_bot]
    assert replies[1] == question
    assert [PIER in text for text in said(gateway)] == [False, True, True, True, False]
    await bot.stop()
    assert bot.rows("SELECT count(*) FROM queries WHERE text LIKE '%PLANTED%'") == [(0,)]
    found = [p for p in bot.data.iterdir() if p.is_file() and b"PLANTED" in p.read_bytes()]
    assert (found, gateway.violations) == ([], [])


async def test_each_topic_gets_its_own_answers(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    await bot.start()
    await server.wait_for(lambda: gateway.polls > 0, 15)
    one = gateway.inject.topic(ANN, "One", chat=FORUM)
    two = gateway.inject.topic(ANN, "Two", chat=FORUM)
    for thread in (one, two, one):
        gateway.inject.message(ANN, f"/ask {WHO}", chat=FORUM, thread=thread)
    await server.wait_for(lambda: len(said(gateway, -1002)) == 3)
    threads = [each.thread for each in gateway.messages(-1002) if each.from_bot]
    assert (threads, gateway.violations) == ([one, two, one], [])


async def test_only_administrators_change_the_settings(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    await bot.start()
    gateway.world.statuses[-1001, 501] = "administrator"
    gateway.inject.message(ANN, "/settings", chat=GROUP)
    await server.wait_for(lambda: bool(said(gateway)), 15)
    gateway.inject.press(BEN, "💬 Commands and mentions", chat=GROUP)
    await server.wait_for(lambda: len(gateway.calls_of("answerCallbackQuery")) == 1)
    assert bot.rows("SELECT * FROM chats") == []
    gateway.inject.press(ANN, "💬 Commands and mentions", chat=GROUP)
    await server.wait_for(lambda: bool(gateway.calls_of("editMessageText")))
    assert bot.rows("SELECT answers_mentions FROM chats") == [(0,)]
    assert gateway.violations == []


async def test_a_crowd_is_answered_in_order_through_a_429_and_others_do_not_wait(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    gateway.fault("sendMessage", 429, retry_after=3, chat_id=-1001)
    asked: list[Any] = []
    for number in range(12):
        sent = gateway.inject.message(user(600 + number, "P"), f"/ask {WHO}", chat=GROUP)
        asked.append(sent["message"]["message_id"])
    gateway.inject.message(ANN, WHO)
    await bot.start()
    await server.wait_for(lambda: bool(said(gateway, 501)), 15)
    assert said(gateway) == []
    await server.wait_for(lambda: len(said(gateway)) == 12, 15)
    replies = [each.reply_to for each in gateway.messages(-1001) if each.from_bot]
    assert (replies, gateway.violations) == (asked, [])


async def test_a_kill_in_the_middle_of_a_crowd_loses_nothing_and_repeats_nothing(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    for number in range(12):
        gateway.inject.message(user(600 + number, "P"), f"/ask {WHO}", chat=GROUP)
    await bot.start()
    await server.wait_for(lambda: len(said(gateway)) >= 5, 15)
    await bot.kill()
    await bot.start()
    await server.wait_for(
        lambda: (
            bot.rows("SELECT count(*) FROM inbox WHERE state IN ('new', 'sending')") == [(0,)]
            and bot.rows("SELECT count(*) FROM inbox") == [(12,)]
        ),
        15,
    )
    replies = [each.reply_to for each in gateway.messages(-1001) if each.from_bot]
    (unknown,) = bot.rows("SELECT count(*) FROM inbox WHERE state = 'unknown'")
    assert len(set(replies)) == len(replies)
    assert len(replies) + int(str(unknown[0])) >= 12


async def test_a_group_that_becomes_a_supergroup_keeps_its_settings(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    small = people.group(-77)
    gateway.world.statuses[-77, 501] = "creator"
    await bot.start()
    gateway.inject.message(ANN, "/settings", chat=small)
    await server.wait_for(lambda: bool(said(gateway, -77)), 15)
    gateway.inject.press(ANN, "💬 Commands and mentions", chat=small)
    await server.wait_for(lambda: bool(gateway.calls_of("editMessageText")))
    gateway.inject.migrated(ANN, chat=small, to=GROUP)
    gateway.inject.message(ANN, f"/ask {WHO}", chat=GROUP)
    await server.wait_for(lambda: bool(said(gateway)))
    gateway.inject.message(ANN, f"@citebot {WHO}", chat=GROUP)
    last = gateway.inject.message(ANN, f"/ask {WHO}", chat=GROUP)["message"]["message_id"]
    await server.wait_for(lambda: len(said(gateway)) == 2)
    replies = [each.reply_to for each in gateway.messages(-1001) if each.from_bot]
    assert (replies[-1], gateway.violations) == (last, [])
