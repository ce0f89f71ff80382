"""What an error of Telegram's means for the message that was to be sent."""

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.chat.blocks import Message
from bot.chat.outbox import Sent, Trouble, trouble
from chat.world import World

REQUEST = httpx.Request("POST", "http://localhost")


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (caused(NetworkError("x"), httpx.ConnectError("x")), Trouble.NOT_SENT),
        (caused(TimedOut(), httpx.ConnectTimeout("x")), Trouble.NOT_SENT),
        (caused(TimedOut(), httpx.PoolTimeout("x")), Trouble.NOT_SENT),
        (InvalidToken("Not Found"), Trouble.NOT_SENT),
        (caused(TimedOut(), httpx.ReadTimeout("x")), Trouble.AMBIGUOUS),
        (caused(TimedOut(), httpx.WriteTimeout("x")), Trouble.AMBIGUOUS),
        (caused(NetworkError("x"), httpx.ReadError("x")), Trouble.AMBIGUOUS),
        (caused(NetworkError("x"), httpx.RemoteProtocolError("x")), Trouble.AMBIGUOUS),
        (TimedOut(), Trouble.AMBIGUOUS),
        (TelegramError("Invalid server response"), Trouble.AMBIGUOUS),
        (NetworkError("Internal Server Error"), Trouble.SERVER),
        (caused(NetworkError("Bad Gateway (502)"), TelegramError("no JSON")), Trouble.SERVER),
        (Forbidden("bot was blocked by the user"), Trouble.AWAY),
        (Forbidden("user is deactivated"), Trouble.AWAY),
        (BadRequest("Chat not found"), Trouble.AWAY),
        (BadRequest("not enough rights to send text messages to the chat"), Trouble.AWAY),
        (BadRequest("CHAT_WRITE_FORBIDDEN"), Trouble.AWAY),
        (BadRequest("message thread not found"), Trouble.AWAY),
        (BadRequest("Message is too long"), Trouble.REFUSED),
        (ChatMigrated(-100), Trouble.REFUSED),
    ],
)
def test_every_error_is_one_of_five_troubles(error: TelegramError, expected: Trouble) -> None:
    assert trouble(error) is expected


async def test_an_edit_that_changes_nothing_is_a_success(world: World) -> None:
    reader = world.person()
    await reader.say("/help")
    shown = reader.last
    sent = await world.outbox.edit(reader.chat["id"], shown.message_id, Message(shown.text))
    assert sent == Sent(shown.message_id)


async def test_a_message_that_is_gone_cannot_be_edited(world: World) -> None:
    reader = world.person()
    await reader.say("/help")
    assert await world.outbox.edit(reader.chat["id"], 999, Message("x")) == Sent(None)


async def test_a_message_that_telegram_refuses_is_a_bug(world: World) -> None:
    reader = world.person()
    await reader.say("/help")
    world.gateway.fault("sendMessage", 400, times=2)
    with pytest.raises(BadRequest):
        await world.outbox.send(reader.chat["id"], Message("x"))
