"""Ranks what is known of an article against a question, and says why."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from bot.core.answer import Answer, Cited, Unknown, decide
from bot.core.confidence import ranked
from bot.core.facts import Fact, FactBase, Gap
from bot.core.language import Languages
from bot.core.normalize import LONGEST, Stemmer, latin, words
from bot.core.parts import parts
from bot.core.places import Places
from bot.core.question import (
    DEFINITE,
    Question,
    Reader,
    content_words,
    kinds_of,
    may_answer,
    negated,
)
from bot.core.ranking import Match, Ranking
from bot.core.smalltalk import SmalltalkFinder
from bot.core.vocabulary import Sense, Vocabulary
from bot.core.weights import Weights

Owner = Fact | Gap

MOST_CUTS = 3  # of a text that may ask two things
SHORTLIST = 40  # phrasings that are scored in full


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One way to ask for its owner, ready to be compared."""

    owner: int  # index of the fact, gap or small talk
    text: str
    folded: str  # Latin words in alphabetical order
    concepts: tuple[str, ...]  # each once; a set would take seven times the memory
    kinds: frozenset[str]
    is_negated: bool


class Matcher:
    """A fact base made ready for questions. Deterministic; building takes about a second."""

    def __init__(self, base: FactBase, languages: Languages, weights: Weights) -> None:
        self.base = base
        self.weights = weights
        self._languages = languages
        self._stemmer = Stemmer()
        self._vocabulary = Vocabulary(base.synonyms, self._stemmer)
        self._places = Places(languages, self._stemmer)
        self._reader = Reader(languages, self._vocabulary, self._places)
        self._owners: tuple[Owner, ...] = (*base.facts, *base.gaps, *_decoys(base))
        self._smalltalk = SmalltalkFinder(languages)
        self._phrasings = tuple(self._learn_phrasings())
        self._evidence = tuple(self._learn_evidence())
        self._named = tuple(self._learn_places())
        self._postings = self._index()
        self._rarity = self._rarities()
        self._stemmer.forget()
        self._totals = tuple(self._sum(phrasing.concepts) for phrasing in self._phrasings)

    # -- learning --------------------------------------------------------------------------

    def _learn_phrasings(self) -> Iterator[Phrasing]:
        for number, owner in enumerate(self._owners):
            for code, texts in owner.asks.items():
                for text in texts:
                    yield self._phrasing(number, text, code)

    def _phrasing(self, owner: int, text: str, code: str) -> Phrasing:
        tokens = words(text)
        content = content_words(tokens, self._languages[code])
        return Phrasing(
            owner=owner,
            text=text,
            folded=" ".join(sorted(map(latin, tokens))),
            concepts=tuple(dict.fromkeys(self._vocabulary.learn(w, code) for w in content)),
            kinds=kinds_of(tokens, self._languages[code]) & DEFINITE,
            is_negated=negated(tokens, self._languages[code]),
        )

    def _learn_evidence(self) -> Iterator[frozenset[str]]:
        """For every owner, all concepts of its phrasings and of the sentences that it cites."""
        pooled: dict[int, set[str]] = defaultdict(set)
        for phrasing in self._phrasings:
            pooled[phrasing.owner].update(phrasing.concepts)
        for number, owner in enumerate(self._owners):
            if isinstance(owner, Fact):
                for code, text in self._evidence_of(owner):
                    for word in content_words(words(text), self._languages[code]):
                        pooled[number].add(self._vocabulary.learn(word, code))
            yield frozenset(pooled[number])

    def _learn_places(self) -> Iterator[frozenset[str]]:
        """For every owner, the countries that its phrasings or sentences name."""
        for owner in self._owners:
            texts = [(code, text) for code, asks in owner.asks.items() for text in asks]
            if isinstance(owner, Fact):
                texts += self._evidence_of(owner)
            named = (self._places.named(words(text), code) for code, text in texts)
            yield frozenset().union(*named)

    def _evidence_of(self, fact: Fact) -> Iterator[tuple[str, str]]:
        article = self.base.article
        for number in fact.cites:
            yield article.language, article[number].text
            for code, lines in article.translations.items():
                yield code, lines[number]

    def _index(self) -> dict[str, list[int]]:
        postings: dict[str, list[int]] = defaultdict(list)
        for number, phrasing in enumerate(self._phrasings):
            for concept in phrasing.concepts:
                postings[concept].append(number)
        return dict(postings)

    def _rarities(self) -> dict[str, float]:
        """Inverse owner frequency, in (0, 1]: what only one owner speaks of tells most."""
        owners = len(self._owners)
        frequency: dict[str, int] = defaultdict(int)
        for concepts in self._evidence:
            for concept in concepts:
                frequency[concept] += 1
        top = math.log(owners + 1)
        return {c: max(0.02, math.log((owners + 1) / n) / top) for c, n in frequency.items()}

    def _sum(self, concepts: Iterable[str]) -> float:
        return sum(self._rarity[concept] for concept in concepts)

    # -- asking ----------------------------------------------------------------------------

    def rank(self, text: str, client_language: str | None = None) -> Ranking:
        """All facts, gaps and small talk that share something with `text`, best first."""
        question = self._reader.read(text, client_language)
        matches = self._matches(question)
        talk = self._smalltalk.nearest(question.folded)
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
        return ranking, answer

    def _cited(self, part: str, whole: Ranking) -> Fact | None:
        """The fact that answers a part of a question, if the part asks something by itself."""
        ranking = self.rank(part, whole.question.language)
        if not ranking.question.asks:
            return None
        answer = self.decide(ranking)
        return answer.facts[0] if isinstance(answer, Cited) else None

    def _matches(self, question: Question) -> list[Match]:
        scored: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for number in self._shortlist(question):
            scored[self._phrasings[number].owner].append((self._score(question, number), number))
        matches = [self._match(question, owner, parts) for owner, parts in scored.items()]
        return sorted(matches, key=lambda match: (-match.score, match.owner.id))

    def _shortlist(self, question: Question) -> list[int]:
        """The phrasings that share the most rarity with the question."""
        gathered: dict[int, float] = defaultdict(float)
        for word in question.content:
            best: dict[int, float] = {}
            for sense in word.senses:
                worth = self._rarity[sense.concept] * sense.likeness
                for number in self._postings.get(sense.concept, ()):
                    if worth > best.get(number, 0.0):
                        best[number] = worth
            for number, worth in best.items():
                gathered[number] += worth
        ordered = sorted(gathered, key=lambda n: (-(gathered[n] ** 2) / self._totals[n], n))
        return ordered[:SHORTLIST]

    def _score(self, question: Question, number: int) -> float:
        """How well one phrasing asks the same, in [0, 1]."""
        phrasing, weights = self._phrasings[number], self.weights
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
        ask_cover, phrase_cover = met / asked, self._sum(hit) / (self._totals[number] or 1.0)
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
                return self._rarity[sense.concept], sense.likeness, sense.concept
        return (self._rarity[senses[0].concept] if senses else 1.0), 0.0, None

    def _match(self, question: Question, owner: int, parts: list[tuple[float, int]]) -> Match:
        parts.sort(key=lambda part: (-part[0], part[1]))
        best = parts[0][0]
        others = [score for score, _ in parts[:3]]
        mean = sum(others) / 3
        unexplained, explained = self._explain(question, owner)
        weights = self.weights
        score = (1 - weights.mean) * best + weights.mean * mean
        nearest = self._phrasings[parts[0][1]]
        kinds = _kinds(self._owners[owner], nearest)
        if not may_answer(question.kinds, kinds):
            score *= weights.other_kind
        return Match(
            owner=self._owners[owner],
            score=min(1.0, score),
            phrasing=nearest.text,
            kinds=kinds,
            is_negated=nearest.is_negated,
            missing=self._missing(question, owner),
            unexplained=unexplained,
            explained=explained,
            strangers=question.places - self._named[owner],
        )

    def _missing(self, question: Question, owner: int) -> tuple[str, ...]:
        """The first term of every group of required terms that the question has none of."""
        fact = self._owners[owner]
        if isinstance(fact, Gap) or not fact.needs:
            return ()
        asked = {sense.concept for word in question.content for sense in word.senses}
        known = self._vocabulary.concepts
        return tuple(group[0] for group in fact.needs if asked.isdisjoint(known(group)))

    def _explain(self, question: Question, owner: int) -> tuple[tuple[str, ...], float]:
        """The words that the owner has nowhere, and the share of rarity that it does have."""
        pooled, total, missing = self._evidence[owner], 0.0, 0.0
        unexplained = []
        for word in question.content:
            rarity, _, concept = self._weigh(word.senses, pooled)
            total += rarity
            if concept is None:
                missing += rarity
                unexplained.append(word.text)
        return tuple(unexplained), 1.0 - missing / total if total else 0.0


def _decoys(base: FactBase) -> list[Gap]:
    """A fact's decoys are a gap of their own, with the fact as the nearest thing."""
    return [Gap(f"{f.id}.decoys", f.decoys, (f.id,)) for f in base.facts if f.decoys]


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
