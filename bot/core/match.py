"""Ranks what is known of an article against a question, and says why."""

from bot.core.answer import Answer, Cited, Suggested, Unknown, decide
from bot.core.confidence import ranked
from bot.core.encoded import Encoded, Meaning
from bot.core.facts import Fact, FactBase
from bot.core.index import Index
from bot.core.language import Languages
from bot.core.normalize import LONGEST
from bot.core.parts import parts, sentences
from bot.core.ranking import Ranking
from bot.core.scoring import Scorer
from bot.core.smalltalk import SmalltalkFinder
from bot.core.weights import Weights

MOST_PIECES = 5  # of a chatty text
MOST_CUTS = 3  # of a text that may ask two things


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
        question = self._index.reader.read(text, client_language)
        matches = self._scorer.matches(question, by_heart=by_heart)
        talk = self._smalltalk.nearest(text)
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
                one, other = (self._cited(part, ranking) for part in (first, second))
                if one and other and one.cites[0] != other.cites[0]:
                    return ranking, Cited((one, other))
        if isinstance(answer, Suggested) and (fact := self._amid_talk(text, answer)):
            return ranking, Cited((fact,))
        return ranking, answer

    def _amid_talk(self, text: str, offered: Suggested) -> Fact | None:
        """The fact that one sentence of a chatty text asks for, if the others ask for nothing.

        It must be among the two best that the whole text would offer.
        """
        found: dict[int, Fact] = {}
        for piece in sentences(text[:LONGEST])[:MOST_PIECES]:
            answer = self.decide(self.rank(piece))
            if isinstance(answer, Unknown) and answer.gap:
                return None
            if isinstance(answer, Cited):
                found.setdefault(answer.facts[0].cites[0], answer.facts[0])
        wanted = {fact.cites[0] for fact in offered.facts[:2]}
        return next(iter(found.values())) if len(found) == 1 and wanted & set(found) else None

    def _cited(self, part: str, whole: Ranking) -> Fact | None:
        """The fact that answers a part of a question, if the part asks something by itself."""
        ranking = self.rank(part, whole.question.language)
        if not ranking.question.asks:
            return None
        answer = self.decide(ranking)
        return answer.facts[0] if isinstance(answer, Cited) else None
