"""What a reader can ask for: an answer, a fact, the sentences around a quote, the whole article."""

import asyncio
import hashlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.core.answer import Answer, Cited, Suggested, Unknown, is_beyond_doubt
from bot.core.facts import Fact, FactBase, Sentence
from bot.core.match import Matcher


@dataclass(frozen=True, slots=True)
class Reply:
    """What was asked and what came of it; `answer` is all that a reader gets to see."""

    text: str  # the question as it was asked
    language: str  # of the words around the quote
    article: str  # id of the article that was asked
    answer: Answer
    version: str  # of the fact base that answered
    best: Fact | None  # the top candidate, whatever the outcome
    confidence: float | None  # of `best`, in [0, 1]
    milliseconds: float
    is_beyond_doubt: bool = False  # so sure that it may be given where nobody asked the bot

    @property
    def outcome(self) -> str:
        """cited, suggested or unknown."""
        match self.answer:
            case Cited():
                return "cited"
            case Suggested():
                return "suggested"
            case Unknown():
                return "unknown"


@dataclass(frozen=True, slots=True)
class Found:
    """A fact, and the id of the article that it is of."""

    article: str
    fact: Fact


class Desk:
    """Answers readers from published fact bases. Never writes an answer of its own."""

    def __init__(
        self, matchers: Mapping[str, Matcher], clock: Callable[[], float] = time.perf_counter
    ) -> None:
        """`matchers`: article id → matcher, at least one; the first is asked unless told."""
        self._matchers = dict(matchers)
        self._clock = clock

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of all articles, the one asked by default first."""
        return tuple(self._matchers)

    def article(self, wanted: str | None = None) -> str:
        """`wanted` where there is such an article, else the default one's id."""
        return wanted if wanted in self._matchers else self.articles[0]

    def matcher(self, article: str | None = None) -> Matcher:
        """The matcher in use for an article."""
        return self._matchers[self.article(article)]

    def base(self, article: str | None = None) -> FactBase:
        """The fact base in use for an article."""
        return self.matcher(article).base

    def publish(self, article: str, matcher: Matcher) -> None:
        """Answer from `matcher` from now on; a question under way ends with the one it began."""
        self._matchers[article] = matcher

    def ask(
        self, text: str, client_language: str | None = None, article: str | None = None
    ) -> Reply:
        """Answer `text` from one article. Language of the words around the quote: the question's
        where it is plain, else `client_language` where it is spoken here, else English.
        """
        began = self._clock()
        article = self.article(article)
        matcher = self._matchers[article]  # one version from start to end
        ranking, answer = matcher.answer(text, client_language)
        best = ranking.best
        return Reply(
            text=text,
            language=ranking.question.language,
            article=article,
            answer=answer,
            version=matcher.base.version,
            best=best.owner if best and isinstance(best.owner, Fact) else None,
            confidence=ranking.confidence if best else None,
            milliseconds=(self._clock() - began) * 1000,
            is_beyond_doubt=is_beyond_doubt(ranking, answer),
        )

    async def answer(
        self, text: str, client_language: str | None = None, article: str | None = None
    ) -> Reply:
        """The same for a loop that has others to serve: in a thread where it takes long."""
        if self.matcher(article).encodes:
            return await asyncio.to_thread(self.ask, text, client_language, article)
        return self.ask(text, client_language, article)

    def show(self, found: Found, language: str, asked: str | None = None) -> Reply:
        """The reply that quotes a fact, for a reader who chose it from a button or a list.

        `asked` is what they had typed, where they had.
        """
        fact, version = found.fact, self.base(found.article).version
        question = asked or fact.question(language)
        return Reply(question, language, found.article, Cited((fact,)), version, fact, 1.0, 0.0)

    def fact(self, code: str) -> Found | None:
        """The fact that `fact_code` gave this code, or None when it is gone."""
        for article, matcher in self._matchers.items():
            for fact in matcher.base.facts:
                if fact_code(article, fact) == code:
                    return Found(article, fact)
        return None

    def named(self, name: str, first: str | None = None) -> Found | None:
        """The fact with this id or code: of the article `first`, else of any."""
        for article in dict.fromkeys((self.article(first), *self._matchers)):
            fact = self.base(article).by_id.get(name)
            if fact:
                return Found(article, fact)
        return self.fact(name)

    def around(
        self, article: str, numbers: tuple[int, ...], reach: int = 1
    ) -> tuple[Sentence, ...]:
        """The sentences with these numbers and `reach` neighbours on each side, in order."""
        wanted = {n + step for n in numbers for step in range(-reach, reach + 1)}
        return tuple(s for s in self.base(article).article.sentences if s.number in wanted)


def fact_code(article: str, fact: Fact) -> str:
    """Eight letters that stand for a fact in a button: short, and the same after a restart."""
    return hashlib.sha256(f"{article}/{fact.id}".encode()).hexdigest()[:8]
