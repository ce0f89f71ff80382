"""Everything that is wrong with a fact base, at once, each problem with its file and line."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.core.facts import KINDS, LANGUAGES, Fact, FactBase, Gap
from bot.core.normalize import fold, numbers, words

Place = Callable[[str, str], tuple[str, int]]  # (id, text) → file, line
ARTICLE = "article.txt"  # in the place of an id: the text is then a sentence's number


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that an editor should put right. An error stops the bot, a warning does not."""

    file: str
    line: int  # 1 is the first
    severity: str  # error or warning
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.severity}: {self.message}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A phrasing and where it stands."""

    owner: Fact | Gap
    language: str
    text: str


def asked(base: FactBase) -> Iterator[Asked]:
    """Every phrasing of every fact and gap, in the order of the file."""
    owners: tuple[Fact | Gap, ...] = (*base.facts, *base.gaps)
    for owner in owners:
        for language, texts in owner.asks.items():
            for text in texts:
                yield Asked(owner, language, text)


def check(base: FactBase, place: Place, bank: Iterable[str] = ()) -> list[Problem]:
    """All errors and warnings of `base`; `bank` are the test questions, which no phrasing may be.

    Warnings that need a matcher (a phrasing that another fact wins) are `contested`'s.
    """
    found: list[Problem] = []

    def report(severity: str, owner: str, text: str, message: str) -> None:
        found.append(Problem(*place(owner, text), severity, message))

    _check_ids(base, report)
    for fact in base.facts:
        _check_fact(base, fact, report)
    for gap in base.gaps:
        _check_gap(base, gap, report)
    _check_asks(base, {fold(question): question for question in bank}, report)
    if base.article.language not in LANGUAGES:
        report("error", "", "language", _unknown_language(base.article.language, "the article"))
    cited = {number for fact in base.facts for number in fact.cites}
    for number in base.article.numbers:
        if number not in cited:
            report("warning", ARTICLE, str(number), f"sentence {number} is cited by no fact")
    return found


Report = Callable[[str, str, str, str], None]


def _check_ids(base: FactBase, report: Report) -> None:
    ids = Counter([*(fact.id for fact in base.facts), *(gap.id for gap in base.gaps)])
    for name, times in ids.items():
        if times > 1:
            report("error", name, "id", f"id {name!r} stands {times} times, expected once")


def _check_fact(base: FactBase, fact: Fact, report: Report) -> None:
    outside = [number for number in fact.cites if number not in base.article.numbers]
    for number in outside:
        report(
            "error",
            fact.id,
            "cites",
            f"fact {fact.id!r} cites sentence {number}, the article has {_span(base)}",
        )
    if fact.answer is not None and not outside and fact.answer not in _first(base, fact):
        report(
            "error",
            fact.id,
            "answer",
            f"answer {fact.answer!r} of fact {fact.id!r} is not in sentence {fact.cites[0]}, "
            "expected a span of it, character for character",
        )
    for kind in fact.kinds:
        if kind not in KINDS:
            report(
                "error",
                fact.id,
                "kinds",
                f"unknown kind {kind!r} of fact {fact.id!r}, expected one of {', '.join(KINDS)}",
            )
    for language in fact.decoys:
        if language not in LANGUAGES:
            report("error", fact.id, "decoys", _unknown_language(language, repr(fact.id)))


def _span(base: FactBase) -> str:
    numbers = base.article.numbers
    return f"{numbers[0]} to {numbers[-1]}" if numbers else "none"


def _first(base: FactBase, fact: Fact) -> str:
    return base.article[fact.cites[0]].text


def _check_gap(base: FactBase, gap: Gap, report: Report) -> None:
    for name in gap.near:
        if name not in base.by_id:
            report(
                "error", gap.id, "near", f"gap {gap.id!r} is near {name!r}, expected a fact's id"
            )


def _check_asks(base: FactBase, bank: dict[str, str], report: Report) -> None:
    first: dict[str, Asked] = {}
    for ask in asked(base):
        key = fold(ask.text)
        if ask.language not in LANGUAGES:
            report(
                "error",
                ask.owner.id,
                ask.language,
                _unknown_language(ask.language, repr(ask.owner.id)),
            )
        if key in bank:
            report(
                "error",
                ask.owner.id,
                ask.text,
                f"phrasing {ask.text!r} is also a question of the bank, which then tests nothing",
            )
        other = first.setdefault(key, ask)
        if key and other.owner.id != ask.owner.id:
            report(
                "error",
                ask.owner.id,
                ask.text,
                f"phrasing {ask.text!r} of {ask.owner.id!r} is also one of {other.owner.id!r}",
            )
        _check_words(base, ask, report)


def _unknown_language(language: str, owner: str) -> str:
    return f"unknown language {language!r} of {owner}, expected one of {', '.join(LANGUAGES)}"


def _check_words(base: FactBase, ask: Asked, report: Report) -> None:
    tokens = words(ask.text)
    if not tokens:
        report("warning", ask.owner.id, ask.text, f"phrasing {ask.text!r} has no word in it")
    if len(tokens) == 1:
        report("warning", ask.owner.id, ask.text, f"phrasing {ask.text!r} is a single word")
    if not isinstance(ask.owner, Fact):
        return
    known = base.article.numbers
    said = {
        number
        for cited in ask.owner.cites
        if cited in known
        for number in numbers(base.article[cited].text)
    }
    for number in sorted(numbers(ask.text) - said):
        report(
            "warning",
            ask.owner.id,
            ask.text,
            f"phrasing {ask.text!r} has the number {number}, which sentence "
            f"{', '.join(map(str, ask.owner.cites))} has not",
        )
