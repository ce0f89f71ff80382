"""HTTP/1.1 as far as Bot API clients speak it: one request in, one response out."""

import asyncio
import json
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from .problem import Upload

Json = dict[str, Any]

_LARGEST_BODY = 60_000_000  # bytes; above the 50 MB that a bot may upload


class BadRequestLine(Exception):  # noqa: N818 - the client's mistake, named as HTTP names it
    """What arrived is no HTTP request that this server can read."""


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request; `params` joins the query string and the body."""

    path: str
    params: Json
    keep_alive: bool


async def read_request(reader: asyncio.StreamReader) -> HttpRequest | None:
    """The next request of a connection; None at its end. Raises BadRequestLine."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    line, _, rest = head.partition(b"\r\n")
    headers = BytesHeaderParser().parsebytes(rest)
    target = _target(line)
    body = await _body(reader, headers)
    params = {**dict(parse_qsl(urlsplit(target).query, True)), **_form(headers, body)}
    keep_alive = headers.get("Connection", "").lower() != "close"
    return HttpRequest(unquote(urlsplit(target).path), params, keep_alive)


def response(status: int, body: bytes, kind: str = "application/json") -> bytes:
    """The bytes of a response with its length, so that the connection can go on."""
    words = HTTPStatus(status).phrase
    head = f"HTTP/1.1 {status} {words}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


def _target(line: bytes) -> str:
    match line.decode("latin-1").split(" "):
        case [_, target, version] if version.startswith("HTTP/1."):
            return target
        case _:
            raise BadRequestLine(f"no request line: {line!r:.80}")


async def _body(reader: asyncio.StreamReader, headers: Message) -> bytes:
    if "Transfer-Encoding" in headers:
        raise BadRequestLine("only bodies with Content-Length are read")
    size = headers.get("Content-Length", "0")
    if not size.isdecimal() or int(size) > _LARGEST_BODY:
        raise BadRequestLine(f"Content-Length {size} is not 0-{_LARGEST_BODY}")
    return await reader.readexactly(int(size))


def _form(headers: Message, body: bytes) -> Json:
    match headers.get_content_type() if body else "":
        case "application/json":
            return _object(body)
        case "multipart/form-data":
            return _parts(body, str(headers.get_param("boundary")).encode())
        case "application/x-www-form-urlencoded":
            return dict(parse_qsl(body.decode(), keep_blank_values=True))
        case _:
            return {}


def _object(body: bytes) -> Json:
    try:
        decoded = json.loads(body)
    except ValueError as error:
        raise BadRequestLine("the body is not JSON") from error
    if not isinstance(decoded, dict):
        raise BadRequestLine("the body is not a JSON object")
    return decoded


def _parts(body: bytes, boundary: bytes) -> Json:
    """The fields and files of a multipart form by name."""
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary)[1:-1]
    return dict(_part(piece.removeprefix(b"\r\n")) for piece in pieces)


def _part(piece: bytes) -> tuple[str, str | Upload]:
    head, _, data = piece.partition(b"\r\n\r\n")
    headers = BytesHeaderParser().parsebytes(head)
    name = str(headers.get_param("name", header="Content-Disposition"))
    file_name = headers.get_filename()
    if file_name is None:
        return name, data.decode()
    return name, Upload(file_name, data, headers.get_content_type())
