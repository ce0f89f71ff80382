"""Reads the phrasings of a fact base in one language: each of its words is looked up only once."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.core.exclusions import Exclusions
from bot.core.language import Language
from bot.core.normalize import OWN_LONGEST, latin, words
from bot.core.places import End, Places
from bot.core.pool import Utterance
from bot.core.question import DEFINITE, content_words, kinds_of, negated
from bot.core.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Marks:
    """What a phrasing asks for, besides its words; few are different."""

    kinds: frozenset[str]
    is_negated: bool


class Learned(NamedTuple):
    """What a phrasing tells of its owner."""

    folded: Sequence[str]  # its words in Latin letters, in order
    concepts: set[str]  # of its words of content
    utterance: Utterance
    marks: Marks
    places: frozenset[str]  # codes of the countries that it names
    ends: frozenset[End]  # countries that it puts at one end of a direction


class _Word(NamedTuple):
    folded: str
    concept: str
    is_content: bool
    is_place: bool  # the name of a country, or the beginning of one


class Learner:
    """The words that it reads are known to the vocabulary from then on."""

    def __init__(
        self, language: Language, vocabulary: Vocabulary, places: Places, exclusions: Exclusions
    ) -> None:
        self._language, self._vocabulary = language, vocabulary
        self._places, self._exclusions = places, exclusions
        self._words: dict[str, _Word] = {}
        self._marks: dict[Marks, Marks] = {}  # each kept once

    def read(self, text: str) -> Learned:
        """Understand a phrasing."""
        tokens = words(text, OWN_LONGEST)
        found = [self._words.get(token) or self._look_up(token) for token in tokens]
        folded = [word.folded for word in found]
        places, ends = frozenset[str](), frozenset[End]()
        if any(word.is_place for word in found):
            places = self._places.named(tokens, self._language.code)
            ends = self._places.ends(tokens, self._language.code)
        kinds = kinds_of(folded, self._language)
        marks = Marks(
            kinds=kinds & DEFINITE,
            is_negated=negated(folded, self._language)
            or self._exclusions.asked(tokens, folded, self._language.code),
        )
        return Learned(
            folded,
            {word.concept for word in found if word.is_content},
            Utterance(tuple([word.concept for word in found]), " ".join(folded)),
            self._marks.setdefault(marks, marks),
            places,
            ends,
        )

    def _look_up(self, token: str) -> _Word:
        code, folded = self._language.code, latin(token)
        is_content = bool(content_words([token], [folded], self._language))
        known = self._vocabulary.learn if is_content else self._vocabulary.concept
        word = _Word(
            folded, known(token, code), is_content, is_place=self._places.begins(token, code)
        )
        self._words[token] = word
        return word
