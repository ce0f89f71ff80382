"""Words of a base that mean about the same as a reader's word, by their vectors."""

import math
from array import array
from collections.abc import Mapping

from bot.core.lanes import Columns, Row
from bot.core.vectors import WordVectors
from bot.core.vocabulary import Sense

LEAST = 0.35  # cosine; two words taken at random are below it 99 times in 100
MOST = 24  # concepts of a word
_REMEMBERED = 4096  # words of readers


class Thesaurus:
    """Made of the words that a base knows in one language."""

    def __init__(self, known: Mapping[str, str], vectors: WordVectors) -> None:
        """From word in Latin letters → its concept."""
        rows = [(concept, row) for word, concept in known.items() if (row := vectors.row(word))]
        self._concepts = [concept for concept, _ in rows]
        self._lengths = array("f", [math.hypot(*row) for _, row in rows])
        self._row = Row(len(rows), "h")  # 128 products of at most 49
        self._columns = Columns(self._row, {n: row for n, (_, row) in enumerate(rows)})
        self._vectors = vectors
        self._remembered: dict[str, tuple[Sense, ...]] = {}

    def related(self, word: str) -> tuple[Sense, ...]:
        """The concepts nearest in meaning to a folded word, and how near, nearest first."""
        found = self._remembered.get(word)  # once: another thread may clear it
        if found is None:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            found = self._remembered[word] = self._nearest(word)
        return found

    def _nearest(self, word: str) -> tuple[Sense, ...]:
        row = self._vectors.row(word)
        if row is None or not self._concepts:
            return ()
        found: dict[str, float] = {}
        dots = self._row.parted(self._columns.dots(row))
        least = LEAST * (length := math.hypot(*row))
        for concept, dot, own in zip(self._concepts, dots, self._lengths, strict=True):
            if dot >= least * own and (cosine := dot / (length * own)) > found.get(concept, 0.0):
                found[concept] = cosine
        ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return tuple(Sense(concept, min(1.0, cosine)) for concept, cosine in ordered[:MOST])
