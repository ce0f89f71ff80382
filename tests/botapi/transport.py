"""How an answer travels: long polling and waiting, the same in memory and over HTTP."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from .gateway import Gateway, Reply

Json = dict[str, Any]

_OTHER_POLLER = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)


async def answered(gateway: Gateway, method: str, params: Json) -> Reply:
    """The gateway's reply; getUpdates waits for an update, its timeout or a newer poll."""
    reply = gateway.reply(method, params, gateway.clock())
    timeout = reply.params.get("timeout", 0)
    if method != "getUpdates" or not reply.answer["ok"] or reply.answer["result"] or not timeout:
        return reply
    poll = gateway.polls
    await until(gateway, lambda: bool(gateway.pending) or gateway.polls != poll, timeout)
    if gateway.polls != poll:
        return Reply({"ok": False, "error_code": 409, "description": _OTHER_POLLER})
    return Reply({"ok": True, "result": gateway.waiting(reply.params.get("limit", 100))})


async def until(gateway: Gateway, predicate: Callable[[], bool], within: float) -> bool:
    """Wait for a change after which the predicate holds; False when `within` seconds pass.

    The gateway must be used from this event loop only.
    """
    with _changes(gateway) as changed:
        try:
            async with asyncio.timeout(within):
                while not predicate():
                    changed.clear()
                    await changed.wait()
        except TimeoutError:
            return predicate()
        return True


@contextmanager
def _changes(gateway: Gateway) -> Iterator[asyncio.Event]:
    changed = asyncio.Event()
    gateway.listeners.append(changed.set)
    try:
        yield changed
    finally:
        gateway.listeners.remove(changed.set)
