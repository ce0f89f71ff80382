"""A reader's text, understood as far as words go: its language, what it asks for, its content."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bot.core.exclusions import Exclusions
from bot.core.facts import LANGUAGES
from bot.core.language import Language, Languages
from bot.core.normalize import latin, words
from bot.core.places import End, Places
from bot.core.pool import Utterance
from bot.core.vocabulary import Sense, Vocabulary

DEFINITE = frozenset({"who", "when", "where", "how-many", "how-much", "why"})  # which, what: vague
QUANTITY = frozenset({"how-many", "how-much"})
SWAP_LETTERS = 3  # of a word whose letters may stand in the wrong order: teh
SLIP_LETTERS = 5  # of a filling word that is known through a slip: shorter ones have many like it
_REMEMBERED = 2048  # words of readers in a language, 0.4 KB each

_RUSSIAN = re.compile("[а-я]")


@dataclass(frozen=True, slots=True)
class Word:
    """A content word of a question and what it may stand for; no senses = nothing explains it."""

    text: str  # cleaned
    senses: tuple[Sense, ...]

    @property
    def is_number(self) -> bool:
        """Whether it is a number, which is compared exactly."""
        return self.text[0].isdigit()

    @property
    def is_mended(self) -> bool:
        """Whether it stands nowhere as it is, and was taken for a word like it."""
        return bool(self.senses) and self.senses[0].likeness < 1.0


class Question(NamedTuple):
    """What a text asks."""

    text: str
    spelt: str  # Latin words in order, as `fold` has them: one text for one phrasing
    folded: str  # Latin words in alphabetical order, for whole-string comparison
    length: int  # words in all
    language: str
    is_plain: bool  # the language shows in the words; otherwise it was guessed
    content: tuple[Word, ...]
    whole: Utterance  # filling too, as its pool sees it
    places: frozenset[str]  # codes of the countries that are named
    ends: frozenset[End]  # countries that are marked as one end of a direction
    numbers: frozenset[str]  # in one spelling
    kinds: frozenset[str]  # definite kinds only
    asks: bool  # it has a question word of any kind
    is_marked: bool  # it has a question mark
    is_negated: bool
    is_choice: bool  # it names several things to choose from


def kinds_of(folded: Sequence[str], language: Language) -> frozenset[str]:
    """What the question words among folded tokens ask for; every kind, vague ones too."""
    return frozenset(
        kind
        for at, word in enumerate(folded)
        for length in language.kind_lengths.get(word, ())
        for kind in language.kinds.get(tuple(folded[at : at + length]), ())
    )


def negated(folded: Sequence[str], language: Language) -> bool:
    """Whether one of the folded tokens negates; “or not” and “I don’t know” negate nothing."""
    if not any(_negates(word, language) for word in folded):
        return False
    line = f" {' '.join(folded)} "
    for phrase in language.tags:
        line = line.replace(f" {phrase} ", " ")
    return any(_negates(word, language) for word in line.split())


def _negates(word: str, language: Language) -> bool:
    return word in language.negations or word.endswith(language.negation_endings)


def _chooses(folded: Sequence[str], language: Language) -> bool:
    """Whether folded tokens ask which of several things it is: in France or in Italy."""
    pairs = sum(map(folded.count, language.choice_pair))
    return pairs > 1 or not language.choice.isdisjoint(folded)


def may_answer(asked: frozenset[str], answered: frozenset[str]) -> bool:
    """Whether what is asked for is among what is answered, as far as both are known.

    How many and how much are one here: people, and whole languages, do not keep them apart.
    """
    if not asked or not answered or asked & answered:
        return True
    return bool(asked & QUANTITY and answered & QUANTITY)


def content_words(tokens: Iterable[str], folded: Iterable[str], language: Language) -> list[str]:
    """The tokens that carry content: no filling, no question words, no single letters."""
    return [
        token
        for token, word in zip(tokens, folded, strict=True)
        if (len(token) > 1 or token.isdigit())
        and word not in language.filling
        and word not in language.negations
    ]


class _Seen(NamedTuple):
    """What is known of a word in a language, whatever stands beside it."""

    token: str  # cleaned; of a slip, the word of the base that was meant
    folded: str  # in Latin letters; of a slip, the word that was meant, filling too
    concept: str  # as a pool compares it: that of the likeliest sense of a content word
    content: Word | None
    is_place: bool  # the name of a country, or the beginning of one


class Reader:
    """Understands questions asked of one vocabulary."""

    def __init__(
        self,
        languages: Languages,
        vocabulary: Vocabulary,
        places: Places,
        exclusions: Exclusions,
    ) -> None:
        self.places = places
        self._exclusions = exclusions
        self._languages = languages
        self._vocabulary = vocabulary
        self._remembered: dict[str, dict[str, _Seen]] = {code: {} for code in languages}

    def read(self, text: str, client_language: str | None = None) -> Question:
        """Understand `text`; `client_language` decides where the words do not tell."""
        tokens = words(text)
        spelt = list(map(latin, tokens))
        code, is_plain = self._language(text, tokens, spelt, client_language)
        remembered, language = self._remembered[code], self._languages[code]
        seen = [remembered.get(token) or self._look_up(token, code) for token in tokens]
        folded = [each.folded for each in seen]
        kinds = kinds_of(folded, language)
        has_place = any(each.is_place for each in seen)
        meant = [each.token for each in seen]
        return Question(
            text=text,
            spelt=" ".join(spelt),
            folded=" ".join(sorted(folded)),
            length=len(tokens),
            language=code,
            is_plain=is_plain,
            content=tuple({word.text: word for each in seen if (word := each.content)}.values()),
            whole=Utterance(tuple([each.concept for each in seen]), " ".join(folded)),
            places=self.places.named(meant, code) if has_place else frozenset(),
            ends=self.places.ends(meant, code) if has_place else frozenset(),
            numbers=frozenset([token for token in tokens if token[0].isdecimal()]),
            kinds=kinds & DEFINITE,
            asks=bool(kinds),
            is_marked="?" in text,
            is_negated=negated(folded, language) or self._exclusions.asked(tokens, folded, code),
            is_choice=_chooses(folded, language),
        )

    def _look_up(self, token: str, code: str) -> _Seen:
        folded = self._plain(latin(token), code)
        content = None
        if content_words([token], [folded], self._languages[code]):
            content = Word(token, self._vocabulary.senses(token, code))
        senses = content.senses if content else ()
        meant = content and content.is_mended and self._vocabulary.meant(token, code)
        seen = _Seen(
            token=meant or token,
            folded=meant or folded,
            concept=(senses and senses[0].concept) or self._vocabulary.concept(token, code),
            content=content,
            is_place=self.places.begins(meant or token, code),
        )
        remembered = self._remembered[code]
        if len(remembered) >= _REMEMBERED:
            remembered.clear()
        remembered[token] = seen
        return seen

    def _language(
        self, text: str, tokens: list[str], folded: list[str], client: str | None
    ) -> tuple[str, bool]:
        """The language that knows most of the words; filling counts more than names.

        Among those that know as many, none whose commonest letter a text with accents has not.
        One word in Latin letters is no Russian: “no” is not но.
        """
        if any(map(_RUSSIAN.search, tokens)):
            return "ru", True
        spelt = [word for word in folded if not word[0].isdigit()]
        spoken = self._languages if len(spelt) > 1 else self._languages.keys() - {"ru"}
        votes = {code: self._votes(spelt, code) for code in spoken}
        best = max(votes.values(), default=0)
        leaders = [code for code in LANGUAGES if votes.get(code) == best]
        if len(leaders) > 1 and not text.isascii():
            lettered = [code for code in leaders if self._languages[code].letter in text.lower()]
            leaders = lettered or leaders
        is_plain = len(leaders) == 1
        tells_nothing = best == 0 or (best == 1 and not is_plain)
        if client in self._languages and (tells_nothing or client in leaders):
            return client, is_plain  # type: ignore[return-value]
        return ("en" if best == 0 else leaders[0]), is_plain

    def _plain(self, word: str, code: str) -> str:
        """The filling or question word for a slip of one, where the base does not know the slip.

        Two letters in the wrong order, or of a longer word any one slip that is no common word.
        """
        language = self._languages[code]
        if len(word) < SWAP_LETTERS or word in language.filling:
            return word
        if word in self._vocabulary.known(code):
            return word
        swaps = (
            f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in range(len(word) - 1)
        )
        swapped = next((each for each in swaps if each in language.filling), None)
        if swapped or (language.vectors and language.vectors.keys.find(word) >= 0):
            return swapped or word
        near = (each for each in language.filling if OSA.distance(word, each, score_cutoff=1) <= 1)
        return min((each for each in near if len(each) >= SLIP_LETTERS), default=word)

    def _votes(self, folded: list[str], code: str) -> int:
        language, known = self._languages[code], self._vocabulary.known(code)
        return sum(
            (word in language.filling) + (word in language.negations) + (word in known)
            for word in folded
        )
