"""Test questions through a matcher: how many are answered rightly, and where it fails."""

import tomllib
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from bot.core.answer import Answer, Cited, Suggested, Unknown
from bot.core.check import Place, Problem, asked
from bot.core.facts import BankQuestion, Fact
from bot.core.match import Matcher
from bot.core.why import in_brief, quoted

# From best to worst, first those of answerable questions (notes: matching.md, the measures).
Verdict = Literal["right", "offered", "silent", "wrong", "refused", "suggested", "false"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
PASSED = frozenset({"right", "refused"})
FAR = frozenset({"offtopic", "off-topic", "smalltalk"})  # styles; others without answer: near-miss
HALVES: tuple[str | None, ...] = (None, "tuned", "reported")  # None: the whole bank


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one test question."""

    id: str
    language: str  # as labelled
    style: str
    question: str
    gold: tuple[int, ...]  # sentences that answer it
    half: str  # tuned or reported
    verdict: Verdict
    is_best_right: bool  # the top fact is gold, whatever the outcome
    confidence: float  # in the top fact; 0 where there is none
    why: tuple[str, ...] = ()  # of a failure


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over some of the questions."""

    answerable: int
    right: int
    offered: int
    silent: int
    wrong: int
    best_right: int  # of the answerable
    near_misses: int
    near_miss_false: int
    off_topic: int  # small talk too
    off_topic_false: int
    suggested: int  # of the unanswerable
    refused: int
    auroc: float | None  # of the confidence, answerable against unanswerable; None: one is missing

    @property
    def unanswerable(self) -> int:
        """Questions that the article has no answer to."""
        return self.near_misses + self.off_topic

    @property
    def joint(self) -> float | None:
        """Share answered rightly, or rightly not answered."""
        good = self.right + self.suggested + self.refused
        return share(good, self.answerable + self.unanswerable)


@dataclass(frozen=True, slots=True)
class Report:
    """The results of one run, in the order of the bank."""

    version: str  # of the fact base
    results: tuple[Result, ...]

    def half(self, name: str | None) -> "Report":
        """The questions that the matcher was `tuned` on, or the `reported` ones; None: all."""
        return Report(self.version, tuple(r for r in self.results if name in (None, r.half)))

    @property
    def total(self) -> Figures:
        """Over all questions."""
        return count(self.results)

    @property
    def languages(self) -> Mapping[str, Figures]:
        """Language as labelled → figures, in the order of the bank."""
        return self._by(lambda result: result.language)

    @property
    def styles(self) -> Mapping[str, Figures]:
        """Style → figures, in the order of the bank."""
        return self._by(lambda result: result.style)

    def _by(self, key: Callable[[Result], str]) -> Mapping[str, Figures]:
        keys = dict.fromkeys(map(key, self.results))
        return {name: count([r for r in self.results if key(r) == name]) for name in keys}


def run(matcher: Matcher, questions: Iterable[BankQuestion]) -> Report:
    """Ask every question as a reader whose interface language is not known."""
    return Report(matcher.base.version, tuple(_result(matcher, row) for row in questions))


def _result(matcher: Matcher, row: BankQuestion) -> Result:
    ranking, answer = matcher.answer(row.question)
    found = verdict(answer, row.sentences)
    best = ranking.best.owner if ranking.best else None
    return Result(
        id=row.id,
        language=row.language,
        style=row.style,
        question=row.question,
        gold=row.sentences,
        half="tuned" if row.is_tuned else "reported",
        verdict=found,
        is_best_right=isinstance(best, Fact) and best.cites[0] in row.sentences,
        confidence=ranking.confidence,
        why=() if found in PASSED else in_brief(ranking, answer, row.sentences),
    )


def verdict(answer: Answer, gold: Collection[int]) -> Verdict:
    """How good an outcome is where the sentences `gold` answer; none = the article does not."""
    match answer:
        case Cited(sentences=sentences) if gold:
            return "right" if sentences[0] in gold else "wrong"
        case Cited():
            return "false"
        case Suggested(facts=facts) if gold:
            return "offered" if any(n in gold for fact in facts for n in fact.cites) else "silent"
        case Suggested():
            return "suggested"
        case Unknown():
            return "silent" if gold else "refused"


def count(results: Sequence[Result]) -> Figures:
    """The figures of these results."""
    verdicts = Counter(result.verdict for result in results)
    positive = [result for result in results if result.gold]
    negative = [result for result in results if not result.gold]
    near = [result for result in negative if result.style not in FAR]
    false = [result.style in FAR for result in negative if result.verdict == "false"]
    return Figures(
        answerable=len(positive),
        right=verdicts["right"],
        offered=verdicts["offered"],
        silent=verdicts["silent"],
        wrong=verdicts["wrong"],
        best_right=sum(result.is_best_right for result in positive),
        near_misses=len(near),
        near_miss_false=false.count(False),
        off_topic=len(negative) - len(near),
        off_topic_false=false.count(True),
        suggested=verdicts["suggested"],
        refused=verdicts["refused"],
        auroc=auroc([r.confidence for r in positive], [r.confidence for r in negative]),
    )


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Chance that one of `positive` is above one of `negative`, ties half; None: one is empty."""
    if not positive or not negative:
        return None
    below = sorted(negative)
    wins = sum(bisect_left(below, value) + bisect_right(below, value) for value in positive)
    return wins / 2 / (len(positive) * len(below))


def share(part: int, whole: int) -> float | None:
    """Of the whole, in [0, 1]; None where there is no whole."""
    return part / whole if whole else None


@dataclass(frozen=True, slots=True)
class Changes:
    """Lines for the questions whose verdict is worse than in an earlier run, or better."""

    broken: tuple[str, ...]
    right: tuple[str, ...]


def compare(old: Report, new: Report) -> Changes:
    """Newly broken and newly right; questions that only one run has, or relabelled, are left."""
    before = {result.id: result for result in old.results}
    broken: list[str] = []
    right: list[str] = []
    for now in new.results:
        was = before.get(now.id)
        if was is None or bool(was.gold) != bool(now.gold) or was.verdict == now.verdict:
            continue
        is_worse = VERDICTS.index(now.verdict) > VERDICTS.index(was.verdict)
        line = f"{now.id} {quoted(now.question)}: {was.verdict} → {now.verdict}"
        (broken if is_worse else right).append(line)
    return Changes(tuple(broken), tuple(right))


Share = Annotated[float, Field(ge=0, le=1)]


class Floor(BaseModel):
    """Least shares of right, largest of mistakes, that one language may have."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    right: Share
    right_or_offered: Share
    wrong: Share
    near_miss_false: Share
    off_topic_false: Share


Language = Literal["en", "it", "az", "ru", "tr", "other"]  # other: each without its own table


def read_floors(text: str) -> Mapping[str, Floor]:
    """floors.toml: a table for a language. Raises ValueError."""
    floors = TypeAdapter(dict[Language, Floor]).validate_python(tomllib.loads(text))
    return {str(code): floor for code, floor in floors.items()}


def read_report(text: str) -> Report:
    """An earlier run's JSON object; its figures are counted anew. Raises ValueError."""
    return TypeAdapter(Report).validate_json(text)


def missed(report: Report, floors: Mapping[str, Floor]) -> list[str]:
    """A line for each figure that is worse than its floor."""
    lines = []
    for code, found in report.languages.items():
        floor = floors.get(code, floors.get("other"))
        for name, value in _held(found).items() if floor else ():
            limit = getattr(floor, name)
            is_least = name.startswith("right")
            if value is not None and (value < limit if is_least else value > limit):
                least = "least" if is_least else "most"
                lines.append(f"{code}: {name} is {value:.3f}, expected at {least} {limit:.3f}")
    return lines


def _held(found: Figures) -> dict[str, float | None]:
    """The figures that have floors, under the names of `Floor`."""
    return {
        "right": share(found.right, found.answerable),
        "right_or_offered": share(found.right + found.offered, found.answerable),
        "wrong": share(found.wrong, found.answerable),
        "near_miss_false": share(found.near_miss_false, found.near_misses),
        "off_topic_false": share(found.off_topic_false, found.off_topic),
    }


def as_record(report: Report) -> dict[str, Any]:
    """The JSON object of a run, figures by half; it can be compared with a later run."""
    halves = {name or "all": report.half(name) for name in HALVES}
    return {
        "version": report.version,
        "figures": {
            name: {
                "total": _record(half.total),
                "languages": {code: _record(found) for code, found in half.languages.items()},
                "styles": {style: _record(found) for style, found in half.styles.items()},
            }
            for name, half in halves.items()
        },
        "results": [asdict(result) for result in report.results],
    }


def _record(found: Figures) -> dict[str, Any]:
    derived = {"joint": found.joint, "acc_at_1": share(found.best_right, found.answerable)}
    return {**asdict(found), **derived}


def contested(matcher: Matcher, place: Place) -> list[Problem]:
    """A warning for each phrasing of a fact that a fact with other sentences wins."""
    found = []
    for ask in asked(matcher.base):
        if not isinstance(ask.owner, Fact):
            continue
        best = matcher.best_fact(ask.text, ask.language)
        if best and best.cites[0] != ask.owner.cites[0]:
            message = f"phrasing {ask.text!r} of {ask.owner.id!r} is won by {best.id!r}"
            found.append(Problem(*place(ask.owner.id, ask.text), "warning", message))
    return found
