"""What the bot shows to the team: text with buttons that work once, for one person, in one chat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from telegram import InlineKeyboardButton

from bot.chat.blocks import Block, fitted, message
from bot.chat.outbox import Outbox
from bot.team import Team
from bot.texts import Texts

VERB = "e"  # of the callback data, e:TOKEN:NUMBER

Action = Mapping[str, Any]  # "do" names what is to be done, "article" of which article; JSON
Choice = tuple[str, Action]  # a button's label, and what a press of it does


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that one of the team does: who, where, with which article."""

    person: int  # Telegram user id
    chat: int
    article: str
    language: str  # of the bot's own words
    text: str = ""  # what was written; of a command, what stands behind it
    forwarded: int | None = None  # who wrote the forwarded message that this one replies to
    shown: int | None = None  # the message whose button was pressed
    version: str = ""  # of the fact base that was shown there


class Screens:
    """The way out to the team. Nothing of what a button does travels in the button."""

    def __init__(self, team: Team, outbox: Outbox, texts: Texts) -> None:
        self._team = team
        self._outbox = outbox
        self._texts = texts

    def line(self, turn: Turn, key: str, **values: object) -> Block:
        """A line of the catalogue."""
        return Block(self._texts(key, turn.language, **values))

    def label(self, turn: Turn, key: str, action: Action, **values: object) -> Choice:
        """A button with words of the catalogue."""
        return self._texts(key, turn.language, **values), action

    async def say(self, turn: Turn, key: str, **values: object) -> None:
        """Show a line of the catalogue."""
        await self.show(turn, [self.line(turn, key, **values)])

    async def show(
        self,
        turn: Turn,
        blocks: Sequence[Block],
        rows: Sequence[Sequence[Choice]] = (),
        version: str = "",
    ) -> None:
        """Show blocks, as many as fit, in the place of the message whose button was pressed.

        Rows without a button are left out. `version` comes back with a press, as that of the fact
        base that the person saw.
        """
        buttons = await self._buttons(turn, rows, version)
        shown = message(fitted(blocks, self.line(turn, "cut.editor")), buttons)
        if turn.shown is None:
            await self._outbox.send(turn.chat, shown)
        else:
            await self._outbox.replace(turn.chat, turn.shown, shown)

    async def then(
        self,
        turn: Turn,
        blocks: Sequence[Block],
        rows: Sequence[Sequence[Choice]] = (),
        version: str = "",
    ) -> None:
        """Show blocks in a message of their own."""
        await self.show(replace(turn, shown=None), blocks, rows, version)

    async def send_file(self, turn: Turn, name: str, content: str, key: str) -> None:
        """Send text as a file, with a line of the catalogue under it."""
        caption = self._texts(key, turn.language)
        await self._outbox.send_file(turn.chat, name, content.encode(), caption)

    async def send_picture(self, turn: Turn, name: str, content: bytes, caption: str) -> None:
        """Show a PNG whose name ends so, `caption` under it: 1,024 UTF-16 units at most."""
        await self._outbox.send_file(turn.chat, name, content, caption)

    async def _buttons(
        self, turn: Turn, rows: Sequence[Sequence[Choice]], version: str
    ) -> list[list[InlineKeyboardButton]]:
        actions = [{**action, "article": turn.article} for row in rows for _, action in row]
        if not actions:
            return []
        token = await self._team.offer(turn.person, turn.chat, actions, version)
        numbers = iter(range(len(actions)))
        return [
            [
                InlineKeyboardButton(label, callback_data=f"{VERB}:{token}:{next(numbers)}")
                for label, _ in row
            ]
            for row in rows
            if row
        ]


def grid(choices: Sequence[Choice], width: int) -> list[list[Choice]]:
    """Choices in rows of `width`."""
    return [list(choices[at : at + width]) for at in range(0, len(choices), width)]


def turns(page: int, last: int, action: Action) -> list[Choice]:
    """The buttons to the pages before and after; `action` plus the page, counted from 0."""
    pages = [("«", page - 1), ("»", page + 1)]
    return [(label, {**action, "page": at}) for label, at in pages if 0 <= at <= last]
