"""What Telegram allows in an inline keyboard."""

from collections.abc import Iterator
from typing import Any

from .problem import Problem

Json = dict[str, Any]

_NOT_AN_ACTION = {"text", "style", "icon_custom_emoji_id"}
_STYLES = {None, "primary", "success", "danger"}


def keyboard_problems(where: str, rows: object) -> Iterator[Problem]:
    """Problems of the rows of an inline keyboard; sizes are python-telegram-bot's constants."""
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        yield Problem(where, "not a list of rows")
        return
    if sum(map(len, rows)) > 100:
        yield Problem(where, "more than 100 buttons", "reply markup is too long")
    for line, row in enumerate(rows):
        if not 1 <= len(row) <= 8:
            yield Problem(f"{where}[{line}]", f"{len(row)} buttons in a row, 1-8 allowed")
        for place, button in enumerate(row):
            yield from _button_problems(f"{where}[{line}][{place}]", button)


def _button_problems(where: str, button: object) -> Iterator[Problem]:
    if not isinstance(button, dict):
        yield Problem(where, "not a button")
        return
    actions = sorted(set(button) - _NOT_AN_ACTION)
    if len(actions) != 1:
        telegram = None if actions else "text buttons are unallowed in the inline keyboard"
        yield Problem(where, f"exactly one action is needed, not {actions}", telegram)
    if not str(button.get("text", "")).strip():
        yield Problem(f"{where}.text", "a button without a label", "BUTTON_TEXT_EMPTY")
    if button.get("style") not in _STYLES:
        yield Problem(f"{where}.style", f"{button['style']!r} is no style")
    yield from _action_problems(where, button)


def _action_problems(where: str, button: Json) -> Iterator[Problem]:
    data, url, copied = (button.get(name) for name in ("callback_data", "url", "copy_text"))
    if "callback_data" in button and not 1 <= len(str(data).encode()) <= 64:
        yield Problem(f"{where}.callback_data", "not 1-64 bytes", "BUTTON_DATA_INVALID")
    if "url" in button and not str(url).startswith(("https://", "http://", "tg://")):
        telegram = f"inline keyboard button URL '{url}' is invalid"
        yield Problem(f"{where}.url", f"{url!r} is no URL", telegram)
    if isinstance(copied, dict) and not 1 <= len(str(copied.get("text", ""))) <= 256:
        telegram = "BUTTON_COPY_TEXT_INVALID"
        yield Problem(f"{where}.copy_text.text", "not 1-256 characters", telegram)
