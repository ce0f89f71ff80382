"""Rules of Telegram that its published list does not state in a way a program can read."""

import re
from collections.abc import Iterator
from typing import Any

from .entities import cut, units
from .keyboards import keyboard_problems
from .problem import Problem

Json = dict[str, Any]

_TEXTS = {  # field → its entities and its limit in UTF-16 units
    "text": ("entities", 4096),
    "caption": ("caption_entities", 1024),
    "message_text": ("entities", 4096),
    "quote": ("quote_entities", 1024),
}
_QUOTES = {"blockquote", "expandable_blockquote"}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_NEEDED = {  # so that the commonest calls are checked without the published list, too
    "sendMessage": ("chat_id", "text"),
    "editMessageText": ("text",),
    "answerCallbackQuery": ("callback_query_id",),
    "answerInlineQuery": ("inline_query_id", "results"),
    "answerGuestQuery": ("guest_query_id", "result"),
}


def rule_problems(method: str, params: Json) -> list[Problem]:
    """Everything that the hand rules forbid in a call with decoded parameters."""
    return [
        *_needed_problems(method, params),
        *_blank_problems(method, params),
        *(problem for where, node in _objects(params, "") for problem in _node(where, node)),
        *_command_problems(params.get("commands")),
        *_result_problems(params.get("results")),
    ]


def _needed_problems(method: str, params: Json) -> Iterator[Problem]:
    for name in _NEEDED.get(method, ()):
        if name not in params:
            telegram = "message text is empty" if name == "text" else None
            yield Problem(name, "required and missing", telegram)


def _blank_problems(method: str, params: Json) -> Iterator[Problem]:
    text = params.get("text")
    if method in ("sendMessage", "editMessageText") and isinstance(text, str) and not text.strip():
        yield Problem("text", "nothing but white space", "message text is empty")


def _objects(value: object, where: str) -> Iterator[tuple[str, Json]]:
    """Every JSON object in the parameters with its path; the parameters are the first."""
    if isinstance(value, dict):
        yield where, value
        for name, inner in value.items():
            yield from _objects(inner, f"{where}.{name}".lstrip("."))
    if isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _objects(inner, f"{where}[{place}]")


def _node(where: str, node: Json) -> Iterator[Problem]:
    for name, (entities, limit) in _TEXTS.items():
        text = node.get(name)
        if isinstance(text, str):
            yield from _length_problems(f"{where}.{name}".lstrip("."), text, limit)
            marks = node.get(entities, [])
            yield from _entities_problems(f"{where}.{entities}".lstrip("."), text, marks)
    if "inline_keyboard" in node:
        yield from keyboard_problems(f"{where}.inline_keyboard", node["inline_keyboard"])
    if any(node.get(name) for name in ("parse_mode", "quote_parse_mode")):
        yield Problem(where or "parse_mode", "markup is not modelled here: send entities")


def _length_problems(where: str, text: str, limit: int) -> Iterator[Problem]:
    if units(text) > limit:
        long = "message caption is too long" if "caption" in where else "message is too long"
        yield Problem(where, f"{units(text)} UTF-16 units, {limit} allowed", long)


def _entities_problems(where: str, text: str, entities: object) -> Iterator[Problem]:
    if not isinstance(entities, list) or not all(map(_has_position, entities)):
        yield Problem(where, "not a list of entities with integer offset and length")
        return
    if len(entities) > 100:
        yield Problem(where, f"{len(entities)} entities, Telegram keeps 100")
    for place, entity in enumerate(entities):
        yield from _entity_problems(f"{where}[{place}]", text, entity)
    for place, entity in enumerate(entities):
        for other in entities[place + 1 :]:
            yield from _pair_problems(f"{where}[{place}]", entity, other)


def _has_position(entity: object) -> bool:
    return isinstance(entity, dict) and all(
        type(entity.get(name)) is int for name in ("offset", "length")
    )


def _entity_problems(where: str, text: str, entity: Json) -> Iterator[Problem]:
    offset, length, total = entity["offset"], entity["length"], units(text)
    if offset < 0 or length <= 0 or offset + length > total:
        telegram = (
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
            f"at UTF-16 offset {total}"
        )
        yield Problem(where, f"{offset}+{length} is outside 0-{total}", telegram)
    elif cut(text, 0, offset) is None or cut(text, offset, length) is None:
        telegram = f"entity begins in a middle of a UTF-16 symbol at byte offset {2 * offset}"
        yield Problem(where, "splits a surrogate pair", telegram)
    if entity.get("type") == "text_link" and not entity.get("url"):
        yield Problem(where, "a text_link without url")


def _pair_problems(where: str, first: Json, second: Json) -> Iterator[Problem]:
    one, two = sorted((_range(first), _range(second)), key=lambda r: (r.start, -r.stop))
    if two.start >= one.stop:
        return
    if two.stop > one.stop:
        yield Problem(where, "two entities cross")
    if {first.get("type"), second.get("type")} <= _QUOTES:
        yield Problem(where, "a quote inside a quote")
    elif {first.get("type"), second.get("type")} & {"pre", "code"}:
        yield Problem(where, "code together with another entity")


def _range(entity: Json) -> range:
    return range(entity["offset"], entity["offset"] + entity["length"])


def _command_problems(commands: object) -> Iterator[Problem]:
    names = _each("command", commands)
    if len(names) > 100:
        yield Problem("commands", f"{len(names)} commands, 100 allowed", "BOT_COMMANDS_TOO_MUCH")
    if len(names) > len(set(map(str, names))):
        yield Problem("commands", "a name twice")
    for place, name in enumerate(names):
        if not _COMMAND.fullmatch(str(name)):
            where = f"commands[{place}].command"
            yield Problem(where, f"{name!r} is no command name", "BOT_COMMAND_INVALID")


def _result_problems(results: object) -> Iterator[Problem]:
    ids = [str(name) for name in _each("id", results)]
    if len(ids) > 50:
        yield Problem("results", f"{len(ids)} results, 50 allowed", "RESULTS_TOO_MUCH")
    if len(ids) > len(set(ids)):
        yield Problem("results", "an id twice", "RESULT_ID_DUPLICATE")
    for place, name in enumerate(ids):
        if not 1 <= len(name.encode()) <= 64:
            yield Problem(f"results[{place}].id", "not 1-64 bytes", "RESULT_ID_INVALID")


def _each(name: str, value: object) -> list[object]:
    """That field of every object in a list; nothing where it is no list."""
    items = value if isinstance(value, list) else []
    return [item.get(name) for item in items if isinstance(item, dict)]
