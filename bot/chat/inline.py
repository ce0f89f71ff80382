"""`@bot question` in any chat: cards to choose from, each the quotation that it will post."""

from contextlib import suppress

from telegram import ChosenInlineResult, InlineQuery, InlineQueryResultsButton, Update
from telegram.error import TelegramError

from bot.chat.cards import REFUSAL, Cards
from bot.chat.choosing import Choosing
from bot.chat.gate import Context
from bot.chat.links import article_payload
from bot.core.answer import Unknown
from bot.core.facts import Fact
from bot.delivery import Delivery, Record
from bot.desk import Desk, Reply
from bot.texts import Texts

MOST_CARDS = 5
CACHE_SECONDS = 5  # in which Telegram repeats an answer by itself; then it is the new text


class Inline:
    """Offers cards while somebody types; what they send is logged as their question."""

    def __init__(
        self,
        cards: Cards,
        choosing: Choosing,
        desk: Desk,
        delivery: Delivery,
        texts: Texts,
    ) -> None:
        self._cards = cards
        self._choosing = choosing
        self._desk = desk
        self._delivery = delivery
        self._texts = texts

    async def offer(self, update: Update, _: Context) -> None:
        """Answer an inline query. It is not stored: there is one for every letter typed."""
        query = _query(update)
        reply = await self._choosing.answer(update, query.query)
        cards = [
            self._cards.fact(reply.article, fact, reply.language) for fact in self._facts(reply)
        ]
        with suppress(TelegramError):  # the next letter asks again
            await query.answer(
                cards[:MOST_CARDS] or [self._cards.refusal(reply)],
                cache_time=CACHE_SECONDS,
                is_personal=True,
                button=None if cards else self._private(reply),
            )

    async def chosen(self, update: Update, _: Context) -> None:
        """A card was sent: log what had been asked and what it quotes."""
        sent = _chosen(update)
        found, record = self._desk.fact(sent.result_id), None
        if found or sent.result_id == REFUSAL:
            reply = await self._choosing.answer(update, sent.query)
            if found:
                reply = self._desk.show(found, reply.language, sent.query.strip())
            record = Record(sent.from_user.id, sent.from_user.id, reply)
        await self._delivery.finish(update.update_id, record)

    def _facts(self, reply: Reply) -> tuple[Fact, ...]:
        """What to offer; who has typed nothing gets some main questions."""
        if not reply.text.strip():
            facts = self._desk.base(reply.article).facts
            return facts[:: max(1, len(facts) // MOST_CARDS)]
        return () if isinstance(reply.answer, Unknown) else reply.answer.facts

    def _private(self, reply: Reply) -> InlineQueryResultsButton:
        """The button above the cards, to the private chat."""
        label = self._texts("button.private", reply.language)
        return InlineQueryResultsButton(label, start_parameter=article_payload(reply.article))


def _query(update: Update) -> InlineQuery:
    assert update.inline_query is not None, "routes give inline queries only"
    return update.inline_query


def _chosen(update: Update) -> ChosenInlineResult:
    assert update.chosen_inline_result is not None, "routes give chosen results only"
    return update.chosen_inline_result
