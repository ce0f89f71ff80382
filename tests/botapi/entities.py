"""Positions in a text: Telegram counts UTF-16 units, Python counts characters."""

import re
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

_COMMAND = re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")
_MENTION = re.compile(r"(?<!\w)@[A-Za-z0-9_]{3,32}\b")


@dataclass(frozen=True, slots=True)
class Span:
    """A marked piece of a text; `start` and `end` count Python characters."""

    type: str
    start: int
    end: int
    text: str
    url: str | None = None


def units(text: str) -> int:
    """The length of a text as Telegram counts it, in UTF-16 units."""
    return len(_utf16(text)) // 2


def cut(text: str, offset: int, length: int) -> str | None:
    """The piece at a UTF-16 offset and length; None when it splits a surrogate pair."""
    try:
        return _utf16(text)[2 * offset : 2 * (offset + length)].decode("utf-16-le")
    except UnicodeDecodeError:
        return None


def detected(text: str) -> list[Json]:
    """The entities that Telegram itself finds: commands and mentions, in order."""
    commands = [_entity("bot_command", text, match) for match in _COMMAND.finditer(text)]
    mentions = [
        _entity("mention", text, match)
        for match in _MENTION.finditer(text)
        if not any(_covers(command, units(text[: match.start()])) for command in commands)
    ]
    return sorted(commands + mentions, key=lambda entity: int(entity["offset"]))


def spans(text: str, entities: list[Json]) -> tuple[Span, ...]:
    """The same entities with Python positions; the entities must be valid for the text."""
    return tuple(_span(text, entity) for entity in entities)


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """What is left after Telegram drops white space at both ends; entities move and shrink."""
    kept = text.strip()
    lost = units(text) - units(text.lstrip())
    return kept, [
        {**entity, "offset": start, "length": end - start}
        for entity in entities
        for start, end in [_within(entity, lost, units(kept))]
        if end > start
    ]


def _within(entity: Json, lost: int, limit: int) -> tuple[int, int]:
    start = entity["offset"] - lost
    return max(0, start), min(limit, start + entity["length"])


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def _entity(kind: str, text: str, match: re.Match[str]) -> Json:
    return {"type": kind, "offset": units(text[: match.start()]), "length": units(match[0])}


def _covers(entity: Json, position: int) -> bool:
    return bool(entity["offset"] <= position < entity["offset"] + entity["length"])


def _span(text: str, entity: Json) -> Span:
    piece = cut(text, entity["offset"], entity["length"]) or ""
    start = len(cut(text, 0, entity["offset"]) or "")
    return Span(entity["type"], start, start + len(piece), piece, entity.get("url"))
