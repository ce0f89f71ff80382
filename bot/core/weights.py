"""The few fitted numbers of the matcher; they live in weights.json, beside how they were fitted."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of the parts of a score, and the thresholds on it."""

    ask_cover: float = 0.45  # how much of the question the phrasing covers
    phrase_cover: float = 0.25  # how much of the phrasing the question covers
    ratio: float = 0.30  # the two as strings, words in alphabetical order
    mean: float = 0.20  # of the three best phrasings, beside the best alone
    other_kind: float = 0.85  # a phrasing that asks for another kind of thing
    cite: float = 0.62  # score from which the article is quoted
    suggest: float = 0.36  # score from which a fact is offered
    margin: float = 0.03  # to the best fact with other sentences
    gap_lead: float = 0.0  # a gap stops a fact unless the fact leads by this much
    smalltalk: float = 0.7
