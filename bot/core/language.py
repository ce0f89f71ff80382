"""What the matcher knows of a language: its filling words, question words and small talk."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.countries import CountryNames
from bot.core.vectors import WordVectors


@dataclass(frozen=True, slots=True)
class Cues:
    """What marks a country as one end of a direction, folded."""

    words: frozenset[str]  # before its name
    endings: frozenset[str]  # of its name


@dataclass(frozen=True, slots=True)
class Language:
    """Word lists of one language; all of it is data, read from locales/<code>/words.toml."""

    code: str
    letter: str  # that nearly every text in it has, if written with its own letters; empty = none
    harmless: frozenset[str]  # folded words that carry no content in a question
    filling: frozenset[str]  # harmless words, and question words that stand alone
    negations: frozenset[str]
    negation_endings: tuple[str, ...]  # folded
    tags: tuple[str, ...]  # folded words in a row that negate nothing: or not
    choice: frozenset[str]  # folded words between things of which one is asked for: or
    choice_pair: frozenset[str]  # those that stand after each of them: Roma mı Bakü mü
    exclusion: Mapping[str, frozenset[str]]  # before, after a name: besides; else_…, a who: else
    kinds: Mapping[tuple[str, ...], tuple[str, ...]]  # folded words in a row → what they ask for
    kind_lengths: Mapping[str, tuple[int, ...]]  # first word → lengths of the entries of `kinds`
    countries: CountryNames  # and of languages, from CLDR
    months: frozenset[str]  # folded names (CLDR), but for those that are filling too
    cues: Mapping[str, Cues]  # to and from
    smalltalk: Mapping[str, tuple[str, ...]]  # catalogue key → utterances
    vectors: WordVectors | None  # of its commonest words, where there are any


Languages = Mapping[str, Language]
