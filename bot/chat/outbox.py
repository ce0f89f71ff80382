"""Sends what the bot says so that it arrives: waits, tries again or gives up, as errors ask."""

import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum, auto
from functools import partial
from typing import Literal, TypeVar

import httpx
from telegram import InlineKeyboardMarkup, InlineQueryResult
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.chat.blocks import Message
from bot.chat.pace import Pace
from bot.chat.steady_bot import SteadyBot

log = logging.getLogger(__name__)

T = TypeVar("T")

PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 30.0, 30.0, 30.0, 30.0)  # seconds; three minutes in all
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_AWAY = (
    *("chat not found", "user is deactivated", "rights to send", "chat_write_forbidden"),
    *("topic_closed", "message thread not found"),
)
_MOST_AWAY = 10_000  # chats that are remembered as logged
_UNEDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_UNCHANGED = "message is not modified"


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a message; `message` is its id, None where nobody has it for certain."""

    message: int | None
    state: Literal["done", "unknown"] = "done"  # unknown: it may or may not have arrived
    moved_to: int | None = None  # the supergroup that the chat has become


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: a chat, a topic of it, and the message that it replies to."""

    chat: int
    thread: int | None = None
    reply_to: int | None = None
    quote: str | None = None  # a piece of that message

    @property
    def fields(self) -> Mapping[str, object]:
        """Thread and reply as they travel."""
        fields: dict[str, object] = {}
        if self.thread is not None:
            fields["message_thread_id"] = self.thread
        if self.reply_to is not None:
            to = {"message_id": self.reply_to, "allow_sending_without_reply": True}
            quoted = {"quote": self.quote} if self.quote else {}
            fields["reply_parameters"] = json.dumps({**to, **quoted})
        return fields

    @property
    def plainer(self) -> "Place | None":
        """Where it goes when Telegram refuses: without the quote, then without the reply."""
        if self.quote:
            return replace(self, quote=None)
        return replace(self, reply_to=None) if self.reply_to else None


class Trouble(Enum):
    """What an error of Telegram's means for the message that was to be sent."""

    NOT_SENT = auto()  # for certain: try until it works
    SERVER = auto()  # most likely not sent: try for a few minutes
    AMBIGUOUS = auto()  # may have arrived: once more, as a lost answer is worse than a double one
    AWAY = auto()  # nobody there to read it
    REFUSED = auto()  # as it stands it will never be accepted


def trouble(error: TelegramError) -> Trouble:
    """How to go on after `error`; RetryAfter is not for here.

    Source: HTTPXRequest of python-telegram-bot 22.8; a transport error has httpx's as its cause,
    one that came as an HTTP status has none.
    """
    cause = error.__cause__
    match error:
        case Forbidden():
            return Trouble.AWAY
        case BadRequest():
            away = any(words in error.message.lower() for words in _AWAY)
            return Trouble.AWAY if away else Trouble.REFUSED
        case ChatMigrated() | EndPointNotFound():
            return Trouble.REFUSED
        case InvalidToken():  # also how a proxy's 404 looks
            return Trouble.NOT_SENT
        case NetworkError() if isinstance(cause, _NOT_SENT):
            return Trouble.NOT_SENT
        case TimedOut():
            return Trouble.AMBIGUOUS
        case NetworkError() if cause is None or isinstance(cause, TelegramError):
            return Trouble.SERVER
        case _:
            return Trouble.AMBIGUOUS


Check = Callable[[], Awaitable[bool]]


class Outbox:
    """The only way out to chats."""

    def __init__(
        self,
        bot: SteadyBot,
        rest: Callable[[float], Awaitable[None]],
        moved: Callable[[int, int], Awaitable[None]],
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`rest` waits a number of seconds without holding up other chats; `moved` is told when
        a group has become a supergroup: its old id and its new one.
        """
        self._bot = bot
        self._rest = rest
        self._moved = moved
        self._clock = clock
        self._pace = Pace()
        self._away: set[int] = set()

    @property
    def username(self) -> str:
        """The bot's own, known once it has been started."""
        return self._bot.username

    async def send(self, to: int | Place, message: Message, once: Check | None = None) -> Sent:
        """Send a message, as a reply and with a quote where Telegram allows it.

        With `once` it is never said twice, should that leave it unsaid: before each attempt
        `once` notes that it is under way, or says that it is not to be made any more.
        Raises: BadRequest when Telegram refuses the message itself, which is a bug.
        """
        place = Place(to) if isinstance(to, int) else to
        try:
            return await self._send_to(place, message, once)
        except ChatMigrated as error:  # the ids of its messages are others there
            await self._moved(place.chat, error.new_chat_id)
            sent = await self._send_to(Place(error.new_chat_id), message, once)
            return replace(sent, moved_to=error.new_chat_id)

    async def edit(self, chat: int, message_id: int, message: Message) -> Sent:
        """Replace a message; `Sent.message` is None when it cannot be edited any more."""
        edit = partial(
            self._bot.edit_message_text,
            *(message.text, chat, message_id),
            entities=message.entities,
            reply_markup=message.keyboard,
        )
        try:
            return await self._insist(chat, lambda: _edited(message_id, edit()))
        except ChatMigrated as error:  # its messages have other ids from now on
            await self._moved(chat, error.new_chat_id)
            return Sent(None)

    async def replace(
        self, to: int | Place, message_id: int, message: Message, once: Check | None = None
    ) -> Sent:
        """Replace a message, or send a new one where the old one cannot be edited any more."""
        sent = await self.edit(to if isinstance(to, int) else to.chat, message_id, message)
        if sent == Sent(None):
            return await self.send(to, message, once)
        return sent

    async def rekey(
        self, chat: int, message_id: int, keyboard: InlineKeyboardMarkup | None
    ) -> None:
        """Replace the buttons of a message; where that is not to be done any more, nothing is."""
        edit = partial(self._bot.edit_message_reply_markup, chat, message_id, reply_markup=keyboard)
        with suppress(BadRequest, ChatMigrated):
            await self._insist(chat, lambda: _edited(message_id, edit()))

    async def send_file(self, chat: int, name: str, content: bytes, caption: str) -> Sent:
        """Send a file; a PNG is shown as a picture."""
        return await self._insist(chat, lambda: self._send_file(chat, name, content, caption))

    async def answer_guest(self, query_id: str, card: InlineQueryResult, once: Check) -> Sent:
        """Answer a mention in a chat that the bot is not in; `once` as for `send`."""

        async def answer() -> None:
            if await once():
                await self._bot.answer_guest_query(query_id, card)

        with suppress(BadRequest):  # too late
            return await self._insist(0, answer, is_once=True)
        return Sent(None)

    async def notice(self, query_id: str, text: str | None = None) -> None:
        """End a button's waiting, with a short notice; too late or lost does no harm."""
        with suppress(TelegramError):
            await self._bot.answer_callback_query(query_id, text)

    async def ask(self, question: Callable[[], Awaitable[T]]) -> T:
        """What Telegram answers to a call, made again for as long as it says to wait."""
        while True:
            try:
                return await question()
            except RetryAfter as error:
                await self._rest(seconds(error))

    async def _send_to(self, place: Place, message: Message, once: Check | None) -> Sent:
        """Send, and where that is refused again and again in a plainer way."""
        try:
            return await self._insist(
                place.chat, lambda: self._send(place, message, once), is_once=once is not None
            )
        except BadRequest:
            if place.plainer is None:
                raise
            return await self._send_to(place.plainer, message, once)

    async def _send(self, place: Place, message: Message, once: Check | None) -> int | None:
        while place.chat < 0 and (wait := self._pace.wait(place.chat, self._clock())):
            await self._rest(wait)
        if once is not None and not await once():
            return None
        return await self._bot.say(place.chat, {**message.fields, **place.fields})

    async def _send_file(self, chat: int, name: str, content: bytes, caption: str) -> int:
        is_picture = name.endswith(".png")
        send = self._bot.send_photo if is_picture else self._bot.send_document
        sent = await send(chat, content, caption=caption, filename=name)
        return sent.message_id

    async def _insist(
        self, chat: int, call: Callable[[], Awaitable[int | None]], *, is_once: bool = False
    ) -> Sent:
        """Call until it is plain what became of it; raises what `Trouble.REFUSED` stands for."""
        tries = doubts = 0
        while True:
            try:
                sent = Sent(await self.ask(call))
                self._away.discard(chat)
                return sent
            except TelegramError as error:
                found = trouble(error)
                self._log(chat, found, error)
                if found is Trouble.REFUSED:
                    raise
                if found is Trouble.AWAY:
                    return Sent(None)
                doubts += found is Trouble.AMBIGUOUS
                if doubts > (0 if is_once else 1) or (
                    found is Trouble.SERVER and tries >= len(PAUSES)
                ):
                    return Sent(None, "unknown")
                await self._rest(PAUSES[min(tries, len(PAUSES) - 1)])
                tries += 1

    def _log(self, chat: int, found: Trouble, error: TelegramError) -> None:
        """Log a failure; that nobody hears the bot in a chat, only once until somebody does."""
        if found is Trouble.AWAY:
            if chat in self._away:
                return
            if len(self._away) >= _MOST_AWAY:
                self._away.clear()
            self._away.add(chat)
        log.warning("sending failed: %s (%s)", found.name, type(error).__name__)


async def _edited(message_id: int, edit: Awaitable[object]) -> int | None:
    """The id, also where the message says so already; None where it cannot be edited any more."""
    try:
        await edit
    except BadRequest as error:
        words = error.message.lower()
        if any(known in words for known in _UNEDITABLE):
            return None
        if _UNCHANGED not in words:
            raise
    return message_id


def seconds(error: RetryAfter) -> float:
    """How long Telegram says to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
