"""Who comes in: people, in a language that is spoken here, and not too often."""

from collections import deque
from collections.abc import Callable, Container
from typing import Any

from telegram import Update
from telegram.ext import ApplicationHandlerStop, CallbackContext

from bot.chat.addressing import is_migration, is_private
from bot.chat.administrators import sender
from bot.chat.blocks import Block, message
from bot.chat.limits import RateLimit, Verdict
from bot.chat.outbox import Outbox
from bot.delivery import Delivery
from bot.readers import Readers
from bot.texts import FALLBACK, Texts

ALBUMS = 100  # the last ones, remembered because each of their photos comes by itself

Context = CallbackContext[Any, Any, Any, Any]


def client_language(update: Update) -> str | None:
    """The language of the person's app, two or three letters, where it tells one."""
    person = update.effective_user
    return person.language_code.partition("-")[0] if person and person.language_code else None


def interface_language(update: Update, texts: Texts) -> str:
    """The language for the bot's own words before a question tells another."""
    language = client_language(update)
    return language if language in texts.languages else FALLBACK


async def spoken(update: Update, readers: Readers, texts: Texts) -> str:
    """The same, unless the person has chosen one with /language."""
    person = update.effective_user
    chosen = await readers.language(person.id) if person else None
    return chosen or interface_language(update, texts)


class Gate:
    """Handler of group −2: what it stops reaches no other handler, and is closed in the inbox."""

    def __init__(
        self,
        delivery: Delivery,
        outbox: Outbox,
        readers: Readers,
        texts: Texts,
        clock: Callable[[], float],
        retried: Container[int],
        team: Container[int],
    ) -> None:
        """`retried`: ids of updates that were let in before; `team`: people without limits."""
        self._delivery = delivery
        self._outbox = outbox
        self._readers = readers
        self._texts = texts
        self._clock = clock
        self._retried = retried
        self._team = team
        self._writing = RateLimit()
        self._pressing = RateLimit()
        self._albums: deque[str] = deque(maxlen=ALBUMS)

    async def check(self, update: Update, _: Context) -> None:
        """Let the update pass, or end it."""
        if update.update_id in self._retried or _is_unasked(update):
            return
        person = update.effective_user
        if person is not None and not person.is_bot and person.id in self._team:
            return
        verdict = Verdict.IGNORE if _is_from_machine(update) else self._admit(update)
        if verdict is Verdict.ADMIT:
            return
        if update.callback_query:
            await self._outbox.notice(update.callback_query.id, await self._wait(update))
        elif verdict is Verdict.REFUSE and is_private(update) and update.effective_chat:
            wait = message(Block(await self._wait(update)))
            await self._outbox.send(update.effective_chat.id, wait)
        await self._delivery.finish(update.update_id, None)
        raise ApplicationHandlerStop

    def _admit(self, update: Update) -> Verdict:
        person = update.effective_user
        assert person is not None, "private chats have somebody in them"
        sent = update.message or update.edited_message or update.guest_message
        if sent is None:
            return self._pressing.admit(person.id, self._clock())
        if not sent.text and update.edited_message:
            return Verdict.ADMIT  # a live location moves by itself; it gets no answer either
        album = sent.media_group_id
        if album in self._albums:
            return Verdict.ADMIT  # sent with the photo before it, and answered with that
        # Telegram's time, not ours: what came while the bot was away was not asked all at once.
        moment = sent.edit_date or sent.date
        verdict = self._writing.admit(sender(sent), moment.timestamp())
        if album and verdict is Verdict.ADMIT:
            self._albums.append(album)
        return verdict

    async def _wait(self, update: Update) -> str:
        return self._texts("limit.wait", await spoken(update, self._readers, self._texts))


def _is_unasked(update: Update) -> bool:
    """Whether nobody is to be kept waiting for it: Telegram tells something, or letters come in."""
    told = update.my_chat_member or update.message_reaction or is_migration(update)
    return bool(told or update.inline_query or update.chosen_inline_result)


def _is_from_machine(update: Update) -> bool:
    sent = update.message or update.edited_message
    person = update.effective_user
    if sent and sent.sender_chat and sent.sender_chat.id == sent.chat.id:
        return False  # an administrator who hides their name
    return person is None or person.is_bot or (sent is not None and sent.via_bot is not None)
