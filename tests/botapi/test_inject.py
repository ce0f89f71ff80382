"""What people do becomes updates that Telegram could have sent."""

from collections.abc import Callable
from typing import Any

import pytest
from telegram import Update

from .gateway import Gateway
from .inject import Inject
from .people import ANONYMOUS_ADMIN, channel, group, supergroup, user
from .problem import Upload
from .schema import published

Json = dict[str, Any]

ANN = user(1001)
GROUP, FORUM = group(-20), supergroup(-1000000000030, forum=True)
BUTTON = {"inline_keyboard": [[{"text": "OK", "callback_data": "ok"}]]}

ACTS: dict[str, Callable[[Inject], object]] = {
    "message": lambda do: do.message(ANN, "/ask@citebot who? @citebot"),
    "group": lambda do: do.message(ANN, "hello", chat=GROUP),
    "reply": lambda do: do.message(ANN, "yes", reply_to=1),
    "edited": lambda do: do.edited(ANN, 1, "/ask what"),
    "phantom": lambda do: do.edited(ANN, 1),
    "sticker": lambda do: do.sticker(ANN),
    "photo": lambda do: do.photo(ANN, "look"),
    "voice": lambda do: do.voice(ANN, chat=GROUP),
    "document": lambda do: do.document(ANN, Upload("a.toml", b"x")),
    "forwarded": lambda do: do.forwarded(ANN, "hello"),
    "via_bot": lambda do: do.via_bot(ANN, "hello"),
    "anonymous": lambda do: do.anonymous_admin("/ask who", chat=FORUM),
    "topic": lambda do: do.message(ANN, "hi", chat=FORUM, thread=do.topic(ANN, "T", chat=FORUM)),
    "migrated": lambda do: do.migrated(ANN, chat=GROUP, to=FORUM),
    "channel_post": lambda do: do.channel_post("news", chat=channel(-1000000000040)),
    "press": lambda do: do.press(ANN, "OK"),
    "inline_query": lambda do: do.inline_query(ANN, "who"),
    "guest": lambda do: do.guest(ANN, "@citebot who?"),
    "added": lambda do: do.membership(ANN, "administrator", chat=GROUP),
    "kicked": lambda do: do.membership(ANN, "kicked", chat=GROUP, old="member"),
    "reaction": lambda do: do.reaction(ANN, 1, "👍", chat=GROUP),
}


@pytest.fixture
def gateway() -> Gateway:
    made = Gateway()
    made.inject.message(ANN, "hello")
    made.call("sendMessage", {"chat_id": ANN["id"], "text": "hi", "reply_markup": BUTTON}, 0.0)
    made.pending.clear()
    return made


def done(gateway: Gateway, name: str) -> list[Json]:
    updates: list[Json] = []
    ACTS[name](Inject(gateway.world, updates.append))
    return updates


@pytest.mark.parametrize("name", ACTS)
def test_an_update_agrees_with_the_published_type(gateway: Gateway, name: str) -> None:
    updates, schema = done(gateway, name), published()
    if schema is None:
        pytest.skip("the published method list is not here (CITEBOT_BOTAPI)")
    assert [p for update in updates for p in schema.object_problems("Update", update, "")] == []


@pytest.mark.parametrize("name", ACTS)
def test_an_update_is_understood_by_the_library(gateway: Gateway, name: str) -> None:
    for update in done(gateway, name):
        parsed = Update.de_json(update, None)
        assert not parsed.api_kwargs
        assert parsed.to_dict().keys() == update.keys()


def test_commands_and_mentions_are_marked_in_utf16() -> None:
    text = "😀 /ask@citebot, @citebot (/x) a/b mail@x.org"
    message = Gateway().inject.message(ANN, text)["message"]
    found = [(entity["type"], entity["offset"], entity["length"]) for entity in message["entities"]]
    assert found == [("bot_command", 3, 12), ("mention", 17, 8), ("bot_command", 27, 2)]


def test_a_message_in_a_topic_replies_to_its_opening_message() -> None:
    do = Gateway().inject
    thread = do.topic(ANN, "T", chat=FORUM)
    message = do.message(ANN, "hi", chat=FORUM, thread=thread)["message"]
    assert "forum_topic_created" in message["reply_to_message"]


def test_an_anonymous_admin_hides_behind_the_group() -> None:
    message = Gateway().inject.anonymous_admin("/ask", chat=FORUM)["message"]
    assert (message["from"]["id"], message["sender_chat"]) == (ANONYMOUS_ADMIN, FORUM)


def test_a_phantom_edit_keeps_the_text(gateway: Gateway) -> None:
    edited = gateway.inject.edited(ANN, 1)["edited_message"]
    assert edited["text"] == "hello"


def test_a_button_is_pressed_by_its_data_too(gateway: Gateway) -> None:
    assert gateway.inject.press(ANN, "ok")["callback_query"]["message"]["message_id"] == 2


def test_a_press_can_be_forged(gateway: Gateway) -> None:
    assert gateway.inject.press(ANN, "OK", data="evil")["callback_query"]["data"] == "evil"


def test_a_button_that_is_not_there_cannot_be_pressed(gateway: Gateway) -> None:
    with pytest.raises(LookupError, match="Cancel"):
        gateway.inject.press(ANN, "Cancel")


def test_a_press_on_an_inline_message_tells_no_chat(gateway: Gateway) -> None:
    asked = gateway.inject.guest(ANN, "@citebot who?")["guest_message"]
    content = {"message_text": "A"}
    result = {"type": "article", "id": "1", "title": "T", "input_message_content": content}
    params = {"guest_query_id": asked["guest_query_id"], "result": {**result, **MARKED}}
    gateway.call("answerGuestQuery", params, gateway.clock())
    query = gateway.inject.press(ANN, "OK", chat=asked["chat"])["callback_query"]
    assert ("message" in query, query["inline_message_id"]) == (
        False,
        next(iter(gateway.world.inline)),
    )


MARKED = {"reply_markup": BUTTON}


def test_update_ids_increase(gateway: Gateway) -> None:
    first, second = (gateway.inject.message(ANN, text)["update_id"] for text in "ab")
    assert second == first + 1
