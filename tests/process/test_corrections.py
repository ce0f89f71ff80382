"""Answers that a publication changed, corrected by the real process through Telegram's refusals."""

from collections import Counter
from collections.abc import Iterable

from botapi.gateway import Gateway
from botapi.people import user
from botapi.problem import Upload
from botapi.server import BotApiServer

from process.running import PIER, Bot
from process.test_editors import Talk

OWNER = user(601, "Olga")
WHO = "Who opened the new pier?"
OTHER = """\
[[facts]]
id = "pier-opened"
cites = [1]
asks.en = ["Who opened the new pier?", "by whom was the pier opened"]
"""
NOW = f"was “{PIER}”, now:\n\n❝ The old harbour of Port Ellen was closed in March 2019. ❞"
IN_PLACE = "Correct them in place"
NOTIFY = "…and notify private readers, 7 days: {}"
DONE = (
    "are corrected. In place: {}. By a reply: {}. Readers notified: {}. "
    "No longer there or out of reach: {}."
)


async def answered(
    bot: Bot, server: BotApiServer, gateway: Gateway, readers: Iterable[int]
) -> None:
    """Start the process; each of the readers has an answer."""
    await bot.start(CITEBOT_OWNERS="601")
    for reader in readers:
        await Talk(server, gateway, user(reader, "Rea")).say(WHO, PIER)


async def changed(server: BotApiServer, gateway: Gateway) -> Talk:
    """The owner, who has published another answer and is offered to correct the old ones."""
    owner = Talk(server, gateway, OWNER)
    await owner.send(Upload("facts.toml", OTHER.encode(), "text/plain"), "'Publish'")
    await owner.press("Publish", IN_PLACE)
    return owner


def corrections(gateway: Gateway, reader: int) -> list[str]:
    """All that a reader's chat shows as corrected."""
    shown = [message.text for message in gateway.messages(reader) if message.from_bot]
    return [text for text in shown if text.startswith("Corrected on ") and NOW in text]


async def test_corrections_wait_as_telegram_asks_and_reply_where_nothing_can_be_edited(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    await answered(bot, server, gateway, (501, 502, 503))
    gateway.fault("editMessageText", 429, retry_after=1, chat_id=501)
    cannot = "Bad Request: message can't be edited"
    gateway.fault("editMessageText", 400, chat_id=502, description=cannot)
    gateway.world.blocked.add(503)
    owner = await changed(server, gateway)
    await owner.press(NOTIFY.format(3), DONE.format(1, 1, 1, 1))
    assert [len(corrections(gateway, reader)) for reader in (501, 502, 503)] == [1, 1, 0]
    _, answer, reply = gateway.messages(502)
    assert (PIER in answer.text, reply.reply_to) == (True, answer.message_id)
    assert "I corrected this answer" in gateway.messages(501)[-1].text
    assert gateway.violations == []


async def test_corrections_go_on_after_a_kill_and_miss_nobody(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    readers = range(501, 513)
    await answered(bot, server, gateway, readers)
    await changed(server, gateway)
    gateway.fault("editMessageText", delay=20, chat_id=506)  # carried out, and never heard of
    gateway.inject.press(OWNER, IN_PLACE)
    await server.wait_for(lambda: bool(corrections(gateway, 506)), 15)
    await bot.kill()
    await bot.start(CITEBOT_OWNERS="601")
    await server.wait_for(lambda: DONE.format(12, 0, 0, 0) in gateway.messages(601)[-1].text, 20)
    assert [len(corrections(gateway, reader)) for reader in readers] == [1] * 12
    edits = Counter(call.params["chat_id"] for call in gateway.calls_of("editMessageText"))
    assert [chat for chat in readers if edits[chat] != 1] == [506]
    assert gateway.violations == []


async def test_a_reply_that_was_on_its_way_at_a_kill_is_sent_once_more_and_no_other_is(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    readers = range(501, 507)
    await answered(bot, server, gateway, readers)
    await changed(server, gateway)
    cannot = "Bad Request: message can't be edited"
    gateway.fault("editMessageText", 400, 99, description=cannot)
    gateway.fault("sendMessage", delay=20, chat_id=503)
    gateway.inject.press(OWNER, IN_PLACE)
    await server.wait_for(lambda: bool(corrections(gateway, 503)), 15)
    await bot.kill()
    await bot.start(CITEBOT_OWNERS="601")
    await server.wait_for(lambda: bool(corrections(gateway, 506)), 20)
    await bot.stop()
    assert [len(corrections(gateway, reader)) for reader in readers] == [1, 1, 2, 1, 1, 1]
