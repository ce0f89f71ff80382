"""Pieces of a message that are never cut; formatting gets its UTF-16 offsets here alone."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Literal

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

LIMIT = 4096  # UTF-16 units of a message's text, the strict reading of Telegram's limit

Kind = Literal["bold", "italic", "blockquote", "expandable_blockquote"]
Rows = Sequence[Sequence[InlineKeyboardButton]]


@dataclass(frozen=True)
class Message:
    """All that the bot puts into one message; entity offsets are in UTF-16 units."""

    text: str
    entities: tuple[MessageEntity, ...] = ()
    keyboard: InlineKeyboardMarkup | None = None

    @cached_property
    def fields(self) -> Mapping[str, str]:
        """Text, entities and keyboard as they travel, made once: most of what a send costs."""
        fields = {"text": self.text}
        if self.entities:
            fields["entities"] = json.dumps([entity.to_dict() for entity in self.entities])
        if self.keyboard:
            fields["reply_markup"] = self.keyboard.to_json()
        return fields

    def with_row(self, *row: InlineKeyboardButton) -> "Message":
        """The same with one more row of buttons at the bottom."""
        rows = self.keyboard.inline_keyboard if self.keyboard else ()
        return replace(self, keyboard=InlineKeyboardMarkup([*rows, row]))


@dataclass(frozen=True, slots=True)
class Mark:
    """Formatting of `length` characters from `start`, both in Python characters."""

    kind: Kind
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Block:
    """Text that stays whole."""

    text: str
    marks: tuple[Mark, ...] = ()

    def marked(self, kind: Kind, part: str | None = None) -> "Block":
        """The block with `part`, where it stands first, or the whole of it formatted."""
        wanted = self.text if part is None else part
        start = self.text.find(wanted)
        if start < 0 or not wanted:
            return self
        return Block(self.text, (*self.marks, Mark(kind, start, len(wanted))))


def joined(blocks: Iterable[Block], separator: str = "") -> Block:
    """One block out of several."""
    parts = tuple(blocks)
    ends = accumulate(len(part.text) + len(separator) for part in parts)
    starts = (0, *ends)
    return Block(
        separator.join(part.text for part in parts),
        tuple(
            Mark(mark.kind, mark.start + start, mark.length)
            for part, start in zip(parts, starts, strict=False)
            for mark in part.marks
        ),
    )


def units(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def fitted(
    blocks: Sequence[Block], rest: Block, separator: str = "\n\n", spare: Iterable[int] = ()
) -> Block:
    """The blocks as one; where they are too long, as many as fit, then `rest`.

    The blocks at the places `spare` go first, in that order; then the last.
    """
    whole = joined(blocks, separator)
    kept = dict(enumerate(blocks))
    for place in (*spare, *reversed(range(len(blocks)))):
        if units(whole.text) <= LIMIT:
            return whole
        kept.pop(place, None)
        whole = joined([*kept.values(), rest], separator)
    return whole


def pages(parts: Iterable[tuple[str, Block]], too_long: Block) -> list[Block]:
    """Blocks, each behind its separator, on as few pages as possible, none cut.

    A block that is longer than a message becomes `too_long`.
    """
    filled: list[Block] = []
    for separator, block in parts:
        part = block if units(block.text) <= LIMIT else too_long
        longer = joined([*filled[-1:], part], separator)
        if filled and units(longer.text) <= LIMIT:
            filled[-1] = longer
        else:
            filled.append(part)
    return filled


def message(block: Block, rows: Rows = ()) -> Message:
    """A block as Telegram wants it, with rows of buttons under it."""
    outer_first = sorted(block.marks, key=lambda mark: (mark.start, -mark.length))
    marks = [MessageEntity(mark.kind, mark.start, mark.length) for mark in outer_first]
    entities = MessageEntity.adjust_message_entities_to_utf_16(block.text, marks)
    return Message(block.text, tuple(entities), InlineKeyboardMarkup(rows) if rows else None)
