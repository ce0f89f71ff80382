"""/language and the choice of an article: what a person sets for themselves, by buttons."""

from dataclasses import replace

from telegram import Update

from bot.chat.blocks import Block, Message, message
from bot.chat.buttons import button, read
from bot.chat.gate import Context, client_language, spoken
from bot.chat.outbox import Outbox
from bot.delivery import Delivery
from bot.desk import Desk, Reply
from bot.readers import Readers
from bot.texts import Texts

AS_ASKED = "-"  # no language chosen: that of each question


class Choosing:
    """Kept for the person, not for the chat: it holds in groups too."""

    def __init__(
        self, desk: Desk, delivery: Delivery, outbox: Outbox, readers: Readers, texts: Texts
    ) -> None:
        self._desk = desk
        self._delivery = delivery
        self._outbox = outbox
        self._readers = readers
        self._texts = texts

    async def language(self, update: Update, _: Context) -> None:
        """The languages as buttons, each in its own name."""
        known = await spoken(update, self._readers, self._texts)
        rows = [
            [button(self._texts("language.name", code), "speak", known, code)]
            for code in self._texts.languages
        ]
        rows.append(
            [button(self._texts("button.language.as-asked", known), "speak", known, AS_ASKED)]
        )
        await self._say(update, message(Block(self._texts("language.title", known)), rows))

    async def answer(self, update: Update, question: str) -> Reply:
        """Ask the article that a person opened last; the reply is in the language they chose."""
        assert update.effective_user is not None, "the gate lets in people only"
        chosen = await self._readers.chosen(update.effective_user.id)
        client = chosen.language or client_language(update)
        reply = await self._desk.answer(question, client, chosen.article)
        return replace(reply, language=chosen.language) if chosen.language else reply

    def articles(self, language: str) -> Message:
        """The articles as buttons."""
        rows = [
            [button(self._desk.base(each).article.label, "open", language, str(number))]
            for number, each in enumerate(self._desk.articles)
        ]
        return message(Block(self._texts("articles.title", language)), rows)

    async def press(self, update: Update, _: Context) -> None:
        """Keep what was chosen and say so in place of the buttons."""
        query = update.callback_query
        assert query is not None, "routes give presses only"
        press, shown, known = (
            read(query.data),
            query.message,
            await spoken(update, self._readers, self._texts),
        )
        done = None
        if press and shown and shown.chat.id == query.from_user.id:
            done = await self._chosen(query.from_user.id, press.verb, press.arguments, update)
        if done is None or shown is None:
            await self._outbox.notice(query.id, self._texts("press.stale", known))
            await self._delivery.finish(update.update_id, None)
            return
        await self._outbox.notice(query.id)
        sent = await self._outbox.edit(shown.chat.id, shown.message_id, message(Block(done)))
        await self._delivery.finish(update.update_id, None, sent.state)

    async def _chosen(
        self, person: int, verb: str, arguments: tuple[str, ...], update: Update
    ) -> str | None:
        """Keep a choice; the words that say so, None where there is no such choice."""
        match verb, arguments:
            case "speak", (code,) if code in self._texts.languages:
                await self._readers.choose_language(person, code)
                return self._texts("language.done", code)
            case "speak", (code,) if code == AS_ASKED:
                await self._readers.choose_language(person, None)
                return self._texts("language.as-asked", client_language(update) or "en")
            case "open", (number,) if number.isdecimal() and int(number) < len(self._desk.articles):
                return await self.open(person, self._desk.articles[int(number)], update)
        return None

    async def open(self, person: int, article: str, update: Update) -> str:
        """Ask this article from now on; the words that say so."""
        await self._readers.open_article(person, article)
        known = await spoken(update, self._readers, self._texts)
        return self._texts("articles.opened", known, label=self._desk.base(article).article.label)

    async def _say(self, update: Update, shown: Message) -> None:
        assert update.effective_chat is not None, "routes give messages only"
        sent = await self._outbox.send(update.effective_chat.id, shown)
        await self._delivery.finish(update.update_id, None, sent.state)
