"""What a reader writes in a private chat, and what they get: commands, questions, edits."""

from collections import deque

from telegram import Message as Received
from telegram import Update

from bot.chat.addressing import begins_with_command
from bot.chat.blocks import Message
from bot.chat.choosing import Choosing
from bot.chat.gate import ALBUMS, Context, spoken
from bot.chat.outbox import Outbox, Place
from bot.chat.render import Renderer
from bot.chat.replies import Replies
from bot.core.mask import mask
from bot.delivery import BACKUP_DAYS, KEEP_TEXT_DAYS, Delivery, Record
from bot.desk import Desk, Found, Reply
from bot.readers import Readers
from bot.texts import Texts


class Reader:
    """One method for each way to write to the bot; each ends with the update closed."""

    def __init__(
        self,
        desk: Desk,
        delivery: Delivery,
        outbox: Outbox,
        readers: Readers,
        texts: Texts,
        choosing: Choosing,
    ) -> None:
        self._desk = desk
        self._delivery = delivery
        self._outbox = outbox
        self._readers = readers
        self._texts = texts
        self._choosing = choosing
        self._replies = Replies(desk, self._say_of)
        self._albums: deque[str] = deque(maxlen=ALBUMS)

    async def start(self, update: Update, _: Context) -> None:
        """Who the bot is, and three questions; or what a link names: f_ a fact, a_ an article."""
        payload = "".join(_words(_written(update))[1:2])
        if payload.startswith("f_"):
            found = self._desk.named(payload[2:], await self._readers.article(_person(update)))
            if found:
                await self._show(update, found)
                return
        if payload.startswith("a_") and payload[2:] in self._desk.articles:
            await self._readers.open_article(_person(update), payload[2:])
        await self._say(update, (await self._renderer(update)).welcome())

    async def help(self, update: Update, _: Context) -> None:
        """What can be done here."""
        label = self._desk.base(await self._article(update)).article.label
        await self._say(update, (await self._renderer(update)).plain("help", label=label))

    async def privacy(self, update: Update, _: Context) -> None:
        """What is stored, and for how long."""
        say = await self._renderer(update)
        await self._say(update, say.plain("privacy", days=KEEP_TEXT_DAYS, backups=BACKUP_DAYS))

    async def facts(self, update: Update, _: Context) -> None:
        """All that the article answers, as buttons."""
        await self._say(update, (await self._renderer(update)).facts_page(0))

    async def article(self, update: Update, _: Context) -> None:
        """The whole article with numbered sentences, and which others there are."""
        others = []
        if len(self._desk.articles) > 1:
            others.append(self._choosing.articles(await spoken(update, self._readers, self._texts)))
        await self._say(update, *(await self._renderer(update)).article(), *others)

    async def ask(self, update: Update, _: Context) -> None:
        """/ask with a question, or any other text; without one, how to ask."""
        question = question_in(_written(update))
        if question:
            await self._answer(update, question)
        else:
            await self._say(update, (await self._renderer(update)).plain("ask.empty"))

    async def unknown_command(self, update: Update, _: Context) -> None:
        """A command that is not there."""
        await self._say(update, (await self._renderer(update)).plain("command.unknown"))

    async def other(self, update: Update, _: Context) -> None:
        """A sticker, a photo, a voice message: nothing that can be read. Said once an album."""
        album = _written(update).media_group_id
        if album in self._albums:
            await self.ignore(update, _)
        else:
            self._albums += [album] if album else []
            await self._say(update, (await self._renderer(update)).plain("other.no-text"))

    async def edited(self, update: Update, _: Context) -> None:
        """An edited question: its answer changes in place. Where nothing changed, nothing does."""
        written = _written(update)
        question = question_in(written)
        before = await self._delivery.answered(written.chat.id, written.message_id)
        if not question or (before and before.text == mask(question)):
            await self.ignore(update, _)
        elif before:
            await self._correct(update, question, before.answer)
        else:
            await self._answer(update, question)

    async def ignore(self, update: Update, _: Context) -> None:
        """Nothing that calls for an answer."""
        await self._delivery.finish(update.update_id, None)

    async def _article(self, update: Update) -> str:
        """The article that this person opened last."""
        return self._desk.article(await self._readers.article(_person(update)))

    async def _renderer(self, update: Update) -> Renderer:
        article, language = (
            await self._article(update),
            await spoken(update, self._readers, self._texts),
        )
        return self._say_of(article, language)

    def _say_of(self, article: str, language: str) -> Renderer:
        base = self._desk.base(article)
        return Renderer(article, base, self._texts, language, self._outbox.username)

    async def _show(self, update: Update, found: Found) -> None:
        """The fact that a link names; its article is the one that is asked from now on."""
        await self._readers.open_article(_person(update), found.article)
        reply = self._desk.show(found, await spoken(update, self._readers, self._texts))
        shown = self._say_of(found.article, reply.language).reply(reply)
        sent = await self._outbox.send(_written(update).chat.id, shown)
        await self._delivery.finish(
            update.update_id, _record(update, reply, sent.message), sent.state
        )

    async def _say(self, update: Update, *messages: Message) -> None:
        """Send something that is no answer, so that nothing is logged."""
        chat = _written(update).chat.id
        states = [(await self._outbox.send(chat, each)).state for each in messages]
        is_unknown = "unknown" in states
        await self._delivery.finish(update.update_id, None, "unknown" if is_unknown else "done")

    async def _answer(self, update: Update, question: str) -> None:
        written = _written(update)
        reply, shown = await self._ask(update, question)
        place = Place(written.chat.id, reply_to=written.message_id)
        sent = await self._outbox.send(place, shown)
        record = _record(update, reply, sent.message)
        await self._delivery.finish(update.update_id, record, sent.state)

    async def _correct(self, update: Update, question: str, answer: int) -> None:
        """Change the bot's message `answer` into the answer to `question`."""
        reply, shown = await self._ask(update, question)
        sent = await self._outbox.replace(_written(update).chat.id, answer, shown)
        record = _record(update, reply, sent.message)
        await self._delivery.finish(update.update_id, record, sent.state)

    async def _ask(self, update: Update, question: str) -> tuple[Reply, Message]:
        reply = await self._choosing.answer(update, question)
        return reply, self._replies.message(reply)


def question_in(written: Received) -> str:
    """The question of a message: its text, after /ask where that begins it; "" where there is none.

    The same for a message and for its edits, so that the two can be compared.
    """
    text = (written.text or "").strip()
    if not begins_with_command(written):
        return text.lstrip("/ ")
    command, *rest = text.split(maxsplit=1)
    return "".join(rest) if command.partition("@")[0].lower() == "/ask" else ""


def _words(written: Received) -> list[str]:
    return (written.text or "").split()


def _person(update: Update) -> int:
    assert update.effective_user is not None, "the gate lets in people only"
    return update.effective_user.id


def _written(update: Update) -> Received:
    written = update.message or update.edited_message
    assert written is not None, "routes give messages only"
    return written


def _record(update: Update, reply: Reply, answer: int | None) -> Record:
    written = _written(update)
    return Record(written.chat.id, _person(update), reply, written.message_id, answer)
