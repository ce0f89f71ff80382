"""Answers that travel: the same quotation in a chat where the bot is not, with a link back."""

from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)

from bot.chat.blocks import Block, Message, message, units
from bot.chat.links import to_article, to_fact
from bot.chat.render import Renderer
from bot.core.facts import Fact
from bot.desk import Desk, Reply, fact_code
from bot.texts import Texts

BEGINNING = 90  # characters of a quote that a card shows
NOTHING = "nothing"  # the id of the card that quotes nothing


class Cards:
    """Cards for inline queries and guest mentions; their only button is a link."""

    def __init__(self, bot: Bot, desk: Desk, texts: Texts) -> None:
        self._desk = desk
        self._texts = texts
        self._bot = bot

    def fact(self, article: str, fact: Fact, language: str) -> InlineQueryResultArticle:
        """The card of a fact: its main question, the quote's first words, the quotation."""
        base = self._desk.base(article)
        shown = Renderer(article, base, self._texts, language).quote([fact])
        return self._card(
            fact_code(article, fact),
            fact.question(language),
            shown,
            language,
            to_fact(self._bot.username, article, fact),
            beginning(base.article[fact.cites[0]].text),
        )

    def nothing(self, article: str, language: str) -> InlineQueryResultArticle:
        """The card that says where to ask on."""
        title = self._texts("inline.nothing", language)
        shown = message(Block(self._texts("unknown.title", language)))
        return self._card(NOTHING, title, shown, language, to_article(self._bot.username, article))

    def reply(self, reply: Reply) -> InlineQueryResultArticle:
        """A whole reply as one card, for a chat where nobody can press the bot's buttons."""
        base = self._desk.base(reply.article)
        shown = Renderer(reply.article, base, self._texts, reply.language).reply(reply)
        link = to_article(self._bot.username, reply.article)
        return self._card(reply.outcome, self._title(reply), shown, reply.language, link)

    def _title(self, reply: Reply) -> str:
        return beginning(reply.text) or self._desk.base(reply.article).article.label

    def _card(
        self,
        name: str,
        title: str,
        shown: Message,
        language: str,
        link: str,
        description: str | None = None,
    ) -> InlineQueryResultArticle:
        more = InlineKeyboardButton(self._texts("button.ask-more", language), url=link)
        return InlineQueryResultArticle(
            id=name,
            title=title,
            description=description,
            input_message_content=InputTextMessageContent(shown.text, entities=shown.entities),
            reply_markup=InlineKeyboardMarkup([[more]]),
        )


def beginning(text: str, most: int = BEGINNING) -> str:
    """The first words of a text, cut between words where it is longer than `most` units."""
    plain = " ".join(text.split())
    if units(plain) <= most:
        return plain
    cut = plain.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")
    return f"{cut.rsplit(' ', 1)[0]} …"
