"""Queries, files, members and commands are answered as Telegram answers them."""

import json
from typing import Any

import pytest

from .gateway import Gateway
from .people import group, supergroup, user
from .problem import Upload
from .schema import published
from .views import MessageView

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


def pressed(gateway: Gateway) -> str:
    """The id of a callback query on a button that the bot has just sent."""
    send(gateway, reply_markup=OK_BUTTON)
    query_id: str = gateway.inject.press(ANN, "OK")["callback_query"]["id"]
    return query_id


def test_a_press_can_be_answered_once(gateway: Gateway) -> None:
    query_id = pressed(gateway)
    assert call(gateway, "answerCallbackQuery", callback_query_id=query_id)["ok"]
    again = call(gateway, "answerCallbackQuery", callback_query_id=query_id)
    assert "query is too old" in refused(again)


def test_an_old_press_cannot_be_answered(gateway: Gateway, clock: Clock) -> None:
    query_id = pressed(gateway)
    clock.now += 61
    answer = call(gateway, "answerCallbackQuery", callback_query_id=query_id)
    assert "query is too old" in refused(answer)


def article(text: str, **more: object) -> Json:
    content = {"message_text": text}
    return {"type": "article", "id": "1", "title": "T", "input_message_content": content, **more}


def test_a_guest_answer_is_seen_where_the_bot_was_called(gateway: Gateway) -> None:
    asked = gateway.inject.guest(ANN, "@citebot who invested?")["guest_message"]
    call(gateway, "answerGuestQuery", guest_query_id=asked["guest_query_id"], result=article("A"))
    seen = newest(gateway, asked["chat"])
    assert (seen.text, seen.from_bot) == ("A", True)


def test_a_chat_of_a_guest_cannot_be_written_to(gateway: Gateway) -> None:
    asked = gateway.inject.guest(ANN, "@citebot who invested?")["guest_message"]
    assert refused(send(gateway, chat=asked["chat"])) == "400 Bad Request: chat not found"


def test_a_chosen_inline_result_is_edited_by_its_inline_id(gateway: Gateway) -> None:
    query = gateway.inject.inline_query(ANN, "who")
    results = [article("A", reply_markup=OK_BUTTON)]
    asked = query["inline_query"]["id"]
    call(gateway, "answerInlineQuery", inline_query_id=asked, results=results)
    inline_id = gateway.inject.chosen(ANN, query, "1")["chosen_inline_result"]["inline_message_id"]
    assert call(gateway, "editMessageText", inline_message_id=inline_id, text="B")["result"] is True


def test_a_file_comes_back_as_it_was_sent(gateway: Gateway) -> None:
    upload = Upload("facts.toml", b"x = 1", "application/toml")
    call(gateway, "sendDocument", chat_id=ANN["id"], document=upload, caption="Here")
    assert (newest(gateway).document, newest(gateway).text) == (upload, "Here")


def test_a_file_of_a_person_can_be_fetched(gateway: Gateway) -> None:
    upload = Upload("facts.toml", b"x = 1", "application/toml")
    sent = gateway.inject.document(ANN, upload)["message"]["document"]
    path = call(gateway, "getFile", file_id=sent["file_id"])["result"]["file_path"]
    assert gateway.file_at(path) == upload


def test_the_standing_of_a_member_is_told(gateway: Gateway) -> None:
    gateway.inject.message(ANN, "hello", chat=GROUP)
    gateway.world.statuses[GROUP["id"], ANN["id"]] = "administrator"
    told = call(gateway, "getChatMember", chat_id=GROUP["id"], user_id=ANN["id"])["result"]
    assert told["status"] == "administrator"


def test_commands_are_kept_by_scope_and_language(gateway: Gateway) -> None:
    commands = [{"command": "ask", "description": "Chiedi"}]
    call(gateway, "setMyCommands", commands=commands, language_code="it")
    told = [call(gateway, "getMyCommands", language_code=code)["result"] for code in ("it", "en")]
    assert told == [commands, []]


def test_an_unknown_method_is_not_found() -> None:
    assert refused(call(Gateway(), "sendMassage")) == "404 Not Found"


def test_a_method_that_is_not_modelled_is_not_found_and_noted(gateway: Gateway) -> None:
    call(gateway, "logOut")
    assert gateway.violations == ["logOut is not modelled"]


def test_calls_are_kept_with_what_became_of_them(gateway: Gateway) -> None:
    send(gateway)
    send(gateway, " ")
    assert [(made.params["text"], made.error_code) for made in gateway.calls] == [
        ("hi", None),
        (" ", 400),
    ]


def test_form_fields_are_read_as_json(gateway: Gateway) -> None:
    gateway.call("sendMessage", {"chat_id": "1001", "text": "5", "reply_markup": MARKUP}, 0.0)
    assert (newest(gateway).text, newest(gateway).labels) == ("5", (("OK",),))


MARKUP = json.dumps(OK_BUTTON)


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("getMe", {}),
        ("getUpdates", {}),
        ("getWebhookInfo", {}),
        ("setWebhook", {"url": "https://example.org"}),
        ("deleteWebhook", {}),
        ("setMyCommands", {"commands": [{"command": "ask", "description": "Ask"}]}),
        ("deleteMyCommands", {}),
        ("getMyCommands", {}),
        ("setMyName", {"name": "Citebot"}),
        ("setMyDescription", {"description": "Ask"}),
        ("setMyShortDescription", {"short_description": "Ask"}),
        ("sendMessage", {"chat_id": -20, "text": "x", "reply_parameters": {"message_id": 1}}),
        ("sendChatAction", {"chat_id": -20, "action": "typing"}),
        ("sendDocument", {"chat_id": -20, "document": Upload("a", b"a")}),
        ("sendPhoto", {"chat_id": -20, "photo": Upload("a", b"a")}),
        ("getChat", {"chat_id": -20}),
        ("getChatMember", {"chat_id": -20, "user_id": 1001}),
        ("getChatAdministrators", {"chat_id": -20}),
        ("setMessageReaction", {"chat_id": -20, "message_id": 1}),
        ("leaveChat", {"chat_id": -20}),
    ],
)
def test_an_answer_has_the_type_that_telegram_publishes(
    gateway: Gateway, method: str, params: Json
) -> None:
    gateway.inject.membership(ANN, "administrator", chat=GROUP)
    gateway.inject.message(ANN, "hello", chat=GROUP)
    answer = call(gateway, method, **params)
    schema = published()
    assert answer["ok"], answer
    assert schema is None or schema.answer_problems(method, answer["result"]) == []
