"""Finds small talk: a text that is, as a whole, what people say to a bot without asking."""

from rapidfuzz import fuzz, process

from bot.core.language import Languages
from bot.core.normalize import fold
from bot.core.ranking import Talk

CUTOFF = 70.0  # rapidfuzz ratio of the two whole texts, words in alphabetical order


class SmalltalkFinder:
    """The utterances of all languages, ready to be compared."""

    def __init__(self, languages: Languages) -> None:
        self._names: dict[str, str] = {}  # folded, words in alphabetical order → name
        for language in languages.values():
            for name, utterances in language.smalltalk.items():
                for utterance in utterances:
                    self._names.setdefault(" ".join(sorted(fold(utterance).split())), name)
        self._utterances = list(self._names)

    def nearest(self, folded: str) -> Talk | None:
        """The small talk nearest to a text whose Latin words are in alphabetical order."""
        if not folded:
            return None
        found = process.extractOne(folded, self._utterances, scorer=fuzz.ratio, score_cutoff=CUTOFF)
        return Talk(self._names[found[0]], found[1] / 100) if found else None
