"""Scores what is known of an article against a question: all of it roughly, the nearest in full."""

from collections.abc import Iterable, Mapping
from operator import mul
from types import MappingProxyType

from rapidfuzz import fuzz, process

from bot.core.encoded import Encoded
from bot.core.facts import Fact, Gap
from bot.core.index import Content, Index, Owner
from bot.core.learner import Marks
from bot.core.normalize import fold
from bot.core.places import OTHER_END
from bot.core.question import QUANTITY, Question, Word, may_answer
from bot.core.ranking import Match
from bot.core.vocabulary import Sense
from bot.core.weights import PARTS, Weights

FACTS, GAPS = 12, 5  # owners that are scored in full
MANY = 16  # owners that a concept may have to find them, in a base of any size
OFTEN = 4  # times as many phrasings at one end as at the other: that is its end
REMEMBERED = 512  # words of readers
NEUTRAL = 0.5  # of the kind, where nothing is asked for or known


class Scorer:
    """Holds one fact base, ready, against questions."""

    def __init__(self, index: Index, weights: Weights, encoded: Encoded | None = None) -> None:
        self._index, self._encoded = index, encoded
        self._of_parts: dict[tuple[str, ...], tuple[float, ...]] = {}
        self._shares = {name: getattr(weights, name) for name in PARTS}
        owners = index.owners
        self._most = max(MANY, len(owners) // 4)  # owners of a concept that finds them
        self._facts = [n for n, owner in enumerate(owners) if isinstance(owner, Fact)]
        self._remembered: dict[tuple[str, str], tuple[tuple[int, float], ...]] = {}
        self._gaps = [n for n, owner in enumerate(owners) if isinstance(owner, Gap)]

    def matches(self, question: Question, *, by_heart: bool) -> list[Match]:
        """The owners nearest to `question`, facts and gaps, best first.

        `by_heart`: a question that is a phrasing, word for word, is its owner's whatever the rest.
        """
        pooled = self._pooled(question)
        exact = self._index.exact(fold(question.text)) if by_heart else None
        near = self._nearest(question, pooled)
        if exact is not None and exact not in near:
            near.append(exact)
        matches = [
            self._match(
                question,
                owner,
                {name: cosines[owner] for name, cosines in pooled.items()},
                is_exact=owner == exact,
            )
            for owner in near
        ]
        return sorted(matches, key=lambda match: (not match.is_exact, -match.score, match.owner.id))

    def _pooled(self, question: Question) -> Mapping[str, list[float]]:
        """By sort of evidence: how like the question all phrasings of each owner together are."""
        found = self._index.pools[question.language].likeness(question.whole)
        if self._encoded:
            meant = self._encoded.likeness(question.text, question.language)
            if meant:
                found["encoded"] = meant
        return found

    def _nearest(self, question: Question, pooled: Mapping[str, list[float]]) -> list[int]:
        """The facts and gaps that are most like the question by all their phrasings."""
        shares = [self._shares[name] for name in pooled]
        found = [
            shared + sum(map(mul, shares, cosines))
            for shared, *cosines in zip(self._shared(question), *pooled.values(), strict=True)
        ]
        best = sorted(self._facts, key=found.__getitem__, reverse=True)[:FACTS]
        best += sorted(self._gaps, key=found.__getitem__, reverse=True)[:GAPS]
        return [owner for owner in best if found[owner] > 0.0]

    def _shared(self, question: Question) -> list[float]:
        """By owner: its share of the question's rarity, roughly, as its part of a score."""
        found = [0.0] * len(self._index.owners)
        total = sum(self._rarity(word) for word in question.content)
        for word in question.content:
            worth = self._shares["related"] * self._rarity(word) / total
            for owner, likeness in self._knowing(word, question.language):
                found[owner] += worth * likeness
        return found

    def _knowing(self, word: Word, language: str) -> Iterable[tuple[int, float]]:
        """The owners that have a reader's word, or one that means about the same, and how near."""
        key = (word.text, language)
        found = self._remembered.get(key)  # once: another thread may clear it
        if found is None:
            best: dict[int, float] = {}
            for sense in (*word.senses, *self._index.related(word.text, language)):
                having = self._index.sharing.get(sense.concept, ())
                for owner in having if len(having) <= self._most else ():
                    if sense.likeness > best.get(owner, 0.0):
                        best[owner] = sense.likeness
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            found = self._remembered[key] = tuple(best.items())
        return found

    def _rarity(self, word: Word) -> float:
        return self._index.rarity[word.senses[0].concept] if word.senses else 1.0

    def _match(
        self, question: Question, owner: int, cosines: Mapping[str, float], *, is_exact: bool
    ) -> Match:
        index, each = self._index, self._index.owners[owner]
        asks = index.asks(owner, question.language)
        _, ratio, number = process.extractOne(question.folded, asks.folded, scorer=fuzz.ratio)
        marks = asks.marks[number]
        kinds = _kinds(each, marks)
        unexplained, explained, related, before = self._explain(question, owner)
        parts = {
            "ratio": ratio / 100,
            **cosines,
            "related": related,
            "before": before,
            "kind": _fits(question, kinds, index.contents[owner]),
        }
        total = sum(map(mul, self._shares_of(tuple(parts)), parts.values()))
        return Match(
            owner=each,
            score=1.0 if is_exact else total,
            parts=MappingProxyType(parts),
            is_exact=is_exact,
            phrasing=asks.texts[number],
            kinds=kinds,
            is_negated=marks.is_negated,
            missing=self._missing(question, each),
            unexplained=unexplained,
            explained=explained,
            turned=self._turned(question, owner),
            strangers=question.places - index.countries[owner],
        )

    def _shares_of(self, parts: tuple[str, ...]) -> tuple[float, ...]:
        """The shares of these parts, 1 together: not every language has vectors."""
        if parts not in self._of_parts:
            shares = [self._shares[name] for name in parts]
            self._of_parts[parts] = tuple(share / sum(shares) for share in shares)
        return self._of_parts[parts]

    def _explain(
        self, question: Question, owner: int
    ) -> tuple[tuple[str, ...], float, float, float]:
        """The words that the owner has nowhere, and shares of the question's rarity: of the words
        that it does have, of those with words that mean about the same by how near they are, and
        of the words that the sentence before adds.
        """
        known, before = self._index.evidence[owner], self._index.before[owner]
        total = missing = near = added = 0.0
        unexplained = []
        for word in question.content:
            sense = _first_of(word.senses, known)
            rarity = self._index.rarity[sense.concept] if sense else self._rarity(word)
            total += rarity
            if sense is None:
                missing += rarity
                unexplained.append(word.text)
                like = _first_of(self._index.related(word.text, question.language), known)
                near += rarity * like.likeness if like else 0.0
                if before and any(s.concept in before for s in word.senses):
                    added += rarity
        if not total:
            return (), 0.0, 0.0, 0.0
        explained = 1.0 - missing / total
        return tuple(unexplained), explained, explained + near / total, added / total

    def _turned(self, question: Question, owner: int) -> frozenset[str]:
        """Countries that the question puts at one end and the owner, when it does, at the other."""
        counts = self._index.ends[owner]
        return frozenset(
            code
            for end, code in question.ends
            if counts[OTHER_END[end], code] > OFTEN * (counts[end, code] + 1)
        )

    def _missing(self, question: Question, owner: Owner) -> tuple[str, ...]:
        """The first term of every group of required terms that the question has none of."""
        if isinstance(owner, Gap) or not owner.needs:
            return ()
        asked = {sense.concept for word in question.content for sense in word.senses}
        known = self._index.vocabulary.concepts
        return tuple(group[0] for group in owner.needs if asked.isdisjoint(known(group)))


def _first_of(senses: Iterable[Sense], known: frozenset[str]) -> Sense | None:
    for sense in senses:
        if sense.concept in known:
            return sense
    return None


def _kinds(owner: Owner, nearest: Marks) -> frozenset[str]:
    """What a candidate answers: its own kinds and that of its nearest phrasing; empty = unknown."""
    if isinstance(owner, Gap) or not owner.kinds:
        return frozenset()
    return frozenset(owner.kinds) | nearest.kinds


def _fits(question: Question, kinds: frozenset[str], content: Content | None) -> float:
    """1 where what is asked for is there, 0 where it is not: by kinds, else by the sentence."""
    if not question.kinds:
        return NEUTRAL
    if kinds:
        return float(may_answer(question.kinds, kinds))
    if content is None:
        return NEUTRAL
    words = question.whole.letters.split()
    there = {
        "when": content.has_date,
        "who": not content.names <= set(words),
        "where": not content.names <= set(words),
        **dict.fromkeys(QUANTITY, not content.numbers <= set(words)),
    }
    held: Iterable[bool] = [there[kind] for kind in question.kinds if kind in there]
    return float(any(held)) if held else NEUTRAL
