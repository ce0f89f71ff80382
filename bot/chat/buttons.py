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
    "set",  # a setting of a group
    "up",  # a vote
    "down",
    "why",  # the reason of a vote
    "wish",  # to be told when there is an answer
    "forget",  # all that is stored of a person, or not
    "speak",  # a language
    "open",  # an article
]
MOST_LABEL = 60  # characters; phones cut the rest off anyway
_CONTROLS = dict.fromkeys(  # of the direction of writing: one left open would turn the rest
    [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)


@dataclass(frozen=True, slots=True)
class Press:
    """A press of a button. Anybody can send anything: nothing in it is to be trusted."""

    verb: Verb
    language: str
    arguments: tuple[str, ...]  # fact codes, or a page number from 0


def fitting(label: str) -> str:
    """A label on one line, cut between words where it is long; never empty."""
    plain = " ".join(label.translate(_CONTROLS).split()) or "…"
    if len(plain) <= MOST_LABEL:
        return plain
    cut, _, _ = plain[:MOST_LABEL].rpartition(" ")
    return f"{cut or plain[: MOST_LABEL - 1]}…"


def button(label: str, verb: Verb, language: str, *arguments: str) -> InlineKeyboardButton:
    """A button; raises ValueError when it would send more than `MAX_BYTES`."""
    data = ":".join((verb, language, *arguments))
    if len(data.encode()) > MAX_BYTES:
        raise ValueError(f"callback data of {len(data.encode())} bytes: {data}")
    return InlineKeyboardButton(fitting(label), callback_data=data)


def vote_row(language: str) -> list[InlineKeyboardButton]:
    """The two buttons under everything that answers a question."""
    return [button("👍", "up", language), button("👎", "down", language)]


def for_editors(article: str, fact: Fact, labels: tuple[str, str]) -> list[InlineKeyboardButton]:
    """Edit this, and say it differently: they open an exchange and change nothing themselves."""
    code = fact_code(article, fact)
    return [
        InlineKeyboardButton(label, callback_data=f"{verb}:{code}")
        for label, verb in zip(labels, ("edit", "say"), strict=True)
    ]


def codes(article: str, facts: Iterable[Fact]) -> tuple[str, ...]:
    """The codes of an article's facts, to be looked up with `Desk.fact`."""
    return tuple(fact_code(article, fact) for fact in facts)


def verbs(*wanted: Verb) -> str:
    """The pattern of what buttons with these verbs send."""
    return f"^({'|'.join(wanted)}):"


def read(data: str | None) -> Press | None:
    """What a press asks for, or None when no button of this bot sends that."""
    verb, *rest = (data or "").split(":")
    if verb not in get_args(Verb) or not rest:
        return None
    return Press(verb, rest[0], tuple(rest[1:]))  # type: ignore[arg-type]  # checked above
