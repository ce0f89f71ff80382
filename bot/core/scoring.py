"""Scores what is known of an article against a question: all of it roughly, the nearest in full."""

from collections.abc import Iterable, Mapping, Sequence
from operator import mul
from types import MappingProxyType
from typing import NamedTuple

from rapidfuzz import fuzz, process

from bot.core.encoded import Encoded
from bot.core.facts import Fact, Gap
from bot.core.index import Content, Index
from bot.core.lanes import Likeness, Row
from bot.core.places import OTHER_END
from bot.core.question import QUANTITY, Question, Word, may_answer
from bot.core.ranking import Match
from bot.core.vocabulary import Sense
from bot.core.weights import PARTS, Weights

FACTS, GAPS = 8, 4  # owners that are scored in full
MANY = 16  # owners that a concept may have to find them, in a base of any size
OFTEN = 4  # times as many phrasings at one end as at the other: that is its end
REMEMBERED = 512  # words of readers
WHOLE = 1 << 56  # of a rough score, in whole numbers
LIKE = 1 << 20  # of a likeness
NEUTRAL = 0.5  # of the kind, where nothing is asked for or known
_NONE: frozenset[str] = frozenset()
HELD = frozenset({"when", "who", "where"}) | QUANTITY  # kinds that a sentence shows


class _Word(NamedTuple):
    """A content word of a question, as all owners are asked about it."""

    text: str
    concepts: list[str]  # that it may stand for, likeliest first
    rarity: float  # where an owner has none of them
    related: tuple[Sense, ...]  # what means about the same, nearest first


class _Asked(NamedTuple):
    """A question, with what is the same for all owners."""

    question: Question
    content: list[_Word]
    words: frozenset[str]  # all of them, folded
    pooled: Sequence[Likeness]  # by sort of evidence: how like the question each owner is
    parts: tuple[str, ...]  # of a score, in order
    shares: tuple[float, ...]  # of these parts, 1 together


class Scorer:
    """Holds one fact base, ready, against questions."""

    def __init__(self, index: Index, weights: Weights, encoded: Encoded | None = None) -> None:
        self._index, self._encoded = index, encoded
        self._of_parts: dict[tuple[str, ...], tuple[float, ...]] = {}
        self._shares = {name: getattr(weights, name) for name in PARTS}
        owners = index.owners
        self._most = max(MANY, len(owners) // 4)  # owners of a concept that finds them
        concepts = index.vocabulary.concepts
        self._needs = {
            n: [(group[0], concepts(group)) for group in owner.needs]
            for n, owner in enumerate(owners)
            if isinstance(owner, Fact) and owner.needs
        }
        # What an owner answers by its own account; empty = unknown.
        self._kinds = [
            frozenset(owner.kinds) if isinstance(owner, Fact) else _NONE for owner in owners
        ]
        self._facts = [n for n, owner in enumerate(owners) if isinstance(owner, Fact)]
        self._row = Row(len(owners))
        self._remembered: dict[tuple[str, str], int] = {}
        self._gaps = [n for n, owner in enumerate(owners) if isinstance(owner, Gap)]

    def matches(self, question: Question, *, by_heart: bool) -> list[Match]:
        """The owners nearest to `question`, facts and gaps, best first.

        `by_heart`: a question that is a phrasing, word for word, is its owner's whatever the rest.
        """
        pooled = self._pooled(question)
        exact = self._index.exact(question.spelt) if by_heart else None
        near = self._nearest(question, pooled)
        if exact is not None and exact not in near:
            near.append(exact)
        asked = self._asked(question, pooled)
        matches = [self._match(asked, owner, is_exact=owner == exact) for owner in near]
        return sorted(matches, key=lambda match: (not match.is_exact, -match.score, match.owner.id))

    def best_fact(self, question: Question) -> Match | None:
        """The fact that is first among `matches`, not by heart; without the gaps, in less time."""
        pooled = self._pooled(question)
        asked = self._asked(question, pooled)
        facts = [
            n for n in self._nearest(question, pooled) if isinstance(self._index.owners[n], Fact)
        ]
        matches = (self._match(asked, owner, is_exact=False) for owner in facts)
        return min(matches, key=lambda match: (-match.score, match.owner.id), default=None)

    def _pooled(self, question: Question) -> Mapping[str, Likeness]:
        """By sort of evidence: how like the question all phrasings of each owner together are."""
        found = self._index.pools[question.language].likeness(question.whole)
        if self._encoded:
            meant = self._encoded.likeness(question.text, question.language)
            if meant:
                found["encoded"] = meant
        return found

    def _nearest(self, question: Question, pooled: Mapping[str, Likeness]) -> list[int]:
        """The facts and gaps that are most like the question by all their phrasings."""
        joined = self._shared(question)
        for name, like in pooled.items():
            joined += round(WHOLE * self._shares[name] * like.scale) * like.joined
        found = self._row.parted(joined)
        best = sorted(self._facts, key=found.__getitem__, reverse=True)[:FACTS]
        best += sorted(self._gaps, key=found.__getitem__, reverse=True)[:GAPS]
        return [owner for owner in best if found[owner] > 0]

    def _shared(self, question: Question) -> int:
        """By owner: its share of the question's rarity, roughly, as its part of a score; joined."""
        joined = 0
        total = sum(self._rarity(word) for word in question.content)
        for word in question.content:
            worth = self._shares["related"] * self._rarity(word) / total
            joined += round(WHOLE // LIKE * worth) * self._knowing(word, question.language)
        return joined

    def _knowing(self, word: Word, language: str) -> int:
        """The owners that have a reader's word, or one that means about the same, and how near:
        `LIKE` for 1, joined.
        """
        key = (word.text, language)
        found = self._remembered.get(key)  # once: another thread may clear it
        if found is None:
            best = [0] * len(self._index.owners)
            for sense in (*word.senses, *self._index.related(word.text, language)):
                having = self._index.sharing.get(sense.concept, ())
                likeness = round(LIKE * sense.likeness)
                for owner in having if len(having) <= self._most else ():
                    best[owner] = max(best[owner], likeness)
            if len(self._remembered) >= REMEMBERED:
                self._remembered.clear()
            found = self._remembered[key] = self._row.joined(best)
        return found

    def _rarity(self, word: Word) -> float:
        return self._index.rarity[word.senses[0].concept] if word.senses else 1.0

    def _asked(self, question: Question, pooled: Mapping[str, Likeness]) -> _Asked:
        parts = ("ratio", *pooled, "related", "before", "kind")
        content = [
            _Word(
                word.text,
                [sense.concept for sense in word.senses],
                self._rarity(word),
                self._index.related(word.text, question.language),
            )
            for word in question.content
        ]
        words = frozenset(question.whole.letters.split())
        return _Asked(
            question, content, words, tuple(pooled.values()), parts, self._shares_of(parts)
        )

    def _match(self, asked: _Asked, owner: int, *, is_exact: bool) -> Match:
        index, question, each = self._index, asked.question, self._index.owners[owner]
        texts, folded, marked = index.asks[question.language][owner]
        _, ratio, number = process.extractOne(question.folded, folded, scorer=fuzz.ratio)
        marks = marked[number]
        kinds = self._kinds[owner]
        if kinds and not marks.kinds <= kinds:
            kinds |= marks.kinds
        unexplained, explained, related, before = self._explain(asked.content, owner)
        fits = _fits(asked, kinds, index.contents[owner]) if question.kinds else NEUTRAL
        pools = [like.of(owner) for like in asked.pooled]
        parts = (ratio / 100, *pools, related, before, fits)
        return Match(
            owner=each,
            score=1.0 if is_exact else sum(map(mul, asked.shares, parts)),
            parts=MappingProxyType(dict(zip(asked.parts, parts, strict=True))),
            is_exact=is_exact,
            phrasing=texts[number],
            kinds=kinds,
            is_negated=marks.is_negated,
            missing=self._missing(question, owner) if owner in self._needs else (),
            unexplained=unexplained,
            numbers=index.numbers[owner],
            strangers=question.places - index.countries[owner],
            turned=self._turned(question, owner) if question.ends else _NONE,
            explained=explained,
        )

    def _shares_of(self, parts: tuple[str, ...]) -> tuple[float, ...]:
        """The shares of these parts, 1 together: not every language has vectors."""
        if parts not in self._of_parts:
            shares = [self._shares[name] for name in parts]
            self._of_parts[parts] = tuple(share / sum(shares) for share in shares)
        return self._of_parts[parts]

    def _explain(
        self, content: Iterable[_Word], owner: int
    ) -> tuple[tuple[str, ...], float, float, float]:
        """The words that the owner has nowhere, and shares of the question's rarity: of the words
        that it does have, of those with words that mean about the same by how near they are, and
        of the words that the sentence before adds.
        """
        index = self._index
        known, before, rarity = index.evidence[owner], index.before[owner], index.rarity
        total = missing = near = added = 0.0
        unexplained = []
        for word in content:
            for concept in word.concepts:
                if concept in known:
                    total += rarity[concept]
                    break
            else:
                total += word.rarity
                missing += word.rarity
                unexplained.append(word.text)
                near += word.rarity * _likeness(word.related, known)
                if before and not before.isdisjoint(word.concepts):
                    added += word.rarity
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

    def _missing(self, question: Question, owner: int) -> tuple[str, ...]:
        """The first term of every group of required terms that the question has none of.

        A term may stand in no text of the base: then it is no sense of a word, but its concept.
        """
        asked = {sense.concept for word in question.content for sense in word.senses}
        asked.update(question.whole.concepts)
        return tuple(term for term, group in self._needs[owner] if asked.isdisjoint(group))


def _likeness(related: Iterable[Sense], known: frozenset[str]) -> float:
    """Of the nearest concept that is known."""
    for sense in related:
        if sense.concept in known:
            return sense.likeness
    return 0.0


def _fits(asked: _Asked, kinds: frozenset[str], content: Content | None) -> float:
    """1 where the kind asked for is there, 0 where it is not: by kinds, else by the sentence."""
    wanted = asked.question.kinds
    if kinds:
        return float(may_answer(wanted, kinds))
    if content is None:
        return NEUTRAL
    held = [_holds(content, kind, asked.words) for kind in wanted if kind in HELD]
    return float(any(held)) if held else NEUTRAL


def _holds(content: Content, kind: str, words: frozenset[str]) -> bool:
    """Whether a sentence has a date, or a number or name that the question has not."""
    if kind == "when":
        return content.has_date
    return not (content.numbers if kind in QUANTITY else content.names) <= words
