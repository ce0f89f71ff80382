"""Sends what the bot says so that it arrives: waits, tries again or gives up, as errors ask."""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from typing import Literal

import httpx
from telegram import Bot, ReplyParameters
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

log = logging.getLogger(__name__)

PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 30.0, 30.0, 30.0, 30.0)  # seconds; three minutes in all
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_AWAY = ("chat not found", "user is deactivated")
_UNEDITABLE = ("message to edit not found", "message can't be edited", "message_id_invalid")
_UNCHANGED = "message is not modified"


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a message; `message` is its id, None where nobody has it for certain."""

    message: int | None
    state: Literal["done", "unknown"] = "done"  # unknown: it may or may not have arrived


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


class Outbox:
    """The only way out to private chats."""

    def __init__(self, bot: Bot, rest: Callable[[float], Awaitable[None]]) -> None:
        """`rest` waits a number of seconds without holding up other chats."""
        self._bot = bot
        self._rest = rest

    async def send(self, chat: int, message: Message, reply_to: int | None = None) -> Sent:
        """Send a message, as a reply to `reply_to` where Telegram allows it.

        Raises: BadRequest when Telegram refuses the message itself, which is a bug.
        """
        try:
            return await self._insist(lambda: self._send(chat, message, reply_to))
        except BadRequest:
            if reply_to is None:
                raise
            return await self._insist(lambda: self._send(chat, message, None))

    async def edit(self, chat: int, message_id: int, message: Message) -> Sent:
        """Replace a message; `Sent.message` is None when it cannot be edited any more."""
        try:
            return await self._insist(lambda: self._edit(chat, message_id, message))
        except BadRequest as error:
            words = error.message.lower()
            if _UNCHANGED in words:
                return Sent(message_id)
            if any(known in words for known in _UNEDITABLE):
                return Sent(None)
            raise

    async def replace(self, chat: int, message_id: int, message: Message) -> Sent:
        """Replace a message, or send a new one where the old one cannot be edited any more."""
        sent = await self.edit(chat, message_id, message)
        if sent == Sent(None):
            return await self.send(chat, message)
        return sent

    async def send_file(self, chat: int, name: str, content: bytes, caption: str) -> Sent:
        """Send a file."""
        return await self._insist(lambda: self._send_file(chat, name, content, caption))

    async def notice(self, query_id: str, text: str | None = None) -> None:
        """End a button's waiting, with a short notice; too late or lost does no harm."""
        with suppress(TelegramError):
            await self._bot.answer_callback_query(query_id, text)

    async def _send(self, chat: int, message: Message, reply_to: int | None) -> int:
        reply = ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None
        sent = await self._bot.send_message(
            chat,
            message.text,
            entities=message.entities,
            reply_markup=message.keyboard,
            reply_parameters=reply,
        )
        return sent.message_id

    async def _send_file(self, chat: int, name: str, content: bytes, caption: str) -> int:
        sent = await self._bot.send_document(chat, content, caption=caption, filename=name)
        return sent.message_id

    async def _edit(self, chat: int, message_id: int, message: Message) -> int:
        await self._bot.edit_message_text(
            message.text,
            chat,
            message_id,
            entities=message.entities,
            reply_markup=message.keyboard,
        )
        return message_id

    async def _insist(self, call: Callable[[], Awaitable[int]]) -> Sent:
        """Call until it is plain what became of it; raises what `Trouble.REFUSED` stands for."""
        tries = doubts = 0
        while True:
            try:
                return Sent(await call())
            except RetryAfter as error:
                await self._rest(_seconds(error))
            except TelegramError as error:
                found = trouble(error)
                log.warning("sending failed: %s (%s)", found.name, type(error).__name__)
                if found is Trouble.REFUSED:
                    raise
                if found is Trouble.AWAY:
                    return Sent(None)
                doubts += found is Trouble.AMBIGUOUS
                if doubts > 1 or (found is Trouble.SERVER and tries >= len(PAUSES)):
                    return Sent(None, "unknown")
                await self._rest(PAUSES[min(tries, len(PAUSES) - 1)])
                tries += 1


def _seconds(error: RetryAfter) -> float:
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
