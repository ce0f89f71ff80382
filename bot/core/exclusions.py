"""Whether a text asks for others than are named: who besides Italy, who else, which other one."""

from collections.abc import Sequence

from bot.core.facts import Article
from bot.core.language import Languages
from bot.core.normalize import Stemmer, proper, words
from bot.core.places import Places

REACH = 2  # words from a name to what leaves it out: apart from Italy
ONES = frozenset({"who", "which"})  # kinds of words that ask for others by the word beside them
SHORTEST = 3  # letters of a name


class Exclusions:
    """Made for one article: the names in it can be left out, and countries."""

    def __init__(
        self, article: Article, languages: Languages, stemmer: Stemmer, places: Places
    ) -> None:
        self._languages, self._stemmer, self._places = languages, stemmer, places
        self._names = {code: self._stems(_texts(article, code), code) for code in languages}

    def _stems(self, texts: Sequence[str], code: str) -> frozenset[str]:
        """Of the names, but for words that are written small as well: a Military Department."""
        names = {name for text in texts for name in proper(text) if len(name) >= SHORTEST}
        small = " ".join(word for text in texts for word in text.split() if word[0].islower())
        common = self._stemmer.stems(set(words(small, len(small))), code)
        return frozenset(self._stemmer.stems(names, code)).difference(common)

    def asked(self, tokens: Sequence[str], folded: Sequence[str], language: str) -> bool:
        """Of cleaned tokens, and the same in Latin letters."""
        cues = self._languages[language].exclusion
        if self._asks_for_others(folded, language):
            return True
        if cues["before"].isdisjoint(folded) and cues["after"].isdisjoint(folded):
            return False
        return any(
            not cues["before"].isdisjoint(folded[max(0, at - REACH) : at])
            or not cues["after"].isdisjoint(self._following(folded, at, language))
            for at, token in enumerate(tokens)
            if self._is_name(token, language)
        )

    def _following(self, folded: Sequence[str], at: int, language: str) -> Sequence[str]:
        """The word after a name, or after its ending where that stands apart: Italya'dan.

        “İtaliyadan başqa” is besides Italy, but “M-346 başqa ölkələrdə” in other countries.
        """
        cues, endings = self._languages[language].exclusion, self._languages[language].cues["from"]
        after = folded[at + 1 : at + 3]
        if after and after[0] in endings.endings:
            return after[1:]
        is_from = folded[at].endswith(tuple(endings.endings))
        return [word for word in after[:1] if is_from or word not in cues["else_before"]]

    def _asks_for_others(self, folded: Sequence[str], language: str) -> bool:
        """“daha kim” is who else, but “kim daha çox” who more, and “X-dan başqa kim” besides X."""
        spoken = self._languages[language]
        cues, kinds = spoken.exclusion, spoken.kinds
        if cues["else_before"].isdisjoint(folded) and cues["else_after"].isdisjoint(folded):
            return False
        endings = tuple(spoken.cues["from"].endings)
        return any(
            (
                one in cues["else_before"]
                and not ONES.isdisjoint(kinds.get((other,), ()))
                and not before.endswith(endings)
            )
            or (other in cues["else_after"] and not ONES.isdisjoint(kinds.get((one,), ())))
            for before, one, other in zip(("", *folded), folded, folded[1:], strict=False)
        )

    def _is_name(self, token: str, language: str) -> bool:
        is_named = self._stemmer.stem(token, language) in self._names[language]
        return is_named or self._places.single(token, language) is not None


def _texts(article: Article, language: str) -> list[str]:
    if language == article.language:
        return [sentence.text for sentence in article.sentences]
    return list(article.translations.get(language, {}).values())
