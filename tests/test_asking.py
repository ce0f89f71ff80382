"""A desk whose matchers have an encoder answers in a thread; without one nothing changes."""

import threading
from functools import cache

from core.desks import matcher_on
from core.test_encoded import base
from core.topics import SPOKEN, Topics

from bot.core.encoded import Meaning
from bot.core.match import Matcher
from bot.desk import Desk, Reply
from bot.storage.languages import read_languages
from bot.storage.weights import SEMANTIC, read_weights


class Watched(Desk):
    """Says which threads did the asking."""

    threads: set[int]

    def ask(
        self, text: str, client_language: str | None = None, article: str | None = None
    ) -> Reply:
        self.threads = {threading.get_ident()}
        return super().ask(text, client_language, article)


@cache
def encoding() -> Matcher:
    return Matcher(base(), read_languages(), read_weights(SEMANTIC), Meaning(Topics(), SPOKEN))


async def test_with_an_encoder_the_loop_is_free_meanwhile() -> None:
    desk = Watched({"lighthouse": encoding()})
    await desk.answer("how tall is it")
    assert desk.threads != {threading.get_ident()}


async def test_without_one_it_answers_at_once() -> None:
    desk = Watched({"lighthouse": matcher_on(base())})
    await desk.answer("how tall is it")
    assert desk.threads == {threading.get_ident()}


async def test_the_answer_is_the_same() -> None:
    desk = Desk({"lighthouse": encoding()})
    found = await desk.answer("how tall is it", "it", "lighthouse")
    assert found.answer == desk.ask("how tall is it", "it", "lighthouse").answer
