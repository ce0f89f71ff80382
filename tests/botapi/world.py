"""What Telegram remembers: chats, members, messages, files, open queries."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from .problem import Upload
from .views import MessageView, view

Json = dict[str, Any]

TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
CHAT_NOT_FOUND = "Bad Request: chat not found"


class ApiError(Exception):
    """Telegram says no: the HTTP code, its words and its response parameters."""

    def __init__(self, code: int, description: str, **parameters: object) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass(frozen=True, slots=True)
class OpenQuery:
    """A query that waits for the bot's answer; `chat` is where a guest was asked."""

    kind: str
    opened: float
    sender: Json
    chat: Json | None = None


class World:
    """The state behind the Bot API. `clock` gives Unix time in seconds.

    Stored messages are never changed in place, so an answer given earlier stays what it was.
    """

    def __init__(self, bot: Json, clock: Callable[[], float], query_lifetime: float) -> None:
        self.bot, self.clock, self.query_lifetime = bot, clock, query_lifetime
        self.chats: dict[int, Json] = {}
        self.joined: set[int] = set()  # chats the bot can write to
        self.users: dict[int, Json] = {bot["id"]: self.bot_user}
        self.statuses: dict[tuple[int, int], str] = {}  # (chat, user) → creator, member, left, …
        self.blocked: set[int] = set()
        self.kicked: set[int] = set()
        self.migrated: dict[int, int] = {}
        self.history: defaultdict[int, dict[int, Json]] = defaultdict(dict)
        self.files: dict[str, Upload] = {}
        self.inline: dict[str, tuple[int, int]] = {}  # inline_message_id → chat, message
        self.queries: dict[str, OpenQuery] = {}
        self.answers: dict[str, Json] = {}  # query id → the parameters of the bot's answer
        self.profile: dict[str, object] = {}  # commands, descriptions, by method and scope
        self.webhook: Json = {}
        self.update_ids = count(1000)
        self._ids: defaultdict[int, int] = defaultdict(int)
        self._names = count(1)

    @property
    def bot_user(self) -> Json:
        """The bot as the sender of a message."""
        return {name: self.bot[name] for name in ("id", "is_bot", "first_name", "username")}

    def meet(self, user: Json) -> None:
        """Remember a user, so that getChatMember knows them."""
        self.users[user["id"]] = user

    def join(self, chat: Json) -> None:
        """The bot may write to this chat from now on."""
        self.chats[chat["id"]] = chat
        self.joined.add(chat["id"])
        self.kicked.discard(chat["id"])

    def leave(self, chat_id: int) -> None:
        """The bot was removed and may not write there any more."""
        self.kicked.add(chat_id)

    def migrate(self, group_id: int, supergroup: Json) -> None:
        """A basic group becomes a supergroup; its old id only tells the new one."""
        self.join(supergroup)
        self.migrated[group_id] = supergroup["id"]

    def writable(self, chat_id: object) -> Json:
        """The chat of a request. Raises ApiError as Telegram does where the bot cannot write."""
        chat = self._named(chat_id) if isinstance(chat_id, str) else self._numbered(chat_id)
        if chat is None or chat["id"] not in self.joined:
            raise ApiError(400, CHAT_NOT_FOUND)
        if chat["id"] in self.migrated:
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, words, migrate_to_chat_id=self.migrated[chat["id"]])
        if chat["id"] in self.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if chat["id"] in self.kicked:
            raise ApiError(403, f"Forbidden: bot was kicked from the {chat['type']} chat")
        return chat

    def _numbered(self, chat_id: object) -> Json | None:
        return self.chats.get(chat_id) if isinstance(chat_id, int) else None

    def _named(self, name: str) -> Json | None:
        wanted = name.removeprefix("@")
        return next((c for c in self.chats.values() if c.get("username") == wanted), None)

    def post(self, chat: Json, sender: Json | None, at: float, content: Json) -> Json:
        """A new message at the end of the chat's history."""
        self.chats.setdefault(chat["id"], chat)
        self._ids[chat["id"]] += 1
        head: Json = {"message_id": self._ids[chat["id"]], "date": int(at), "chat": chat}
        if sender is not None:
            head["from"] = sender
        return self.store({**head, **content})

    def store(self, message: Json) -> Json:
        """Put a message, new or edited, in its place."""
        self.history[message["chat"]["id"]][message["message_id"]] = message
        return message

    def found(self, chat_id: int, message_id: object) -> Json | None:
        """The stored message, if it is there."""
        return self.history[chat_id].get(message_id) if isinstance(message_id, int) else None

    def open_query(self, kind: str, sender: Json, chat: Json | None = None) -> str:
        """The id of a new query of that kind, opened now."""
        query_id = f"{kind}-{next(self._names)}"
        self.queries[query_id] = OpenQuery(kind, self.clock(), sender, chat)
        return query_id

    def close_query(self, kind: str, query_id: str, now: float, answer: Json) -> OpenQuery:
        """Take the bot's one answer. Raises ApiError when late, unknown or answered before."""
        query = self.queries.get(query_id)
        if query is None or query.kind != kind or now > query.opened + self.query_lifetime:
            raise ApiError(400, TOO_OLD)
        if query_id in self.answers:
            raise ApiError(400, TOO_OLD)
        self.answers[query_id] = answer
        return query

    def keep_file(self, upload: Upload) -> str:
        """The file id of a kept file."""
        file_id = f"file-{next(self._names)}"
        self.files[file_id] = upload
        return file_id

    def keep_inline(self, message: Json) -> str:
        """The inline message id of a message that was sent by way of a query."""
        inline_id = f"inline-{next(self._names)}"
        self.inline[inline_id] = message["chat"]["id"], message["message_id"]
        return inline_id

    def messages(self, chat_id: int) -> list[MessageView]:
        """The chat as a person sees it now, oldest message first."""
        return [self.view(message) for message in self.history[chat_id].values()]

    def last_from(self, chat_id: int, user_id: int) -> int:
        """The id of a user's newest message in a chat. Raises LookupError where there is none."""
        for message_id, message in reversed(self.history[chat_id].items()):
            if message.get("from", {}).get("id") == user_id and "via_bot" not in message:
                return message_id
        raise LookupError(f"user {user_id} has written nothing in chat {chat_id}")

    def view(self, message: Json) -> MessageView:
        """One stored message as a person sees it."""
        return view(message, self.bot["id"], self.files)
