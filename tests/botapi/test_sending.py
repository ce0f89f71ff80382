"""Messages are sent, edited and deleted, or refused in Telegram's own words."""

from typing import Any

import pytest

from .gateway import Gateway
from .people import group, private, supergroup, user
from .views import Button, MessageView

Json = dict[str, Any]

ANN = user(1001)
GROUP = group(-20)
FORUM = supergroup(-1000000000030, forum=True)
OK_BUTTON = {"inline_keyboard": [[{"text": "OK", "callback_data": "ok"}]]}


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def gateway(clock: Clock) -> Gateway:
    made = Gateway(clock=clock)
    made.inject.message(ANN, "hello")
    return made


def call(gateway: Gateway, method: str, **params: object) -> Json:
    return gateway.call(method, dict(params), gateway.clock())


def send(gateway: Gateway, text: str = "hi", chat: Json = ANN, **params: object) -> Json:
    return call(gateway, "sendMessage", chat_id=chat["id"], text=text, **params)


def refused(answer: Json) -> str:
    assert answer["ok"] is False
    return f"{answer['error_code']} {answer['description']}"


def newest(gateway: Gateway, chat: Json = ANN) -> MessageView:
    return gateway.messages(chat["id"])[-1]


def test_a_sent_message_is_seen_with_its_marks_and_buttons(gateway: Gateway) -> None:
    bold = [{"type": "bold", "offset": 3, "length": 3}]
    send(gateway, "😀 yes", entities=bold, reply_markup=OK_BUTTON)
    seen = newest(gateway)
    assert (seen.text, seen.marked("bold"), seen.rows) == (
        "😀 yes",
        ("yes",),
        ((Button("OK", data="ok"),),),
    )


def test_marks_have_python_positions(gateway: Gateway) -> None:
    send(gateway, "😀 yes", entities=[{"type": "bold", "offset": 3, "length": 3}])
    span = newest(gateway).entities[0]
    assert (span.start, span.end) == (2, 5)


def test_white_space_at_the_ends_is_dropped_and_marks_move(gateway: Gateway) -> None:
    send(gateway, "\n hello \n", entities=[{"type": "bold", "offset": 2, "length": 6}])
    assert (newest(gateway).text, newest(gateway).marked("bold")) == ("hello", ("hello",))


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": ""}, "400 Bad Request: message text is empty"),
        ({"text": "x" * 4097}, "400 Bad Request: message is too long"),
        ({"text": "x", "chat": user(5)}, "400 Bad Request: chat not found"),
        (
            {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "x" * 66}]]}},
            "400 Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            {"entities": [{"type": "bold", "offset": 0, "length": 9}]},
            "400 Bad Request: entity beginning at UTF-16 offset 0 ends after the end of the text "
            "at UTF-16 offset 2",
        ),
        (
            {"reply_parameters": {"message_id": 99}},
            "400 Bad Request: message to be replied not found",
        ),
        (
            {"reply_parameters": {"message_id": 1, "quote": "hullo"}},
            "400 Bad Request: message quote not found",
        ),
        ({"message_thread_id": 1}, "400 Bad Request: message thread not found"),
    ],
)
def test_a_message_is_refused_in_telegrams_words(
    gateway: Gateway, params: Json, words: str
) -> None:
    assert refused(send(gateway, **params)) == words


def test_what_telegram_refuses_is_refused_without_strictness(clock: Clock) -> None:
    lenient = Gateway(clock=clock, strict=False)
    lenient.inject.message(ANN, "hello")
    assert refused(send(lenient, " ")) == "400 Bad Request: message text is empty"


def test_an_unknown_button_style_is_noted_and_passes_without_strictness(clock: Clock) -> None:
    lenient = Gateway(clock=clock, strict=False)
    lenient.inject.message(ANN, "hello")
    red = {"inline_keyboard": [[{"text": "OK", "callback_data": "ok", "style": "red"}]]}
    sent = send(lenient, reply_markup=red)
    assert (sent["ok"], lenient.violations) == (
        True,
        ["sendMessage reply_markup.inline_keyboard[0][0].style: 'red' is no style"],
    )


def test_a_violation_is_refused_when_strict(gateway: Gateway) -> None:
    assert refused(send(gateway, parse_mode="HTML")).startswith("400 Bad Request: parse_mode")


def test_a_quote_is_found_where_it_stands(gateway: Gateway) -> None:
    gateway.inject.message(ANN, "😀 who invested?")
    send(gateway, reply_parameters={"message_id": 2, "quote": "who"})
    quote = gateway.calls[-1].ok and gateway.world.history[ANN["id"]][3]["quote"]
    assert quote == {"text": "who", "position": 3, "is_manual": True}


def test_a_quote_without_the_formatting_of_its_place_is_refused(gateway: Gateway) -> None:
    bold = [{"type": "bold", "offset": 0, "length": 3}]
    gateway.inject.message(ANN, "who invested?", entities=bold)
    answer = send(gateway, reply_parameters={"message_id": 2, "quote": "who"})
    assert refused(answer) == "400 Bad Request: message quote not found"


def test_a_reply_to_a_missing_message_may_be_sent_without_it(gateway: Gateway) -> None:
    lost = {"message_id": 99, "allow_sending_without_reply": True}
    assert send(gateway, reply_parameters=lost)["ok"]
    assert newest(gateway).reply_to is None


def test_a_message_in_a_topic_stays_there(gateway: Gateway) -> None:
    thread = gateway.inject.topic(ANN, "Questions", chat=FORUM)
    send(gateway, chat=FORUM, message_thread_id=thread)
    assert newest(gateway, FORUM).thread == thread


def test_who_blocked_the_bot_gets_nothing_until_they_write_again(gateway: Gateway) -> None:
    gateway.inject.membership(ANN, "kicked", chat=private(ANN), old="member")
    assert refused(send(gateway)) == "403 Forbidden: bot was blocked by the user"
    gateway.inject.message(ANN, "back")
    assert send(gateway)["ok"]


def test_a_group_without_the_bot_gets_nothing(gateway: Gateway) -> None:
    gateway.inject.membership(ANN, "left", chat=GROUP, old="member")
    words = "403 Forbidden: bot was kicked from the group chat"
    assert refused(send(gateway, chat=GROUP)) == words


def test_a_migrated_group_tells_its_new_id(gateway: Gateway) -> None:
    gateway.inject.message(ANN, "hello", chat=GROUP)
    gateway.inject.migrated(ANN, chat=GROUP, to=supergroup(-1000000000021))
    assert send(gateway, chat=GROUP)["parameters"] == {"migrate_to_chat_id": -1000000000021}


def edit(gateway: Gateway, text: str, message_id: int = 2, **params: object) -> Json:
    where = {"chat_id": ANN["id"], "message_id": message_id}
    return call(gateway, "editMessageText", text=text, **where, **params)


def test_an_edit_replaces_text_and_keyboard(gateway: Gateway) -> None:
    send(gateway, reply_markup=OK_BUTTON)
    edit(gateway, "new")
    seen = newest(gateway)
    assert (seen.text, seen.rows, seen.edited) == ("new", (), True)


def test_an_edit_leaves_the_earlier_answer_as_it_was(gateway: Gateway) -> None:
    sent = send(gateway)
    edit(gateway, "new")
    assert sent["result"]["text"] == "hi"


def test_an_edit_that_changes_nothing_is_refused(gateway: Gateway) -> None:
    send(gateway)
    assert "message is not modified" in refused(edit(gateway, "hi"))


def test_a_second_equal_edit_is_refused(gateway: Gateway) -> None:
    send(gateway)
    edit(gateway, "new")
    assert "message is not modified" in refused(edit(gateway, "new"))


def test_a_missing_message_cannot_be_edited(gateway: Gateway) -> None:
    assert refused(edit(gateway, "x", 99)) == "400 Bad Request: message to edit not found"


def test_the_message_of_somebody_else_cannot_be_edited(gateway: Gateway) -> None:
    assert refused(edit(gateway, "x", 1)) == "400 Bad Request: message can't be edited"


def test_only_the_keyboard_can_be_edited(gateway: Gateway) -> None:
    send(gateway, reply_markup=OK_BUTTON)
    call(gateway, "editMessageReplyMarkup", chat_id=ANN["id"], message_id=2)
    assert (newest(gateway).text, newest(gateway).rows) == ("hi", ())


def test_a_deleted_message_is_gone(gateway: Gateway) -> None:
    send(gateway)
    call(gateway, "deleteMessage", chat_id=ANN["id"], message_id=2)
    assert [message.message_id for message in gateway.messages(ANN["id"])] == [1]


def test_after_two_days_a_message_cannot_be_deleted(gateway: Gateway, clock: Clock) -> None:
    send(gateway)
    clock.now += 48 * 3600 + 1
    answer = call(gateway, "deleteMessage", chat_id=ANN["id"], message_id=2)
    assert refused(answer) == "400 Bad Request: message can't be deleted"
