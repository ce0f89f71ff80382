"""The words that a fact base knows: a reader's word → the concepts that it may stand for."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile

from rapidfuzz import fuzz, process

from bot.core.facts import LANGUAGES
from bot.core.language import Languages
from bot.core.normalize import Stemmer, latin, words
from bot.core.synonyms import Synonyms, spoken

TYPO_LETTERS = 4  # shorter words are never mended: too many neighbours
TYPO_CUTOFF = 74.0  # rapidfuzz ratio: one slip in four letters, two in eight
SURE_CUTOFF = 83.0  # from which the known word is read in its place: one slip in six letters
TYPO_WORTH = 0.95  # of a word that had to be mended, times its ratio
PREFIX_LETTERS = 5  # a common beginning of this length ties inflected forms together
PREFIX_WORTH = 0.75
SENSES = 4  # of a word at most
ALIKE = 64  # words with the same beginning that are looked at


@dataclass(frozen=True, slots=True)
class Sense:
    """A concept that a word may stand for, and how surely, in (0, 1]."""

    concept: str
    likeness: float


class Vocabulary:
    """A concept is a stem, or the first stem of its group of synonyms."""

    def __init__(self, synonyms: Synonyms, stemmer: Stemmer, languages: Languages) -> None:
        self._synonyms, self._stemmer, self._languages = synonyms, stemmer, languages
        self._known: dict[str, dict[str, str]] = {code: {} for code in LANGUAGES}
        self._concepts: dict[str, set[str]] = {code: set() for code in LANGUAGES}
        self._sorted: dict[str, list[str]] = {}  # the words known in a language, when asked for

    def learn(self, word: str, language: str) -> str:
        """The concept of a word of the base; from now on it is known."""
        surface = latin(word)
        concept = self._known[language].get(surface)
        if concept is None:
            concept = self.concept(word, language)
            self._known[language][surface] = concept
            self._concepts[language].add(concept)
            self._sorted.pop(language, None)
        return concept

    def concept(self, word: str, language: str) -> str:
        """The concept that a word would have, known or not."""
        return self._synonyms.concept(self._stemmer.stem(word, language), language)

    def concepts(self, terms: Iterable[str]) -> set[str]:
        """The concepts of terms of any language, as required terms are written."""
        return {
            self.concept(word, code)
            for term in terms
            for word in words(term)
            for code in spoken(word, LANGUAGES)
        }

    def known(self, language: str) -> Mapping[str, str]:
        """Word in Latin letters, as it stands in the base in that language → its concept."""
        return self._known[language]

    def senses(self, word: str, language: str) -> tuple[Sense, ...]:
        """What a reader's word may stand for, likeliest first; empty when nothing explains it.

        The word as it is comes before the word mended, this language before the others.
        """
        return self._exact(word, language) or self._mended(word, language)

    def _exact(self, word: str, language: str) -> tuple[Sense, ...]:
        surface = latin(word)
        for code in (language, *LANGUAGES):
            if surface in self._known[code]:
                return (Sense(self._known[code][surface], 1.0),)
        concept = self.concept(word, language)
        return (Sense(concept, 1.0),) if concept in self._concepts[language] else ()

    def _mended(self, word: str, language: str) -> tuple[Sense, ...]:
        """Numbers are never mended: 2019 is not a slip for 2020."""
        surface = latin(word)
        if len(surface) < TYPO_LETTERS or surface[0].isdigit():
            return ()
        known = self._known[language]
        found: dict[str, float] = {}
        for near, ratio in self._near(surface, language):
            found[known[near]] = max(found.get(known[near], 0.0), TYPO_WORTH * ratio / 100)
        for near in self._beginning(surface[:PREFIX_LETTERS], language):
            found[known[near]] = max(found.get(known[near], 0.0), PREFIX_WORTH)
        ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Sense(concept, likeness) for concept, likeness in ordered[:SENSES])

    def meant(self, slip: str, language: str) -> str | None:
        """The known word, in Latin letters, that is surely meant by one that is not known."""
        near = [each for each in self._near(latin(slip), language) if each[1] >= SURE_CUTOFF]
        return min(near, key=lambda each: (-each[1], each[0]))[0] if near else None

    def _near(self, slip: str, language: str) -> list[tuple[str, float]]:
        """The known words that a slip may stand for, with rapidfuzz's ratio.

        A common word of the language is no slip: pets are no jets.
        """
        vectors = self._languages[language].vectors
        if vectors and vectors.keys.find(slip) >= 0:
            return []
        near = process.extract(
            slip,
            self._known[language].keys(),
            scorer=fuzz.ratio,
            score_cutoff=TYPO_CUTOFF,
            limit=SENSES,
        )
        return [(w, r) for w, r, _ in near if not w[0].isdigit() and _begin_alike(slip, w)]

    def _beginning(self, prefix: str, language: str) -> list[str]:
        """The words known in a language that begin so, where that is long enough to tell."""
        if len(prefix) < PREFIX_LETTERS:
            return []
        if language not in self._sorted:
            self._sorted[language] = sorted(self._known[language])
        among = self._sorted[language]
        start = bisect_left(among, prefix)
        return list(takewhile(lambda word: word.startswith(prefix), among[start : start + ALIKE]))


def _begin_alike(slip: str, word: str) -> bool:
    """Whether a slip is likely by its beginning: first letters are hardly ever mistyped alone."""
    is_swapped = slip[:2] == word[1::-1]
    return slip[0] == word[0] or is_swapped or slip[1:4] == word[:3] or slip[:3] == word[1:4]
