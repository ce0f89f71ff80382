"""What a message costs by stage: each one by itself, over and over, the best of many rounds."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

from telegram import Message as Received
from telegram import Update

from bot.chat.blocks import Message
from bot.chat.outbox import Outbox, Place
from bot.chat.render import Renderer
from bot.chat.steady_bot import SteadyBot
from bot.core.match import Matcher
from bot.delivery import Delivery, Record
from bot.desk import Desk, Reply
from bot.texts import load_texts

ROUNDS, EACH = 200, 5


class TimedDesk(Desk):
    """A desk that knows how much CPU its matching took."""

    def __init__(self, matchers: dict[str, Matcher]) -> None:
        super().__init__(matchers)
        self.spent = 0.0  # seconds

    def ask(
        self, text: str, client_language: str | None = None, article: str | None = None
    ) -> Reply:
        began = time.thread_time()
        try:
            return super().ask(text, client_language, article)
        finally:
            self.spent += time.thread_time() - began


async def print_budget(
    bot: SteadyBot, desk: Desk, delivery: Delivery, raw: dict[str, Any], question: str
) -> None:
    """The stages of one private message; what is left of the whole are PTB's dispatch and tasks."""
    texts, ids = load_texts(), count(1_000_000)
    reply = desk.ask(question)
    outbox = Outbox(bot, asyncio.sleep, _nothing)

    def render() -> Message:
        return Renderer("bench", desk.base(), texts, "en", "citebot").reply(reply)

    shown = render()
    record = Record(1, 2, reply, 3, 4)

    async def stored() -> None:
        await delivery.accept(next(ids), "x" * 350)

    async def logged() -> None:
        update = next(ids)
        await delivery.accept(update, "x" * 350)
        await delivery.finish(update, record)

    _print("parse the update", await _best(lambda: Update.de_json(raw, bot)))
    answer = {"message_id": 1, "date": 0, "chat": raw["message"]["chat"], "text": "x"}
    _print("(parse the sent message, not done)", await _best(lambda: Received.de_json(answer, bot)))
    _print("match", await _best(lambda: desk.ask(question)))
    _print("put into words, when not kept", await _best(lambda: render().fields))
    _print("send", await _best(lambda: outbox.send(Place(1, reply_to=3), shown)))
    store = await _best(stored)
    _print("inbox: a commit, both threads", store)
    _print("log and done: a commit, both threads", await _best(logged) - store)


async def _best(work: Callable[[], object]) -> float:
    """CPU µs of `work`, awaited where it is to be."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for _ in range(EACH):
            made = work()
            if isinstance(made, Awaitable):
                await made
        best = min(best, time.process_time() - began)
    return best / EACH * 1e6


def _print(stage: str, spent: float) -> None:
    print(f"{'   ' + stage:52} {spent:9.0f} µs")


async def _nothing(_: int, __: int) -> None:
    pass
