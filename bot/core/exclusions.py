"""Whether a text asks for others than are named: who besides Italy, who else, which other one."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from bot.core.facts import Article
from bot.core.language import Languages
from bot.core.normalize import Stemmer, proper, words
from bot.core.places import Places

REACH = 2  # words from a name to what leaves it out: apart from Italy
ONES = frozenset(
    {"who", "which"}
)  # kinds of question words that ask for others with the word beside them
SHORTEST = 3  # letters of a name


class Exclusions:
    """Made for one article: the names in it can be left out, and countries."""

    def __init__(
        self, article: Article, languages: Languages, stemmer: Stemmer, places: Places
    ) -> None:
        self._languages, self._stemmer, self._places = languages, stemmer, places
        self._names = {code: self._stems(_texts(article, code), code) for code in languages}

    def _stems(self, texts: Iterable[str], code: str) -> frozenset[str]:
        """Of the names, but for words that stand there uncapitalised too: a Military Academy."""
        names, common = set[str](), set[str]()
        for text in texts:
            names.update(name for name in proper(text) if len(name) >= SHORTEST)
            common.update(words(" ".join(word for word in text.split() if word[0].islower())))
        own = frozenset(self._stemmer.stems(names, code))
        return own.difference(self._stemmer.stems(common, code))

    def asked(self, tokens: Sequence[str], folded: Sequence[str], language: str) -> bool:
        """Of cleaned tokens, and the same in Latin letters."""
        cues = self._languages[language].exclusion
        if self._asks_for_others(folded, language):
            return True
        if cues["before"].isdisjoint(folded) and cues["after"].isdisjoint(folded):
            return False
        return any(
            not cues["before"].isdisjoint(folded[max(0, at - REACH) : at])
            or not cues["after"].isdisjoint(folded[at + 1 : at + 1 + REACH])
            for at, token in enumerate(tokens)
            if self._is_name(token, language)
        )

    def _asks_for_others(self, folded: Sequence[str], language: str) -> bool:
        """“daha kim” is who else, but “kim daha çox” who more."""
        cues, kinds = self._languages[language].exclusion, self._languages[language].kinds
        if cues["else_before"].isdisjoint(folded) and cues["else_after"].isdisjoint(folded):
            return False
        return any(
            (one in cues["else_before"] and not ONES.isdisjoint(kinds.get((other,), ())))
            or (other in cues["else_after"] and not ONES.isdisjoint(kinds.get((one,), ())))
            for one, other in pairwise(folded)
        )

    def _is_name(self, token: str, language: str) -> bool:
        is_named = self._stemmer.stem(token, language) in self._names[language]
        return is_named or self._places.single(token, language) is not None


def _texts(article: Article, language: str) -> Iterable[str]:
    if language == article.language:
        return [sentence.text for sentence in article.sentences]
    return article.translations.get(language, {}).values()
