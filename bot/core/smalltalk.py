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
SHORT = 4  # letters up to which a phrase must be spelt as it is: chi is as like hi as a slip
_PHRASE = re.compile(r"[.,;!?…\n]+")


class SmalltalkFinder:
    """The utterances of all languages, ready to be compared."""

    def __init__(self, languages: Languages) -> None:
        self._names: dict[str, str] = {}  # folded, words in alphabetical order → name
        self._own: dict[str, dict[str, str]] = {}  # the same, for each language
        for code, language in languages.items():
            own = self._own[code] = {}
            for name, utterances in language.smalltalk.items():
                own.update((_sorted(fold(utterance)), name) for utterance in utterances)
            self._names = own | self._names
        self._negations = frozenset().union(*(each.negations for each in languages.values()))
        self._utterances = sorted(self._names, key=len)

    def nearest(self, question: Question) -> Talk | None:
        """The small talk nearest to a text: as a whole, or else phrase by phrase.

        Of several phrases each must be small talk; the last one says what is answered.
        """
        text = question.text[:LONGEST]
        whole = self._find(question.spelt if text == question.text else fold(text), question)
        pieces = [piece for piece in _PHRASE.split(text) if piece.strip()]
        if len(pieces) < 2:  # as most are: nothing needs to be cleaned
            return whole
        phrases = list(filter(None, map(fold, pieces)))
        if not 2 <= len(phrases) <= MOST_PHRASES:
            return whole
        talks = [talk for phrase in phrases if (talk := self._find(phrase, question))]
        if len(talks) < len(phrases):
            return whole
        said = frozenset(word for talk in talks for word in talk.words)
        together = Talk(talks[-1].name, min(talk.score for talk in talks), said)
        return max(whole or together, together, key=lambda talk: talk.score)

    def _find(self, folded: str, question: Question) -> Talk | None:
        """What people say in the question's language comes before the same in another."""
        if not folded:
            return None
        wanted = _sorted(folded)
        said, share = wanted, 1.0
        if wanted not in self._names:
            if len(folded) <= SHORT:
                return None
            among = self._utterances[slice(*self._spans(len(wanted)))]
            found = process.extractOne(wanted, among, scorer=fuzz.ratio, score_cutoff=CUTOFF)
            if not found or self._negated(found[0]) != self._negated(wanted):
                return None
            said, share = found[0], found[1] / 100
        name = self._own[question.language].get(said) or self._names[said]
        return Talk(name, share, frozenset(said.split()))

    def _negated(self, folded: str) -> bool:
        return not self._negations.isdisjoint(folded.split())

    def _spans(self, length: int) -> tuple[int, int]:
        """Where the utterances stand whose length alone does not keep them below the cutoff.

        The ratio of two strings is at most twice the shorter length by the sum of both.
        """
        share = CUTOFF / (200 - CUTOFF)
        least = bisect_left(self._utterances, length * share, key=len)
        return least, bisect_right(self._utterances, length / share, key=len)


def _sorted(folded: str) -> str:
    return " ".join(sorted(folded.split()))
