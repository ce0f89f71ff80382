"""HTTP as a client meets it, without the library between."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest

from .gateway import Gateway
from .people import user
from .server import TOKEN, BotApiServer

Json = dict[str, Any]

ANN = user(1001)
FORM = "application/x-www-form-urlencoded"


class Client:
    """One connection that is kept alive."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def post(self, path: str, body: bytes = b"", kind: str = FORM) -> tuple[int, Json]:
        head = f"POST {path} HTTP/1.1\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        self._writer.write(head.encode() + b"\r\n" + body)
        return await self.read()

    async def read(self) -> tuple[int, Json]:
        head = await self._reader.readuntil(b"\r\n\r\n")
        size = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        return int(head.split(b" ")[1]), json.loads(await self._reader.readexactly(size))

    def write(self, raw: bytes) -> None:
        self._writer.write(raw)

    async def close(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()


@pytest.fixture
def gateway() -> Gateway:
    made = Gateway()
    made.inject.message(ANN, "hello")
    made.pending.clear()
    return made


@pytest.fixture
async def server(gateway: Gateway) -> AsyncIterator[BotApiServer]:
    async with BotApiServer(gateway) as made:
        yield made


async def connected(server: BotApiServer) -> Client:
    port = int(server.url.split(":")[2].partition("/")[0])
    return Client(*await asyncio.open_connection("127.0.0.1", port))


@pytest.fixture
async def client(server: BotApiServer) -> AsyncIterator[Client]:
    made = await connected(server)
    yield made
    await made.close()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (urlencode({"chat_id": 1001, "text": "grüezi"}).encode(), FORM),
        (json.dumps({"chat_id": 1001, "text": "grüezi"}).encode(), "application/json"),
        (
            b'--b\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n1001\r\n'
            b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\ngr\xc3\xbcezi\r\n--b--\r\n',
            "multipart/form-data; boundary=b",
        ),
    ],
    ids=["form", "json", "multipart"],
)
async def test_every_kind_of_body_is_read(
    client: Client, gateway: Gateway, body: bytes, kind: str
) -> None:
    status, _ = await client.post(f"/bot{TOKEN}/sendMessage", body, kind)
    assert (status, gateway.messages(1001)[-1].text) == (200, "grüezi")


async def test_parameters_are_read_from_the_address(client: Client, gateway: Gateway) -> None:
    await client.post(f"/bot{TOKEN}/sendMessage?chat_id=1001&text=a%20b")
    assert gateway.messages(1001)[-1].text == "a b"


async def test_a_connection_serves_many_calls(client: Client) -> None:
    answers = [await client.post(f"/bot{TOKEN}/getMe") for _ in range(3)]
    assert [status for status, _ in answers] == [200, 200, 200]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"/bot{TOKEN}/sendMassage", 404),
        ("/bot7000000001:some-other-token/getMe", 401),
        ("/botnonsense/getMe", 404),
        ("/", 404),
        (f"/file/bot{TOKEN}/documents/none", 404),
    ],
)
async def test_a_wrong_address_is_refused(client: Client, path: str, status: int) -> None:
    got, answer = await client.post(path)
    assert (got, answer["ok"], answer["error_code"]) == (status, False, status)


@pytest.mark.parametrize(
    ("body", "kind"), [(b"{", "application/json"), (b"[1]", "application/json")]
)
async def test_a_body_that_cannot_be_read_is_refused(
    client: Client, body: bytes, kind: str
) -> None:
    status, _ = await client.post(f"/bot{TOKEN}/getMe", body, kind)
    assert status == 400


async def test_what_is_no_http_is_refused(client: Client) -> None:
    client.write(b"hello\r\n\r\n")
    status, _ = await client.read()
    assert status == 400


async def test_a_newer_poll_ends_an_older_one(
    client: Client, server: BotApiServer, gateway: Gateway
) -> None:
    path = f"/bot{TOKEN}/getUpdates?timeout=10"
    older = asyncio.create_task(client.post(path))
    await server.wait_for(lambda: gateway.polls == 1)
    second = await connected(server)
    newer = asyncio.create_task(second.post(path))
    status, answer = await older
    gateway.inject.message(ANN, "new")
    kept, _ = await newer
    await second.close()
    assert (status, "terminated by other" in answer["description"], kept) == (409, True, 200)


async def test_closing_the_server_ends_a_waiting_poll(gateway: Gateway) -> None:
    async with BotApiServer(gateway) as server:
        client = await connected(server)
        poll = asyncio.create_task(client.post(f"/bot{TOKEN}/getUpdates?timeout=50"))
        await server.wait_for(lambda: gateway.polls == 1)
    with pytest.raises((asyncio.IncompleteReadError, ConnectionError)):
        await poll
    await client.close()


async def test_waiting_in_vain_tells_what_did_happen(client: Client, server: BotApiServer) -> None:
    await client.post(f"/bot{TOKEN}/getMe")
    with pytest.raises(TimeoutError, match="getMe"):
        await server.wait_for(lambda: False, 0.01)


async def test_a_thousand_messages_from_eight_connections_all_arrive(
    server: BotApiServer, gateway: Gateway
) -> None:
    await asyncio.gather(*(_send_many(server, 125) for _ in range(8)))
    assert len(gateway.messages(1001)) == 1001


async def _send_many(server: BotApiServer, count: int) -> None:
    client = await connected(server)
    body = urlencode({"chat_id": 1001, "text": "hi"}).encode()
    for _ in range(count):
        await client.post(f"/bot{TOKEN}/sendMessage", body)
    await client.close()
