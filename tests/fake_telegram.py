"""Telegram inside the test's own process, and a person to talk to the bot."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from botapi import people
from botapi.gateway import Gateway, Reply
from botapi.inject import Inject
from botapi.problem import Upload
from botapi.transport import answered
from botapi.views import MessageView
from telegram import Update
from telegram.error import NetworkError, TimedOut
from telegram.ext import Application
from telegram.request import BaseRequest, RequestData

Json = dict[str, Any]


class FakeTelegram(BaseRequest):
    """The transport of python-telegram-bot, answered from a gateway without a network."""

    def __init__(self, gateway: Gateway, read_timeout: float = 5.0) -> None:
        self.gateway = gateway
        self._read_timeout = read_timeout

    @property
    def read_timeout(self) -> float:
        return self._read_timeout

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the base class's signature
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """The status and body. Raises TimedOut and NetworkError where a fault says so."""
        if method == "GET":
            return self._file(url)
        reply = await answered(self.gateway, url.rpartition("/")[2], _fields(request_data))
        unset = read_timeout is BaseRequest.DEFAULT_NONE
        await _travel(reply, self._read_timeout if unset else read_timeout)
        return reply.status, reply.body

    def _file(self, url: str) -> tuple[int, bytes]:
        upload = self.gateway.file_at("/".join(url.split("/")[-2:]))
        return (200, upload.data) if upload else (404, b"{}")


async def _travel(reply: Reply, patience: float | None) -> None:
    """Delays as a client meets them; a delay beyond its patience fails at once, to save time."""
    if patience is not None and reply.delay >= patience:
        raise TimedOut
    await asyncio.sleep(reply.delay)
    if reply.close:
        raise NetworkError("the connection was closed without an answer")


def _fields(request_data: RequestData | None) -> Json:
    """The form as it would travel: JSON-encoded values, and files."""
    if request_data is None:
        return {}
    files = request_data.multipart_data if request_data.contains_files else {}
    uploads = {part: _upload(*content) for part, content in files.items()}
    return {**request_data.json_parameters, **uploads}


def _upload(name: str, content: Any, mime: str) -> Upload:
    return Upload(name, content if isinstance(content, bytes) else content.read(), mime)


class Person:
    """Somebody who talks to the bot and reads the chat.

    Every act goes through the application's queue and returns when `settled` does.
    """

    def __init__(
        self,
        fake: FakeTelegram,
        application: Application[Any, Any, Any, Any, Any, Any],
        settled: Callable[[], Awaitable[None]],
        user_id: int = 1001,
        name: str = "Ann",
        language_code: str | None = "en",
        chat: Json | None = None,  # None: the private chat
    ) -> None:
        self.user = people.user(user_id, name, language_code)
        self.chat = chat or people.private(self.user)
        self._gateway, self._application, self._settled = fake.gateway, application, settled
        self._acts: list[Json] = []
        self._inject = Inject(fake.gateway.world, self._acts.append)

    async def say(self, text: str, **where: Any) -> None:
        """`where`: reply_to, thread, or further fields of Message."""
        self._inject.message(self.user, text, chat=self.chat, **where)
        await self._happens()

    async def edit(self, text: str | None = None) -> None:
        """Edit one's last message; without a text nothing in it changes."""
        own = self._gateway.world.last_from(self.chat["id"], self.user["id"])
        self._inject.edited(self.user, own, text, chat=self.chat)
        await self._happens()

    async def press(self, wanted: str, **which: Any) -> None:
        """Press the newest button with that label or data; `which`: message_id, data."""
        self._inject.press(self.user, wanted, chat=self.chat, **which)
        await self._happens()

    async def send_sticker(self, **where: Any) -> None:
        self._inject.sticker(self.user, chat=self.chat, **where)
        await self._happens()

    async def send_photo(self, caption: str = "", **where: Any) -> None:
        self._inject.photo(self.user, caption, chat=self.chat, **where)
        await self._happens()

    async def send_voice(self, **where: Any) -> None:
        self._inject.voice(self.user, chat=self.chat, **where)
        await self._happens()

    async def send_document(self, upload: Upload, **where: Any) -> None:
        self._inject.document(self.user, upload, chat=self.chat, **where)
        await self._happens()

    async def ask_inline(self, text: str) -> list[Json]:
        """The results that the bot offers."""
        query = self._inject.inline_query(self.user, text)["inline_query"]
        await self._happens()
        results: list[Json] = self._gateway.world.answers[query["id"]]["results"]
        return results

    async def ask_guest(self, text: str) -> None:
        """Mention the bot in a chat that it has not joined (people.ELSEWHERE)."""
        self._inject.guest(self.user, text)
        await self._happens()

    async def does(self, act: Callable[[Inject], object]) -> None:
        """Anything else that Inject knows: `does(lambda do: do.reaction(...))`."""
        act(self._inject)
        await self._happens()

    @property
    def messages(self) -> list[MessageView]:
        """The chat as it stands, oldest message first."""
        return self._gateway.messages(self.chat["id"])

    @property
    def last(self) -> MessageView:
        """The newest message of the bot. Raises LookupError where there is none."""
        shown = [message for message in self.messages if message.from_bot]
        if not shown:
            raise LookupError("the bot has written nothing here")
        return shown[-1]

    @property
    def screen(self) -> str:
        """The text of the newest message of the bot."""
        return self.last.text

    async def _happens(self) -> None:
        for act in self._acts:
            await self._application.update_queue.put(Update.de_json(act, self._application.bot))
        self._acts.clear()
        await self._settled()
