"""Which countries a text names, and from which to which something goes."""

from collections.abc import Sequence

from bot.core.countries import spelt
from bot.core.language import Languages
from bot.core.normalize import Stemmer, latin

OTHER_END = {"to": "from", "from": "to"}

LONG_NAME = 8  # letters
_REMEMBERED = 4096  # words

End = tuple[str, str]  # to or from, and the country


class Places:
    """Names of countries and languages from CLDR, found by their stems."""

    def __init__(self, languages: Languages, stemmer: Stemmer) -> None:
        self._languages, self._stemmer = languages, stemmer
        self._remembered: dict[tuple[str, str], str] = {}  # word, language → its country, if any

    def named(self, tokens: Sequence[str], language: str) -> frozenset[str]:
        """The codes of the countries in cleaned tokens, as ISO 3166 has them."""
        stems = [self._stemmer.stem(token, language) for token in tokens]
        names = self._languages[language].countries
        return frozenset(
            code
            for start, stem in enumerate(stems)
            if stem in names.first
            for end in range(start + 1, min(len(stems), start + names.longest) + 1)
            for name, code in names.by_stems.get(tuple(stems[start:end]), ())
            if all(map(_is_form, map(spelt, tokens[start:end]), name))
        )

    def begins(self, token: str, language: str) -> bool:
        """Whether a name may begin with a cleaned token."""
        return self._stemmer.stem(token, language) in self._languages[language].countries.first

    def ends(self, tokens: Sequence[str], language: str) -> frozenset[End]:
        """Which countries are marked as the one that something goes to, or comes from.

        By a word before the name or by its ending. Of two countries, one marked, the other is the
        other end. Nothing where no mark is understood.
        """
        codes = [self.single(token, language) for token in tokens]
        if not any(codes):
            return frozenset()
        folded = [latin(token) for token in tokens]
        found = {
            (end, code)
            for at, code in enumerate(codes)
            if code and (end := self._end(folded, at, language))
        }
        others = {code for code in codes if code} - {code for _, code in found}
        if len(found) == 1 and len(others) == 1:
            ((end, _),) = found
            found.add((OTHER_END[end], others.pop()))
        return frozenset(found)

    def single(self, token: str, language: str) -> str | None:
        """The country that a cleaned token names by itself."""
        key = (token, language)
        found = self._remembered.get(key)  # once: another thread may clear it
        if found is None:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            found = self._remembered[key] = next(iter(self.named([token], language)), "")
        return found or None

    def _end(self, folded: Sequence[str], at: int, language: str) -> str | None:
        """The end that the name in that place is marked as."""
        names = self._languages[language].countries.folded
        name = next((n for n in range(len(folded[at]), 3, -1) if folded[at][:n] in names), None)
        after = folded[at + 1] if at + 1 < len(folded) else ""
        for end, cues in self._languages[language].cues.items():
            if not cues.words.isdisjoint(folded[max(0, at - 2) : at]):
                return end
            if name is None and folded[at].endswith(tuple(cues.endings)):
                return end
            if name and (folded[at][name:] or after) in cues.endings:
                return end
        return None


def _is_form(word: str, name: str) -> bool:
    """Whether a word of the same stem may be a name in some case: an ending is about two letters.

    What a stemmer cuts off is longer: it takes liberati for Liberia.
    """
    kept = len(name) - (1 if len(name) < LONG_NAME else 2)
    return len(word) >= len(name) - 1 and word[:kept] == name[:kept]
