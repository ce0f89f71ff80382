"""What a reader writes in a private chat, and what they get: commands, questions, edits."""

from collections import deque

from telegram import Message as Received
from telegram import Update

from bot.chat.blocks import Message
from bot.chat.gate import Context, client_language, interface_language
from bot.chat.outbox import Outbox
from bot.chat.render import Renderer
from bot.delivery import KEEP_TEXT_DAYS, Delivery, Record
from bot.desk import Desk, Reply
from bot.texts import Texts

ALBUMS = 100  # the last ones, remembered because each of their photos comes by itself
COMMANDS = ("start", "ask", "facts", "article", "help", "privacy")  # as the menu shows them


class Reader:
    """One method for each way to write to the bot; each ends with the update closed."""

    def __init__(self, desk: Desk, delivery: Delivery, outbox: Outbox, texts: Texts) -> None:
        self._desk = desk
        self._delivery = delivery
        self._outbox = outbox
        self._texts = texts
        self._albums: deque[str] = deque(maxlen=ALBUMS)

    async def start(self, update: Update, _: Context) -> None:
        """Who the bot is, and three questions to begin with; a deep link's payload is ignored."""
        await self._say(update, self._renderer(update).welcome())

    async def help(self, update: Update, _: Context) -> None:
        """What can be done here."""
        await self._say(update, self._renderer(update).plain("help", label=self._label))

    async def privacy(self, update: Update, _: Context) -> None:
        """What is stored, and for how long."""
        await self._say(update, self._renderer(update).plain("privacy", days=KEEP_TEXT_DAYS))

    async def facts(self, update: Update, _: Context) -> None:
        """All that the article answers, as buttons."""
        await self._say(update, self._renderer(update).facts_page(0))

    async def article(self, update: Update, _: Context) -> None:
        """The whole article with numbered sentences."""
        await self._say(update, *self._renderer(update).article())

    async def ask(self, update: Update, _: Context) -> None:
        """/ask with a question; without one, how to ask."""
        question = question_in(_written(update))
        if question:
            await self._answer(update, question)
        else:
            await self._say(update, self._renderer(update).plain("ask.empty"))

    async def unknown_command(self, update: Update, _: Context) -> None:
        """A command that is not there."""
        await self._say(update, self._renderer(update).plain("command.unknown"))

    async def question(self, update: Update, _: Context) -> None:
        """Any other text."""
        await self._answer(update, question_in(_written(update)))

    async def other(self, update: Update, _: Context) -> None:
        """A sticker, a photo, a voice message: nothing that can be read. Said once an album."""
        album = _written(update).media_group_id
        if album in self._albums:
            await self.ignore(update, _)
        else:
            self._albums += [album] if album else []
            await self._say(update, self._renderer(update).plain("other.no-text"))

    async def edited(self, update: Update, _: Context) -> None:
        """An edited question: its answer changes in place. Where nothing changed, nothing does."""
        written = _written(update)
        question = question_in(written)
        before = await self._delivery.answered(written.chat.id, written.message_id)
        if not question or (before and before.text == question):
            await self.ignore(update, _)
        elif before:
            await self._correct(update, question, before.answer)
        else:
            await self._answer(update, question)

    async def ignore(self, update: Update, _: Context) -> None:
        """Nothing that calls for an answer."""
        await self._delivery.finish(update.update_id, None)

    @property
    def _label(self) -> str:
        return self._desk.base().article.label

    def _renderer(self, update: Update) -> Renderer:
        article, language = self._desk.article(), interface_language(update, self._texts)
        return Renderer(article, self._desk.base(article), self._texts, language)

    async def _say(self, update: Update, *messages: Message) -> None:
        """Send something that is no answer, so that nothing is logged."""
        chat = _written(update).chat.id
        states = [(await self._outbox.send(chat, each)).state for each in messages]
        is_unknown = "unknown" in states
        await self._delivery.finish(update.update_id, None, "unknown" if is_unknown else "done")

    async def _answer(self, update: Update, question: str) -> None:
        written = _written(update)
        reply, shown = self._ask(update, question)
        sent = await self._outbox.send(written.chat.id, shown, reply_to=written.message_id)
        record = _record(update, reply, sent.message)
        await self._delivery.finish(update.update_id, record, sent.state)

    async def _correct(self, update: Update, question: str, answer: int) -> None:
        """Change the bot's message `answer` into the answer to `question`."""
        reply, shown = self._ask(update, question)
        sent = await self._outbox.replace(_written(update).chat.id, answer, shown)
        record = _record(update, reply, sent.message)
        await self._delivery.finish(update.update_id, record, sent.state)

    def _ask(self, update: Update, question: str) -> tuple[Reply, Message]:
        reply = self._desk.ask(question, client_language(update))
        base = self._desk.base(reply.article)
        return reply, Renderer(reply.article, base, self._texts, reply.language).reply(reply)


def question_in(written: Received) -> str:
    """The question of a message: its text, after /ask where that begins it; "" where there is none.

    The same for a message and for its edits, so that the two can be compared.
    """
    text = (written.text or "").strip()
    if not text.startswith("/"):
        return text
    command, *rest = text.split(maxsplit=1)
    return "".join(rest) if command.partition("@")[0].lower() == "/ask" else ""


def _written(update: Update) -> Received:
    written = update.message or update.edited_message
    assert written is not None, "routes give messages only"
    return written


def _record(update: Update, reply: Reply, answer: int | None) -> Record:
    written, person = _written(update), update.effective_user
    assert person is not None, "the gate lets in people only"
    return Record(written.chat.id, person.id, reply, written.message_id, answer)
