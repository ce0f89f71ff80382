"""What is compared on the public sets: our matcher, rapidfuzz's scorers and BM25."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import partial

import Stemmer
from rapidfuzz import fuzz, process, utils

from bot.core.encoded import Meaning
from bot.core.facts import FactBase
from bot.core.language import Languages
from bot.core.match import Matcher
from bot.core.weights import Weights

Guess = tuple[str | None, float]  # id of the top fact, and how sure
Scorer = Callable[[str], Guess]  # one question of one base
Build = Callable[[FactBase], Scorer]


def citebot(
    languages: Languages, weights: Weights, meaning: Meaning | None, base: FactBase
) -> Scorer:
    """The matcher as it is shipped; how sure it is = the confidence that it decides with."""
    matcher = Matcher(base, languages, weights, meaning)

    def ask(text: str) -> Guess:
        ranking = matcher.rank(text)
        return (ranking.best.owner.id if ranking.best else None), ranking.confidence

    return ask


def rapidfuzz(scorer: Callable[..., float], base: FactBase) -> Scorer:
    """The nearest phrasing by one of rapidfuzz's scorers."""
    owners, texts = _phrasings(base)
    folded = list(map(utils.default_process, texts))

    def ask(text: str) -> Guess:
        found = process.extractOne(utils.default_process(text), folded, scorer=scorer)
        return (owners[found[2]], found[1]) if found else (None, 0.0)

    return ask


def bm25(base: FactBase, k1: float = 1.5, b: float = 0.75) -> Scorer:
    """Okapi BM25 over stems, nearest phrasing.

    Source: Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), with Lucene's
    idf, which is never negative.
    """
    owners, texts = _phrasings(base)
    stemmer = Stemmer.Stemmer("english")

    def stems(text: str) -> list[str]:
        tokens: list[str] = stemmer.stemWords(utils.default_process(text).split())
        return tokens

    bags = [Counter(stems(text)) for text in texts]
    mean = sum(bag.total() for bag in bags) / len(bags)
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, bag in enumerate(bags):
        norm = k1 * (1 - b + b * bag.total() / mean)
        for stem, count in bag.items():
            postings[stem].append((number, count * (k1 + 1) / (count + norm)))
    rarity = {
        s: math.log1p((len(bags) - len(p) + 0.5) / (len(p) + 0.5)) for s, p in postings.items()
    }

    def ask(text: str) -> Guess:
        scores: dict[int, float] = defaultdict(float)
        for stem in stems(text):
            for number, weight in postings.get(stem, ()):
                scores[number] += rarity[stem] * weight
        if not scores:
            return None, 0.0
        best = max(scores, key=lambda number: (scores[number], -number))
        return owners[best], scores[best]

    return ask


def _phrasings(base: FactBase) -> tuple[list[str], list[str]]:
    """The owner's id and the text of every phrasing."""
    pairs = [(fact.id, text) for fact in base.facts for text in fact.asks["en"]]
    return [name for name, _ in pairs], [text for _, text in pairs]


def scorers(
    languages: Languages, weights: Weights, semantic: tuple[Weights, Meaning] | None = None
) -> dict[str, Build]:
    """Name in the table → how to make one for a base; with the encoder where there is one."""
    found: dict[str, Build] = {"Citebot": partial(citebot, languages, weights, None)}
    if semantic:
        found["Citebot, semantic"] = partial(citebot, languages, *semantic)
    return found | {
        "rapidfuzz WRatio": partial(rapidfuzz, fuzz.WRatio),
        "rapidfuzz token_set_ratio": partial(rapidfuzz, fuzz.token_set_ratio),
        "BM25, stemmed": bm25,
    }
