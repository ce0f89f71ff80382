"""What a fact base knows, laid out so that a question finds it: phrasings, evidence, rarities."""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.core.facts import Fact, FactBase, Gap
from bot.core.language import Languages
from bot.core.normalize import OWN_LONGEST, Stemmer, latin, words
from bot.core.places import End, Places
from bot.core.pool import Bags, Pool
from bot.core.question import DEFINITE, Reader, content_words, kinds_of, negated
from bot.core.vocabulary import Vocabulary

Owner = Fact | Gap

COMMONEST = 0.1  # the rarity of what every owner speaks of
USUAL = 0.3  # share of owners from which a country goes without saying


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One way to ask for its owner, ready to be compared."""

    owner: int  # index of the fact, gap or small talk
    text: str
    folded: str  # Latin words in alphabetical order
    concepts: tuple[str, ...]  # each once; a set would take seven times the memory
    kinds: frozenset[str]
    places: frozenset[str]  # codes of the countries that it names
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
        self.ends: list[Counter[End]] = [Counter() for _ in self.owners]  # how often marked so
        self.first: dict[tuple[int, str], int] = {}  # owner, language → its first phrasing
        self.exact: dict[str, int] = {}  # folded text → its owner
        self.pools: dict[str, Pool] = {}  # by language
        self.phrasings = tuple(each for code in languages for each in self._learn(code, named))
        self.evidence = tuple(self._learn_evidence(named))  # owner → the concepts that explain it
        self.countries = tuple(map(frozenset, named))  # owner → the countries that it names
        self.usual = _usual(self.countries)  # countries that the whole article speaks of
        self.postings = self._index()  # concept → numbers of phrasings
        self.rarity = self._rarities()  # concept → how much it tells, in (0, 1]
        self.totals = array("f", (self.sum(each.concepts) for each in self.phrasings))
        stemmer.forget()

    def _learn(self, code: str, named: list[set[str]]) -> Iterator[Phrasing]:
        """The phrasings of one language, owner by owner; also pooled, and found by their text."""
        bags: dict[int, Bags] = {}
        number = sum(len(o.asks.get(c, ())) for c in self.pools for o in self.owners)
        for owner, each in enumerate(self.owners):
            self.first[owner, code] = number
            for text in each.asks.get(code, ()):
                tokens = words(text, OWN_LONGEST)
                folded = list(map(latin, tokens))
                self.exact.setdefault(" ".join(folded), owner)
                places = self._places.named(tokens, code)
                named[owner] |= places
                self.ends[owner].update(self._places.ends(tokens, code))
                bags.setdefault(owner, Bags()).add(self.reader.utterance(tokens, folded, code))
                yield self._phrasing(owner, text, tokens, folded, places, code)
                number += 1
        self.pools[code] = Pool(bags)

    def _phrasing(
        self,
        owner: int,
        text: str,
        tokens: list[str],
        folded: list[str],
        places: frozenset[str],
        code: str,
    ) -> Phrasing:
        language = self._languages[code]
        content = content_words(tokens, folded, language)
        return Phrasing(
            owner=owner,
            text=text,
            folded=" ".join(sorted(folded)),
            concepts=tuple(dict.fromkeys(self.vocabulary.learn(w, code) for w in content)),
            kinds=kinds_of(folded, language) & DEFINITE,
            places=places,
            is_negated=negated(folded, language),
        )

    def _learn_evidence(self, named: list[set[str]]) -> Iterator[frozenset[str]]:
        """For every owner, all concepts of its phrasings and of the sentences that it cites."""
        pooled: dict[int, set[str]] = defaultdict(set)
        for phrasing in self.phrasings:
            pooled[phrasing.owner].update(phrasing.concepts)
        for number, owner in enumerate(self.owners):
            if isinstance(owner, Fact):
                for code, text in self._evidence_of(owner):
                    tokens = words(text, OWN_LONGEST)
                    named[number] |= self._places.named(tokens, code)
                    folded = map(latin, tokens)
                    for word in content_words(tokens, folded, self._languages[code]):
                        pooled[number].add(self.vocabulary.learn(word, code))
            yield frozenset(pooled[number])

    def _evidence_of(self, fact: Fact) -> Iterator[tuple[str, str]]:
        article = self._base.article
        for number in fact.cites:
            yield article.language, article[number].text
            for code, lines in article.translations.items():
                if number in lines:  # not of a sentence that was changed since
                    yield code, lines[number]

    def _index(self) -> dict[str, "array[int]"]:
        postings: dict[str, array[int]] = defaultdict(lambda: array("I"))
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


def _usual(countries: Sequence[frozenset[str]]) -> frozenset[str]:
    counts = Counter(code for named in countries for code in named)
    return frozenset(code for code, n in counts.items() if n >= USUAL * len(countries))
