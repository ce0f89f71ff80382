"""Fits the confidence and its threshold on a bank: same questions, same numbers."""

import math
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from types import MappingProxyType

from bot.core.facts import BankQuestion, Fact
from bot.core.match import Matcher
from bot.core.ranking import Ranking
from bot.core.weights import Confidence, Weights

RIDGE = 0.03  # pulls weights to 0; on features of about 1 it only keeps them finite
OTHERS = 0.25  # of the bank's weight, for each set of other bases; less, and they are not learned
NEWTON_STEPS = 12
FOLDS = 5

Vector = list[float]
Asked = tuple[Matcher, Sequence[BankQuestion]]  # a base and the questions to it


@dataclass(frozen=True, slots=True)
class Example:
    """One question of the bank as the confidence sees it."""

    features: tuple[float, ...]
    is_right: bool  # the best fact answers it
    is_answerable: bool
    group: str  # questions of one group are never on both sides of a split
    weight: float = 1.0  # how much it counts in the fit


@dataclass(frozen=True, slots=True)
class Calibration:
    """Fitted weights, and the risk–coverage curve of the held-out folds."""

    weights: Weights
    cite: float  # the threshold of the bank's kind of base
    curve: tuple[tuple[float, float], ...]  # coverage, risk: shares of all questions, of citations
    coverage: float  # of answerable questions, cited rightly at the threshold
    false_answers: float  # share of unanswerable questions cited at the threshold


def calibrate(bank: Asked, others: Sequence[Sequence[Asked]], most: float) -> Calibration:
    """Fit on the tuned half of `bank`, with the threshold for at most that share of mistakes.

    Bases with gaps and bases without have a model each. That of the bank is fitted on it and on
    the `others` of its kind, each one or more bases with their questions, of which each counts for
    OTHERS of the bank; the other model is fitted on the other sets, which count alike, and stays
    as it is where there are none. Thresholds are chosen on held-out folds, of the bank or of those
    sets; the questions about one best fact are one group, so that they hold for facts that were
    not seen. Raises ValueError when nothing can be fitted.
    """
    weights, is_curated = bank[0].weights, bool(bank[0].base.gaps)
    names = tuple(weights.confidence(bank[0].base).weights)
    own = list(_examples([bank], names))
    if not any(e.is_right for e in own) or all(e.is_right for e in own):
        raise ValueError("the bank has no question of one kind, expected right and wrong ones")
    alike: list[Example] = []
    foreign: list[Example] = []
    for other in others:
        found = list(_examples(other, names))
        if bool(other[0][0].base.gaps) == is_curated:
            alike += _weighed(found, OTHERS * len(own))
        else:
            foreign += _balanced(found)
    model, held_out = _model(own, alike, names, most)
    models = {is_curated: model, not is_curated: weights.plain if is_curated else weights.curated}
    if foreign:
        foreign = _weighed(foreign, len(foreign))
        models[not is_curated], _ = _model(foreign, [], names, most)
    cite = model.cite
    return Calibration(
        weights=replace(weights, curated=models[True], plain=models[False]),
        cite=cite,
        curve=tuple(_curve(own, held_out)),
        coverage=_share(own, held_out, cite, lambda e: e.is_answerable, lambda e: e.is_right),
        false_answers=_share(own, held_out, cite, lambda e: not e.is_answerable, _always),
    )


def _model(
    own: Sequence[Example], foreign: Sequence[Example], names: Sequence[str], most: float
) -> tuple[Confidence, Vector]:
    """A model of both, with the threshold chosen on `own`, and its held-out confidence in them."""
    held_out = _held_out(own, foreign)
    bias, *fitted = _fit([*own, *foreign])
    weights = {name: round(value, 3) for name, value in zip(names, fitted, strict=True)}
    cite = _threshold(own, held_out, most)
    return Confidence(round(bias, 3), MappingProxyType(weights), cite), held_out


def _examples(bases: Iterable[Asked], names: Sequence[str]) -> Iterator[Example]:
    """The tuned questions that have a candidate."""
    for matcher, rows in bases:
        for row in rows:
            if row.is_tuned:
                ranking = matcher.rank(row.question, row.language)
                if ranking.best:
                    yield _example(ranking, row, names)


def _weighed(found: Sequence[Example], total: float) -> list[Example]:
    """The same examples, together with that weight."""
    now = math.fsum(each.weight for each in found)
    return [replace(each, weight=each.weight * total / now) for each in found]


def _balanced(found: Sequence[Example]) -> list[Example]:
    """Answerable and unanswerable ones with half of a weight of 1 each, where there are both.

    How many readers ask in vain is not known for a base that is not known yet.
    """
    kinds = [[e for e in found if e.is_answerable is answerable] for answerable in (True, False)]
    return [each for kind in kinds if kind for each in _weighed(kind, 0.5)]


def _always(_: Example) -> bool:
    return True


def _example(ranking: Ranking, row: BankQuestion, names: Sequence[str]) -> Example:
    best = ranking.best
    assert best is not None
    assert isinstance(best.owner, Fact)
    return Example(
        features=tuple(ranking.features[name] for name in names),
        is_right=best.owner.cites[0] in row.sentences,
        is_answerable=bool(row.sentences),
        group=best.owner.id,
    )


def _held_out(examples: Sequence[Example], foreign: Sequence[Example]) -> Vector:
    """The confidence in each example, by a model that saw no example of its group."""
    confidence = [0.0] * len(examples)
    folds = [zlib.crc32(example.group.encode()) % FOLDS for example in examples]
    for fold in range(FOLDS):
        seen = [e for e, other in zip(examples, folds, strict=True) if other != fold]
        model = _fit([*seen, *foreign])
        for number, example in enumerate(examples):
            if folds[number] == fold:
                confidence[number] = _probability(model, (1.0, *example.features))
    return confidence


def _threshold(examples: Sequence[Example], confidence: Vector, most: float) -> float:
    """The lowest threshold, in thousandths, at which at most that share of the unanswerable
    questions is cited, and at most that share of what is cited is wrong.
    """
    unanswerable = sum(not each.is_answerable for each in examples)
    false = wrong = cited = 0
    lowest = 1000
    found = zip((math.floor(1000 * sure) for sure in confidence), examples, strict=True)
    ordered = sorted(found, key=lambda pair: -pair[0])
    for sure, alike in groupby(ordered, key=lambda pair: pair[0]):  # cited together, or not
        group = [example for _, example in alike]
        cited += len(group)
        false += sum(not example.is_answerable for example in group)
        wrong += sum(not example.is_right for example in group)
        if false > most * unanswerable:
            break
        if wrong <= most * cited:
            lowest = sure
    return lowest / 1000


def _share(
    examples: Sequence[Example],
    confidence: Vector,
    cite: float,
    among: Callable[[Example], bool],
    counts: Callable[[Example], bool],
) -> float:
    chosen = [(e, c) for e, c in zip(examples, confidence, strict=True) if among(e)]
    return sum(c >= cite and counts(e) for e, c in chosen) / max(1, len(chosen))


def _curve(examples: Sequence[Example], confidence: Vector) -> list[tuple[float, float]]:
    """Risk at every coverage, most confident first."""
    ordered = sorted(zip(confidence, examples, strict=True), key=lambda pair: -pair[0])
    points, wrong = [], 0
    for number, (_, example) in enumerate(ordered, 1):
        wrong += not example.is_right
        points.append((number / len(ordered), wrong / number))
    return points


def _fit(examples: Sequence[Example]) -> Vector:
    """Bias and weights of a logistic regression with a ridge, by Newton's method."""
    size = len(examples[0].features) + 1
    model = [0.0] * size
    for _ in range(NEWTON_STEPS):
        gradient = [-RIDGE * weight for weight in model]
        curvature = [[RIDGE * (i == j) for j in range(size)] for i in range(size)]
        for example in examples:
            row = (1.0, *example.features)
            p = _probability(model, row)
            slope, bend = example.weight * (example.is_right - p), example.weight * p * (1 - p)
            for i in range(size):
                gradient[i] += slope * row[i]
                for j in range(size):
                    curvature[i][j] += bend * row[i] * row[j]
        step = _solve(curvature, gradient)
        model = [weight + change for weight, change in zip(model, step, strict=True)]
    return model


def _probability(model: Sequence[float], row: Sequence[float]) -> float:
    total = sum(weight * value for weight, value in zip(model, row, strict=True))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def _solve(matrix: list[Vector], right: Vector) -> Vector:
    """Solve a symmetric positive definite system by elimination."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for i in range(size):
        pivot = rows[i][i]
        rows[i] = [value / pivot for value in rows[i]]
        for j in range(size):
            if j != i:
                factor = rows[j][i]
                rows[j] = [a - factor * b for a, b in zip(rows[j], rows[i], strict=True)]
    return [row[-1] for row in rows]


def curve_svg(curve: Sequence[tuple[float, float]]) -> str:
    """The risk–coverage curve as a small SVG picture."""
    points = " ".join(f"{40 + 400 * x:.1f},{260 - 220 * y:.1f}" for x, y in curve)
    ticks = "".join(
        f'<text x="{40 + 400 * t:.0f}" y="278" text-anchor="middle">{t:.1f}</text>'
        f'<text x="34" y="{264 - 220 * t:.0f}" text-anchor="end">{t:.1f}</text>'
        for t in (0.0, 0.5, 1.0)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 460 300" '
        'font-family="sans-serif" font-size="12">'
        '<path d="M40 40V260H440" fill="none" stroke="#888"/>'
        f'<polyline points="{points}" fill="none" stroke="#06c" stroke-width="2"/>{ticks}'
        '<text x="240" y="295" text-anchor="middle">coverage</text>'
        '<text x="44" y="34">risk: share of citations that are wrong</text></svg>\n'
    )
