"""What would come of publishing a draft: what is wrong with it, and how the bank fares."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.core import bank
from bot.core.check import Problem, check
from bot.core.encoded import Meaning
from bot.core.facts import BankQuestion, FactBase
from bot.core.language import Languages
from bot.core.match import Matcher
from bot.core.weights import Weights
from bot.desk import Desk

KEPT = 3  # versions whose matcher, problems and bank run are kept

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Shift:
    """A question of the bank that two fact bases answer differently."""

    id: str
    question: str
    was: bank.Verdict
    now: bank.Verdict

    def __str__(self) -> str:
        return f"{self.id} “{self.question}”: {self.was} → {self.now}"

    @property
    def is_worse(self) -> bool:
        return bank.VERDICTS.index(self.now) > bank.VERDICTS.index(self.was)


@dataclass(frozen=True, slots=True)
class Findings:
    """What speaks for or against publishing one fact base after another."""

    errors: tuple[Problem, ...]  # while there is one, it cannot be published
    warnings: tuple[Problem, ...]  # that the old one has not
    asked: int = 0  # questions of the bank
    broken: tuple[Shift, ...] = ()  # of them, answered worse than before
    right: tuple[Shift, ...] = ()  # and better


class Examination:
    """Asks and checks fact bases that are not published; the last few are not asked twice."""

    def __init__(
        self,
        desk: Desk,
        banks: Mapping[str, Sequence[BankQuestion]],
        languages: Languages,
        weights: Weights,
        meaning: Meaning | None = None,
    ) -> None:
        """`banks`: article id → test questions, none where an article has no bank."""
        self._desk = desk
        self._banks = banks
        self._languages = languages
        self._weights = weights
        self._meaning = meaning
        self._matchers = dict[str, Matcher]()  # by version
        self._checked = dict[str, list[Problem]]()
        self._reports = dict[str, bank.Report]()

    def questions(self, article: str) -> tuple[BankQuestion, ...]:
        """An article's test questions."""
        return tuple(self._banks.get(article, ()))

    async def matcher(self, article: str, base: FactBase) -> Matcher:
        """A matcher on a fact base; about a second of another thread for a new one."""
        running = self._desk.matcher(article)
        if running.base.version == base.version:
            return running
        if base.version not in self._matchers:
            parts = (self._languages, self._weights, self._meaning)
            built = await asyncio.to_thread(Matcher, base, *parts)
            _keep(self._matchers, base.version, built)
        return self._matchers[base.version]

    async def errors(self, article: str, base: FactBase) -> tuple[Problem, ...]:
        """What keeps a fact base from being published."""
        found = await self._problems(article, base)
        return tuple(each for each in found if each.severity == "error")

    async def examine(self, article: str, old: FactBase, new: FactBase) -> Findings:
        """Check `new` and ask it the questions of the bank, beside `old`."""
        known = {each.message for each in await self._problems(article, old)}
        problems = await self._problems(article, new)
        errors = tuple(each for each in problems if each.severity == "error")
        fresh = tuple(
            each for each in problems if each.severity == "warning" and each.message not in known
        )
        if errors:
            return Findings(errors, fresh)
        before, after = await self._report(article, old), await self._report(article, new)
        shifts = [
            Shift(now.id, now.question, was.verdict, now.verdict)
            for was, now in zip(before.results, after.results, strict=True)
            if was.verdict != now.verdict
        ]
        broken = tuple(each for each in shifts if each.is_worse)
        right = tuple(each for each in shifts if not each.is_worse)
        return Findings(errors, fresh, len(after.results), broken, right)

    async def _problems(self, article: str, base: FactBase) -> list[Problem]:
        if base.version not in self._checked:
            questions = [row.question for row in self._banks.get(article, ())]
            found = await asyncio.to_thread(check, base, _nowhere, questions)
            _keep(self._checked, base.version, found)
        return self._checked[base.version]

    async def _report(self, article: str, base: FactBase) -> bank.Report:
        if base.version not in self._reports:
            matcher = await self.matcher(article, base)
            questions = self._banks.get(article, ())
            report = await asyncio.to_thread(bank.run, matcher, questions)
            _keep(self._reports, base.version, report)
        return self._reports[base.version]


def _keep(kept: dict[str, T], version: str, value: T) -> None:
    kept[version] = value
    while len(kept) > KEPT:
        del kept[next(iter(kept))]


def _nowhere(_owner: str, _text: str) -> tuple[str, int]:
    """A draft stands in no file."""
    return "draft", 0
