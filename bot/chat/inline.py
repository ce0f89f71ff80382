"""`@bot question` in any chat: cards to choose from, each the quotation that it will post."""

from contextlib import suppress

from telegram import ChosenInlineResult, InlineQuery, InlineQueryResultsButton, Update
from telegram.error import BadRequest

from bot.chat.cards import Cards
from bot.chat.gate import Context, client_language
from bot.core.answer import Cited, Suggested, Unknown
from bot.core.facts import Fact
from bot.delivery import Delivery, Record
from bot.desk import Desk, Found, Reply
from bot.readers import Readers
from bot.texts import FALLBACK, Texts

MOST_CARDS = 5
CACHE_SECONDS = 5  # what Telegram shows again by itself: soon after a publish it is the new text


class Inline:
    """Offers cards while somebody types; what they send is logged as their question."""

    def __init__(
        self, cards: Cards, desk: Desk, delivery: Delivery, readers: Readers, texts: Texts
    ) -> None:
        self._cards = cards
        self._desk = desk
        self._delivery = delivery
        self._readers = readers
        self._texts = texts

    async def offer(self, update: Update, _: Context) -> None:
        """Answer an inline query. It is not stored: there is one for every letter typed."""
        query = _query(update)
        chosen = await self._readers.language(query.from_user.id)
        article = self._desk.article(await self._readers.article(query.from_user.id))
        client = chosen or client_language(update)
        reply = self._desk.ask(query.query, client, article) if query.query.strip() else None
        facts = _offered(reply) if reply else self._first(article)
        language = chosen or (reply.language if reply else client) or FALLBACK
        cards = [self._cards.fact(article, fact, language) for fact in facts[:MOST_CARDS]]
        # A title for the button needs no card: it opens the private chat by itself.
        private = InlineQueryResultsButton(
            self._texts("button.ask-more", language), start_parameter="inline"
        )
        with suppress(BadRequest):  # too old: the next letter has been typed
            await query.answer(
                cards or [self._cards.nothing(article, language)],
                cache_time=CACHE_SECONDS,
                is_personal=True,
                button=private,
            )

    async def chosen(self, update: Update, _: Context) -> None:
        """A card was sent: log what had been asked and what it quotes."""
        sent = _chosen(update)
        found = self._desk.fact(sent.result_id)
        record = None
        if found:
            language = client_language(update) or FALLBACK
            record = Record(
                sent.from_user.id, sent.from_user.id, self._reply(found, sent, language)
            )
        await self._delivery.finish(update.update_id, record)

    def _reply(self, found: Found, sent: ChosenInlineResult, language: str) -> Reply:
        spoken = language if language in self._texts.languages else FALLBACK
        return self._desk.show(found, spoken, sent.query)

    def _first(self, article: str) -> tuple[Fact, ...]:
        """Some main questions, for who has typed none."""
        facts = self._desk.base(article).facts
        return facts[:: max(1, len(facts) // MOST_CARDS)]


def _offered(reply: Reply) -> tuple[Fact, ...]:
    match reply.answer:
        case Cited(facts=facts) | Suggested(facts=facts):
            return facts
        case Unknown():
            return ()


def _query(update: Update) -> InlineQuery:
    assert update.inline_query is not None, "routes give inline queries only"
    return update.inline_query


def _chosen(update: Update) -> ChosenInlineResult:
    assert update.chosen_inline_result is not None, "routes give chosen results only"
    return update.chosen_inline_result
