"""Which countries a text names, by its own name or that of a language or people."""

from collections.abc import Iterable

from bot.core.language import Languages
from bot.core.normalize import Stemmer, latin, words


class Places:
    """Names of countries and languages from CLDR, found by their stems."""

    def __init__(self, languages: Languages, stemmer: Stemmer) -> None:
        self._stemmer = stemmer
        self._codes: dict[str, dict[tuple[str, ...], str]] = {}
        self._first: dict[str, set[str]] = {}  # stems that a name begins with
        self._longest = 1
        for code, language in languages.items():
            names = self._codes[code] = {}
            for name, country in language.places.items():
                stems = tuple(stemmer.stems(words(name), code))
                names.setdefault(stems, country)
                self._longest = max(self._longest, len(stems))
            self._first[code] = {stems[0] for stems in names}

    def named(self, tokens: Iterable[str], language: str) -> frozenset[str]:
        """The codes of the countries in cleaned tokens, as ISO 3166 has them."""
        stems = [self._stemmer.stem(token, language) for token in tokens if latin(token)]
        names, first = self._codes[language], self._first[language]
        return frozenset(
            names[run]
            for start, stem in enumerate(stems)
            if stem in first
            for end in range(start + 1, min(len(stems), start + self._longest) + 1)
            if (run := tuple(stems[start:end])) in names
        )
