"""How sure it is that the nearest fact answers the question: a logistic model of a few features."""

import math
from collections.abc import Iterable, Mapping, Sequence
from operator import mul
from types import MappingProxyType

from bot.core.facts import Fact, FactBase, Gap
from bot.core.guards import other_kind, other_number
from bot.core.question import Question
from bot.core.ranking import Match, Ranking, Talk, first
from bot.core.weights import Confidence, Weights

FAINTEST = 0.05  # scores and parts of a score below it are all one
UNMEANT = 0.5  # the meaning of what has no vector; `has_meaning` tells it apart


def ranked(
    question: Question,
    matches: Sequence[Match],
    talk: Talk | None,
    base: FactBase,
    weights: Weights,
) -> Ranking:
    """The matches by sort, best first, with the confidence in the best fact."""
    plain = Ranking(
        question=question,
        facts=tuple([match for match in matches if isinstance(match.owner, Fact)]),
        gaps=tuple([match for match in matches if isinstance(match.owner, Gap)]),
        talk=talk,
    )
    if plain.best is None:
        return plain
    found = features(plain, plain.best)
    return Ranking(
        question=question,
        facts=plain.facts,
        gaps=plain.gaps,
        talk=talk,
        confidence=_certain(plain, logistic(found, weights.confidence(base))),
        features=MappingProxyType(found),
    )


def _certain(ranking: Ranking, found: float) -> float:
    """An editor's own words decide: 1 for a phrasing of the fact, 0 for one of a gap."""
    if ranking.facts[0].is_exact:
        return 1.0
    return 0.0 if ranking.gaps and ranking.gaps[0].is_exact else found


def features(ranking: Ranking, best: Match) -> dict[str, float]:
    """What tells a right answer from a near-miss."""
    sentence = first(best)  # facts that quote it first are right too
    rivals = [match for match in ranking.facts if first(match) != sentence]
    gap = ranking.gaps[0].score if ranking.gaps else 0.0
    meaning = best.parts.get("encoded", best.parts.get("meaning"))
    return {
        "score": math.log(max(FAINTEST, best.score)),
        "lead": _lead(best.score, [rival.score for rival in rivals]),
        "pairs_lead": _part_lead(best, rivals, "pairs"),
        "runs_lead": _part_lead(best, rivals, "runs"),
        "runs": best.parts.get("runs", 0.0),
        "meaning": UNMEANT if meaning is None else meaning,
        "has_meaning": float(meaning is not None),
        "met": math.log1p(len(ranking.question.content) - len(best.unexplained)),
        "unmet": math.log1p(len(best.unexplained)),
        "ratio": best.parts.get("ratio", 0.0),
        "alone": 1.0 / len(_asks(best, ranking.question.language)),
        "gap": gap,
        "gap_pairs": _gap_above(ranking, best, "pairs"),
        "gap_ratio": _gap_above(ranking, best, "ratio"),
        "gap_meets": _gap_meets(ranking, best),
        "other_number": float(other_number(best, ranking) is not None),
        "other_kind": float(other_kind(best, ranking) is not None),
    }


def _asks(best: Match, language: str) -> Sequence[str]:
    """The phrasings that its score rests on: in that language, or else in all."""
    asks = best.owner.asks
    return asks.get(language) or [text for texts in asks.values() for text in texts]


def _part_lead(best: Match, rivals: Iterable[Match], part: str) -> float:
    return _lead(best.parts.get(part, 0.0), [rival.parts.get(part, 0.0) for rival in rivals])


def _lead(own: float, others: Iterable[float]) -> float:
    """By what share of itself a score, or a part of it, is above all others, in [-1, 1]."""
    return max(-1.0, (own - max(others, default=0.0)) / max(FAINTEST, own))


def logistic(found: Mapping[str, float], model: Confidence) -> float:
    """The logistic function of the weighted sum, in (0, 1)."""
    total = model.bias + sum(map(mul, map(model.weights.__getitem__, found), found.values()))
    return 1.0 / (1.0 + math.exp(-total))


def _gap_above(ranking: Ranking, best: Match, part: str) -> float:
    """By how much a part of the score of any gap is above the fact's: who supplies whom."""
    own = best.parts.get(part, 0.0)
    return max([gap.parts.get(part, 0.0) - own for gap in ranking.gaps], default=0.0)


def _gap_meets(ranking: Ranking, best: Match) -> float:
    """The largest share of the words which the fact has nowhere that a gap has: what is asked."""
    unmet = set(best.unexplained)
    if not unmet:
        return 0.0
    left = (len(unmet.intersection(gap.unexplained)) for gap in ranking.gaps)
    return 1.0 - min(left, default=len(unmet)) / len(unmet)
