"""What readers think of an answer, by button or reaction, and what they want to be told of."""

from typing import Literal

from telegram import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    Update,
)

from bot.chat.buttons import button, read
from bot.chat.gate import Context, spoken
from bot.chat.outbox import Outbox
from bot.chat.reactions import meaning
from bot.delivery import Delivery
from bot.readers import Readers
from bot.texts import Texts

REASONS = ("wrong", "incomplete", "outdated", "not-asked")  # of a 👎, as the buttons name them

Row = list[InlineKeyboardButton]


class Feedback:
    """One vote a person and message, the last one counts. It never changes what is answered."""

    def __init__(self, delivery: Delivery, outbox: Outbox, readers: Readers, texts: Texts) -> None:
        self._delivery = delivery
        self._outbox = outbox
        self._readers = readers
        self._texts = texts

    async def press(self, update: Update, _: Context) -> None:
        """A vote, its reason, or a wish to be told."""
        query = update.callback_query
        assert query is not None, "routes give presses only"
        known = await spoken(update, self._readers, self._texts)
        key = await self._take(query, known)
        await self._outbox.notice(query.id, self._texts(key, known))
        await self._delivery.finish(update.update_id, None)

    async def _take(self, query: CallbackQuery, known: str) -> str:
        """Keep what a press says; the key of the notice."""
        press, shown = read(query.data), query.message
        if press is None or not isinstance(shown, Message) or query.data not in _sent(shown):
            return "press.stale"  # forged, or the buttons are others by now
        language = press.language if press.language in self._texts.languages else known
        match press.verb, press.arguments:
            case "up", ():
                is_kept = await self._vote(query, shown, 1)
                await self._show(shown, _without(shown, "why"))
            case "down", ():
                is_kept = await self._vote(query, shown, -1)
                if is_kept:
                    await self._show(shown, [*_without(shown, "why"), *self._reasons(language)])
                    return "vote.why"
            case "why", (reason,) if reason in REASONS:
                is_kept = await self._vote(query, shown, -1, reason)
                await self._show(shown, _without(shown, "why"))
            case "wish", ():
                person = query.from_user.id
                is_kept = await self._readers.wish(
                    shown.chat.id, shown.message_id, person, language
                )
                if is_kept:
                    await self._show(shown, self._ticked(shown, language))
                return "button.told" if is_kept else "press.stale"
            case _:
                return "press.stale"
        return "vote.thanks" if is_kept else "press.stale"

    async def reacted(self, update: Update, _: Context) -> None:
        """A reaction to one of the bot's messages counts as a vote; taken off, it is none."""
        changed = update.message_reaction
        assert changed is not None, "routes give reactions only"
        value = meaning(changed.new_reaction)
        if changed.user and value:
            await self._readers.vote(changed.chat.id, changed.message_id, changed.user.id, value)
        elif changed.user and meaning(changed.old_reaction):
            await self._readers.unvote(changed.chat.id, changed.message_id, changed.user.id)
        await self._delivery.finish(update.update_id, None)

    async def _vote(
        self, query: CallbackQuery, shown: Message, value: Literal[-1, 1], reason: str | None = None
    ) -> bool:
        person = query.from_user.id
        return await self._readers.vote(shown.chat.id, shown.message_id, person, value, reason)

    async def _show(self, shown: Message, rows: list[Row]) -> None:
        if rows != _rows(shown):
            keyboard = InlineKeyboardMarkup(rows) if rows else None
            await self._outbox.rekey(shown.chat.id, shown.message_id, keyboard)

    def _reasons(self, language: str) -> list[Row]:
        buttons = [
            button(self._texts(f"button.{reason}", language), "why", language, reason)
            for reason in REASONS
        ]
        return [buttons[:2], buttons[2:]]

    def _ticked(self, shown: Message, language: str) -> list[Row]:
        """The buttons of a message with that of the wish ticked."""
        told = button(self._texts("button.told", language), "wish", language)
        return [[told if _verb(each) == "wish" else each for each in row] for row in _rows(shown)]


def _rows(shown: Message) -> list[Row]:
    return [list(row) for row in shown.reply_markup.inline_keyboard] if shown.reply_markup else []


def _without(shown: Message, verb: str) -> list[Row]:
    """The rows of a message's buttons, but those that a verb is on."""
    return [row for row in _rows(shown) if all(_verb(each) != verb for each in row)]


def _sent(shown: Message) -> set[object]:
    """What the buttons of a message send."""
    return {each.callback_data for row in _rows(shown) for each in row}


def _verb(each: InlineKeyboardButton) -> str:
    return str(each.callback_data or "").partition(":")[0]
