"""Ranks what is known of an article against a question, and says why."""

import math
from collections import defaultdict
from collections.abc import Collection
from heapq import nlargest
from itertools import pairwise
from types import MappingProxyType

from rapidfuzz import fuzz

from bot.core.answer import Answer, Cited, Suggested, Unknown, decide
from bot.core.confidence import ranked
from bot.core.facts import Fact, FactBase, Gap
from bot.core.index import Index, Owner, Phrasing
from bot.core.language import Languages
from bot.core.normalize import LONGEST, fold
from bot.core.parts import parts, sentences
from bot.core.places import OTHER_END
from bot.core.question import Question, may_answer
from bot.core.ranking import Match, Ranking
from bot.core.smalltalk import SmalltalkFinder
from bot.core.vocabulary import Sense
from bot.core.weights import PARTS, Weights

MOST_PIECES = 5  # of a chatty text
MOST_CUTS = 3  # of a text that may ask two things
COMMON = 0.1  # rarity up to which a word alone finds nothing: the whole article speaks of it
POOLED = 20  # owners found by all their phrasings together
FEW = 3  # phrasings of such an owner that are scored in full
WHOLE = 3  # words of filling that ask something together: what can you do
OFTEN = 3  # times as many phrasings at one end as at the other: that is its end
SHORTLIST = 40  # phrasings that are scored in full


class Matcher:
    """A fact base made ready for questions. Deterministic; building takes about a second."""

    def __init__(self, base: FactBase, languages: Languages, weights: Weights) -> None:
        self.base = base
        self.weights = weights
        self._index = Index(base, languages)
        self._smalltalk = SmalltalkFinder(languages)
        self._shares = {name: getattr(weights, name) for name in PARTS}

    def rank(
        self, text: str, client_language: str | None = None, *, by_heart: bool = True
    ) -> Ranking:
        """All facts, gaps and small talk that share something with `text`, best first.

        Without `by_heart`, a text that is a phrasing is weighed like any other.
        """
        question = self._index.reader.read(text, client_language)
        matches = self._matches(question, by_heart)
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

    def _matches(self, question: Question, by_heart: bool) -> list[Match]:
        scored: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for number in self._shortlist(question):
            scored[self._index.phrasings[number].owner].append(
                (self._score(question, number), number)
            )
        pooled = self._pooled(question)
        for owner in self._likest(pooled):
            if owner not in scored:
                scored[owner] = self._few(question, owner)
        exact = self._index.exact.get(fold(question.text)) if by_heart else None
        matches = [
            self._match(
                question,
                owner,
                found,
                {name: cosines.get(owner, 0.0) for name, cosines in pooled.items()},
                is_exact=owner == exact,
            )
            for owner, found in scored.items()
        ]
        return sorted(matches, key=lambda match: (not match.is_exact, -match.score, match.owner.id))

    def _pooled(self, question: Question) -> dict[str, dict[int, float]]:
        """For words, pairs and runs: owner → how like all its phrasings together are.

        Words that nothing explains find nothing; filling alone does where it is a whole question.
        """
        is_known = any(word.senses for word in question.content)
        if not is_known and (question.content or question.length < WHOLE):
            return {}
        return self._index.pools[question.language].likeness(question.whole)

    def _likest(self, pooled: dict[str, dict[int, float]]) -> list[int]:
        """The owners that are most like the question by all their phrasings."""
        found: dict[int, float] = defaultdict(float)
        for name, cosines in pooled.items():
            share = self._shares[name]
            for owner, cosine in cosines.items():
                found[owner] += share * cosine
        return nlargest(POOLED, found, key=lambda owner: (found[owner], -owner))

    def _few(self, question: Question, owner: int) -> list[tuple[float, int]]:
        """The first phrasings of an owner in the question's language, scored in full."""
        first = self._index.first[owner, question.language]
        count = len(self._index.owners[owner].asks.get(question.language, ()))
        return [(self._score(question, n), n) for n in range(first, first + min(FEW, count))]

    def _shortlist(self, question: Question) -> list[int]:
        """The phrasings that share the most rarity with the question."""
        telling = self._gather(question, COMMON, 1.0)
        gathered = telling or self._gather(question, 0.0, COMMON)
        worth = {n: shared * shared / self._index.totals[n] for n, shared in gathered.items()}
        return nlargest(SHORTLIST, worth, key=lambda n: (worth[n], -n))

    def _gather(self, question: Question, above: float, most: float) -> dict[int, float]:
        """The rarity that each phrasing shares, of concepts with a rarity in (above, most]."""
        gathered: dict[int, float] = {}
        for word in question.content:
            best: dict[int, float] = {}
            for sense in word.senses:
                rarity = self._index.rarity[sense.concept]
                if above < rarity <= most:
                    worth = rarity * sense.likeness
                    for number in self._index.postings.get(sense.concept, ()):
                        best[number] = max(worth, best.get(number, 0.0))
            for number, worth in best.items():
                gathered[number] = gathered.get(number, 0.0) + worth
        return gathered

    def _score(self, question: Question, number: int) -> float:
        """How well one phrasing asks the same, in [0, 1]."""
        phrasing, weights = self._index.phrasings[number], self.weights
        asked = met = 0.0
        hit: dict[str, None] = {}  # in the order of the question
        for word in question.content:
            rarity, likeness, concept = self._weigh(word.senses, phrasing.concepts)
            asked += rarity
            met += rarity * likeness
            if concept:
                hit[concept] = None
        if not asked:
            return 0.0
        ask_cover, phrase_cover = (
            met / asked,
            self._index.sum(hit) / (self._index.totals[number] or 1.0),
        )
        ratio = fuzz.ratio(question.folded, phrasing.folded) / 100
        score = (
            weights.ask_cover * ask_cover
            + weights.phrase_cover * phrase_cover
            + weights.ratio * ratio
            + weights.order * _order(hit, phrasing.concepts)
        )
        return score * self._kinds_agree(question.kinds, phrasing.kinds)

    def _kinds_agree(self, asked: frozenset[str], other: frozenset[str]) -> float:
        """1 where both ask for the same kind of thing, less where one or each asks for another."""
        if bool(asked) != bool(other):
            return self.weights.one_kind
        return 1.0 if may_answer(asked, other) else self.weights.other_kind

    def _weigh(
        self, senses: tuple[Sense, ...], concepts: Collection[str]
    ) -> tuple[float, float, str | None]:
        """Rarity of a word, and the likeness and concept of its best sense in `concepts`."""
        for sense in senses:
            if sense.concept in concepts:
                return self._index.rarity[sense.concept], sense.likeness, sense.concept
        return (self._index.rarity[senses[0].concept] if senses else 1.0), 0.0, None

    def _match(
        self,
        question: Question,
        owner: int,
        found: list[tuple[float, int]],
        cosines: dict[str, float],
        *,
        is_exact: bool,
    ) -> Match:
        found.sort(key=lambda part: (-part[0], part[1]))
        mean = sum(score for score, _ in found[:3]) / 3
        unexplained, explained = self._explain(question, owner)
        weights = self.weights
        score = (1 - weights.mean) * found[0][0] + weights.mean * mean
        nearest = self._index.phrasings[found[0][1]]
        kinds = _kinds(self._index.owners[owner], nearest)
        if not may_answer(question.kinds, kinds):
            score *= weights.other_kind
        parts = {"nearest": score, **cosines, "explained": explained}
        total = math.fsum(self._shares[name] * value for name, value in parts.items())
        if nearest.places - question.places - self._index.usual:
            total *= weights.other_place
        return Match(
            owner=self._index.owners[owner],
            score=1.0 if is_exact else total,
            parts=MappingProxyType(parts),
            is_exact=is_exact,
            phrasing=nearest.text,
            kinds=kinds,
            is_negated=nearest.is_negated,
            missing=self._missing(question, owner),
            unexplained=unexplained,
            explained=explained,
            turned=self._turned(question, owner),
            strangers=question.places - self._index.countries[owner],
        )

    def _turned(self, question: Question, owner: int) -> frozenset[str]:
        """Countries that the question puts at one end and the owner, when it does, at the other."""
        counts = self._index.ends[owner]
        return frozenset(
            code
            for end, code in question.ends
            if counts[OTHER_END[end], code] > OFTEN * (counts[end, code] + 1)
        )

    def _missing(self, question: Question, owner: int) -> tuple[str, ...]:
        """The first term of every group of required terms that the question has none of."""
        fact = self._index.owners[owner]
        if isinstance(fact, Gap) or not fact.needs:
            return ()
        asked = {sense.concept for word in question.content for sense in word.senses}
        known = self._index.vocabulary.concepts
        return tuple(group[0] for group in fact.needs if asked.isdisjoint(known(group)))

    def _explain(self, question: Question, owner: int) -> tuple[tuple[str, ...], float]:
        """The words that the owner has nowhere, and the share of rarity that it does have."""
        pooled, total, missing = self._index.evidence[owner], 0.0, 0.0
        unexplained = []
        for word in question.content:
            rarity, _, concept = self._weigh(word.senses, pooled)
            total += rarity
            if concept is None:
                missing += rarity
                unexplained.append(word.text)
        return tuple(unexplained), 1.0 - missing / total if total else 0.0


def _order(hit: Collection[str], concepts: tuple[str, ...]) -> float:
    """The share of neighbours among the shared concepts that stand in the same order in both."""
    places = [concepts.index(concept) for concept in hit]
    if len(places) < 2:
        return 1.0
    return sum(one < other for one, other in pairwise(places)) / (len(places) - 1)


def _kinds(owner: Owner, nearest: Phrasing) -> frozenset[str]:
    """What a candidate answers: its own kinds and that of its nearest phrasing; empty = unknown."""
    if isinstance(owner, Gap) or not owner.kinds:
        return frozenset()
    return frozenset(owner.kinds) | nearest.kinds
