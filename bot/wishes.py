"""Readers who asked to be told once a question has an answer: whom to tell what, each once."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.core.answer import Cited
from bot.core.facts import Fact
from bot.core.match import Matcher
from bot.core.normalize import fold
from bot.desk import Desk
from bot.storage.feedback import Feedback, Wish
from bot.storage.pseudonyms import Pseudonyms


@dataclass(frozen=True, slots=True)
class Fulfilled:
    """What a chat waited for and has not been told yet; asked there more than once, told once."""

    chat: int
    message: int | None  # of the bot, which could not answer then
    language: str
    question: str
    article: str
    facts: tuple[Fact, ...]  # that answer it now
    wishes: tuple[int, ...]


class Wishes:
    """Looks at all wishes anew each time, so that nothing is lost when telling is interrupted."""

    def __init__(
        self,
        desk: Desk,
        feedback: Feedback,
        pseudonyms: Pseudonyms,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`clock` gives Unix time in seconds."""
        self._desk, self._feedback, self._pseudonyms = desk, feedback, pseudonyms
        self._clock = clock

    async def fulfilled(self) -> list[Fulfilled]:
        """The wishes that what is published now answers, oldest first."""
        wishes = await self._feedback.wishes()
        matchers = {article: self._desk.matcher(article) for article in self._desk.articles}
        return await asyncio.to_thread(self._fulfilled, wishes, matchers)

    async def tell(self, fulfilled: Fulfilled) -> bool:
        """Note that a chat is being told; False where it was told before, or wants it no more."""
        return await self._feedback.tell(fulfilled.wishes, int(self._clock()))

    async def not_told(self, fulfilled: Fulfilled) -> None:
        """Take that back: nothing has been sent."""
        await self._feedback.not_told(fulfilled.wishes)

    def _fulfilled(self, wishes: Sequence[Wish], matchers: dict[str, Matcher]) -> list[Fulfilled]:
        alike: dict[tuple[bytes, str, str], list[Wish]] = {}
        for wish in wishes:
            if wish.article in matchers:
                alike.setdefault((wish.chat, wish.article, fold(wish.text)), []).append(wish)
        found = (self._answered(each, matchers[each[0].article]) for each in alike.values())
        return [each for each in found if each]

    def _answered(self, alike: list[Wish], matcher: Matcher) -> Fulfilled | None:
        last = alike[-1]
        _, answer = matcher.answer(last.text, last.language)
        if not isinstance(answer, Cited):
            return None
        return Fulfilled(
            chat=self._pseudonyms.unsealed(last.address),
            message=last.message,
            language=last.language,
            question=last.text,
            article=last.article,
            facts=answer.facts,
            wishes=tuple(wish.id for wish in alike),
        )
