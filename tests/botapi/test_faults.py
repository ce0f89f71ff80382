"""Waiting updates and scripted troubles."""

from typing import Any

import pytest

from .gateway import Gateway
from .people import group, private, user

Json = dict[str, Any]

ANN, BEA = user(1001), user(1002, "Bea")


@pytest.fixture
def gateway() -> Gateway:
    made = Gateway()
    for person in (ANN, BEA):
        made.world.join(private(person))
    return made


def texts(answer: Json) -> list[str]:
    return [update["message"]["text"] for update in answer["result"]]


def poll(gateway: Gateway, **params: object) -> Json:
    return gateway.call("getUpdates", dict(params), 0.0)


def send(gateway: Gateway, person: Json = ANN, at: float = 0.0) -> Json:
    return gateway.call("sendMessage", {"chat_id": person["id"], "text": "hi"}, at)


def test_an_update_is_given_again_until_an_offset_passes_it(gateway: Gateway) -> None:
    first = gateway.inject.message(ANN, "a")["update_id"]
    gateway.inject.message(ANN, "b")
    assert [texts(poll(gateway)), texts(poll(gateway, offset=first + 1))] == [["a", "b"], ["b"]]


def test_an_offset_forgets_what_is_below_it(gateway: Gateway) -> None:
    first = gateway.inject.message(ANN, "a")["update_id"]
    poll(gateway, offset=first + 1)
    assert texts(poll(gateway, offset=0)) == []


def test_a_negative_offset_keeps_the_last_updates(gateway: Gateway) -> None:
    for text in "abc":
        gateway.inject.message(ANN, text)
    assert texts(poll(gateway, offset=-1)) == ["c"]


def test_a_limit_bounds_the_answer(gateway: Gateway) -> None:
    for text in "abc":
        gateway.inject.message(ANN, text)
    assert texts(poll(gateway, limit=2)) == ["a", "b"]


def test_reactions_come_only_when_asked_for(gateway: Gateway) -> None:
    counts = []
    for allowed in ([], ["message_reaction"]):
        poll(gateway, allowed_updates=allowed)
        gateway.inject.reaction(ANN, 1, "👍", chat=group(-20))
        counts.append(len(gateway.pending))
    assert counts == [0, 1]


def test_allowed_updates_are_remembered(gateway: Gateway) -> None:
    poll(gateway, allowed_updates=["callback_query"])
    poll(gateway)
    gateway.inject.message(ANN, "a")
    assert list(gateway.pending) == []


def test_polling_beside_a_webhook_is_a_conflict(gateway: Gateway) -> None:
    gateway.call("setWebhook", {"url": "https://example.org"}, 0.0)
    assert poll(gateway)["error_code"] == 409


def test_deleting_the_webhook_can_drop_what_waits(gateway: Gateway) -> None:
    gateway.inject.message(ANN, "a")
    gateway.call("deleteWebhook", {"drop_pending_updates": True}, 0.0)
    assert texts(poll(gateway)) == []


def test_a_raw_update_is_handed_over_as_it_is(gateway: Gateway) -> None:
    gateway.inject.raw(message="nonsense")
    assert poll(gateway)["result"][0]["message"] == "nonsense"


def test_a_flood_limit_tells_when_to_try_again(gateway: Gateway) -> None:
    gateway.fault("sendMessage", 429, retry_after=7)
    assert send(gateway) == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }


def test_a_fault_is_used_up(gateway: Gateway) -> None:
    gateway.fault("sendMessage", 500, times=2)
    assert [send(gateway)["ok"] for _ in range(3)] == [False, False, True]


def test_a_fault_can_be_for_one_chat(gateway: Gateway) -> None:
    gateway.fault("sendMessage", 429, retry_after=7, chat_id=ANN["id"])
    assert [send(gateway, BEA)["ok"], send(gateway, ANN)["ok"]] == [True, False]


def test_a_refusal_can_have_words_of_its_own(gateway: Gateway) -> None:
    gateway.fault("sendMessage", 400, description="Bad Request: TOPIC_CLOSED")
    assert send(gateway)["description"] == "Bad Request: TOPIC_CLOSED"


def test_a_refused_call_is_not_carried_out(gateway: Gateway) -> None:
    gateway.fault("sendMessage", 500)
    send(gateway)
    assert gateway.messages(ANN["id"]) == []


def test_a_lost_answer_is_of_a_call_that_was_carried_out(gateway: Gateway) -> None:
    gateway.fault("sendMessage", close=True)
    reply = gateway.reply("sendMessage", {"chat_id": ANN["id"], "text": "hi"}, 0.0)
    assert (reply.close, len(gateway.messages(ANN["id"]))) == (True, 1)


def test_an_outage_ends_at_its_time(gateway: Gateway) -> None:
    gateway.down_until(100.0)
    assert [send(gateway, at=at).get("error_code") for at in (99.0, 100.0)] == [500, None]
