"""What a fact base knows, laid out so that a question finds it: pools, evidence, rarities."""

import math
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.core.exclusions import Exclusions
from bot.core.facts import Fact, FactBase, Gap, Sentence
from bot.core.keys import Keys
from bot.core.language import Languages
from bot.core.learner import Learner, Marks
from bot.core.normalize import OWN_LONGEST, Stemmer, latin, numbers, proper, words
from bot.core.places import End, Places
from bot.core.pool import Pool, Utterance
from bot.core.question import Reader, content_words
from bot.core.related import Thesaurus
from bot.core.synonyms import Synonyms
from bot.core.vocabulary import Sense, Vocabulary

Owner = Fact | Gap

COMMONEST = 0.1  # the rarity of what every owner speaks of

_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"1\d{3}|20\d\d")


class Asks(NamedTuple):
    """An owner's phrasings in one language, by number."""

    texts: list[str]
    folded: list[str]  # Latin words in alphabetical order, to be compared as strings
    marks: list[Marks]


@dataclass(frozen=True, slots=True)
class Content:
    """What a sentence holds that could be asked for."""

    has_date: bool
    numbers: frozenset[str]
    names: frozenset[str]  # folded


class _Found:
    """What was found about one owner so far."""

    def __init__(self) -> None:
        self.asks: dict[str, Asks] = {}  # language → its phrasings
        self.texts: set[str] = set()  # the same in all languages, folded
        self.concepts: set[str] = set()
        self.places: set[str] = set()
        self.ends: Counter[End] = Counter()


class Index:
    """Built once for a fact base, and only read from then on."""

    def __init__(self, base: FactBase, languages: Languages) -> None:
        self._base, self._languages = base, languages
        stemmer = Stemmer()
        synonyms = Synonyms(base.synonyms, _spoken_words(base, languages), stemmer)
        self.vocabulary = Vocabulary(synonyms, stemmer, languages)
        self._places = Places(languages, stemmer)
        self._exclusions = Exclusions(base.article, languages, stemmer, self._places)
        self.reader = Reader(languages, self.vocabulary, self._places, self._exclusions)
        self.owners: tuple[Owner, ...] = (*base.facts, *base.gaps, *_decoys(base))
        found = [_Found() for _ in self.owners]
        self.pools = {code: self._learn(code, found) for code in languages}
        self.asks = {code: [_spoken(each, code) for each in found] for code in languages}
        self._exact, self._exact_owner = _by_text(found)
        self._learn_sentences(found)
        self.ends = tuple(each.ends for each in found)  # owner → how often marked so
        self.evidence = tuple(frozenset(e.concepts) for e in found)  # owner → what explains it
        self.countries = tuple(frozenset(e.places) for e in found)  # owner → what it names
        self.sharing = self._share()  # concept → its owners
        self.rarity = self._rarities()  # concept → how much it tells, in (0, 1]
        self._thesauri = {
            code: Thesaurus(self.vocabulary.known(code), language.vectors)
            for code, language in languages.items()
            if language.vectors
        }
        self.before = tuple(self._learn_before())  # owner → concepts of the sentence before its own
        self.contents = tuple(map(self._content, self.owners))
        self.numbers = tuple(map(self._numbers, self.owners))  # owner → those it has
        stemmer.forget()

    def _learn(self, code: str, found: Sequence["_Found"]) -> Pool:
        """The phrasings of one language: pooled, and their words and countries known."""
        language = self._languages[code]
        learner = Learner(language, self.vocabulary, self._places, self._exclusions)
        utterances: dict[int, list[Utterance]] = {}
        for number, (owner, known) in enumerate(zip(self.owners, found, strict=True)):
            for text in owner.asks.get(code, ()):
                learned = learner.read(text)
                known.texts.add(learned.utterance.letters)
                known.concepts |= learned.concepts
                known.ends.update(learned.ends)
                known.places |= learned.places
                asks = known.asks.setdefault(code, Asks([], [], []))
                asks.texts.append(text)
                asks.folded.append(" ".join(sorted(learned.folded)))
                asks.marks.append(learned.marks)
                utterances.setdefault(number, []).append(learned.utterance)
        return Pool(utterances, len(self.owners), language.vectors)

    def _learn_sentences(self, found: Sequence["_Found"]) -> None:
        """The words and countries of the sentences that a fact cites, translated ones too."""
        for owner, known in zip(self.owners, found, strict=True):
            for code, text in self._evidence_of(owner) if isinstance(owner, Fact) else ():
                tokens = words(text, OWN_LONGEST)
                known.concepts.update(self._concepts(tokens, code))
                known.places |= self._places.named(tokens, code)

    def related(self, word: str, language: str) -> tuple[Sense, ...]:
        """Concepts that mean about the same as a folded word, where the language has vectors."""
        thesaurus = self._thesauri.get(language)
        return thesaurus.related(word) if thesaurus else ()

    def exact(self, folded: str) -> int | None:
        """The owner that has a phrasing with this folded text."""
        number = self._exact.find(folded)
        if number < 0:
            return None
        owner = self._exact_owner[number]
        asks = self.owners[owner].asks.values()
        is_so = any(
            " ".join(map(latin, words(t, OWN_LONGEST))) == folded for ts in asks for t in ts
        )
        return owner if is_so else None

    def _concepts(self, tokens: Sequence[str], code: str) -> Iterator[str]:
        return (self.vocabulary.learn(word, code) for word in self._content_words(tokens, code))

    def _content_words(self, tokens: Sequence[str], code: str) -> list[str]:
        return content_words(tokens, map(latin, tokens), self._languages[code])

    def _evidence_of(self, fact: Fact) -> Iterator[tuple[str, str]]:
        article = self._base.article
        for number in fact.cites:
            yield article.language, article[number].text
            for code, lines in article.translations.items():
                if number in lines:  # not of a sentence that was changed since
                    yield code, lines[number]

    def _learn_before(self) -> Iterator[frozenset[str]]:
        """What the sentence before the first cited one adds, in the same paragraph.

        “It was opened in 2021”: what was opened stands there.
        """
        article, code = self._base.article, self._base.article.language
        following = zip(article.sentences, article.sentences[1:], strict=False)
        before = {
            one.number: frozenset(
                self.vocabulary.concept(word, code)  # not learned: perhaps no fact cites it
                for word in self._content_words(words(other.text, OWN_LONGEST), code)
            )
            for other, one in following
            if one.paragraph == other.paragraph
        }
        for owner, known in zip(self.owners, self.evidence, strict=True):
            first = owner.cites[0] if isinstance(owner, Fact) else None
            yield before.get(first, frozenset()) - known if first is not None else frozenset()

    def _numbers(self, owner: Owner) -> frozenset[str]:
        """Of the cited sentences and all phrasings."""
        texts = [text for asks in owner.asks.values() for text in asks]
        if isinstance(owner, Fact):
            texts += [self._base.article[cited].text for cited in owner.cites]
        return frozenset(found for text in filter(_DIGIT.search, texts) for found in numbers(text))

    def _content(self, owner: Owner) -> Content | None:
        """Of the first sentence of a fact whose kinds nobody gave."""
        if not isinstance(owner, Fact) or owner.kinds:
            return None
        article = self._base.article
        return _held(article[owner.cites[0]], self._languages[article.language].months)

    def _share(self) -> dict[str, "array[int]"]:
        sharing: dict[str, array[int]] = defaultdict(lambda: array("H"))
        for owner, concepts in enumerate(self.evidence):
            for concept in sorted(concepts):
                sharing[concept].append(owner)
        return dict(sharing)

    def _rarities(self) -> dict[str, float]:
        """Inverse owner frequency, in (0, 1]: what only one owner speaks of tells most."""
        owners = len(self.owners)
        top = math.log(owners + 1)
        return {
            concept: max(COMMONEST, math.log((owners + 1) / len(having)) / top)
            for concept, having in self.sharing.items()
        }


def _decoys(base: FactBase) -> list[Gap]:
    """A fact's decoys are a gap of their own, with the fact as the nearest thing."""
    return [Gap(f"{f.id}.decoys", f.decoys, (f.id,)) for f in base.facts if f.decoys]


def _spoken_words(base: FactBase, languages: Iterable[str]) -> dict[str, set[str]]:
    """Language → the cleaned words of the article, its translations and all phrasings in it."""
    article = base.article
    texts: dict[str, list[str]] = {code: [] for code in languages}
    texts[article.language] += [sentence.text for sentence in article.sentences]
    asked = [fact.asks for fact in base.facts] + [gap.asks for gap in base.gaps]
    for code, found in texts.items():
        found += article.translations.get(code, {}).values()
        found += [text for asks in asked for text in asks.get(code, ())]
    return {
        code: {word for text in found for word in words(text, OWN_LONGEST)}
        for code, found in texts.items()
    }


def _by_text(found: Sequence[_Found]) -> tuple[Keys, "array[int]"]:
    """The folded phrasings, and by their number the first owner that has them."""
    keys = Keys.of(text for each in found for text in each.texts)
    owners = array("H", bytes(2 * len(keys)))
    for owner in reversed(range(len(found))):
        for text in found[owner].texts:
            owners[keys.find(text)] = owner
    return keys, owners


def _spoken(found: _Found, language: str) -> Asks:
    """An owner's phrasings in `language`, or else in the first language that it has."""
    return found.asks.get(language) or next(iter(found.asks.values()))


def _held(sentence: Sentence, months: frozenset[str]) -> Content:
    tokens = words(sentence.text, OWN_LONGEST)
    folded = list(map(latin, tokens))
    return Content(
        has_date=any(word in months or _YEAR.fullmatch(word) for word in folded),
        numbers=frozenset(word for word in folded if word[0].isdigit()),
        names=frozenset(map(latin, proper(sentence.text))),
    )
