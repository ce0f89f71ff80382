"""Whether a text asks for others than those that it names: who besides Italy, who else."""

from collections.abc import Iterable, Sequence

from bot.core.facts import Article
from bot.core.language import Languages
from bot.core.normalize import Stemmer, proper
from bot.core.places import Places

REACH = 2  # words from a name to what leaves it out: apart from Italy
SHORTEST = 3  # letters of a name


class Exclusions:
    """Made for one article: the names in it can be left out, and countries."""

    def __init__(
        self, article: Article, languages: Languages, stemmer: Stemmer, places: Places
    ) -> None:
        self._languages, self._stemmer, self._places = languages, stemmer, places
        self._names = {code: self._stems(_texts(article, code), code) for code in languages}

    def _stems(self, texts: Iterable[str], code: str) -> frozenset[str]:
        names = (name for text in texts for name in proper(text) if len(name) >= SHORTEST)
        return frozenset(self._stemmer.stems(names, code))

    def asked(
        self, tokens: Sequence[str], folded: Sequence[str], kinds: frozenset[str], language: str
    ) -> bool:
        """Of cleaned tokens, the same in Latin letters, and what they ask for."""
        words = self._languages[language].exclusion
        if "who" in kinds and not words["others"].isdisjoint(folded):
            return True
        if words["before"].isdisjoint(folded) and words["after"].isdisjoint(folded):
            return False
        return any(
            not words["before"].isdisjoint(folded[max(0, at - REACH) : at])
            or not words["after"].isdisjoint(folded[at + 1 : at + 1 + REACH])
            for at, token in enumerate(tokens)
            if self._is_name(token, language)
        )

    def _is_name(self, token: str, language: str) -> bool:
        is_named = self._stemmer.stem(token, language) in self._names[language]
        return is_named or self._places.single(token, language) is not None


def _texts(article: Article, language: str) -> Iterable[str]:
    if language == article.language:
        return [sentence.text for sentence in article.sentences]
    return article.translations.get(language, {}).values()
