"""An article's folder: article.txt, translations, facts.toml and bank.jsonl, read and checked."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from bot.core.check import ARTICLE, Place, Problem, check
from bot.core.facts import LANGUAGES, Article, BankQuestion, FactBase, Sentence
from bot.storage.facts_toml import read_toml


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
    file = read_toml(texts["facts.toml"], problems)
    if file is None:
        return Folder(None, tuple(problems))
    base = file.whole(_article(texts, problems))
    bank = [row.question for row in _bank(texts.get("bank.jsonl", ""), problems)]

    def place(owner: str, text: str) -> tuple[str, int]:
        if owner != ARTICLE:
            return file.place(owner, text)
        return ARTICLE, _filled(texts[ARTICLE])[base.article.numbers.index(int(text))]

    problems += check(base, place, bank)
    return Folder(base, tuple(problems), place)


def content_of(folder: Path) -> bytes:
    """A hash of all that `read_folder` reads, and of nothing else."""
    found = hashlib.sha256()
    texts, problems = _read_texts(folder)
    for part in (*sorted(texts.items()), *map(str, problems)):
        found.update(repr(part).encode())
    return found.digest()


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


def _article(texts: Mapping[str, str], problems: list[Problem]) -> Article:
    """Without its label and language, which facts.toml gives."""
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
    return Article("", "", sentences, MappingProxyType(translations))


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
