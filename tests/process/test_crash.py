"""kill -9: nothing is lost, and every question is logged exactly once."""

from collections import Counter
from collections.abc import Callable

from botapi.gateway import Gateway
from botapi.people import user
from botapi.server import BotApiServer

from process.running import PIER, Bot

KILLS, UPDATES = 12, 200


def reached(gateway: Gateway, sends: int) -> Callable[[], bool]:
    return lambda: len(gateway.calls_of("sendMessage")) >= sends


async def test_200_updates_survive_12_kills(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    chats = [1000 + number for number in range(UPDATES)]
    for chat in chats:
        gateway.inject.message(user(chat, "P"), "who opened the pier?")
    for kill in range(1, KILLS + 1):
        await bot.start()
        wanted = kill * UPDATES // (KILLS + 2)  # at a different point of the flow each time
        await server.wait_for(reached(gateway, wanted), 20)
        await bot.kill()
    await bot.start()
    await server.wait_for(lambda: all(gateway.messages(chat)[1:] for chat in chats), 30)
    assert await bot.stop() == 0

    logged = Counter(
        bot.rows("SELECT count(*) FROM queries GROUP BY update_id HAVING outcome = 'cited'")
    )
    assert logged == {(1,): UPDATES}
    assert bot.rows("SELECT count(*) FROM inbox WHERE state != 'done'") == [(0,)]
    assert all(PIER in gateway.messages(chat)[1].text for chat in chats)


async def test_questions_of_one_chat_are_answered_in_order_through_a_kill(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    ann = user(501, "Ann")
    for text in ("who opened the pier?", "when was the harbour closed?") * 2:
        gateway.inject.message(ann, text)
    gateway.fault("sendMessage", 429, retry_after=1, chat_id=501)
    await bot.start()
    await server.wait_for(lambda: bool(gateway.calls_of("sendMessage")), 15)
    await bot.kill()
    await bot.start()
    await server.wait_for(lambda: len(gateway.messages(501)) == 8, 20)
    answers = [m.text for m in gateway.messages(501) if m.from_bot]
    assert [PIER in text for text in answers] == [True, False, True, False]
