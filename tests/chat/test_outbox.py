"""What an error of Telegram's means for the message that was to be sent."""

import json
import logging

import httpx
import pytest
from telegram import InlineKeyboardMarkup, MessageEntity, ReplyParameters
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
from bot.chat.outbox import Place, Sent, Trouble, trouble
from chat.world import WHEN, World

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


@pytest.mark.parametrize("words", ["message is not modified", "message to edit not found"])
async def test_an_edit_that_is_not_to_be_made_any_more_is_no_failure_in_the_log(
    world: World, caplog: pytest.LogCaptureFixture, words: str
) -> None:
    world.gateway.fault("editMessageText", 400, description=f"Bad Request: {words}")
    world.gateway.fault("editMessageReplyMarkup", 400, description=f"Bad Request: {words}")
    with caplog.at_level(logging.INFO):
        await world.outbox.edit(1001, 1, Message("x"))
        await world.outbox.rekey(1001, 1, None)
    assert "failed" not in caplog.text


async def test_a_message_that_telegram_refuses_is_a_bug(world: World) -> None:
    reader = world.person()
    await reader.say("/help")
    world.gateway.fault("sendMessage", 400, times=2)
    with pytest.raises(BadRequest):
        await world.outbox.send(reader.chat["id"], Message("x"))


async def test_a_message_travels_as_the_library_would_send_it(world: World) -> None:
    reader = world.person()
    await reader.say(WHEN)
    answer = world.gateway.calls_of("sendMessage")[-1].params
    shown = reader.last
    await world.application.bot.send_message(
        answer["chat_id"],
        answer["text"],
        entities=[MessageEntity.de_json(each, None) for each in answer["entities"]],
        reply_markup=InlineKeyboardMarkup.de_json(answer["reply_markup"], None),
        reply_parameters=ReplyParameters(
            answer["reply_parameters"]["message_id"], allow_sending_without_reply=True
        ),
    )
    assert shown.text == answer["text"]
    assert world.gateway.calls_of("sendMessage")[-1].params == answer


async def test_a_place_travels_with_its_topic_and_its_quote() -> None:
    place = Place(-5, thread=7, reply_to=9, quote="who?")
    reply = ReplyParameters(9, allow_sending_without_reply=True, quote="who?")
    fields = {**place.fields, "reply_parameters": json.loads(str(place.fields["reply_parameters"]))}
    assert fields == {"message_thread_id": 7, "reply_parameters": reply.to_dict()}
