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
    order: float = 0.10  # shared words in the same order
    one_kind: float = 0.93  # only one of the two asks for a definite kind
    mean: float = 0.20  # of the three best phrasings, beside the best alone
    other_kind: float = 0.80  # a fact or phrasing for another kind of thing
    bias: float = -2.23
    confidence: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType(
            {
                "score": -0.64,
                "margin": -1.83,
                "gap_lead": 5.92,
                "talk_lead": 4.12,
                "explained": 1.44,
                "gap_explains": -9.63,
                "other_number": -2.98,
                "other_kind": -1.38,
            }
        )
    )
    cite: float = 0.76  # confidence from which the article is quoted
    suggest: float = 0.22  # confidence from which facts are offered
    gap: float = 0.45  # score from which a refusal names the gap
    smalltalk: float = 0.80  # score from which a text is small talk
