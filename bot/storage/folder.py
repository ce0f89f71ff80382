"""An article's folder: article.txt, translations, facts.toml and bank.jsonl, read and checked."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StrictInt, ValidationError

from bot.core.check import ARTICLE, Place, Problem, check
from bot.core.facts import LANGUAGES, Article, BankQuestion, Fact, FactBase, Gap, Sentence
from bot.storage.lines import Lines

Texts = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]


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


class _Facts(_File):
    article: _Article
    facts: tuple[_Fact, ...] = Field(min_length=1)
    gaps: tuple[_Gap, ...] = ()
    lexicon: _Lexicon = _Lexicon()


@dataclass(frozen=True, slots=True)
class Folder:
    """What was read: a fact base unless something is too broken to build one, and all problems."""

    base: FactBase | None
    problems: tuple[Problem, ...]
    place: Place = lambda _owner, _text: ("facts.toml", 1)  # where a phrasing stands

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems on which the bot does not start."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


def read_folder(folder: Path) -> Folder:
    """Read an article's folder and find everything wrong with it at once. Raises nothing."""
    texts, problems = _read_texts(folder)
    if "article.txt" not in texts or "facts.toml" not in texts:
        return Folder(None, tuple(problems))
    lines = Lines(texts["facts.toml"])
    file = _parse(texts["facts.toml"], lines, problems)
    if file is None:
        return Folder(None, tuple(problems))
    article = _article(texts, file, problems)
    base = _base(file, article)
    bank = [row.question for row in _bank(texts.get("bank.jsonl", ""), problems)]

    def place(owner: str, text: str) -> tuple[str, int]:
        if owner != ARTICLE:
            return lines.place(owner, text)
        return ARTICLE, _filled(texts[ARTICLE])[article.numbers.index(int(text))]

    problems += check(base, place, bank)
    return Folder(base, tuple(problems), place)


def read_bank(path: Path) -> tuple[BankQuestion, ...]:
    """The test questions of a JSON Lines file. Raises ValueError naming the broken line."""
    problems: list[Problem] = []
    rows = _bank(path.read_text(encoding="utf-8"), problems, path.name)
    if problems:
        raise ValueError("\n".join(map(str, problems)))
    return tuple(rows)


def _read_texts(folder: Path) -> tuple[dict[str, str], list[Problem]]:
    texts: dict[str, str] = {}
    problems: list[Problem] = []
    wanted = ["article.txt", "facts.toml"]
    optional = ["bank.jsonl", *(path.name for path in sorted(folder.glob("article.*.txt")))]
    for name in (*wanted, *optional):
        try:
            texts[name] = (folder / name).read_text(encoding="utf-8")
        except (FileNotFoundError, NotADirectoryError):
            if name in wanted:
                problems.append(_error(name, 1, f"{folder / name} is missing, expected a file"))
        except (OSError, UnicodeDecodeError) as error:
            problems.append(_error(name, 1, f"cannot be read as UTF-8 text: {error}"))
    return texts, problems


def _error(file: str, line: int, message: str) -> Problem:
    return Problem(file, line, "error", message)


def _parse(text: str, lines: Lines, problems: list[Problem]) -> _Facts | None:
    try:
        return _Facts.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        problems.append(_error("facts.toml", lines.of_error(str(error)), f"broken TOML: {error}"))
    except RecursionError:
        problems.append(_error("facts.toml", 1, "broken TOML: nested too deeply"))
    except ValidationError as invalid:
        for found in invalid.errors():
            where = ".".join(map(str, found["loc"]))
            message = f"{where}: {found['msg']}, found {_short(found['input'])}"
            problems.append(_error("facts.toml", lines.of_path(found["loc"]), message))
    except ValueError as error:
        problems.append(_error("facts.toml", 1, f"broken TOML: {error}"))
    return None


def _short(value: Any) -> str:
    try:
        text = repr(value)
    except RecursionError:
        return "something nested too deeply"
    return text if len(text) <= 60 else f"{text[:57]}..."


def _article(texts: Mapping[str, str], file: _Facts, problems: list[Problem]) -> Article:
    sentences = split_article(texts["article.txt"])
    if not sentences:
        problems.append(_error("article.txt", 1, "no sentence in it, expected one a line"))
    translations: dict[str, Mapping[int, str]] = {}
    for name, text in texts.items():
        if not name.startswith("article.") or name == "article.txt":
            continue
        code = name.split(".")[1]
        if code not in LANGUAGES:
            problems.append(
                _error(
                    name, 1, f"unknown language {code!r}, expected one of {', '.join(LANGUAGES)}"
                )
            )
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) != len(sentences):
            message = f"{len(lines)} lines with text, expected {len(sentences)} as in article.txt"
            problems.append(_error(name, _odd_line(text, len(sentences)), message))
            continue
        numbers = [sentence.number for sentence in sentences]
        translations[code] = MappingProxyType(
            dict(zip(numbers, map(str.strip, lines), strict=True))
        )
    return Article(
        file.article.label, file.article.language, sentences, MappingProxyType(translations)
    )


def _filled(text: str) -> list[int]:
    """The numbers, from 1, of the lines with text."""
    return [number for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def _odd_line(text: str, expected: int) -> int:
    """The first line with text too many; else the line behind the last."""
    filled = _filled(text)
    return filled[expected] if len(filled) > expected else len(text.splitlines()) + 1


def split_article(text: str) -> tuple[Sentence, ...]:
    """Sentences of article.txt: one a line, blank lines between paragraphs, "By …" is number 0."""
    sentences: list[Sentence] = []
    paragraph, is_open = 0, False
    for line in text.lstrip("\ufeff").splitlines():
        if not line.strip():
            paragraph, is_open = paragraph + is_open, False
            continue
        first = 0 if line.startswith("By ") else 1
        number = sentences[-1].number + 1 if sentences else first
        sentences.append(Sentence(number, line.strip(), paragraph))
        is_open = True
    return tuple(sentences)


def _base(file: _Facts, article: Article) -> FactBase:
    return FactBase(
        article=article,
        facts=tuple(
            Fact(
                id=fact.id,
                cites=fact.cites,
                asks=MappingProxyType(dict(fact.asks)),
                answer=fact.answer,
                kinds=fact.kinds,
                needs=fact.needs,
                decoys=MappingProxyType(dict(fact.decoys)),
            )
            for fact in file.facts
        ),
        gaps=tuple(Gap(gap.id, MappingProxyType(dict(gap.asks)), gap.near) for gap in file.gaps),
        synonyms=file.lexicon.synonyms,
    )


def _bank(text: str, problems: list[Problem], name: str = "bank.jsonl") -> list[BankQuestion]:
    rows: list[BankQuestion] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            rows.append(
                BankQuestion(
                    id=str(row.get("id", number)),
                    language=str(row.get("lang", "en")),
                    question=str(row["question"]),
                    sentences=tuple(map(int, row["sentences"])),
                    style=str(row.get("style", "")),
                )
            )
        except (
            ArithmeticError,
            LookupError,
            RecursionError,
            TypeError,
            ValueError,
            AttributeError,
        ) as error:
            message = f"not a test question ({error!r}), expected question and sentences"
            problems.append(_error(name, number, message))
    return rows
