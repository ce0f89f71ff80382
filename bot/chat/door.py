"""Which updates come in: what the bot is asked or told does, other people's talk stays outside."""

import logging
from dataclasses import dataclass

from telegram import Bot, Update
from telegram.constants import ChatType

from bot.chat.addressing import Address, address, is_migration, is_private
from bot.chat.reactions import is_of_interest
from bot.desk import Desk
from bot.readers import Group, Readers

log = logging.getLogger(__name__)

HOUR = 3600.0  # seconds in which a fact is told a group only once where nobody asked the bot
_MOST_TOLD = 1000  # facts told that are remembered before old ones are forgotten


@dataclass(frozen=True, slots=True)
class _Told:
    at: float  # Unix time in seconds
    update: int  # its id: a second delivery of the same question is let in again


class Door:
    """Decides in memory, before anything is stored."""

    def __init__(self, bot: Bot, desk: Desk, readers: Readers) -> None:
        self._bot = bot
        self._desk = desk
        self._readers = readers
        self._told: dict[tuple[int, str], _Told] = {}

    async def admits(self, update: Update) -> bool:
        """Whether an update is to be kept and handled."""
        if is_private(update) or update.callback_query or update.chosen_inline_result:
            return True
        if update.guest_message:
            return True
        if changed := update.message_reaction:
            said = is_of_interest(changed) and await self._readers.said(
                changed.chat.id, changed.message_id
            )
            return bool(said)
        if update.my_chat_member:
            return update.my_chat_member.chat.type != ChatType.CHANNEL
        written = update.message or update.edited_message
        if written is None or is_migration(update):
            return written is not None
        group = await self.group(written.chat.id)
        asked = address(update, self._bot.bot, group)
        if asked and asked.how == "unasked":
            return await self._may_volunteer(update, asked, group)
        return asked is not None

    async def group(self, chat: int) -> Group:
        """A group's settings; the usual ones where they cannot be read."""
        try:
            return await self._readers.group(chat)
        except Exception as error:
            log.error("the settings of a group cannot be read (%s)", type(error).__name__)
            return Group()

    async def _may_volunteer(self, update: Update, asked: Address, group: Group) -> bool:
        """Whether a question to nobody has an answer beyond doubt, not told within the hour."""
        reply = await self._desk.answer(asked.question, group.language, group.article)
        if not reply.is_beyond_doubt or reply.best is None:
            return False
        key = asked.asked_in.chat.id, f"{reply.article}/{reply.best.id}"
        now = asked.asked_in.date.timestamp()
        told = self._told.get(key)
        if told and told.update != update.update_id and now - told.at < HOUR:
            return False
        self._told[key] = _Told(now, update.update_id)
        self._sweep(now)
        return True

    def _sweep(self, now: float) -> None:
        if len(self._told) > _MOST_TOLD:
            self._told = {key: told for key, told in self._told.items() if now - told.at < HOUR}
