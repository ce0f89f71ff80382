"""Meaning by a sentence encoder: how near a question is to the phrasings of each fact and gap."""

import hashlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from bot.core.facts import Asks
from bot.core.lanes import Columns, Likeness, Row
from bot.core.normalize import LONGEST
from bot.core.vectors import FINE, whole
from bot.core.weights import Weights

MOST = 16  # phrasings of an owner in one language that are read, the first ones
ALONE = 0.8  # of the meaning, what an owner with a single phrasing loses; with n, an nth of it
MOST_COMPONENT = 127  # of a centroid that is kept
READ = 600  # characters of a phrasing; of a question as many as are read of it at all
ASKED = 256  # questions whose vectors are kept: a text is often asked twice in a row

Vectors = Iterable[Iterable[float]]


class Encoder(Protocol):
    """A model that puts texts near each other that mean about the same."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (n, d), float32; the same text has the same vector."""


class Kept(Protocol):
    """Centroids that one encoder made before, by a key of 16 bytes."""

    def get(self, key: bytes) -> bytes | None:
        """The d components in [-127, 127], a byte each."""

    def keep(self, used: Mapping[bytes, bytes], fresh: Mapping[bytes, bytes]) -> None:
        """Remember `fresh` beside what else a base has `used`."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """An encoder, the languages that it is for, and what it is spared."""

    encoder: Encoder
    languages: tuple[str, ...]
    kept: Kept | None = None
    weights: Weights | None = None  # fitted with it, in place of a matcher's own
    is_for_curated: bool = True  # whether bases with gaps have it too, which gain nothing by it


class Encoded:
    """One fact base as an encoder sees it: a centroid for each owner, in each of its languages."""

    def __init__(self, owners: Sequence[Asks], meaning: Meaning) -> None:
        """`owners`: the phrasings of each, by its number. Encodes those that are not kept."""
        self._encoder = meaning.encoder
        read = {
            code: [_read(asks.get(code) or next(iter(asks.values()))) for asks in owners]
            for code in meaning.languages
        }
        centroids = _centroids({texts for each in read.values() for texts in each}, meaning)
        self._row = Row(len(owners))
        self._columns = {
            code: Columns(
                self._row,
                {
                    n: whole(centroids[each], 1.0 - ALONE / len(each))
                    for n, each in enumerate(owned)
                },
            )
            for code, owned in read.items()
        }
        self._vector = lru_cache(ASKED)(self._encode)

    def likeness(self, text: str, language: str) -> Likeness | None:
        """By owner: cosine with its phrasings in that language, or in the first that it has.

        In [0, 1], less where it rests on few phrasings; None in a language of others.
        """
        if language not in self._columns:
            return None
        joined = self._columns[language].dots(self._vector(text))
        return Likeness(joined, self._row.parted(joined), FINE**-2)

    def _encode(self, text: str) -> tuple[int, ...]:
        (vector,) = self._encoder.encode([_plain(text, LONGEST)])
        return tuple(whole(list(map(float, vector))))


def _read(phrasings: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(_plain, phrasings[:MOST]))


def _plain(text: str, longest: int = READ) -> str:
    """At most `longest` characters, and none that UTF-8 has not."""
    return " ".join(text.split())[:longest].encode(errors="replace").decode()


def _centroids(
    groups: Iterable[tuple[str, ...]], meaning: Meaning
) -> Mapping[tuple[str, ...], Sequence[int]]:
    """The direction of each group's mean vector, in whole numbers of at most `MOST_COMPONENT`."""
    keys = {group: _key(group) for group in sorted(groups)}
    known = {key: found for key in keys.values() if (found := _known(meaning, key))}
    fresh = {
        key: _centroid(meaning.encoder.encode(group))
        for group, key in keys.items()
        if key not in known
    }
    if fresh and meaning.kept is not None:
        meaning.kept.keep(known, fresh)
    made = known | fresh
    return {group: memoryview(made[key]).cast("b") for group, key in keys.items()}


def _known(meaning: Meaning, key: bytes) -> bytes | None:
    return meaning.kept.get(key) if meaning.kept is not None else None


def _key(group: Sequence[str]) -> bytes:
    return hashlib.sha256("\n".join(group).encode()).digest()[:16]


def _centroid(vectors: Vectors) -> bytes:
    total = [sum(map(float, components)) for components in zip(*vectors, strict=True)]
    factor = MOST_COMPONENT / (max(map(abs, total)) or 1.0)
    return array("b", [round(factor * component) for component in total]).tobytes()
