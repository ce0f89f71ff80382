"""What a reader presses: suggested questions, the sentences around a quote, pages of questions."""

from typing import assert_never

from telegram import CallbackQuery, Update
from telegram import MaybeInaccessibleMessage as Pressed

from bot.chat.blocks import Message
from bot.chat.buttons import Press, read
from bot.chat.gate import Context, interface_language
from bot.chat.outbox import Outbox, Sent
from bot.chat.render import Renderer
from bot.core.answer import Cited
from bot.core.facts import LANGUAGES
from bot.delivery import Delivery, Record
from bot.desk import Desk, Found
from bot.texts import Texts


class Presses:
    """The way in by buttons; every press is answered, also a stale or forged one."""

    def __init__(self, desk: Desk, delivery: Delivery, outbox: Outbox, texts: Texts) -> None:
        self._desk = desk
        self._delivery = delivery
        self._outbox = outbox
        self._texts = texts

    async def press(self, update: Update, _: Context) -> None:
        """Do what the button says, as far as it still can be done."""
        query, press = _pressed(update), read(_pressed(update).data)
        known = interface_language(update, self._texts)
        if press is None or query.message is None or not self._is_current(press):
            await self._outbox.notice(query.id, self._texts("press.stale", known))
            await self._delivery.finish(update.update_id, None)
            return
        await self._outbox.notice(query.id)
        language = press.language if press.language in LANGUAGES else known
        await self._do(update, press, language, query.message)

    def _is_current(self, press: Press) -> bool:
        """Whether everything that the button names is still there."""
        if press.verb == "none":
            return not press.arguments
        if press.verb == "page":
            return len(press.arguments) == 1 and press.arguments[0].isdecimal()
        found = [self._desk.fact(code) for code in press.arguments]
        return len({each and each.article for each in found} - {None}) == 1 and None not in found

    def _found(self, press: Press) -> tuple[Found, ...]:
        found = map(self._desk.fact, press.arguments)
        return tuple(each for each in found if each is not None)

    async def _do(self, update: Update, press: Press, language: str, shown: Pressed) -> None:
        found = self._found(press) if press.verb not in ("none", "page") else ()
        article = self._desk.article(found[0].article if found else None)
        say = Renderer(article, self._desk.base(article), self._texts, language)
        facts = [each.fact for each in found]
        chat, message_id = shown.chat.id, shown.message_id
        match press.verb:
            case "answer":
                sent = await self._outbox.replace(chat, message_id, say.quote(facts))
                await self._log(update, found[0], language, sent)
            case "new":
                sent = await self._outbox.send(chat, say.quote(facts))
                await self._log(update, found[0], language, sent)
            case "context":
                around = self._desk.around(article, Cited(tuple(facts)).sentences)
                await self._change(update, shown, say.context(facts, around))
            case "quote":
                await self._change(update, shown, say.quote(facts))
            case "none":
                await self._change(update, shown, say.plain("unknown.title"))
            case "page":
                await self._change(update, shown, say.facts_page(int(press.arguments[0])))
            case _:
                assert_never(press.verb)

    async def _change(self, update: Update, shown: Pressed, to: Message) -> None:
        """Show the same answer, or a list, another way; nothing to be logged."""
        sent = await self._outbox.edit(shown.chat.id, shown.message_id, to)
        await self._delivery.finish(update.update_id, None, sent.state)

    async def _log(self, update: Update, found: Found, language: str, sent: Sent) -> None:
        query = _pressed(update)
        assert query.message is not None, "checked when it was pressed"
        reply = self._desk.show(found, language)
        record = Record(query.message.chat.id, query.from_user.id, reply, answer=sent.message)
        await self._delivery.finish(update.update_id, record, sent.state)


def _pressed(update: Update) -> CallbackQuery:
    assert update.callback_query is not None, "routes give presses only"
    return update.callback_query
