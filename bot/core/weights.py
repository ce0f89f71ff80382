"""The few fitted numbers of the matcher; their values stand in weights.json."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.facts import FactBase

# Of a score; the names of their shares.
PARTS = ("ratio", "words", "pairs", "runs", "meaning", "encoded", "related", "before", "kind")


@dataclass(frozen=True, slots=True)
class Confidence:
    """A logistic model of how surely the nearest fact answers, and from where it is quoted."""

    bias: float
    weights: Mapping[str, float]  # feature → weight
    cite: float  # confidence from which the article is quoted


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of the parts of a score, the confidence models and the thresholds.

    `curated` and `plain` are fitted by `citebot calibrate`; the rest was chosen on tuned halves.
    """

    ratio: float  # share of the likeness to the nearest phrasing, words in alphabetical order
    words: float  # cosine with all phrasings together, filling words too
    pairs: float  # the same for pairs of neighbouring words
    runs: float  # the same for runs of letters
    meaning: float  # the same for word vectors, where the language has them
    encoded: float  # cosine with all phrasings together by a sentence encoder, where there is one
    related: float  # of the question that all phrasings and sentences explain, or nearly so
    before: float  # of the question that only the sentence before explains
    kind: float  # whether it holds what is asked for: a person, a date, a number
    curated: Confidence  # for a base with gaps, which tell a near-miss
    plain: Confidence  # for one without
    suggest: float  # confidence from which facts are offered
    gap: float  # score from which a refusal names the gap
    smalltalk: float  # score from which a text is small talk

    def confidence(self, base: FactBase) -> Confidence:
        """The model for this base."""
        return self.curated if base.gaps else self.plain
