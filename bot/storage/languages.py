"""Reads what is known of each language: words.toml, and the cldr.json that the build makes."""

import json
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field

from bot.core.countries import country_names
from bot.core.language import Cues, Language, Languages
from bot.core.normalize import Stemmer, fold
from bot.storage.vectors import read_vectors

LOCALES = Path(__file__).parent.parent / "locales"


class DirectionFile(BaseModel):
    """The table [direction] of words.toml."""

    model_config = ConfigDict(extra="forbid")

    to: tuple[str, ...]
    from_: tuple[str, ...] = Field(alias="from")
    to_endings: tuple[str, ...]
    from_endings: tuple[str, ...]


class ExclusionFile(BaseModel):
    """The words before, and after, what is left out, and beside who and which for others."""

    model_config = ConfigDict(extra="forbid")

    before: tuple[str, ...]
    after: tuple[str, ...]
    else_before: tuple[str, ...]
    else_after: tuple[str, ...]


class WordsFile(BaseModel):
    """What stands in words.toml."""

    model_config = ConfigDict(extra="forbid")

    letter: str
    harmless: tuple[str, ...]
    negations: tuple[str, ...]
    negation_endings: tuple[str, ...]
    tags: tuple[str, ...]
    choice: tuple[str, ...]
    choice_pair: tuple[str, ...]
    kinds: dict[str, tuple[str, ...]]
    exclusion: ExclusionFile
    direction: DirectionFile
    smalltalk: dict[str, tuple[str, ...]]


@cache
def read_languages(folder: Path = LOCALES) -> Languages:
    """Language code → what the matcher knows of it; read once in a process.

    Raises pydantic's error on a broken file.
    """
    paths = sorted(folder.glob("*/words.toml"))
    stemmer = Stemmer()
    return MappingProxyType({path.parent.name: _read(path, stemmer) for path in paths})


def _read(path: Path, stemmer: Stemmer) -> Language:
    file = WordsFile.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    names = json.loads(path.with_name("cldr.json").read_text(encoding="utf-8"))
    exclusion = {name: _folded(words) for name, words in file.exclusion.model_dump().items()}
    harmless = _folded(file.harmless) | exclusion["before"] | exclusion["after"]
    kinds, code = _kinds(file), path.parent.name
    return Language(
        code=code,
        letter=file.letter,
        harmless=harmless,
        filling=harmless.union(pattern[0] for pattern in kinds if len(pattern) == 1),
        negations=_folded(file.negations),
        negation_endings=tuple(map(fold, file.negation_endings)),
        tags=tuple(map(fold, file.tags)),
        choice=_folded(file.choice),
        choice_pair=_folded(file.choice_pair),
        exclusion=MappingProxyType(exclusion),
        kinds=MappingProxyType(kinds),
        kind_lengths=MappingProxyType(_lengths(kinds)),
        countries=country_names(
            names["places"], harmless, lambda words: stemmer.stems(words, code)
        ),
        months=_folded(names["months"]) - harmless,
        cues=MappingProxyType(
            {
                "to": Cues(_folded(file.direction.to), _folded(file.direction.to_endings)),
                "from": Cues(_folded(file.direction.from_), _folded(file.direction.from_endings)),
            }
        ),
        smalltalk=MappingProxyType(dict(file.smalltalk)),
        vectors=read_vectors(path.with_name("vectors.bin")),
    )


def _folded(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(map(fold, texts))


def _kinds(file: WordsFile) -> dict[tuple[str, ...], tuple[str, ...]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for kind, patterns in file.kinds.items():
        for pattern in patterns:
            found.setdefault(tuple(fold(pattern).split()), []).append(kind)
    return {pattern: tuple(kinds) for pattern, kinds in found.items()}


def _lengths(kinds: Iterable[tuple[str, ...]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for pattern in kinds:
        found.setdefault(pattern[0], set()).add(len(pattern))
    return {first: tuple(sorted(lengths)) for first, lengths in found.items()}
