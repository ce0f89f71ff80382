"""What countries and languages are called in one language, found by the stems of their words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.core.normalize import fold, latin, words

Name = tuple[tuple[str, ...], str]  # its words, spelt as `spelt` has them, and the country


@dataclass(frozen=True, slots=True)
class CountryNames:
    """Made once a language, whatever the article."""

    folded: frozenset[str]
    by_stems: Mapping[tuple[str, ...], tuple[Name, ...]]  # the stems of the words of a name
    first: frozenset[str]  # stems that a name begins with
    longest: int  # words


def country_names(
    names: Mapping[str, str],
    harmless: frozenset[str],
    stems: Callable[[Sequence[str]], Sequence[str]],
) -> CountryNames:
    """From name → country, as CLDR has them; `stems` of cleaned words, in order.

    Filling words name no country: Togo is того in Russian, which is also “of that”.
    """
    found: dict[tuple[str, ...], list[Name]] = {}
    for name, country in names.items():
        tokens = words(name)
        if len(tokens) == 1 and latin(tokens[0]) in harmless:
            continue
        found.setdefault(tuple(stems(tokens)), []).append((tuple(map(spelt, tokens)), country))
    return CountryNames(
        folded=frozenset(map(fold, names)),
        by_stems={stemmed: tuple(named) for stemmed, named in found.items()},
        first=frozenset(stemmed[0] for stemmed in found),
        longest=max(map(len, found), default=1),
    )


def spelt(word: str) -> str:
    """Without accents; Cyrillic as it is, where endings are shorter than in Latin letters."""
    return word if "а" <= word[0] <= "я" else latin(word)
