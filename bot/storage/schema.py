"""What may stand in a file of facts, whichever way it is written, and what was read of one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictInt, ValidationError

from bot.core.check import Place, Problem
from bot.core.facts import Article, Fact, FactBase, Gap

FILE = "facts.toml"  # how a problem names the file, whatever its sender calls it
FAULTS = {  # for the command line; an editor reads the same from the catalogues
    "encoding": "no plain text: byte 0x{byte} is no UTF-8, expected UTF-8",
    "zero-byte": "no plain text: a zero byte, expected UTF-8",
    "toml": "broken TOML: {detail}",
    "too-deep": "broken TOML: nested too deeply",
    "csv": "broken CSV: {detail}",
    "columns": "columns {columns}, expected {known}",
    "width": "{count} columns, expected {expected}",
    "row-kind": "unknown kind {kind!r}, expected one of {known}",
    "row-field": "unknown field {field!r}, expected one of {known}",
    "part-missing": "no part for {field}, expected a language or the number of a group",
    "part-extra": "part {part!r} for {field}, expected none",
    "field-twice": "{field} stands twice",
    "row-cites": "{text!r} in cites, expected numbers of sentences with spaces between",
    "value": "{place}: {detail}, found {found}",
}

Texts = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]
Keys = tuple[int | str, ...]  # to a value: table, index, key …


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Article(_File):
    label: str = Field(min_length=1)
    language: str = "en"


class _Fact(_File):
    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=64)
    cites: tuple[StrictInt, ...] = Field(min_length=1)
    answer: str | None = None
    kinds: tuple[str, ...] = ()
    needs: tuple[Texts, ...] = ()
    asks: dict[str, Texts] = Field(min_length=1)
    decoys: dict[str, Texts] = {}


class _Gap(_File):
    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=64)
    near: tuple[str, ...] = ()
    asks: dict[str, Texts] = Field(min_length=1)


class _Lexicon(_File):
    synonyms: tuple[Texts, ...] = ()


class _Whole(_File):
    article: _Article
    facts: tuple[_Fact, ...] = Field(min_length=1)
    gaps: tuple[_Gap, ...] = ()
    lexicon: _Lexicon = _Lexicon()


class _Part(_File):
    article: _Article | None = None
    facts: tuple[_Fact, ...] = ()
    gaps: tuple[_Gap, ...] = ()
    lexicon: _Lexicon | None = None


@dataclass(frozen=True, slots=True)
class FactsFile:
    """What a file says; None: it does not speak of that."""

    label: str | None
    language: str | None
    facts: tuple[Fact, ...]
    gaps: tuple[Gap, ...]
    synonyms: tuple[tuple[str, ...], ...] | None
    place: Place  # where something of it stands

    def whole(self, article: Article) -> FactBase:
        """The base of this article that has what the file has, and nothing else."""
        return FactBase(self._named(article), self.facts, self.gaps, self.synonyms or ())

    def upon(self, base: FactBase) -> FactBase:
        """The base with what the file names in the place of what it had; nothing is retired.

        What the file names stands last, so that `check` finds fault with that and not with what
        was there before. An id that stands twice in the file does so in the base.
        """
        named = {fact.id for fact in self.facts} | {gap.id for gap in self.gaps}
        return FactBase(
            self._named(base.article),
            (*(each for each in base.facts if each.id not in named), *self.facts),
            (*(each for each in base.gaps if each.id not in named), *self.gaps),
            base.synonyms if self.synonyms is None else self.synonyms,
        )

    def _named(self, article: Article) -> Article:
        label, language = self.label or article.label, self.language or article.language
        return replace(article, label=label, language=language)


def error(line: int, key: str, /, **values: str) -> Problem:
    """A problem that keeps the file from being used: `key` of `FAULTS`, and what fills it."""
    return Problem(FILE, line, "error", FAULTS[key].format_map(values), key, values)


def validated(
    data: Mapping[str, Any],
    place: Place,
    line: Callable[[Keys], int],
    problems: list[Problem],
    *,
    is_whole: bool,
) -> FactsFile | None:
    """What `data` says; None where it is not as it should be, which is added to `problems`.

    `line` gives that of a value. Unless it `is_whole`, any part may be missing.
    """
    try:
        file = (_Whole if is_whole else _Part).model_validate(data)
    except ValidationError as invalid:
        for found in invalid.errors():
            where, value = ".".join(map(str, found["loc"])), _short(found["input"])
            fault = error(
                line(found["loc"]), "value", place=where, detail=found["msg"], found=value
            )
            problems.append(fault)
        return None
    return FactsFile(
        label=file.article.label if file.article else None,
        language=file.article.language if file.article else None,
        facts=tuple(map(_fact, file.facts)),
        gaps=tuple(Gap(gap.id, MappingProxyType(dict(gap.asks)), gap.near) for gap in file.gaps),
        synonyms=file.lexicon.synonyms if file.lexicon else None,
        place=place,
    )


def _fact(fact: _Fact) -> Fact:
    return Fact(
        id=fact.id,
        cites=fact.cites,
        asks=MappingProxyType(dict(fact.asks)),
        answer=fact.answer,
        kinds=fact.kinds,
        needs=fact.needs,
        decoys=MappingProxyType(dict(fact.decoys)),
    )


def _short(value: Any) -> str:
    try:
        text = repr(value)
    except RecursionError:
        return "something nested too deeply"
    return text if len(text) <= 60 else f"{text[:57]}..."
