"""A mention in a chat that the bot is not in: one answer, sent by way of Telegram, and no more."""

from functools import partial

from telegram import Bot, InlineQueryResult, Update
from telegram import Message as Received

from bot.chat.addressing import question_of
from bot.chat.cards import Cards
from bot.chat.choosing import Choosing
from bot.chat.gate import Context, spoken
from bot.chat.outbox import Outbox
from bot.delivery import Delivery, Record
from bot.readers import Readers
from bot.texts import Texts


class Guests:
    """The id of such a chat may be that of another chat: nothing is sent to it or kept of it."""

    def __init__(
        self,
        bot: Bot,
        cards: Cards,
        choosing: Choosing,
        delivery: Delivery,
        outbox: Outbox,
        readers: Readers,
        texts: Texts,
    ) -> None:
        self._bot = bot
        self._cards = cards
        self._choosing = choosing
        self._delivery = delivery
        self._outbox = outbox
        self._readers = readers
        self._texts = texts

    async def asked(self, update: Update, _: Context) -> None:
        """Answer once; never a second time, should it stay unknown whether that arrived."""
        card, record = await self._answer(update)
        once = partial(self._delivery.sending, update.update_id)
        sent = await self._outbox.answer_guest(str(_written(update).guest_query_id), card, once)
        await self._delivery.finish(update.update_id, record, sent.state)

    async def _answer(self, update: Update) -> tuple[InlineQueryResult, Record | None]:
        """The answer, and what is to be logged: under the person alone."""
        person, question = update.effective_user, question_of(_written(update), self._bot.bot)
        assert person is not None, "the gate lets in people only"
        if not question:
            opened = await self._readers.article(person.id)
            return self._cards.help(opened, await spoken(update, self._readers, self._texts)), None
        reply = await self._choosing.answer(update, question)
        return self._cards.reply(reply), Record(person.id, person.id, reply)


def _written(update: Update) -> Received:
    assert update.guest_message is not None, "routes give guest messages only"
    return update.guest_message
