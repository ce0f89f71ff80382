"""What a reader can ask for: an answer, a fact, the sentences around a quote, the whole article."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.core.answer import Answer, Cited, Suggested, Unknown
from bot.core.facts import Fact, FactBase, Sentence
from bot.core.match import Matcher
from bot.core.ranking import Ranking


@dataclass(frozen=True, slots=True)
class Reply:
    """What was asked and what came of it; `answer` is all that a reader gets to see."""

    text: str  # the question as it was asked
    language: str  # of the words around the quote
    answer: Answer
    version: str  # of the fact base that answered
    best: Fact | None  # the top candidate, whatever the outcome
    confidence: float | None  # of `best`, in [0, 1]
    milliseconds: float

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


class Desk:
    """Answers readers from one published fact base. Never writes an answer of its own."""

    def __init__(self, matcher: Matcher, clock: Callable[[], float] = time.perf_counter) -> None:
        self._matcher = matcher
        self._clock = clock

    @property
    def base(self) -> FactBase:
        """The fact base in use."""
        return self._matcher.base

    def ask(self, text: str, client_language: str | None = None) -> Reply:
        """Answer `text`. Language of the words around the quote: the question's where it is
        plain, else `client_language` where it is spoken here, else English.
        """
        began = self._clock()
        matcher = self._matcher  # one version from start to end, whatever is published meanwhile
        ranking, answer = matcher.answer(text, client_language)
        return self._reply(text, matcher, ranking, answer, began)

    def _reply(
        self, text: str, matcher: Matcher, ranking: Ranking, answer: Answer, began: float
    ) -> Reply:
        best = ranking.best
        return Reply(
            text=text,
            language=ranking.question.language,
            answer=answer,
            version=matcher.base.version,
            best=best.owner if best and isinstance(best.owner, Fact) else None,
            confidence=ranking.confidence if best else None,
            milliseconds=(self._clock() - began) * 1000,
        )

    def show(self, fact: Fact, language: str) -> Reply:
        """The reply that quotes `fact`, for a reader who chose it from a button or a list."""
        question = fact.question(language)
        return Reply(question, language, Cited((fact,)), self.base.version, fact, 1.0, 0.0)

    def fact(self, code: str) -> Fact | None:
        """The fact that `fact_code` gave this code, or None when it is gone."""
        return next((fact for fact in self.base.facts if fact_code(fact) == code), None)

    def around(self, numbers: tuple[int, ...], reach: int = 1) -> tuple[Sentence, ...]:
        """The sentences with these numbers and `reach` neighbours on each side, in order."""
        wanted = {n + step for n in numbers for step in range(-reach, reach + 1)}
        return tuple(s for s in self.base.article.sentences if s.number in wanted)


def fact_code(fact: Fact) -> str:
    """Eight letters that stand for a fact in a button: short, and the same after a restart."""
    return hashlib.sha256(fact.id.encode()).hexdigest()[:8]
