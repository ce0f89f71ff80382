"""What people do, as well-formed updates: write, edit, press, ask inline, call a guest."""

from collections.abc import Callable
from typing import Any

from .entities import detected
from .methods import inline_content, member
from .people import ELSEWHERE, anonymous_admin, private
from .problem import Upload
from .views import MessageView
from .world import World

Json = dict[str, Any]


class Inject:
    """Each method does one thing that a person can do and hands its update to `deliver`.

    A chat that is not named is the private chat with the sender.
    The update is also returned, so that a test can deliver it a second time.
    """

    def __init__(self, world: World, deliver: Callable[[Json], None]) -> None:
        self._world, self._deliver = world, deliver

    def message(
        self,
        sender: Json,
        text: str | None = None,
        *,
        chat: Json | None = None,
        reply_to: int | None = None,
        thread: int | None = None,
        **content: object,
    ) -> Json:
        """A message; `content` holds further fields of Message, such as `sticker`."""
        chat = self._entered(sender, chat)
        where = {**self._topic(chat, thread), **self._reply(chat, reply_to or thread)}
        body = {**_text_fields(text), **where, **content}
        return self._send("message", self._world.post(chat, sender, self._world.clock(), body))

    def edited(
        self, sender: Json, message_id: int, text: str | None = None, *, chat: Json | None = None
    ) -> Json:
        """An edit; without a text nothing changed, as after a reaction."""
        chat = chat or private(sender)
        old = self._world.history[chat["id"]][message_id]
        kept = {name: value for name, value in old.items() if text is None or name != "entities"}
        new = {**kept, **_text_fields(text), "edit_date": int(self._world.clock())}
        return self._send("edited_message", self._world.store(new))

    def sticker(self, sender: Json, **where: Any) -> Json:
        size = {"type": "regular", "width": 512, "height": 512, "emoji": "👍"}
        kind = {"is_animated": False, "is_video": False}
        return self.message(sender, **where, sticker={**_file("sticker"), **size, **kind})

    def photo(self, sender: Json, caption: str = "", **where: Any) -> Json:
        photo = [{**_file("photo"), "width": 320, "height": 240}]
        captioned: Json = {"caption": caption} if caption else {}
        return self.message(sender, **where, photo=photo, **captioned)

    def voice(self, sender: Json, **where: Any) -> Json:
        return self.message(sender, **where, voice={**_file("voice"), "duration": 3})

    def document(self, sender: Json, upload: Upload, **where: Any) -> Json:
        """A file that the bot can fetch with getFile."""
        named = {"file_name": upload.name, "mime_type": upload.mime}
        kept = {**_file(self._world.keep_file(upload)), **named, "file_size": len(upload.data)}
        return self.message(sender, **where, document=kept)

    def forwarded(self, sender: Json, text: str, **where: Any) -> Json:
        date = int(self._world.clock())
        origin = {"type": "hidden_user", "sender_user_name": "Somebody", "date": date}
        return self.message(sender, text, **where, forward_origin=origin)

    def via_bot(self, sender: Json, text: str, **where: Any) -> Json:
        other = {"id": 99, "is_bot": True, "first_name": "Other", "username": "other_bot"}
        return self.message(sender, text, **where, via_bot=other)

    def anonymous_admin(self, text: str, *, chat: Json, **where: Any) -> Json:
        """A group message from an administrator who hides their name."""
        return self.message(anonymous_admin(), text, chat=chat, sender_chat=chat, **where)

    def topic(self, sender: Json, name: str, *, chat: Json) -> int:
        """A new forum topic; its thread id, which is the id of its opening message."""
        created = {"name": name, "icon_color": 7322096}
        content = {"forum_topic_created": created, "is_topic_message": True}
        chat = self._entered(sender, chat)
        opening = self._world.post(chat, sender, self._world.clock(), content)
        thread: int = opening["message_id"]
        self._send("message", self._world.store({**opening, "message_thread_id": thread}))
        return thread

    def migrated(self, sender: Json, *, chat: Json, to: Json) -> Json:
        """A group becomes a supergroup: sending to the old id tells the new one."""
        self._world.migrate(chat["id"], to)
        at = self._world.clock()
        moved = self._world.post(chat, sender, at, {"migrate_to_chat_id": to["id"]})
        return self._send("message", moved)

    def channel_post(self, text: str, *, chat: Json) -> Json:
        self._world.join(chat)
        body = {**_text_fields(text), "sender_chat": chat}
        return self._send("channel_post", self._world.post(chat, None, self._world.clock(), body))

    def press(
        self,
        sender: Json,
        wanted: str,
        *,
        chat: Json | None = None,
        message_id: int | None = None,
        data: str | None = None,
    ) -> Json:
        """A press on the newest button with that label or data; `data` forges what is sent.

        Raises LookupError when no message of the bot shows such a button.
        """
        self._world.meet(sender)
        shown = self._showing((chat or private(sender))["id"], wanted, message_id)
        button = shown.button(wanted)
        sent = data if data is not None else button and button.data
        if sent is None:
            raise LookupError(f"the button {wanted!r} sends nothing to the bot")
        origin = self._origin(shown)
        query_id = self._world.open_query("callback", sender)
        query = {"id": query_id, "from": sender, "chat_instance": "1", "data": sent, **origin}
        return self._send("callback_query", query)

    def inline_query(self, sender: Json, text: str, offset: str = "") -> Json:
        self._world.meet(sender)
        query_id = self._world.open_query("inline", sender)
        return self._send(
            "inline_query",
            {"id": query_id, "from": sender, "query": text, "offset": offset},
        )

    def chosen(self, sender: Json, query: Json, result_id: str, chat: Json = ELSEWHERE) -> Json:
        """The sender picks a result of an answered inline query (its update) and posts it."""
        asked = query["inline_query"]
        results = self._world.answers[asked["id"]]["results"]
        result = next(result for result in results if result["id"] == result_id)
        content = {**inline_content(result), "via_bot": self._world.bot_user}
        posted = self._world.post(chat, sender, self._world.clock(), content)
        inline_id = self._world.keep_inline(posted)  # Telegram tells it only beside a keyboard
        told = {"inline_message_id": inline_id} if "reply_markup" in posted else {}
        chosen = {"result_id": result_id, "from": sender, "query": asked["query"], **told}
        return self._send("chosen_inline_result", chosen)

    def guest(self, sender: Json, text: str, *, chat: Json = ELSEWHERE) -> Json:
        """A mention of the bot in a chat that it has not joined."""
        query_id = self._world.open_query("guest", sender, chat)
        body = {**_text_fields(text), "guest_query_id": query_id}
        posted = self._world.post(chat, sender, self._world.clock(), body)
        return self._send("guest_message", posted)

    def membership(self, by: Json, new: str, *, chat: Json, old: str = "left") -> Json:
        """The bot's own standing in a chat changes: member, administrator, left, kicked."""
        bot = self._world.bot_user
        self._world.meet(by)
        self._world.join(chat)
        self._world.blocked.discard(chat["id"])
        if new in ("left", "kicked"):
            self._bot_removed(chat)
        self._world.statuses[chat["id"], bot["id"]] = new
        head = {"chat": chat, "from": by, "date": int(self._world.clock())}
        change = {"old_chat_member": member(bot, old), "new_chat_member": member(bot, new)}
        return self._send("my_chat_member", {**head, **change})

    def reaction(self, sender: Json, message_id: int, emoji: str, *, chat: Json) -> Json:
        head = {"chat": chat, "message_id": message_id, "user": sender}
        reacted = [{"type": "emoji", "emoji": emoji}]
        change = {"old_reaction": [], "new_reaction": reacted, "date": int(self._world.clock())}
        return self._send("message_reaction", {**head, **change})

    def raw(self, **payload: object) -> Json:
        """An update with any content, well-formed or not; `update_id` is added."""
        return self._deliver_update(dict(payload))

    def _bot_removed(self, chat: Json) -> None:
        if chat["type"] == "private":
            self._world.blocked.add(chat["id"])
        else:
            self._world.leave(chat["id"])

    def _entered(self, sender: Json, chat: Json | None) -> Json:
        """The chat, which the bot is in from now on; who writes privately unblocks the bot."""
        self._world.meet(sender)
        if chat is None:
            self._world.blocked.discard(sender["id"])
        entered = chat or private(sender)
        self._world.join(entered)
        return entered

    def _topic(self, chat: Json, thread: int | None) -> Json:
        if thread is None:
            return {}
        assert chat.get("is_forum"), "topics exist in forums only"
        return {"message_thread_id": thread, "is_topic_message": True}

    def _reply(self, chat: Json, message_id: int | None) -> Json:
        """What is replied to; in a topic clients name its opening message for want of another."""
        if message_id is None:
            return {}
        old = self._world.history[chat["id"]][message_id]
        return {"reply_to_message": {k: v for k, v in old.items() if k != "reply_to_message"}}

    def _showing(self, chat_id: int, wanted: str, message_id: int | None) -> MessageView:
        for shown in reversed(self._world.messages(chat_id)):
            fits = message_id in (None, shown.message_id)
            if fits and shown.from_bot and shown.button(wanted):
                return shown
        raise LookupError(f"no button {wanted!r} in chat {chat_id}")

    def _origin(self, shown: MessageView) -> Json:
        """The message of a press, or only its inline id where the bot is not in the chat."""
        place = shown.chat_id, shown.message_id
        for inline_id, posted in self._world.inline.items():
            if posted == place:
                return {"inline_message_id": inline_id}
        return {"message": self._world.history[shown.chat_id][shown.message_id]}

    def _send(self, kind: str, content: Json) -> Json:
        return self._deliver_update({kind: content})

    def _deliver_update(self, payload: Json) -> Json:
        update = {"update_id": next(self._world.update_ids), **payload}
        self._deliver(update)
        return update


def _text_fields(text: str | None) -> Json:
    if text is None:
        return {}
    entities = detected(text)
    return {"text": text, "entities": entities} if entities else {"text": text}


def _file(name: str) -> Json:
    return {"file_id": name, "file_unique_id": f"u-{name}"}
