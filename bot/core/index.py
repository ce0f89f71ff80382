"""What a fact base knows, laid out so that a question finds it: phrasings, evidence, rarities."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.core.facts import Fact, FactBase, Gap
from bot.core.language import Languages
from bot.core.normalize import Stemmer, fold, latin, words
from bot.core.places import Places
from bot.core.question import DEFINITE, Reader, content_words, kinds_of, negated
from bot.core.vocabulary import Vocabulary

Owner = Fact | Gap

COMMONEST = 0.1  # the rarity of what every owner speaks of


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One way to ask for its owner, ready to be compared."""

    owner: int  # index of the fact, gap or small talk
    text: str
    folded: str  # Latin words in alphabetical order
    concepts: tuple[str, ...]  # each once; a set would take seven times the memory
    kinds: frozenset[str]
    is_negated: bool


class Index:
    """Built once for a fact base, and only read from then on."""

    def __init__(self, base: FactBase, languages: Languages) -> None:
        self._base, self._languages = base, languages
        stemmer = Stemmer()
        self.vocabulary = Vocabulary(base.synonyms, stemmer)
        self._places = Places(languages, stemmer)
        self.reader = Reader(languages, self.vocabulary, self._places)
        self.owners: tuple[Owner, ...] = (*base.facts, *base.gaps, *_decoys(base))
        named: list[set[str]] = [set() for _ in self.owners]
        self.phrasings = tuple(self._learn_phrasings(named))
        self.exact = self._learn_exact()  # folded text → its owner
        self.evidence = tuple(self._learn_evidence(named))  # owner → the concepts that explain it
        self.countries = tuple(map(frozenset, named))  # owner → the countries that it names
        self.postings = self._index()  # concept → numbers of phrasings
        self.rarity = self._rarities()  # concept → how much it tells, in (0, 1]
        self.totals = tuple(self.sum(phrasing.concepts) for phrasing in self.phrasings)
        stemmer.forget()

    def _learn_phrasings(self, named: list[set[str]]) -> Iterator[Phrasing]:
        for number, owner in enumerate(self.owners):
            for code, texts in owner.asks.items():
                for text in texts:
                    tokens = words(text)
                    named[number] |= self._places.named(tokens, code)
                    yield self._phrasing(number, text, tokens, code)

    def _phrasing(self, owner: int, text: str, tokens: list[str], code: str) -> Phrasing:
        content = content_words(tokens, self._languages[code])
        return Phrasing(
            owner=owner,
            text=text,
            folded=" ".join(sorted(map(latin, tokens))),
            concepts=tuple(dict.fromkeys(self.vocabulary.learn(w, code) for w in content)),
            kinds=kinds_of(tokens, self._languages[code]) & DEFINITE,
            is_negated=negated(tokens, self._languages[code]),
        )

    def _learn_exact(self) -> dict[str, int]:
        exact: dict[str, int] = {}
        for phrasing in self.phrasings:
            exact.setdefault(fold(phrasing.text), phrasing.owner)
        return exact

    def _learn_evidence(self, named: list[set[str]]) -> Iterator[frozenset[str]]:
        """For every owner, all concepts of its phrasings and of the sentences that it cites."""
        pooled: dict[int, set[str]] = defaultdict(set)
        for phrasing in self.phrasings:
            pooled[phrasing.owner].update(phrasing.concepts)
        for number, owner in enumerate(self.owners):
            if isinstance(owner, Fact):
                for code, text in self._evidence_of(owner):
                    tokens = words(text)
                    named[number] |= self._places.named(tokens, code)
                    for word in content_words(tokens, self._languages[code]):
                        pooled[number].add(self.vocabulary.learn(word, code))
            yield frozenset(pooled[number])

    def _evidence_of(self, fact: Fact) -> Iterator[tuple[str, str]]:
        article = self._base.article
        for number in fact.cites:
            yield article.language, article[number].text
            for code, lines in article.translations.items():
                yield code, lines[number]

    def _index(self) -> dict[str, list[int]]:
        postings: dict[str, list[int]] = defaultdict(list)
        for number, phrasing in enumerate(self.phrasings):
            for concept in phrasing.concepts:
                postings[concept].append(number)
        return dict(postings)

    def _rarities(self) -> dict[str, float]:
        """Inverse owner frequency, in (0, 1]: what only one owner speaks of tells most."""
        owners = len(self.owners)
        frequency: dict[str, int] = defaultdict(int)
        for concepts in self.evidence:
            for concept in concepts:
                frequency[concept] += 1
        top = math.log(owners + 1)
        return {c: max(COMMONEST, math.log((owners + 1) / n) / top) for c, n in frequency.items()}

    def sum(self, concepts: Iterable[str]) -> float:
        """The rarity of several concepts together."""
        return math.fsum(self.rarity[concept] for concept in concepts)


def _decoys(base: FactBase) -> list[Gap]:
    """A fact's decoys are a gap of their own, with the fact as the nearest thing."""
    return [Gap(f"{f.id}.decoys", f.decoys, (f.id,)) for f in base.facts if f.decoys]
