"""The validator must be able to fail: each rule is broken once and has to be named."""

import json
from typing import Any

import pytest

from .methods import METHODS
from .problem import Upload
from .rules import rule_problems
from .schema import Schema, published
from .validate import JSON_FIELDS, checked

Json = dict[str, Any]

MODELLED = [*METHODS, "getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo"]


@pytest.fixture
def schema() -> Schema:
    found = published()
    if found is None:
        pytest.skip("the published method list is not here (CITEBOT_BOTAPI)")
    return found


def broken(method: str, **params: object) -> list[str]:
    """Where the hand rules are broken."""
    return [problem.where for problem in rule_problems(method, dict(params))]


def message(**params: object) -> list[str]:
    return broken("sendMessage", chat_id=1, **{"text": "hello", **params})


def marked(text: str, *entities: tuple[str, int, int]) -> list[str]:
    listed = [{"type": kind, "offset": at, "length": size} for kind, at, size in entities]
    return message(text=text, entities=listed)


def keyboard(*buttons: Json) -> list[str]:
    found = message(reply_markup={"inline_keyboard": [list(buttons)]})
    return [where.removeprefix("reply_markup.inline_keyboard") for where in found]


def against_list(schema: Schema, method: str, **params: object) -> list[str]:
    return [str(problem) for problem in schema.call_problems(method, dict(params))]


def test_a_plain_message_breaks_no_rule() -> None:
    assert message() == []


def test_a_message_of_4096_units_is_allowed() -> None:
    assert message(text="😀" * 2048) == []


def test_length_counts_utf16_units() -> None:
    assert message(text="😀" * 2049) == ["text"]


def test_white_space_alone_is_no_message() -> None:
    assert message(text=" \n ") == ["text"]


def test_an_entity_over_an_emoji_is_allowed() -> None:
    assert marked("a 😀 b", ("bold", 2, 2)) == []


@pytest.mark.parametrize(("offset", "length"), [(0, 6), (5, 1), (-1, 2), (0, 0), (3, 3)])
def test_an_entity_outside_the_text_is_reported(offset: int, length: int) -> None:
    assert marked("hello", ("bold", offset, length)) == ["entities[0]"]


@pytest.mark.parametrize(("offset", "length"), [(2, 1), (3, 1), (3, 3), (0, 3)])
def test_an_entity_that_splits_an_emoji_is_reported(offset: int, length: int) -> None:
    assert marked("a 😀 b", ("bold", offset, length)) == ["entities[0]"]


def test_bold_inside_a_quote_is_allowed() -> None:
    assert marked("hello", ("blockquote", 0, 5), ("bold", 1, 2)) == []


def test_a_quote_inside_a_quote_is_reported() -> None:
    nested = marked("hello", ("blockquote", 0, 5), ("expandable_blockquote", 1, 2))
    assert nested == ["entities[0]"]


def test_crossing_entities_are_reported() -> None:
    assert marked("hello", ("bold", 0, 3), ("italic", 2, 3)) == ["entities[0]"]


def test_a_text_link_without_url_is_reported() -> None:
    assert marked("hello", ("text_link", 0, 5)) == ["entities[0]"]


def test_entities_without_positions_are_reported() -> None:
    assert message(entities=[{"type": "bold", "offset": "0", "length": 1}]) == ["entities"]


def test_the_101st_entity_is_reported() -> None:
    assert marked("x" * 101, *[("bold", at, 1) for at in range(101)]) == ["entities"]


def test_a_parse_mode_is_reported() -> None:
    assert message(parse_mode="HTML") == ["parse_mode"]


def test_an_entity_of_a_reply_quote_is_checked() -> None:
    quote = {"quote": "hi", "quote_entities": [{"type": "bold", "offset": 0, "length": 3}]}
    assert message(reply_parameters=quote) == ["reply_parameters.quote_entities[0]"]


def test_64_bytes_of_callback_data_are_allowed() -> None:
    assert keyboard({"text": "ok", "callback_data": "é" * 32}) == []


def test_66_bytes_of_callback_data_are_reported() -> None:
    assert keyboard({"text": "ok", "callback_data": "é" * 33}) == ["[0][0].callback_data"]


def test_a_button_without_action_is_reported() -> None:
    assert keyboard({"text": "ok"}) == ["[0][0]"]


def test_a_button_with_two_actions_is_reported() -> None:
    two = {"text": "ok", "callback_data": "x", "url": "https://example.org"}
    assert keyboard(two) == ["[0][0]"]


def test_a_button_without_label_is_reported() -> None:
    assert keyboard({"text": " ", "callback_data": "x"}) == ["[0][0].text"]


def test_a_button_of_unknown_style_is_reported() -> None:
    assert keyboard({"text": "ok", "callback_data": "x", "style": "red"}) == ["[0][0].style"]


def test_257_characters_to_copy_are_reported() -> None:
    assert keyboard({"text": "ok", "copy_text": {"text": "x" * 257}}) == ["[0][0].copy_text.text"]


def test_nine_buttons_in_a_row_are_reported() -> None:
    assert keyboard(*[{"text": "ok", "callback_data": "x"}] * 9) == ["[0]"]


def test_101_buttons_are_reported() -> None:
    rows = [[{"text": "ok", "callback_data": "x"}]] * 101
    assert message(reply_markup={"inline_keyboard": rows}) == ["reply_markup.inline_keyboard"]


@pytest.mark.parametrize("name", ["Ask", "ask-me", "", "a" * 33, "вопрос"])
def test_a_name_that_is_no_command_is_reported(name: str) -> None:
    found = broken("setMyCommands", commands=[{"command": name, "description": "x"}])
    assert found == ["commands[0].command"]


def test_a_command_twice_is_reported() -> None:
    twice = [{"command": "ask", "description": "x"}] * 2
    assert broken("setMyCommands", commands=twice) == ["commands"]


def answer(*ids: str) -> list[str]:
    results = [{"type": "article", "id": name} for name in ids]
    return broken("answerInlineQuery", inline_query_id="q", results=results)


def test_fifty_results_are_allowed() -> None:
    assert answer(*map(str, range(50))) == []


def test_the_51st_result_is_reported() -> None:
    assert answer(*map(str, range(51))) == ["results"]


def test_two_results_with_one_id_are_reported() -> None:
    assert answer("a", "a") == ["results"]


def test_a_result_id_of_66_bytes_is_reported() -> None:
    assert answer("é" * 33) == ["results[0].id"]


def test_a_field_that_is_no_json_is_reported() -> None:
    _, problems = checked("sendMessage", {"chat_id": "1", "text": "x", "entities": "[{"}, None)
    assert [problem.where for problem in problems] == ["entities"]


def test_a_text_that_looks_like_json_stays_a_text() -> None:
    decoded, _ = checked("sendMessage", {"chat_id": "-100", "text": "123"}, None)
    assert decoded == {"chat_id": -100, "text": "123"}


def test_an_upload_takes_the_place_that_refers_to_it() -> None:
    upload = Upload("a.txt", b"a")
    decoded, _ = checked("sendDocument", {"document": "attach://part", "part": upload}, None)
    assert decoded == {"document": upload}


def test_a_text_that_looks_like_a_reference_stays_a_text() -> None:
    decoded, _ = checked("sendMessage", {"chat_id": 1, "text": "attach://chat_id"}, None)
    assert decoded == {"chat_id": 1, "text": "attach://chat_id"}


def test_the_fields_read_as_json_are_those_that_are_no_strings(schema: Schema) -> None:
    fields = [field for name in MODELLED for field in schema.methods[name].get("fields", [])]
    assert {f["name"] for f in fields if "String" not in f["types"]} == JSON_FIELDS


def test_a_valid_call_agrees_with_the_list(schema: Schema) -> None:
    reply = {"message_id": 3, "quote": "x"}
    assert against_list(schema, "sendMessage", chat_id=1, text="x", reply_parameters=reply) == []


@pytest.mark.parametrize(
    ("method", "params", "where"),
    [
        ("sendMassage", {}, "sendMassage"),
        ("sendMessage", {"chat_id": 1}, "text"),
        ("sendMessage", {"chat_id": 1, "text": "x", "colour": "red"}, "colour"),
        ("sendMessage", {"chat_id": 1, "text": 5}, "text"),
        ("sendMessage", {"chat_id": 1, "text": "x", "disable_notification": 1}, "disable_notif"),
        ("sendMessage", {"chat_id": True, "text": "x"}, "chat_id"),
        ("sendMessage", {"chat_id": 1, "text": "x", "reply_parameters": {}}, "reply_parameters.me"),
        ("sendMessage", {"chat_id": 1, "text": "x", "entities": [{"type": "bold"}]}, "entities[0]"),
        ("sendMessage", {"chat_id": 1, "text": "x", "entities": {}}, "entities"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "text"),
        ("getUpdates", {"limit": 101}, "limit"),
        ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "commands[0].des"),
        ("setMyCommands", {"commands": [], "scope": {"type": "nobody"}}, "scope"),
        ("sendDocument", {"chat_id": 1, "document": 5}, "document"),
        ("setMessageReaction", {"chat_id": 1, "message_id": 1, "reaction": ["👍"]}, "reaction[0]"),
    ],
)
def test_a_call_against_the_list_is_reported(
    schema: Schema, method: str, params: Json, where: str
) -> None:
    assert [text.startswith(where) for text in against_list(schema, method, **params)][:1] == [True]


def test_an_inline_result_is_checked_as_what_its_type_says(schema: Schema) -> None:
    content = {"message_text": "x"}
    result = {"type": "article", "id": "1", "titel": "T", "input_message_content": content}
    found = against_list(schema, "answerInlineQuery", inline_query_id="q", results=[result])
    assert found == ["results[0].titel: unknown field", "results[0].title: required and missing"]


def test_every_required_field_is_missed(schema: Schema) -> None:
    for name, method in schema.methods.items():
        needed = {field["name"] for field in method.get("fields", []) if field["required"]}
        assert {problem.where for problem in schema.call_problems(name, {})} == needed


def test_form_fields_are_checked_after_decoding(schema: Schema) -> None:
    markup = json.dumps({"inline_keyboard": [[{"text": "ok", "callback_data": "x"}]]})
    params = {"chat_id": "1", "text": "x", "reply_markup": markup, "protect_content": "true"}
    assert checked("sendMessage", params, schema)[1] == []
