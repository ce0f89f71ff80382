"""The few fitted numbers of the matcher."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of the parts of a score, the confidence model and the thresholds on it."""

    ask_cover: float = 0.45  # how much of the question the phrasing covers
    phrase_cover: float = 0.25  # how much of the phrasing the question covers
    ratio: float = 0.30  # the two as strings, words in alphabetical order
    mean: float = 0.20  # of the three best phrasings, beside the best alone
    other_kind: float = 0.85  # a fact or phrasing for another kind of thing
    bias: float = -2.17
    confidence: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType(
            {
                "score": -1.12,
                "margin": -1.50,
                "gap_lead": 8.74,
                "talk_lead": 3.09,
                "explained": 2.19,
                "other_number": -3.49,
                "other_kind": -1.92,
            }
        )
    )
    cite: float = 0.74  # confidence from which the article is quoted
    suggest: float = 0.22  # confidence from which facts are offered
    gap: float = 0.45  # score from which a refusal names the gap
    smalltalk: float = 0.80  # score from which a text is small talk
