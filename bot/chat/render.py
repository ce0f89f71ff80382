"""What the bot says, as messages: replies, the sentences around a quote, lists, the article."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from telegram import InlineKeyboardButton

from bot.chat.blocks import LIMIT, Block, Kind, Message, fitted, joined, message, pages, units
from bot.chat.buttons import button, codes, for_editors, vote_row
from bot.chat.links import share
from bot.core.answer import Cited, Suggested, Unknown
from bot.core.facts import Fact, FactBase, Sentence
from bot.desk import Reply
from bot.texts import Texts

FACTS_A_PAGE = 8
SUGGESTED_AT_START = 3
LONG_TRANSLATION = 150  # characters, about three lines on a phone; longer ones are collapsed

Row = list[InlineKeyboardButton]


class Renderer:
    """Puts answers into words; every character is the article's, a translation's, a curated
    question's or the catalogue's.
    """

    def __init__(
        self, article: str, base: FactBase, texts: Texts, language: str, bot: str | None = None
    ) -> None:
        """`article` is the id of `base`; `language` is that of the words around the quote.

        `bot` is the bot's username in a private chat: there, answers can be shared and waited for.
        """
        self._bot = bot
        self._article = article
        self._base = base
        self._texts = texts
        self._language = language

    def plain(self, key: str, **values: object) -> Message:
        """A line of the catalogue."""
        return message(self._line(key, **values))

    def reply(self, reply: Reply) -> Message:
        """The answer to a question, in whichever of the three outcomes."""
        match reply.answer:
            case Cited(facts=facts):
                return self.quote(facts)
            case Suggested(facts=facts):
                none = button(self._texts("button.none", self._language), "none", self._language)
                rows = [*self._answers(facts), [none], vote_row(self._language)]
                return message(self._line("suggested.title"), rows)
            case Unknown() as unknown:
                return self.unknown(unknown)

    def quote(self, facts: Sequence[Fact], *, is_editor: bool = False) -> Message:
        """The sentences that `facts` cite, each with its number, as the article has them."""
        rows = [self._under(facts, "context")]
        if is_editor:
            labels = ("button.edit-this", "button.say")
            edit, say = (self._texts(label, self._language) for label in labels)
            rows.append(for_editors(self._article, facts[0], (edit, say)))
        return message(self.quotation(facts), rows)

    def quotation(self, facts: Sequence[Fact], title: Block | None = None) -> Block:
        """The same without a button; where it is too long, translations go before any quote."""
        cited = Cited(tuple(facts))
        answers = {fact.cites[0]: fact.answer for fact in reversed(cited.facts)}
        quotes = [self._quoted(number, answers.get(number)) for number in cited.sentences]
        above = [title] if title else []
        shown = [joined(quote, "\n") for quote in quotes]
        for place in reversed(range(len(quotes))):
            if units(joined([*above, *shown], "\n\n").text) <= LIMIT:
                break
            shown[place] = quotes[place][0]  # without its translation
        return fitted([*above, *shown], self._line("cut"))

    def corrected(self, was: str, date: str, facts: Sequence[Fact]) -> Message:
        """What an answer that said `was` is turned into; without facts it is withdrawn."""
        if not facts:
            return self.plain("corrected.withdrawn", date=date, was=was)
        title = self._line("corrected.title", date=date, was=was)
        return message(self.quotation(facts, title), [self._under(facts, "context")])

    def context(self, facts: Sequence[Fact], around: Sequence[Sentence]) -> Message:
        """The sentences around a quote, `around`, with the cited ones bold; where that is too long,
        the others go first.
        """
        cited, too_long = Cited(tuple(facts)).sentences, self._line("article.too-long")
        lines = [
            self._numbered(each, each.number in cited) if self._fits(each) else too_long
            for each in around
        ]
        source = Block(self._base.article.label).marked("italic")
        spare = sorted(range(len(around)), key=lambda n: (around[n].number in cited, -n))
        shown = fitted([*lines, source], self._line("cut"), spare=spare)
        return message(shown, [self._under(facts, "quote")])

    def of_article(self, said: Message) -> Message:
        """A message with the name of the article that was asked under it."""
        label = self._texts("articles.asked", self._language, label=self._base.article.label)
        return replace(said, text=f"{said.text}\n\n{label}")

    def welcome(self) -> Message:
        """Who the bot is, which article it knows, and some questions to begin with."""
        facts = self._base.facts
        step = max(1, len(facts) // SUGGESTED_AT_START)
        rows = self._questions(facts[::step][:SUGGESTED_AT_START])
        return message(self._line("start.welcome", label=self._base.article.label), rows)

    def facts_page(self, page: int) -> Message:
        """Main questions as buttons; `page` counts from 0, one that is not there is the nearest."""
        facts = self._base.facts
        last = max(0, (len(facts) - 1) // FACTS_A_PAGE)
        page = min(max(page, 0), last)
        shown = facts[page * FACTS_A_PAGE : (page + 1) * FACTS_A_PAGE]
        title = self._line("facts.title", count=len(facts), page=page + 1, pages=last + 1)
        rows = [*self._questions(shown), self._turns(page, last)]
        return message(title, [row for row in rows if row])

    def article(self) -> list[Message]:
        """The whole article, sentences numbered, in as many messages as it takes."""
        too_long = self._line("article.too-long")
        return [message(page) for page in pages(self._sentences(), too_long)]

    def _sentences(self) -> Iterator[tuple[str, Block]]:
        """The label and every numbered sentence, each behind its separator."""
        yield "", Block(self._base.article.label).marked("bold")
        paragraph = -1
        for sentence in self._base.article.sentences:
            yield "\n" if sentence.paragraph == paragraph else "\n\n", self._numbered(sentence)
            paragraph = sentence.paragraph

    def unknown(self, unknown: Unknown) -> Message:
        """That the article does not say it, and what is near; or a line of small talk."""
        if unknown.smalltalk:
            return message(self.refusal(unknown))
        rows = [*self._answers(unknown.near), vote_row(self._language)]
        if self._bot:
            wish = button(self._texts("button.tell-me", self._language), "wish", self._language)
            rows.insert(-1, [wish])
        return message(self.refusal(unknown), rows)

    def refusal(self, unknown: Unknown) -> Block:
        """The same without a button."""
        if unknown.smalltalk:
            return self._line(f"smalltalk.{unknown.smalltalk}")
        if unknown.gap:
            asked = unknown.gap.question(self._language)
            lines = [self._line("unknown.gap", question=asked)]
        else:
            lines = [self._line("unknown.title")]
        if unknown.near:
            lines.append(self._line("unknown.near"))
        return fitted(lines, self._line("cut"))

    def _quoted(self, number: int, answer: str | None) -> list[Block]:
        """One sentence in quotation marks with its source, and its translation where there is one.

        Of a sentence that no message holds, it is said that none does.
        """
        sentence = Block(self._base.article[number].text)
        if answer:
            sentence = sentence.marked("bold", answer)
        quote = joined([Block("❝ "), sentence, Block(" ❞")]).marked("blockquote")
        if not self._fits(self._base.article[number]):
            quote = self._line("article.too-long")
        lines = [joined([quote, Block(f"[{number}] {self._base.article.label}")], "\n")]
        translation = self._base.article.translations.get(self._language, {}).get(number)
        if translation:
            is_long = len(translation) > LONG_TRANSLATION
            kind: Kind = "expandable_blockquote" if is_long else "blockquote"
            label = self._line("cited.translation").marked("italic")
            lines.append(joined([label, Block(translation).marked(kind)], "\n"))
        return lines

    def _fits(self, sentence: Sentence) -> bool:
        """Whether /article can show a sentence."""
        return units(self._numbered(sentence).text) <= LIMIT

    def _numbered(self, sentence: Sentence, is_bold: bool = False) -> Block:
        text = Block(sentence.text)
        return joined([Block(f"[{sentence.number}] "), text.marked("bold") if is_bold else text])

    def _line(self, key: str, **values: object) -> Block:
        return Block(self._texts(key, self._language, **values))

    def _under(self, facts: Sequence[Fact], to: Literal["context", "quote"]) -> Row:
        """The buttons under a quote: votes, the other view of it, and a link to share."""
        label = self._texts(f"button.{to}", self._language)
        row = vote_row(self._language)
        row.append(button(label, to, self._language, *codes(self._article, facts)))
        if self._bot:
            question = facts[0].question(self._language)
            url = share(self._bot, self._article, facts[0], question)
            row.append(InlineKeyboardButton(self._texts("button.share", self._language), url=url))
        return row

    def _answers(self, facts: Sequence[Fact]) -> list[Row]:
        """A button for each fact that turns its message into the answer."""
        return [[self._question("answer", fact)] for fact in facts]

    def _questions(self, facts: Sequence[Fact]) -> list[Row]:
        """A button for each fact that is answered in a message of its own."""
        return [[self._question("new", fact)] for fact in facts]

    def _question(self, verb: Literal["answer", "new"], fact: Fact) -> InlineKeyboardButton:
        return button(
            fact.question(self._language), verb, self._language, *codes(self._article, [fact])
        )

    def _turns(self, page: int, last: int) -> Row:
        """The buttons to the pages before and after."""
        turns = [("«", page - 1), ("»", page + 1)]
        return [
            button(label, "page", self._language, str(number))
            for label, number in turns
            if 0 <= number <= last
        ]
