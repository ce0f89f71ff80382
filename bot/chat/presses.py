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
from bot.core.facts import LANGUAGES, Fact
from bot.delivery import Delivery, Record
from bot.desk import Desk
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
        return bool(press.arguments) and all(map(self._desk.fact, press.arguments))

    def _facts(self, press: Press) -> tuple[Fact, ...]:
        found = map(self._desk.fact, press.arguments)
        return tuple(fact for fact in found if fact is not None)

    async def _do(self, update: Update, press: Press, language: str, shown: Pressed) -> None:
        say = Renderer(self._desk.base, self._texts, language)
        facts = self._facts(press) if press.verb not in ("none", "page") else ()
        chat, message_id = shown.chat.id, shown.message_id
        match press.verb:
            case "answer":
                sent = await self._outbox.replace(chat, message_id, say.quote(facts))
                await self._log(update, facts[0], language, sent)
            case "new":
                await self._delivery.sending(update.update_id)
                sent = await self._outbox.send(chat, say.quote(facts))
                await self._log(update, facts[0], language, sent)
            case "context":
                around = self._desk.around(Cited(facts).sentences)
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

    async def _log(self, update: Update, fact: Fact, language: str, sent: Sent) -> None:
        query = _pressed(update)
        assert query.message is not None, "checked when it was pressed"
        reply = self._desk.show(fact, language)
        record = Record(query.message.chat.id, query.from_user.id, reply)
        await self._delivery.finish(update.update_id, record, sent.state)


def _pressed(update: Update) -> CallbackQuery:
    assert update.callback_query is not None, "routes give presses only"
    return update.callback_query
