"""/settings of a group: how the bot behaves there, changed by the group's administrators alone."""

from dataclasses import replace
from functools import partial

from telegram import CallbackQuery, InlineKeyboardButton, Update

from bot.chat.addressing import words
from bot.chat.administrators import Administrators, sender
from bot.chat.blocks import Block, Message, message
from bot.chat.buttons import Press, button
from bot.chat.outbox import Outbox, Place, Sent
from bot.delivery import Delivery
from bot.desk import Desk
from bot.readers import Group, Readers
from bot.texts import Texts

MINUTES = (None, 5, 15, 60)  # after which the bot's answers go; each the next of the one before
AUTOMATIC = "-"  # no language chosen: that of the question

Row = list[InlineKeyboardButton]


class Rules:
    """Every press names the value that it sets, so that a second press changes nothing more."""

    def __init__(
        self,
        administrators: Administrators,
        desk: Desk,
        delivery: Delivery,
        outbox: Outbox,
        readers: Readers,
        texts: Texts,
    ) -> None:
        self._administrators = administrators
        self._desk = desk
        self._delivery = delivery
        self._outbox = outbox
        self._readers = readers
        self._texts = texts

    async def show(self, update: Update, group: Group, language: str, place: Place) -> None:
        """Answer /settings; others than administrators learn who may, if they meant this bot."""
        written = update.message
        assert written is not None, "an edited command is not run again"
        once = partial(self._delivery.sending, update.update_id)
        sent = Sent(None)
        if await self._administrators.have(written.chat.id, sender(written)):
            sent = await self._outbox.send(place, self._shown(group, language), once)
        elif "@" in words(written).split(maxsplit=1)[0]:
            refusal = message(Block(self._texts("settings.refused", language)))
            sent = await self._outbox.send(place, refusal, once)
        await self._delivery.finish(update.update_id, None, sent.state)

    async def press(self, query: CallbackQuery, press: Press, chat: int) -> Message | str:
        """The settings as they are now, or the key of why nothing was changed."""
        if not await self._administrators.have(chat, query.from_user.id):
            return "settings.refused"
        group = await self._readers.group(chat)
        match press.arguments:
            case ("language",):
                return self._languages(group, press.language)
            case ("article",):
                return self._articles(group, press.language)
            case ("show",):
                return self._shown(group, press.language)
        changed = self._changed(group, press.arguments)
        if changed is None:
            return "press.stale"
        await self._readers.change_group(chat, changed)
        return self._shown(changed, changed.language or press.language)

    def _changed(self, group: Group, arguments: tuple[str, ...]) -> Group | None:
        """The settings with one of them changed; None where that cannot be."""
        match arguments:
            case ("mentions", "0" | "1" as value):
                return replace(group, answers_mentions=value == "1")
            case ("unasked", "0" | "1" as value):
                return replace(group, answers_unasked=value == "1")
            case ("delete", value) if value in map(_as_text, MINUTES):
                return replace(group, delete_minutes=int(value) or None)
            case ("language", value) if value == AUTOMATIC:
                return replace(group, language=None)
            case ("language", value) if value in self._texts.languages:
                return replace(group, language=value)
            case ("article", value) if value.isdecimal() and int(value) < len(self._desk.articles):
                return replace(group, article=self._desk.articles[int(value)])
        return None

    def _shown(self, group: Group, language: str) -> Message:
        """All settings, each a button that changes it."""
        now = MINUTES.index(group.delete_minutes) if group.delete_minutes in MINUTES else 0
        after = MINUTES[(now + 1) % len(MINUTES)]
        rows = [
            [self._toggle("mentions", group.answers_mentions, language)],
            [self._toggle("unasked", group.answers_unasked, language)],
            [self._set(self._removal(group, language), language, "delete", _as_text(after))],
            [self._set(self._spoken(group, language), language, "language")],
        ]
        if len(self._desk.articles) > 1:
            label = self._desk.base(group.article).article.label
            rows.append([self._set(f"📄 {label}", language, "article")])
        return message(Block(self._texts("settings.title", language)), rows)

    def _languages(self, group: Group, language: str) -> Message:
        """The languages to choose from."""
        choices = [(AUTOMATIC, self._texts("settings.language.question", language))]
        choices += [(code, self._texts("language.name", code)) for code in self._texts.languages]
        rows = [
            [
                self._set(
                    _ticked(label, code == (group.language or AUTOMATIC)),
                    language,
                    "language",
                    code,
                )
            ]
            for code, label in choices
        ]
        return message(
            Block(self._texts("settings.language", language)), [*rows, self._back(language)]
        )

    def _articles(self, group: Group, language: str) -> Message:
        """The articles to choose from."""
        now = self._desk.article(group.article)
        rows = [
            [
                self._set(
                    _ticked(self._desk.base(each).article.label, each == now),
                    language,
                    "article",
                    str(number),
                )
            ]
            for number, each in enumerate(self._desk.articles)
        ]
        return message(
            Block(self._texts("settings.article", language)), [*rows, self._back(language)]
        )

    def _toggle(self, name: str, is_on: bool, language: str) -> InlineKeyboardButton:
        label = self._texts(f"settings.{name}.{'on' if is_on else 'off'}", language)
        return self._set(label, language, name, "0" if is_on else "1")

    def _removal(self, group: Group, language: str) -> str:
        if group.delete_minutes is None:
            return self._texts("settings.delete.never", language)
        return self._texts.plural("settings.delete", group.delete_minutes, language)

    def _spoken(self, group: Group, language: str) -> str:
        if group.language is None:
            return f"🌐 {self._texts('settings.language.question', language)}"
        return f"🌐 {self._texts('language.name', group.language)}"

    def _back(self, language: str) -> Row:
        return [self._set("«", language, "show")]

    def _set(self, label: str, language: str, *arguments: str) -> InlineKeyboardButton:
        return button(label, "set", language, *arguments)


def _as_text(minutes: int | None) -> str:
    return str(minutes or 0)


def _ticked(label: str, is_chosen: bool) -> str:
    return f"✓ {label}" if is_chosen else label
