"""The fake Bot API over HTTP, for driving the real process."""

import asyncio
import json
import re
from collections.abc import Callable
from typing import Self

from .gateway import Gateway, Reply
from .transport import answered, until
from .wire import BadRequestLine, HttpRequest, read_request, response

TOKEN = "7000000001:test-token-of-the-fake-telegram-server"

_PATH = re.compile(r"/bot(?P<token>[^/]+)/(?P<method>\w+)")
_FILE = re.compile(r"/file/bot(?P<token>[^/]+)/(?P<path>.+)")
_TOKEN = re.compile(r"\d+:[\w-]{10,}")


class BotApiServer:
    """Serves a gateway on 127.0.0.1 while the `async with` block lasts.

    It runs in the event loop of the test, so the test may use the gateway directly.
    """

    def __init__(self, gateway: Gateway, token: str = TOKEN) -> None:
        self.gateway, self.token = gateway, token
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *exception: object) -> None:
        assert self._server is not None
        self._server.close()
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        """For `base_url`."""
        return f"http://127.0.0.1:{self._port}/bot"

    @property
    def file_url(self) -> str:
        """For `base_file_url`."""
        return f"http://127.0.0.1:{self._port}/file/bot"

    async def wait_for(self, predicate: Callable[[], bool], within: float = 5.0) -> None:
        """Wait until the predicate, asked after every call, holds.

        Raises TimeoutError after `within` seconds, with the calls that did happen.
        """
        if not await until(self.gateway, predicate, within):
            methods = [call.method for call in self.gateway.calls[-20:]]
            raise TimeoutError(f"not within {within} s; the last calls were {methods}")

    @property
    def _port(self) -> int:
        assert self._server is not None, "the server is started by `async with`"
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            await self._converse(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client has gone, or the server is being closed
        finally:
            self._connections.discard(task)
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                request = await read_request(reader)
            except BadRequestLine as error:
                writer.write(_refusal(400, f"Bad Request: {error}"))
                return
            answer = await self._answer(request) if request else None
            if request is None or answer is None:
                return
            writer.write(answer)
            await writer.drain()
            if not request.keep_alive:
                return

    async def _answer(self, request: HttpRequest) -> bytes | None:
        """The response; None when a fault closes the connection instead."""
        called = _PATH.fullmatch(request.path) or _FILE.fullmatch(request.path)
        if called is None or not _TOKEN.fullmatch(called["token"]):
            return _refusal(404, "Not Found")
        if called["token"] != self.token:
            return _refusal(401, "Unauthorized")
        if called.re is _FILE:
            return self._file(called["path"])
        reply = await answered(self.gateway, called["method"], request.params)
        return await _travelled(reply)

    def _file(self, path: str) -> bytes:
        upload = self.gateway.file_at(path)
        if upload is None:
            return _refusal(404, "Not Found")
        return response(200, upload.data, "application/octet-stream")


async def _travelled(reply: Reply) -> bytes | None:
    if reply.delay:
        await asyncio.sleep(reply.delay)
    return None if reply.close else response(reply.status, reply.body)


def _refusal(status: int, words: str) -> bytes:
    answer = {"ok": False, "error_code": status, "description": words}
    return response(status, json.dumps(answer).encode())
