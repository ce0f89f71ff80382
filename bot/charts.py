"""Bars of numbers, as lines of text."""

from collections.abc import Iterator
from dataclasses import dataclass

LONGEST = 12  # blocks of a bar of text


@dataclass(frozen=True, slots=True)
class Bar:
    """A label, and the parts that its bar is made of, counted."""

    label: str
    parts: tuple[int, ...]

    @property
    def total(self) -> int:
        """The whole bar."""
        return sum(self.parts)


@dataclass(frozen=True, slots=True)
class Panel:
    """Bars that are measured against each other, under one title."""

    title: str
    bars: tuple[Bar, ...]
    names: tuple[str, ...] = ()  # of the parts, where there is more than one

    @property
    def most(self) -> int:
        """The longest bar; at least 1, to divide by."""
        return max((bar.total for bar in self.bars), default=0) or 1


def lines(panel: Panel) -> Iterator[str]:
    """A panel without its title, a line a bar: blocks, the number, the label."""
    for bar in panel.bars:
        blocks = "▇" * -(-bar.total * LONGEST // panel.most)
        yield " ".join(filter(None, (blocks, str(bar.total), _cut(bar.label))))


def _cut(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
