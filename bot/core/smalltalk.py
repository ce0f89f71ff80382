"""Finds small talk: a text that is nothing but what people say to a bot without asking."""

import re
from bisect import bisect_left, bisect_right

from rapidfuzz import fuzz, process

from bot.core.language import Languages
from bot.core.normalize import LONGEST, fold
from bot.core.question import Question
from bot.core.ranking import Talk

MOST_PHRASES = 4
CUTOFF = 70.0  # rapidfuzz ratio of two phrases, words in alphabetical order
_PHRASE = re.compile(r"[.,;!?…\n]+")


class SmalltalkFinder:
    """The utterances of all languages, ready to be compared."""

    def __init__(self, languages: Languages) -> None:
        self._names: dict[str, str] = {}  # folded, words in alphabetical order → name
        for language in languages.values():
            for name, utterances in language.smalltalk.items():
                for utterance in utterances:
                    self._names.setdefault(_sorted(fold(utterance)), name)
        self._utterances = sorted(self._names, key=len)

    def nearest(self, question: Question) -> Talk | None:
        """The small talk nearest to a text: as a whole, or else phrase by phrase.

        Of several phrases each must be small talk; the last one says what is answered.
        """
        text = question.text[:LONGEST]
        whole = self._find(question.spelt if text == question.text else fold(text))
        pieces = [piece for piece in _PHRASE.split(text) if piece.strip()]
        if len(pieces) < 2:  # as most are: nothing needs to be cleaned
            return whole
        phrases = list(filter(None, map(fold, pieces)))
        if not 2 <= len(phrases) <= MOST_PHRASES:
            return whole
        talks = [talk for phrase in phrases if (talk := self._find(phrase))]
        if len(talks) < len(phrases):
            return whole
        said = frozenset(word for talk in talks for word in talk.words)
        together = Talk(talks[-1].name, min(talk.score for talk in talks), said)
        return max(whole or together, together, key=lambda talk: talk.score)

    def _find(self, folded: str) -> Talk | None:
        if not folded:
            return None
        wanted = _sorted(folded)
        among = self._utterances[slice(*self._spans(len(wanted)))]
        found = process.extractOne(wanted, among, scorer=fuzz.ratio, score_cutoff=CUTOFF)
        if not found:
            return None
        return Talk(self._names[found[0]], found[1] / 100, frozenset(found[0].split()))

    def _spans(self, length: int) -> tuple[int, int]:
        """Where the utterances stand whose length alone does not keep them below the cutoff.

        The ratio of two strings is at most twice the shorter length by the sum of both.
        """
        share = CUTOFF / (200 - CUTOFF)
        least = bisect_left(self._utterances, length * share, key=len)
        return least, bisect_right(self._utterances, length / share, key=len)


def _sorted(folded: str) -> str:
    return " ".join(sorted(folded.split()))
