"""What a button sends back: a verb, the language of its message, and facts or a page by code."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from telegram import InlineKeyboardButton

from bot.core.facts import Fact
from bot.desk import fact_code

MAX_BYTES = 64  # Telegram's limit on callback data

Verb = Literal[
    "answer",  # turn the message into the answer
    "new",  # answer in a message of its own
    "context",  # show the sentences around the quote
    "quote",  # back to the quote
    "none",  # none of the suggestions
    "page",  # another page of all facts
]


@dataclass(frozen=True, slots=True)
class Press:
    """A press of a button. Anybody can send anything: nothing in it is to be trusted."""

    verb: Verb
    language: str
    arguments: tuple[str, ...]  # fact codes, or a page number from 0


def button(label: str, verb: Verb, language: str, *arguments: str) -> InlineKeyboardButton:
    """A button; raises ValueError when it would send more than `MAX_BYTES`."""
    data = ":".join((verb, language, *arguments))
    if len(data.encode()) > MAX_BYTES:
        raise ValueError(f"callback data of {len(data.encode())} bytes: {data}")
    return InlineKeyboardButton(label, callback_data=data)


def codes(article: str, facts: Iterable[Fact]) -> tuple[str, ...]:
    """The codes of an article's facts, to be looked up with `Desk.fact`."""
    return tuple(fact_code(article, fact) for fact in facts)


def read(data: str | None) -> Press | None:
    """What a press asks for, or None when no button of this bot sends that."""
    verb, *rest = (data or "").split(":")
    if verb not in get_args(Verb) or not rest:
        return None
    return Press(verb, rest[0], tuple(rest[1:]))  # type: ignore[arg-type]  # checked above
