"""A mention in a chat that the bot is not in: one answer, sent by way of Telegram, and no more."""

import logging

from telegram import Bot, Update
from telegram import Message as Received
from telegram.error import TelegramError

from bot.chat.addressing import without_mention
from bot.chat.cards import Cards
from bot.chat.gate import Context, client_language
from bot.delivery import Delivery, Record
from bot.desk import Desk
from bot.readers import Readers

log = logging.getLogger(__name__)


class Guests:
    """The id of such a chat may be that of another chat: nothing is sent to it or kept of it."""

    def __init__(
        self, bot: Bot, cards: Cards, desk: Desk, delivery: Delivery, readers: Readers
    ) -> None:
        self._bot = bot
        self._cards = cards
        self._desk = desk
        self._delivery = delivery
        self._readers = readers

    async def asked(self, update: Update, _: Context) -> None:
        """Answer once; never a second time, should it stay unknown whether that arrived."""
        written, person = _written(update), update.effective_user
        question = without_mention(written, self._bot.bot)
        if person is None or written.guest_query_id is None or not question:
            await self._delivery.finish(update.update_id, None)
            return
        chosen = await self._readers.language(person.id)
        reply = self._desk.ask(question, chosen or client_language(update))
        if not await self._delivery.sending(update.update_id):
            return
        try:
            await self._bot.answer_guest_query(written.guest_query_id, self._cards.reply(reply))
        except TelegramError as error:
            log.warning("a guest was not answered (%s)", type(error).__name__)
        record = Record(person.id, person.id, reply)
        await self._delivery.finish(update.update_id, record)


def _written(update: Update) -> Received:
    assert update.guest_message is not None, "routes give guest messages only"
    return update.guest_message
