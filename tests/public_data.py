"""The public question sets as fact bases and questions, by the protocols of the data's README."""

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from bot.core.facts import Article, Fact, FactBase, Sentence

SEED = 13  # the published rows were sampled with it
CLINC_TEST = 1500
CLINC_VALIDATION = 750
SQUAD_QUESTIONS = 1500
QUICK = 300

NEEDED = (
    *("clinc150/train_5shot.jsonl", "clinc150/validation.jsonl", "clinc150/validation_oos.jsonl"),
    *("clinc150/test.jsonl", "clinc150/test_oos.jsonl"),
    *("squad/v1_contexts.jsonl", "squad/v1_questions.jsonl", "squad/articles.txt"),
)

Row = dict[str, Any]


class Entry(NamedTuple):
    """A fact to be."""

    name: str
    asks: list[str]
    sentence: str = ""
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the base of that name, and the id of its fact; no gold = no answer there."""

    base: str
    text: str
    gold: str | None = None


@dataclass(frozen=True, slots=True)
class Clinc:
    """CLINC150 with five phrasings an intent."""

    base: FactBase
    test: tuple[Asked, ...]  # in scope and out of scope
    validation: tuple[Asked, ...]  # the same; only a threshold is chosen on it


@dataclass(frozen=True, slots=True)
class Squad:
    """SQuAD, every sentence of an article a candidate; half of the questions are off-topic."""

    bases: Mapping[str, FactBase]
    test: tuple[Asked, ...]


def missing(data: Path) -> list[str]:
    """The files that the folder lacks."""
    return [name for name in NEEDED if not (data / name).is_file()]


def read_clinc(data: Path, is_quick: bool) -> Clinc:
    """An intent is a fact without a sentence; its five messages are its phrasings."""
    asks: dict[str, list[str]] = {}
    for row in _rows(data / "clinc150/train_5shot.jsonl"):
        asks.setdefault(row["intent"], []).append(row["text"])
    base = _base("CLINC150", [Entry(intent, texts) for intent, texts in asks.items()])
    return Clinc(
        base=base,
        test=_clinc_questions(data, "test", CLINC_TEST, is_quick),
        validation=_clinc_questions(data, "validation", CLINC_VALIDATION, is_quick),
    )


def _clinc_questions(data: Path, part: str, size: int, is_quick: bool) -> tuple[Asked, ...]:
    inside = _sample(_rows(data / f"clinc150/{part}.jsonl"), QUICK if is_quick else size)
    outside = _rows(data / f"clinc150/{part}_oos.jsonl")
    if is_quick:
        outside = _sample(outside, QUICK)
    return (
        *(Asked("CLINC150", row["text"], row["intent"]) for row in inside),
        *(Asked("CLINC150", row["text"]) for row in outside),
    )


def read_squad(data: Path, is_quick: bool) -> Squad:
    """A sentence is a fact whose only phrasing is itself.

    Off-topic are the same questions asked of the article before their own.
    """
    articles = (data / "squad/articles.txt").read_text(encoding="utf-8").split()
    before = dict(zip(articles, [articles[-1], *articles[:-1]], strict=True))
    usable = [
        row
        for row in _rows(data / "squad/v1_questions.jsonl")
        if row["answerable"] and len(row["gold"]) == 1
    ]
    rows = _sample(usable, QUICK if is_quick else SQUAD_QUESTIONS)
    return Squad(
        bases=_articles(data),
        test=(
            *(Asked(row["article"], row["question"], _gold(row)) for row in rows),
            *(Asked(before[row["article"]], row["question"]) for row in rows),
        ),
    )


def _articles(data: Path) -> dict[str, FactBase]:
    sentences: dict[str, list[Entry]] = {}
    rows = _rows(data / "squad/v1_contexts.jsonl")
    for row in sorted(rows, key=lambda row: (row["article"], row["para"])):
        known = sentences.setdefault(row["article"], [])
        known += [
            Entry(_sentence(row["para"], number), [text], text, row["para"])
            for number, text in enumerate(row["sentences"])
        ]
    return {article: _base(article, facts) for article, facts in sentences.items()}


def _gold(row: Row) -> str:
    return _sentence(row["para"], row["gold"][0])


def _sentence(paragraph: int, number: int) -> str:
    return f"{paragraph}.{number}"


def _base(label: str, entries: Sequence[Entry]) -> FactBase:
    """A base in which every fact cites a sentence of its own."""
    numbered = list(enumerate(entries, start=1))
    return FactBase(
        Article(label, "en", tuple(Sentence(n, e.sentence, e.paragraph) for n, e in numbered)),
        tuple(Fact(e.name, (n,), {"en": tuple(e.asks)}) for n, e in numbered),
    )


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _sample(rows: list[Row], size: int) -> list[Row]:
    return random.Random(SEED).sample(rows, min(size, len(rows)))
