"""The few fitted numbers of the matcher; their values stand in weights.json."""

from collections.abc import Mapping
from dataclasses import dataclass

# Of a score; the names of their shares.
PARTS = ("nearest", "words", "pairs", "runs", "meaning", "related", "before", "kind")


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of the parts of a score, the confidence model and the thresholds.

    `bias`, `confidence` and `cite` are fitted by `citebot calibrate`; the rest was chosen on the
    tuned half of the bank.
    """

    ask_cover: float  # how much of the question the phrasing covers
    phrase_cover: float  # how much of the phrasing the question covers
    ratio: float  # the two as strings, words in alphabetical order
    order: float  # shared words in the same order
    one_kind: float  # factor where only one of the two asks for a definite kind
    other_kind: float  # factor where they ask for different kinds
    other_place: float  # factor where the phrasing asks of a country that the question has not
    mean: float  # of the three best phrasings, beside the best alone
    nearest: float  # share of all the above in a score
    words: float  # cosine with all phrasings together, filling words too
    pairs: float  # the same for pairs of neighbouring words
    runs: float  # the same for runs of letters
    meaning: float  # the same for word vectors, where the language has them
    related: float  # of the question that all phrasings and sentences explain, or nearly so
    before: float  # of the question that only the sentence before explains
    kind: float  # whether it holds what is asked for: a person, a date, a number
    bias: float
    confidence: Mapping[str, float]  # feature → weight
    cite: float  # confidence from which the article is quoted
    suggest: float  # confidence from which facts are offered
    gap: float  # score from which a refusal names the gap
    smalltalk: float  # score from which a text is small talk
