"""What a reader presses: suggested questions, the sentences around a quote, pages of questions."""

from telegram import CallbackQuery, Update
from telegram import MaybeInaccessibleMessage as Pressed
from telegram import Message as Received
from telegram.constants import ChatType

from bot.chat.administrators import Administrators
from bot.chat.blocks import Message
from bot.chat.buttons import Press, read
from bot.chat.gate import Context, spoken
from bot.chat.outbox import Outbox, Sent
from bot.chat.render import Renderer
from bot.chat.rules import Rules
from bot.core.answer import Cited, Unknown
from bot.core.facts import LANGUAGES
from bot.delivery import Delivery, Record
from bot.desk import Desk, Found
from bot.readers import Readers
from bot.team import Team
from bot.texts import Texts


class Presses:
    """The way in by buttons; every press is answered, also a stale or forged one."""

    def __init__(
        self,
        desk: Desk,
        delivery: Delivery,
        outbox: Outbox,
        readers: Readers,
        texts: Texts,
        administrators: Administrators,
        rules: Rules,
        team: Team,
    ) -> None:
        self._desk = desk
        self._team = team
        self._delivery = delivery
        self._outbox = outbox
        self._readers = readers
        self._texts = texts
        self._administrators = administrators
        self._rules = rules

    async def press(self, update: Update, _: Context) -> None:
        """Do what the button says, as far as it still can be done."""
        query, press = _pressed(update), read(_pressed(update).data)
        known = await spoken(update, self._readers, self._texts)
        if press is None or query.message is None or not self._is_current(press):
            await self._refuse(update, self._texts("press.stale", known))
            return
        refusal = await self._refusal(query, press)
        if refusal:
            await self._refuse(update, self._texts(refusal, known))
            return
        if press.verb == "set":
            await self._set(update, press, query.message, known)
            return
        await self._outbox.notice(query.id)
        language = press.language if press.language in LANGUAGES else known
        await self._do(update, press, language, query.message)

    def _is_current(self, press: Press) -> bool:
        """Whether everything that the button names is still there."""
        if press.verb == "none":
            return not press.arguments
        if press.verb == "set":
            return True  # looked at where it is set
        if press.verb == "page":
            return len(press.arguments) == 1 and press.arguments[0].isdecimal()
        found = [self._desk.fact(code) for code in press.arguments]
        return len({each and each.article for each in found} - {None}) == 1 and None not in found

    def _found(self, press: Press) -> tuple[Found, ...]:
        found = map(self._desk.fact, press.arguments)
        return tuple(each for each in found if each is not None)

    async def _refusal(self, query: CallbackQuery, press: Press) -> str | None:
        """The key of why a press is not obeyed: in a group, what one person chooses all see."""
        shown = query.message
        assert shown is not None, "checked when it was pressed"
        if shown.chat.type == ChatType.PRIVATE:
            return "press.stale" if press.verb == "set" else None
        if press.verb in ("new", "page"):
            return "press.stale"  # no button of a group says so
        if press.verb not in ("answer", "none"):
            return None
        said = await self._readers.said(shown.chat.id, shown.message_id)
        if said is None:
            return "press.stale"
        is_asker = await self._administrators.asked(said, shown.chat.id, query.from_user)
        return None if is_asker else "press.not-yours"

    async def _refuse(self, update: Update, why: str) -> None:
        await self._outbox.notice(_pressed(update).id, why)
        await self._delivery.finish(update.update_id, None)

    async def _set(self, update: Update, press: Press, shown: Pressed, known: str) -> None:
        """Change a setting of a group, or only look at the choices."""
        to = await self._rules.press(_pressed(update), press, shown.chat.id)
        if isinstance(to, str):
            await self._refuse(update, self._texts(to, known))
            return
        await self._outbox.notice(_pressed(update).id)
        await self._change(update, shown, to)

    async def _do(self, update: Update, press: Press, language: str, shown: Pressed) -> None:
        found = self._found(press) if press.verb not in ("none", "page") else ()
        opened = await self._readers.article(_pressed(update).from_user.id)
        article = self._desk.article(found[0].article if found else opened)
        bot = self._outbox.username if shown.chat.type == ChatType.PRIVATE else None
        say = Renderer(article, self._desk.base(article), self._texts, language, bot)
        facts = [each.fact for each in found]
        chat, message_id = shown.chat.id, shown.message_id
        match press.verb:
            case "answer":
                answer = _with_link(shown, say.quote(facts))
                sent = await self._outbox.replace(chat, message_id, answer)
                await self._log(update, found[0], language, sent)
            case "new":
                standing = self._team.standing(_pressed(update).from_user.id, article)
                is_editor = standing in ("owner", "editor")
                sent = await self._outbox.send(chat, say.quote(facts, is_editor=is_editor))
                await self._log(update, found[0], language, sent)
            case "context":
                around = self._desk.around(article, Cited(tuple(facts)).sentences)
                await self._change(update, shown, say.context(facts, around))
            case "quote":
                await self._change(update, shown, say.quote(facts))
            case "none":
                asker = _pressed(update).from_user.id
                await self._readers.vote(chat, message_id, asker, -1, "none")
                await self._change(update, shown, say.unknown(Unknown()))
            case "page":
                await self._change(update, shown, say.facts_page(int(press.arguments[0])))
            case _:
                raise AssertionError(f"{press.verb} has a route of its own")

    async def _change(self, update: Update, shown: Pressed, to: Message) -> None:
        """Show the same answer, or a list, another way; nothing to be logged."""
        sent = await self._outbox.edit(shown.chat.id, shown.message_id, _with_link(shown, to))
        await self._delivery.finish(update.update_id, None, sent.state)

    async def _log(self, update: Update, found: Found, language: str, sent: Sent) -> None:
        query = _pressed(update)
        assert query.message is not None, "checked when it was pressed"
        reply = self._desk.show(found, language)
        record = Record(query.message.chat.id, query.from_user.id, reply, answer=sent.message)
        await self._delivery.finish(update.update_id, record, sent.state)


def _with_link(shown: Pressed, to: Message) -> Message:
    """What a message turns into; in a group the link to the private chat stays under it."""
    markup = shown.reply_markup if isinstance(shown, Received) else None
    if markup is None or shown.chat.type == ChatType.PRIVATE:
        return to
    links = [row for row in markup.inline_keyboard if all(each.url for each in row)]
    return to.with_row(*links[-1]) if links else to


def _pressed(update: Update) -> CallbackQuery:
    assert update.callback_query is not None, "routes give presses only"
    return update.callback_query
