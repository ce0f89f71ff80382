"""Words that an editor gave one meaning: by language, stem of a word → concept of its group."""

from collections.abc import Collection, Iterable, Mapping

from bot.core.normalize import Stemmer, words


class Synonyms:
    """Made for one fact base.

    A word counts in the languages whose texts have it: by Italian endings an English plane would
    be a plan. One that stands in no text counts in all languages of its script.
    """

    def __init__(
        self,
        groups: Iterable[tuple[str, ...]],
        spoken: Mapping[str, Collection[str]],
        stemmer: Stemmer,
    ) -> None:
        """`spoken`: language → the cleaned words of the base in it."""
        self._concepts: dict[str, dict[str, str]] = {code: {} for code in spoken}
        for group in groups:
            singles = [tokens[0] for tokens in map(words, group) if len(tokens) == 1]
            stems = [(c, stemmer.stem(word, c)) for word in singles for c in _of(word, spoken)]
            if not stems:
                continue
            for code, known in self._concepts.items():
                own = [stem for c, stem in stems if c == code]
                # One name in all languages, or that of an earlier group which has such a stem.
                name = next((known[stem] for stem in own if stem in known), None) or stems[0][1]
                known.update((stem, name) for stem in own if stem not in known)

    def concept(self, stem: str, language: str) -> str:
        """What a stem stands for: itself, where it is in no group."""
        return self._concepts[language].get(stem, stem)


def spoken(word: str, languages: Iterable[str]) -> list[str]:
    """The languages that a cleaned word may be of, by its script."""
    return [code for code in languages if (code == "ru") != word.isascii()]


def _of(word: str, texts: Mapping[str, Collection[str]]) -> list[str]:
    return [code for code, known in texts.items() if word in known] or spoken(word, texts)
