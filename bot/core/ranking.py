"""What matching found out about a question, before anything is decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from bot.core.facts import Fact, Gap
from bot.core.question import Question


@dataclass(frozen=True, slots=True)
class Talk:
    """Something people say to a bot that asks for nothing."""

    name: str  # of the catalogue line smalltalk.<name>
    score: float  # how near the whole text is to an utterance, in [0, 1]
    words: frozenset[str] = frozenset()  # of the utterance, folded


class Match(NamedTuple):
    """One candidate: how near it is to the question, by which phrasing."""

    owner: Fact | Gap
    score: float  # in [0, 1]
    parts: Mapping[str, float]  # what it was made of, each times its share in the weights
    is_exact: bool  # the question is one of its phrasings, word for word
    phrasing: str  # the nearest one
    kinds: frozenset[str]  # what it answers; empty = not known
    is_negated: bool  # whether the nearest phrasing is
    missing: tuple[str, ...]  # required terms that the question has not, one of each group
    unexplained: tuple[str, ...]  # content words of the question that the owner has nowhere
    numbers: frozenset[str]  # that its sentences and phrasings have, in one spelling
    strangers: frozenset[str]  # countries that the question names and the owner does not
    turned: frozenset[str]  # countries that the owner only ever puts at the other end
    explained: float  # share of the question's rarity that the owner has somewhere, in [0, 1]


@dataclass(frozen=True, slots=True)
class Ranking:
    """All candidates of one question by sort, each best first."""

    question: Question
    facts: tuple[Match, ...]
    gaps: tuple[Match, ...]
    talk: Talk | None  # the nearest small talk
    confidence: float = 0.0  # that the best fact answers, in [0, 1]
    features: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType({})
    )  # what the confidence was made of

    @property
    def best(self) -> Match | None:
        """The top fact, whatever the outcome will be."""
        return self.facts[0] if self.facts else None


def first(match: Match) -> int:
    """The first sentence that a matched fact cites."""
    if not isinstance(match.owner, Fact):
        raise TypeError(f"{match.owner.id} is not a fact")
    return match.owner.cites[0]
