"""The team's way in: in a private chat, by plain new messages and by buttons of their own."""

import logging
from collections.abc import Awaitable
from dataclasses import replace
from typing import NoReturn

from telegram import CallbackQuery, MessageOriginUser, Update
from telegram import Message as Received
from telegram.ext import ApplicationHandlerStop

from bot.chat.blocks import Block, message
from bot.chat.files import fetch
from bot.chat.gate import Context, spoken
from bot.chat.outbox import Outbox
from bot.chat.screens import VERB, Turn
from bot.chat.ways import Ways
from bot.core.refusal import Refusal
from bot.delivery import Delivery
from bot.desk import Desk
from bot.editorial import Editorial
from bot.readers import Readers
from bot.team import Standing
from bot.texts import Texts

log = logging.getLogger(__name__)

RANKS: tuple[Standing, ...] = ("reviewer", "editor", "owner")


class Editors:
    """Stands before the readers' routes; what it takes reaches none of them."""

    def __init__(
        self,
        ways: Ways,
        editorial: Editorial,
        desk: Desk,
        delivery: Delivery,
        outbox: Outbox,
        readers: Readers,
        texts: Texts,
    ) -> None:
        self.commands = tuple(ways.commands)
        self._ways = ways
        self._team = editorial.team
        self._curation = editorial.curation
        self._desk = desk
        self._delivery = delivery
        self._outbox = outbox
        self._readers = readers
        self._texts = texts

    async def command(self, update: Update, _: Context) -> None:
        """One of the team's commands, from whomever."""
        written, person = _written(update), _person(update)
        name = (written.text or "").split()[0][1:].partition("@")[0].lower()
        least, run = self._ways.commands[name]
        turn = await self._turn(update)
        if refusal := _not_plain(written) or self._lacks(person, turn.article, least):
            await self._refuse(update, refusal)
        await self._run(update, run(turn))

    async def text(self, update: Update, _: Context) -> None:
        """Words that an exchange waits for; all others are a reader's question."""
        person = _person(update)
        if person not in self._team:
            return
        turn = await self._turn(update)
        draft = await self._curation.draft(turn.article, person)
        if draft.exchange.get("step") not in self._ways.steps:
            return
        least, run = self._ways.steps[draft.exchange["step"]]
        if refusal := _not_plain(_written(update)) or self._lacks(person, turn.article, least):
            await self._refuse(update, refusal)
        await self._run(update, run(turn, draft))

    async def document(self, update: Update, _: Context) -> None:
        """A file: one of the team's goes into their draft, a reader's is none of it."""
        person, document = _person(update), _written(update).document
        if person not in self._team or document is None:
            return
        turn = await self._turn(update)
        least, take = self._ways.file
        if refusal := _not_plain(_written(update)) or self._lacks(person, turn.article, least):
            await self._refuse(update, refusal)
        await self._run(update, take(turn, fetch(document, self._outbox)))

    async def edited(self, update: Update, _: Context) -> None:
        """A message that was edited counts for nothing here, and the team is told so."""
        person, text = _person(update), (_written(update).text or "")
        if person not in self._team:
            return
        name = text[1:].partition(" ")[0].partition("@")[0].lower() if text[:1] == "/" else None
        draft = await self._curation.draft(await self._article(person), person)
        if name in self._ways.commands or (name is None and draft.exchange):
            await self._refuse(update, Refusal("refused.edited"))

    async def press(self, update: Update, _context: Context) -> None:
        """A button that was made for one person of the team."""
        query = _query(update)
        token, _, number = (query.data or "").removeprefix(f"{VERB}:").partition(":")
        person = query.from_user.id
        chat = query.message.chat.id if query.message else 0
        pressed = await self._team.take(token, number, person, chat)
        if pressed is None or query.message is None:
            await self._refuse(update, Refusal("press.stale"))
        least, run = self._ways.presses[pressed.action["do"]]
        turn = replace(
            await self._turn(update),
            article=pressed.action["article"],
            shown=query.message.message_id,
            version=pressed.version,
        )
        await self._open(person, turn.article)
        if refusal := self._lacks(person, turn.article, least):
            await self._refuse(update, refusal)
        await self._outbox.notice(query.id)
        await self._run(update, run(turn, pressed.action))

    async def press_fact(self, update: Update, _context: Context) -> None:
        """ "Edit this" and "Say it differently" under a fact that a reader would see bare."""
        query = _query(update)
        verb, _, code = (query.data or "").partition(":")
        found = self._desk.fact(code)
        if found is None or query.message is None:
            await self._refuse(update, Refusal("press.stale"))
        action = "card" if verb == "edit" else "say"
        least, run = self._ways.presses[action]
        if refusal := self._lacks(query.from_user.id, found.article, least):
            await self._refuse(update, refusal)
        await self._open(query.from_user.id, found.article)
        await self._outbox.notice(query.id)
        await self._run(update, run(await self._turn(update), {"id": found.fact.id}))

    async def _turn(self, update: Update) -> Turn:
        person, chat = _person(update), update.effective_chat
        assert chat is not None, "people write and press in chats"
        text = (update.message.text or "") if update.message else ""
        if text.startswith("/"):
            text = "".join(text.split(maxsplit=1)[1:])
        return Turn(
            person=person,
            chat=chat.id,
            article=await self._article(person),
            language=await spoken(update, self._readers, self._texts),
            text=text.strip(),
            forwarded=_forwarded(update.message),
        )

    async def _article(self, person: int) -> str:
        """The article that a person edits: of theirs the one that they opened last, else the first;
        of readers, the one that they ask.
        """
        opened = self._desk.article(await self._readers.article(person))
        theirs = [each for each in self._desk.articles if self._team.standing(person, each)]
        return opened if opened in theirs or not theirs else theirs[0]

    async def _open(self, person: int, article: str) -> None:
        """What is written next is meant for this article."""
        if article != await self._article(person):
            await self._readers.open_article(person, article)

    def _lacks(self, person: int, article: str, least: Standing) -> Refusal | None:
        standing = self._team.standing(person, article)
        if standing is None:
            return Refusal("refused.reader", person=str(person))
        if RANKS.index(standing) < RANKS.index(least):
            return Refusal(f"refused.{standing}")
        return None

    async def _run(self, update: Update, doing: Awaitable[None]) -> NoReturn:
        """Do it, and close the update; what cannot be done is said."""
        try:
            await doing
        except Refusal as refusal:
            await self._say(update, refusal)
        await self._delivery.finish(update.update_id, None)
        raise ApplicationHandlerStop

    async def _refuse(self, update: Update, refusal: Refusal) -> NoReturn:
        log.warning("update %d is refused: %s", update.update_id, refusal.key)
        await self._say(update, refusal)
        await self._delivery.finish(update.update_id, None)
        raise ApplicationHandlerStop

    async def _say(self, update: Update, refusal: Refusal) -> None:
        language = await spoken(update, self._readers, self._texts)
        words = self._texts(refusal.key, language, **refusal.values)
        chat = update.effective_chat
        if update.callback_query:
            await self._outbox.notice(update.callback_query.id, words[:200])
        if chat and (not update.callback_query or refusal.key != "press.stale"):
            await self._outbox.send(chat.id, message(Block(words)))


def _not_plain(written: Received) -> Refusal | None:
    """What keeps a message of a private chat from being a person's own new words."""
    if written.forward_origin is not None:
        return Refusal("refused.forwarded")
    if written.via_bot is not None or written.sender_chat is not None:
        return Refusal("refused.by-proxy")
    return None


def _forwarded(written: Received | None) -> int | None:
    replied = written.reply_to_message if written else None
    origin = replied.forward_origin if replied else None
    if isinstance(origin, MessageOriginUser) and not origin.sender_user.is_bot:
        return origin.sender_user.id
    return None


def _written(update: Update) -> Received:
    written = update.message or update.edited_message
    assert written is not None, "routes give messages only"
    return written


def _query(update: Update) -> CallbackQuery:
    assert update.callback_query is not None, "routes give presses only"
    return update.callback_query


def _person(update: Update) -> int:
    assert update.effective_user is not None, "the gate lets in people only"
    return update.effective_user.id
