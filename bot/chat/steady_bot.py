"""A bot whose polling goes on whatever Telegram hands over."""

import json
import logging
from collections.abc import Mapping
from typing import Any

from telegram import Update
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import ExtBot

from bot.delivery import Delivery

log = logging.getLogger(__name__)


class SteadyBot(ExtBot[None]):
    """Fetches updates raw and parses them one by one.

    The library parses all at once: one update that it cannot read makes it log the whole batch,
    readers' words and all, and fetch the same batch again for ever.
    """

    def __init__(self, token: str, delivery: Delivery, **options: Any) -> None:
        super().__init__(token, **options)
        self._delivery = delivery
        usual = self.defaults.link_preview_options if self.defaults else None
        self._usual = {"link_preview_options": usual.to_json()} if usual else {}
        self._fetched: list[tuple[Update, Any]] = []  # of the last poll, with how they came
        self._behind: set[int] = set()  # ids of those that were asked for with an earlier one

    def received(self, update: Update) -> list[tuple[Update, str]]:
        """An update and all behind it that came with it, each as JSON, as Telegram sent it.

        Nothing where it has been asked for before, with one that came before it.
        """
        if self._fetched and self._fetched[0][0] is update:
            self._behind.update(each.update_id for each, _ in self._fetched[1:])
            fetched, self._fetched = self._fetched, []
            return [(each, _as_json(raw)) for each, raw in fetched]
        if update.update_id in self._behind:
            self._behind.discard(update.update_id)
            return []
        return [(update, update.to_json())]

    async def say(self, chat: int, fields: Mapping[str, object]) -> int:
        """Send a message of fields that are JSON where they are no plain values; its id.

        `send_message` would make objects of them, and of all that comes back.
        """
        sent = await self._post("sendMessage", {"chat_id": chat, **self._usual, **fields})
        return int(sent["message_id"])

    async def get_updates(  # type: ignore[override]  # called by Updater, with these alone
        self,
        offset: int | None = None,
        limit: int | None = None,
        timeout: Any = None,  # noqa: ASYNC109 - how long Telegram waits
        allowed_updates: Any = None,
    ) -> tuple[Update, ...]:
        """The next updates; an empty one, with its id, in the place of each unreadable one.

        Without a timeout, as in the library's last call before a stop, a failure is only logged.
        """
        seconds = _seconds(timeout)
        wanted = {
            "offset": offset,
            "limit": limit,
            "timeout": timeout,
            "allowed_updates": allowed_updates,
        }
        patience = (self._request[0].read_timeout or 0) + seconds
        try:
            raw = await self._post("getUpdates", wanted, read_timeout=patience)
        except TelegramError as error:
            if not seconds:  # the library would log a traceback, and advice for programmers
                log.warning("the last getUpdates failed, nothing is lost: %s", error)
                return ()
            if isinstance(error, InvalidToken):
                # At start it is fatal; later it would end polling silently.
                raise NetworkError(f"getUpdates was refused: {error}") from error
            raise
        read = [(await self._read(each), each) for each in raw]
        self._fetched = [(update, each) for update, each in read if update is not None]
        self._behind.clear()
        return tuple(update for update, _ in self._fetched)

    async def _read(self, raw: Any) -> Update | None:
        """None when not even the id can be read."""
        try:
            return Update.de_json(raw, self)
        except Exception as error:
            update_id = raw.get("update_id") if isinstance(raw, dict) else None
            kind = type(error).__name__
            log.error("update %s cannot be read (%s): put into quarantine", update_id, kind)
            numbered = update_id if isinstance(update_id, int) else None
            await self._delivery.quarantine(numbered, json.dumps(raw), kind)
            return Update(numbered) if numbered is not None else None


_as_json = json.JSONEncoder(ensure_ascii=False).encode


def _seconds(timeout: Any) -> float:
    return timeout.total_seconds() if hasattr(timeout, "total_seconds") else float(timeout or 0)
