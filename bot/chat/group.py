"""What people in a group ask the bot, and what they get there."""

from dataclasses import dataclass, replace
from functools import partial

from telegram import Bot, ChatMember, ChatMemberRestricted, InlineKeyboardButton, Update
from telegram import Message as Received
from telegram.constants import ChatType

from bot.chat.addressing import Address, address, quotable
from bot.chat.administrators import sender
from bot.chat.blocks import Message
from bot.chat.door import Door
from bot.chat.gate import Context, client_language
from bot.chat.links import to_article
from bot.chat.outbox import Check, Outbox, Place, Sent
from bot.chat.render import Renderer
from bot.chat.rules import Rules
from bot.core.answer import Answer, Unknown
from bot.core.mask import mask
from bot.delivery import Delivery, Record
from bot.desk import Desk, Reply
from bot.readers import Group, Readers
from bot.texts import FALLBACK, Texts


@dataclass(frozen=True, slots=True)
class _Talk:
    """A message that speaks to the bot, and what is known of who and where."""

    update: Update
    asked: Address
    group: Group
    chosen: str | None  # the person's language, where they chose one
    language: str  # of all that is no answer

    @property
    def written(self) -> Received:
        written = self.update.message or self.update.edited_message
        assert written is not None, "only messages have an address"
        return written

    @property
    def place(self) -> Place:
        """Where a reply goes: into the topic, under the question, with its words quoted."""
        thread = self.written.message_thread_id if self.written.is_topic_message else None
        about = self.asked.asked_in.message_id
        return Place(self.written.chat.id, thread, about, quotable(self.asked))


class Groups:
    """The way in from groups; each method ends with the update closed."""

    def __init__(
        self,
        bot: Bot,
        door: Door,
        desk: Desk,
        delivery: Delivery,
        outbox: Outbox,
        readers: Readers,
        texts: Texts,
        rules: Rules,
    ) -> None:
        self._bot = bot
        self._door = door
        self._desk = desk
        self._delivery = delivery
        self._outbox = outbox
        self._readers = readers
        self._texts = texts
        self._rules = rules

    async def written(self, update: Update, _: Context) -> None:
        """A message to the bot: a command, a mention, a reply, or a question to nobody."""
        talk = await self._talk(update)
        if talk is None:  # the settings were changed while it waited
            await self._delivery.finish(update.update_id, None)
        elif talk.asked.command == "ask":
            await self._ask(talk)
        else:
            await self._command(talk)

    async def edited(self, update: Update, _: Context) -> None:
        """An edited question: its answer changes in place. Where nothing changed, nothing does."""
        talk = await self._talk(update)
        if talk is None or talk.asked.command != "ask" or not talk.asked.question:
            await self._delivery.finish(update.update_id, None)
            return
        written = talk.written
        before = await self._delivery.answered(written.chat.id, written.message_id)
        if before is None:
            await self._answer(talk)
        elif before.text == mask(talk.asked.question):
            await self._delivery.finish(update.update_id, None)
        else:
            await self._correct(talk, before.answer)

    async def moved(self, update: Update, _: Context) -> None:
        """The group became a supergroup; each of the two says so."""
        written = update.message
        assert written is not None, "routes give service messages only"
        old = written.migrate_from_chat_id or written.chat.id
        new = written.migrate_to_chat_id or written.chat.id
        await self._readers.moved(old, new)
        await self._delivery.finish(update.update_id, None)

    async def membership(self, update: Update, _: Context) -> None:
        """The bot was added, removed, blocked or unblocked."""
        change = update.my_chat_member
        assert change is not None, "routes give changes of membership only"
        was_in, is_in = _is_in(change.old_chat_member), _is_in(change.new_chat_member)
        sent = Sent(None)
        if is_in:
            await self._readers.back(change.chat.id)
        else:
            await self._readers.away(change.chat.id)
        if is_in and not was_in and change.chat.type != ChatType.PRIVATE:
            sent = await self._greet(update)
        await self._delivery.finish(update.update_id, None, sent.state)

    async def _greet(self, update: Update) -> Sent:
        change = update.my_chat_member
        assert change is not None, "checked by who calls"
        group = await self._door.group(change.chat.id)
        chosen = await self._readers.language(change.from_user.id)
        language = self._spoken(chosen, group.language, client_language(update))
        return await self._outbox.send(
            Place(change.chat.id), self._help(group, language), self._once(update)
        )

    async def _command(self, talk: _Talk) -> None:
        match talk.asked.command:
            case "settings":
                await self._rules.show(talk.update, talk.group, talk.language, talk.place)
            case "help":
                await self._say(talk, self._help(talk.group, talk.language))
            case "start" if not talk.asked.question:  # else it came with the greeting's button
                await self._say(talk, self._help(talk.group, talk.language))
            case "start":
                await self._delivery.finish(talk.update.update_id, None)
            case _:
                private = self._line(talk, "group.private")
                await self._say(talk, self._with_private(private, talk.group, talk.language))

    async def _ask(self, talk: _Talk) -> None:
        if talk.asked.question:
            await self._answer(talk)
        else:
            await self._say(talk, self._line(talk, "group.ask-empty"))

    async def _answer(self, talk: _Talk) -> None:
        reply, shown = await self._reply(talk)
        if talk.asked.how == "unasked" and not reply.is_beyond_doubt:
            await self._delivery.finish(talk.update.update_id, None)
            return
        sent = await self._outbox.send(talk.place, shown, self._once(talk.update))
        await self._close(talk, reply, sent)

    async def _correct(self, talk: _Talk, answer: int) -> None:
        """Change the bot's message `answer` into the answer to the edited question."""
        reply, shown = await self._reply(talk)
        sent = await self._outbox.replace(talk.place, answer, shown, self._once(talk.update))
        await self._close(talk, reply, sent)

    async def _reply(self, talk: _Talk) -> tuple[Reply, Message]:
        language = talk.group.language or client_language(talk.update)
        reply = await self._desk.answer(talk.asked.question, language, talk.group.article)
        words = talk.chosen or talk.group.language or reply.language
        shown = replace(reply, language=words, answer=_short(reply.answer))
        say = Renderer(reply.article, self._desk.base(reply.article), self._texts, words)
        return reply, self._with_private(say.reply(shown), talk.group, words)

    async def _close(self, talk: _Talk, reply: Reply, sent: Sent) -> None:
        chat = sent.moved_to or talk.written.chat.id
        asker, question = sender(talk.written), talk.written.message_id
        record = Record(chat, asker, reply, question, sent.message)
        await self._delivery.finish(talk.update.update_id, record, sent.state)
        await self._remove_later(talk, sent)

    async def _say(self, talk: _Talk, shown: Message) -> None:
        """Send something that is no answer, so that nothing is logged."""
        sent = await self._outbox.send(talk.place, shown, self._once(talk.update))
        await self._delivery.finish(talk.update.update_id, None, sent.state)
        await self._remove_later(talk, sent)

    async def _remove_later(self, talk: _Talk, sent: Sent) -> None:
        if sent.message is not None and talk.group.delete_minutes:
            chat = sent.moved_to or talk.written.chat.id
            await self._readers.remove_later(chat, sent.message, talk.group.delete_minutes)

    async def _talk(self, update: Update) -> _Talk | None:
        written = update.message or update.edited_message
        assert written is not None, "routes give messages only"
        group = await self._door.group(written.chat.id)
        asked = address(update, self._bot.bot, group)
        if asked is None:
            return None
        chosen = await self._readers.language(sender(written))
        language = self._spoken(chosen, group.language, client_language(update))
        return _Talk(update, asked, group, chosen, language)

    def _spoken(self, *wanted: str | None) -> str:
        return next((each for each in wanted if each in self._texts.languages), None) or FALLBACK

    def _once(self, update: Update) -> Check:
        return partial(self._delivery.sending, update.update_id)

    def _line(self, talk: _Talk, key: str) -> Message:
        return self._renderer(talk.group, talk.language).plain(key)

    def _help(self, group: Group, language: str) -> Message:
        """What the bot does in a group, and how to ask it."""
        say = self._renderer(group, language)
        label = self._desk.base(group.article).article.label
        shown = say.plain("group.help", label=label, bot=self._bot.username)
        return self._with_private(shown, group, language)

    def _renderer(self, group: Group, language: str) -> Renderer:
        article = self._desk.article(group.article)
        return Renderer(article, self._desk.base(article), self._texts, language)

    def _with_private(self, shown: Message, group: Group, language: str) -> Message:
        label = self._texts("button.private", language)
        url = to_article(self._bot.username, self._desk.article(group.article))
        return shown.with_row(InlineKeyboardButton(label, url=url))


def _short(answer: Answer) -> Answer:
    """A miss without what is offered beside it: in a group it is one line."""
    return Unknown(smalltalk=answer.smalltalk) if isinstance(answer, Unknown) else answer


def _is_in(member: ChatMember) -> bool:
    """Whether the bot is in a chat, or not blocked in it."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in (ChatMember.LEFT, ChatMember.BANNED)
