"""/mydata and /forget: what is stored of a person, for them to have or to have deleted."""

import json

from telegram import Update

from bot.chat.blocks import Block, message
from bot.chat.buttons import button, read
from bot.chat.gate import Context, spoken
from bot.chat.outbox import Outbox
from bot.delivery import BACKUP_DAYS, Delivery
from bot.readers import Readers
from bot.texts import Texts

FILE = "citebot-mydata.json"


class PrivateData:
    """Only in the private chat: a file with somebody's questions is nobody else's business."""

    def __init__(self, delivery: Delivery, outbox: Outbox, readers: Readers, texts: Texts) -> None:
        self._delivery = delivery
        self._outbox = outbox
        self._readers = readers
        self._texts = texts

    async def mydata(self, update: Update, _: Context) -> None:
        """Send everything as a JSON file."""
        assert update.effective_user is not None, "the gate lets in people only"
        person = update.effective_user.id
        found = await self._readers.data_of(person)
        content = json.dumps(found, ensure_ascii=False, indent=2).encode()
        caption = self._texts("mydata.caption", await spoken(update, self._readers, self._texts))
        sent = await self._outbox.send_file(person, FILE, content, caption)
        await self._delivery.finish(update.update_id, None, sent.state)

    async def forget(self, update: Update, _: Context) -> None:
        """Ask once more before everything goes."""
        assert update.effective_user is not None, "the gate lets in people only"
        language = await spoken(update, self._readers, self._texts)
        words = self._texts("forget.ask", language, days=BACKUP_DAYS)
        rows = [
            [button(self._texts("button.forget", language), "forget", language, "yes")],
            [button(self._texts("button.keep", language), "forget", language, "no")],
        ]
        sent = await self._outbox.send(update.effective_user.id, message(Block(words), rows))
        await self._delivery.finish(update.update_id, None, sent.state)

    async def press(self, update: Update, _: Context) -> None:
        """Delete, or leave it; a private chat has one person in it, whose press this is."""
        query = update.callback_query
        assert query is not None, "routes give presses only"
        press, shown, known = (
            read(query.data),
            query.message,
            await spoken(update, self._readers, self._texts),
        )
        is_own = shown is not None and shown.chat.id == query.from_user.id
        if (
            press is None
            or shown is None
            or not is_own
            or press.arguments not in (("yes",), ("no",))
        ):
            await self._outbox.notice(query.id, self._texts("press.stale", known))
            await self._delivery.finish(update.update_id, None)
            return
        is_wanted = press.arguments == ("yes",)
        if is_wanted:
            await self._readers.forget(query.from_user.id)
        await self._outbox.notice(query.id)
        words = self._texts("forget.done" if is_wanted else "forget.kept", known, days=BACKUP_DAYS)
        sent = await self._outbox.edit(shown.chat.id, shown.message_id, message(Block(words)))
        await self._delivery.finish(update.update_id, None, sent.state)
