"""The three outcomes, and how a ranking becomes one of them."""

from dataclasses import dataclass

from bot.core.facts import Fact, FactBase, Gap
from bot.core.guards import GUARDS
from bot.core.ranking import Match, Ranking
from bot.core.weights import Weights

SUGGESTIONS = 3  # did you mean: at most this many


@dataclass(frozen=True, slots=True)
class Cited:
    """The article answers: quote the sentences of these facts (two when two things were asked)."""

    facts: tuple[Fact, ...]

    @property
    def sentences(self) -> tuple[int, ...]:
        """Sentence numbers in the order they are quoted, each once."""
        return tuple(dict.fromkeys(number for fact in self.facts for number in fact.cites))


@dataclass(frozen=True, slots=True)
class Suggested:
    """Did you mean: one to three facts, best first."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """The article does not say. `near` are facts to offer beside the refusal, at most three."""

    gap: Gap | None = None
    near: tuple[Fact, ...] = ()
    smalltalk: str | None = None  # catalogue key of a short line, when nothing was asked


Answer = Cited | Suggested | Unknown


def decide(ranking: Ranking, base: FactBase, weights: Weights) -> Answer:
    """Cited, Suggested or Unknown.

    The nearest gap or small talk beats a fact that is not nearer. Then thresholds; then every
    guard that fires turns a quotation into a suggestion.
    """
    best = ranking.best
    top = best.score if best else 0.0
    talk = ranking.smalltalk[0] if ranking.smalltalk else None
    if talk and talk.score >= weights.smalltalk and talk.score > top:
        return Unknown(smalltalk=talk.owner.id)
    gap = ranking.gaps[0] if ranking.gaps else None
    if gap and isinstance(gap.owner, Gap) and gap.score >= weights.suggest:
        if gap.score + weights.gap_lead >= top:
            near = tuple(base.by_id[name] for name in gap.owner.near[:SUGGESTIONS])
            return Unknown(gap=gap.owner, near=near)
    if best is None or top < weights.suggest:
        return Unknown()
    if top >= weights.cite and not reasons(best, ranking, base, weights):
        return Cited((_fact(best),))
    return Suggested(_suggestions(ranking, weights))


def reasons(best: Match, ranking: Ranking, base: FactBase, weights: Weights) -> tuple[str, ...]:
    """The guards that keep `best` from being quoted, in words for an editor."""
    fired = [reason for guard in GUARDS if (reason := guard(best, ranking, base))]
    rival = next((m for m in ranking.facts if _first(m) != _first(best)), None)
    if rival and best.score - rival.score < weights.margin:
        fired.append(f"margin: {rival.owner.id} is as near")
    return tuple(fired)


def _suggestions(ranking: Ranking, weights: Weights) -> tuple[Fact, ...]:
    """The best facts, of one sentence at most one, so that three buttons are three choices."""
    chosen: dict[int, Fact] = {}
    for match in ranking.facts:
        if match.score >= weights.suggest and len(chosen) < SUGGESTIONS:
            chosen.setdefault(_first(match), _fact(match))
    return tuple(chosen.values())


def _fact(match: Match) -> Fact:
    if not isinstance(match.owner, Fact):
        raise TypeError(f"{match.owner.id} is not a fact")
    return match.owner


def _first(match: Match) -> int:
    return _fact(match).cites[0]
