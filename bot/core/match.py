"""Ranks what is known of an article against a question, and says why."""

from bot.core.answer import SURE, Answer, Cited, Suggested, Unknown, decide
from bot.core.confidence import ranked
from bot.core.encoded import Encoded, Meaning
from bot.core.facts import Fact, FactBase
from bot.core.guards import alike_gap, nearer_gap
from bot.core.index import Index
from bot.core.language import Languages
from bot.core.normalize import LONGEST
from bot.core.parts import parts, sentences
from bot.core.question import Question
from bot.core.ranking import Ranking
from bot.core.scoring import Scorer
from bot.core.smalltalk import SmalltalkFinder
from bot.core.weights import Weights

MOST_PIECES = 5  # of a chatty text
MOST_CUTS = 3  # of a text that may ask two things
CLEAR = 0.6  # confidence from which one sentence of a text that is not understood is offered


class Matcher:
    """A fact base made ready for questions. Deterministic; building takes about a second."""

    def __init__(
        self,
        base: FactBase,
        languages: Languages,
        weights: Weights,
        meaning: Meaning | None = None,
    ) -> None:
        """A `meaning` may bring its own weights, and may be for bases without gaps alone."""
        if meaning and base.gaps and not meaning.is_for_curated:
            meaning = None
        self.base = base
        self.weights = weights = (meaning and meaning.weights) or weights
        self.encodes = meaning is not None  # then a question may take five times as long
        self._index = Index(base, languages)
        self._smalltalk = SmalltalkFinder(languages)
        asks = [owner.asks for owner in self._index.owners]
        encoded = Encoded(asks, meaning) if meaning else None
        self._scorer = Scorer(self._index, weights, encoded)

    def rank(
        self, text: str, client_language: str | None = None, *, by_heart: bool = True
    ) -> Ranking:
        """All facts, gaps and small talk that share something with `text`, best first.

        Without `by_heart`, a text that is a phrasing is weighed like any other.
        """
        return self._ranked(self._index.reader.read(text, client_language), by_heart=by_heart)

    def best_fact(self, text: str, language: str) -> Fact | None:
        """The first fact of a ranking without `by_heart`, in less time."""
        best = self._scorer.best_fact(self._index.reader.read(text, language))
        return best.owner if best and isinstance(best.owner, Fact) else None

    def _ranked(self, question: Question, *, by_heart: bool = True) -> Ranking:
        matches = self._scorer.matches(question, by_heart=by_heart)
        talk = self._smalltalk.nearest(question)
        return ranked(question, matches, talk, self.base, self.weights)

    def decide(self, ranking: Ranking) -> Answer:
        """The outcome for a ranking; see `answer.decide`."""
        return decide(ranking, self.base, self.weights)

    def answer(self, text: str, client_language: str | None = None) -> tuple[Ranking, Answer]:
        """The ranking of `text` and its outcome; a text that asks two things cites both."""
        ranking = self.rank(text, client_language)
        answer = self.decide(ranking)
        if not isinstance(answer, Unknown) or not answer.smalltalk:
            for first, second in parts(text[:LONGEST])[:MOST_CUTS]:
                one = self._cited(first, ranking)
                other = one and self._cited(second, ranking)
                if one and other and one.cites[0] != other.cites[0]:
                    return ranking, Cited((one, other))
        return ranking, self._amid_talk(text, ranking, answer) or answer

    def _amid_talk(self, text: str, ranking: Ranking, whole: Answer) -> Answer | None:
        """What one sentence of a chatty text asks for, where the text as a whole is not quoted.

        A fact is quoted that is among the two best which the whole would offer, if no other
        sentence asks for another, and no gap is nearer to the whole. Where the whole is not
        understood at all, a sentence must be sure to be quoted, and clear to be offered.
        """
        if isinstance(whole, Cited) or (isinstance(whole, Unknown) and whole != Unknown()):
            return None
        pieces = sentences(text[:LONGEST])[:MOST_PIECES]
        asked = [(part := self.rank(piece), self.decide(part)) for piece in pieces]
        if not asked or any(isinstance(answer, Unknown) and answer.gap for _, answer in asked):
            return None
        quoted = {a.facts[0].cites[0]: a for _, a in asked if isinstance(a, Cited)}
        if isinstance(whole, Suggested):
            wanted = {fact.cites[0] for fact in whole.facts[:2]}
            found = next(iter(quoted.values())) if len(quoted) == 1 else None
            if found is None or wanted.isdisjoint(quoted) or _is_beside(found.facts[0], ranking):
                return None
            return found
        surest, answer = max(asked, key=lambda each: each[0].confidence)
        if isinstance(answer, Unknown) or surest.confidence < CLEAR:
            return None
        is_sure = len(quoted) == 1 and surest.confidence >= SURE
        return answer if is_sure else Suggested(answer.facts)

    def _cited(self, part: str, whole: Ranking) -> Fact | None:
        """The fact that answers a part of a question, if the part asks something by itself."""
        question = self._index.reader.read(part, whole.question.language)
        if not question.asks:
            return None
        answer = self.decide(self._ranked(question))
        return answer.facts[0] if isinstance(answer, Cited) else None


def _is_beside(fact: Fact, ranking: Ranking) -> bool:
    """Whether a gap is nearer to the question than the fact, or in almost its words."""
    own = (match for match in ranking.facts if match.owner == fact)
    return any(nearer_gap(match, ranking) or alike_gap(match, ranking) for match in own)
