"""A bot whose polling goes on whatever Telegram hands over."""

import json
import logging
from typing import Any

from telegram import Update
from telegram.error import InvalidToken, NetworkError
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
        self._raw: dict[int, Any] = {}  # updates that are not in the inbox yet, as they came

    def payload(self, update: Update) -> str:
        """The update as JSON, as Telegram sent it where it was fetched here; asked for once."""
        raw = self._raw.pop(update.update_id, None)
        return update.to_json() if raw is None else json.dumps(raw, ensure_ascii=False)

    async def get_updates(  # type: ignore[override]  # called by Updater, with these alone
        self,
        offset: int | None = None,
        limit: int | None = None,
        timeout: Any = None,  # noqa: ASYNC109 - how long Telegram waits
        allowed_updates: Any = None,
    ) -> tuple[Update, ...]:
        """The next updates; an empty one, with its id, in the place of each unreadable one."""
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
        except InvalidToken as error:  # at start it is fatal; later it would end polling silently
            raise NetworkError(f"getUpdates was refused: {error}") from error
        read = [await self._read(each) for each in raw]
        return tuple(update for update in read if update is not None)

    async def _read(self, raw: Any) -> Update | None:
        """None when not even the id can be read."""
        try:
            update = Update.de_json(raw, self)
            self._raw[update.update_id] = raw
            return update
        except Exception as error:
            update_id = raw.get("update_id") if isinstance(raw, dict) else None
            kind = type(error).__name__
            log.error("update %s cannot be read (%s): put into quarantine", update_id, kind)
            numbered = update_id if isinstance(update_id, int) else None
            await self._delivery.quarantine(numbered, json.dumps(raw), kind)
            return Update(numbered) if numbered is not None else None


def _seconds(timeout: Any) -> float:
    return timeout.total_seconds() if hasattr(timeout, "total_seconds") else float(timeout or 0)
