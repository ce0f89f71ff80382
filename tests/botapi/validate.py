"""Is a request valid against Telegram's published method list and the rules beside it?"""

import json
from typing import Any

from .problem import Problem, Upload
from .rules import rule_problems
from .schema import Schema

Json = dict[str, Any]

# Fields that travel JSON-encoded in a form. A test compares them with the published list.
JSON_FIELDS = frozenset(
    {
        *("allow_paid_broadcast", "allowed_updates", "button", "cache_time", "caption_entities"),
        *("certificate", "commands", "direct_messages_topic_id", "disable_content_type_detection"),
        *("disable_notification", "drop_pending_updates", "entities", "has_spoiler", "is_big"),
        *("is_personal", "limit", "link_preview_options", "max_connections", "message_id"),
        *("message_thread_id", "offset", "protect_content", "reaction", "reply_markup"),
        *("reply_parameters", "result", "results", "return_bots", "rich_message", "scope"),
        *("show_alert", "show_caption_above_media", "suggested_post_parameters", "timeout"),
        "user_id",
    }
)


def checked(method: str, params: Json, schema: Schema | None) -> tuple[Json, list[Problem]]:
    """The parameters with JSON decoded and uploads in their places, and everything wrong.

    Without a schema only the hand rules apply.
    """
    decoded, problems = decode(params)
    problems += rule_problems(method, decoded)
    if schema is not None:
        problems += schema.call_problems(method, decoded)
    return decoded, problems


def decode(params: Json) -> tuple[Json, list[Problem]]:
    """Form fields as the values they stand for; a field that is no JSON is left out and told."""
    decoded: Json = {}
    problems: list[Problem] = []
    for name, value in _attached(params).items():
        try:
            decoded[name] = _value(name, value)
        except ValueError:
            problems.append(Problem(name, f"not JSON: {value!r:.40}"))
    return decoded, problems


def _attached(params: Json) -> Json:
    """The fields with each uploaded part in place of the `attach://` that refers to it."""
    texts = {value for value in params.values() if isinstance(value, str)}
    parts = {
        f"attach://{name}": part
        for name, part in params.items()
        if isinstance(part, Upload) and f"attach://{name}" in texts
    }
    return {
        name: parts.get(value, value) if isinstance(value, str) else value
        for name, value in params.items()
        if f"attach://{name}" not in parts
    }


def _value(name: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    if name in JSON_FIELDS:
        return json.loads(value)
    if name == "chat_id" and value.removeprefix("-").isdecimal():
        return int(value)
    return value
