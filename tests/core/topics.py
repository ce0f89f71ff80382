"""A sentence encoder that knows five topics of the lighthouse, for tests: it needs no extra."""

from collections.abc import Sequence

SPOKEN = ("en", "it")
TOPICS = (
    ("high", "tall", "metres", "alto", "stature"),
    ("ships", "navi", "vessels", "boats"),
    ("lamp", "lampada", "bulb"),
    ("opened", "inaugurated", "inauguration", "inaugurato"),
    ("cost", "price", "expensive", "costato", "prezzo"),
)


class Topics:
    """A component for each topic, and one that all texts have; says what it was given."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def encode(self, texts: Sequence[str]) -> list[list[float]]:
        """Unit vectors, shape (n, 6)."""
        self.read += texts
        return [_vector(text.casefold()) for text in texts]


def _vector(text: str) -> list[float]:
    found = [0.2, *(float(any(word in text for word in topic)) for topic in TOPICS)]
    length = sum(each * each for each in found) ** 0.5
    return [each / length for each in found]
