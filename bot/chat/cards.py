"""Answers that travel: the same quotation in a chat where the bot is not, with links back."""

from collections.abc import Sequence
from dataclasses import replace

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)

from bot.chat.blocks import Message, units
from bot.chat.buttons import fitting
from bot.chat.links import to_article, to_fact
from bot.chat.render import Renderer
from bot.core.answer import Answer, Cited, Suggested, Unknown
from bot.core.facts import Fact
from bot.desk import Desk, Reply, fact_code
from bot.texts import Texts

BEGINNING = 90  # UTF-16 units of a text that the list of cards shows
REFUSAL = "nothing"  # the name of a card that quotes nothing; all others are named by their fact


class Cards:
    """For inline queries and guest mentions; what is posted there has links for buttons."""

    def __init__(self, bot: Bot, desk: Desk, texts: Texts) -> None:
        self._bot = bot
        self._desk = desk
        self._texts = texts

    def fact(self, article: str, fact: Fact, language: str) -> InlineQueryResultArticle:
        """The card of a fact: its main question, the quote's first words, the quotation."""
        return self._card(
            fact_code(article, fact),
            fact.question(language),
            self._renderer(article, language).quote([fact]),
            [self._more(to_fact(self._bot.username, article, fact), language)],
            beginning(self._desk.base(article).article[fact.cites[0]].text),
        )

    def refusal(self, reply: Reply) -> InlineQueryResultArticle:
        """The card that says no more than that the article does not say it."""
        gap = reply.answer.gap if isinstance(reply.answer, Unknown) else None
        return self._card(
            REFUSAL,
            self._texts("inline.nothing", reply.language),
            self._said(replace(reply, answer=Unknown(gap))),
            [self._to_article(reply.article, reply.language)],
        )

    def reply(self, reply: Reply) -> InlineQueryResultArticle:
        """A whole reply; what it offers opens in the private chat."""
        offered = [self._offer(reply, fact) for fact in _offered(reply.answer)]
        more = self._to_article(reply.article, reply.language)
        return self._card(reply.outcome, beginning(reply.text), self._said(reply), [*offered, more])

    def help(self, opened: str | None, language: str) -> InlineQueryResultArticle:
        """How to ask where the bot is not."""
        article = self._desk.article(opened)
        label = self._desk.base(article).article.label
        say = self._renderer(article, language)
        shown = say.plain("guest.help", label=label, bot=self._bot.username)
        return self._card("help", label, shown, [self._to_article(article, language)])

    def _said(self, reply: Reply) -> Message:
        return self._renderer(reply.article, reply.language).reply(reply)

    def _renderer(self, article: str, language: str) -> Renderer:
        return Renderer(article, self._desk.base(article), self._texts, language)

    def _offer(self, reply: Reply, fact: Fact) -> InlineKeyboardButton:
        label = fitting(fact.question(reply.language))
        return InlineKeyboardButton(label, to_fact(self._bot.username, reply.article, fact))

    def _to_article(self, article: str, language: str) -> InlineKeyboardButton:
        return self._more(to_article(self._bot.username, article), language)

    def _more(self, url: str, language: str) -> InlineKeyboardButton:
        return InlineKeyboardButton(self._texts("button.ask-more", language), url)

    def _card(
        self,
        name: str,
        title: str,
        shown: Message,
        links: Sequence[InlineKeyboardButton],
        description: str | None = None,
    ) -> InlineQueryResultArticle:
        """A card that posts `shown` with its links in the place of all other buttons."""
        return InlineQueryResultArticle(
            id=name,
            title=title,
            description=description,
            input_message_content=InputTextMessageContent(shown.text, entities=shown.entities),
            reply_markup=InlineKeyboardMarkup([[each] for each in links]),
        )


def beginning(text: str, most: int = BEGINNING) -> str:
    """The first words of a text, cut between words where it is longer than `most` units."""
    plain = " ".join(text.split())
    if units(plain) <= most:
        return plain
    cut = plain.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")
    return f"{cut.rsplit(' ', 1)[0]} …"


def _offered(answer: Answer) -> tuple[Fact, ...]:
    """What a reply shows beside its words, as buttons."""
    match answer:
        case Suggested(facts=facts):
            return facts
        case Unknown(near=near):
            return near
        case Cited():
            return ()
