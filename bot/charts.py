"""Bars of numbers: as lines of text, and as a picture where the extra `charts` is installed.

`python -m bot.charts` turns the SVG on its standard input into PNG on its standard output.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
from xml.sax.saxutils import escape

BLOCKS = 12  # of the longest bar of text
LABEL = 60  # characters that are shown of a label: in the picture's type, half its width
WIDTH, MARGIN, GAP = 900, 24, 28  # pixels
HALF = (WIDTH - 2 * MARGIN - GAP) // 2
COLUMN, ROW, HEAD = 150, 38, 30  # heights: of the columns, of a bar with its label, of a title
COLOURS = ("#2f6f4f", "#8fb996", "#d9b44a", "#b5523b")
FONT = Path("files", "NotoSans[wdth,wght].ttf")  # in fontpkg_noto_sans: Latin, Greek, Cyrillic
SECONDS = 20.0  # after which a picture that is not drawn is given up


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
        blocks = "▇" * -(-bar.total * BLOCKS // panel.most)
        yield " ".join(filter(None, (blocks, str(bar.total), _cut(bar.label))))


def can_draw() -> bool:
    """Whether the extra `charts` is installed."""
    return bool(find_spec("resvg_py") and find_spec("fontpkg_noto_sans"))


def png(title: str, panels: Sequence[Panel]) -> bytes:
    """A picture of the panels, the first one's bars upright, the others' lying. Blocks.

    It is drawn by another process, as the library holds up every thread of its own: 90 ms here.
    Raises subprocess.SubprocessError.
    """
    drawing = [sys.executable, "-m", "bot.charts"]
    svg = picture(title, panels).encode()
    return subprocess.run(
        drawing, input=svg, capture_output=True, check=True, timeout=SECONDS
    ).stdout


def picture(title: str, panels: Sequence[Panel]) -> str:
    """The same as SVG. Panels without bars are left out."""
    first, *others = panels
    marks = [_text(MARGIN, 38, title, size=20)]
    top = 62
    if first.bars:
        marks += _upright(first, top)
        top += HEAD + COLUMN + 66
    lefts, bottoms = (MARGIN, MARGIN + HALF + GAP), [top, top]
    for panel in filter(lambda panel: panel.bars, others):
        side = bottoms.index(min(bottoms))
        marks += _lying(panel, lefts[side], bottoms[side])
        bottoms[side] += HEAD + ROW * len(panel.bars) + GAP
    height = max(bottoms)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" '
        f'font-family="Noto Sans"><rect width="100%" height="100%" fill="#fff"/>'
        f"{''.join(marks)}</svg>"
    )


def _upright(panel: Panel, top: int) -> Iterator[str]:
    """A column a bar over the whole width, its parts stacked, and what the parts are."""
    yield _text(MARGIN, top + 14, panel.title, size=15)
    step = (WIDTH - 2 * MARGIN) / len(panel.bars)
    foot = top + HEAD + 16 + COLUMN
    for at, bar in enumerate(panel.bars):
        left = MARGIN + at * step
        for sums, part, colour in zip(accumulate(bar.parts), bar.parts, COLOURS, strict=False):
            high = COLUMN / panel.most
            yield _box(left + step * 0.1, foot - sums * high, step * 0.8, part * high, colour)
        middle, over = left + step / 2, foot - bar.total * COLUMN / panel.most - 4
        yield _text(middle, over, str(bar.total), anchor="middle", size=11)
        if at % -(-len(panel.bars) // 10) == 0:
            yield _text(middle, foot + 15, bar.label, anchor="middle", size=11)
    left = float(MARGIN)
    for name, colour in zip(panel.names, COLOURS, strict=False):
        yield _box(left, foot + 26, 11, 11, colour)
        yield _text(left + 16, foot + 36, name)
        left += 40 + 8 * len(name)


def _lying(panel: Panel, left: int, top: int) -> Iterator[str]:
    """A bar under each label, half as wide as the picture."""
    yield _text(left, top + 14, panel.title, size=15)
    for at, bar in enumerate(panel.bars):
        y = top + HEAD + at * ROW
        wide = (HALF - 60) * bar.total / panel.most
        yield _text(left, y + 10, _cut(bar.label))
        yield _box(left, y + 15, wide, 12, COLOURS[0])
        yield _text(left + wide + 6, y + 26, str(bar.total))


def _box(x: float, y: float, width: float, height: float, colour: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'
    )


def _text(x: float, y: float, text: str, *, size: int = 13, anchor: str = "start") -> str:
    shown = escape("".join(letter if letter.isprintable() else " " for letter in text))
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="#222">{shown}</text>'
    )


def _cut(text: str) -> str:
    return text if len(text) <= LABEL else f"{text[: LABEL - 1]}…"


def _draw(svg: str) -> bytes:
    import resvg_py  # the extra `charts`; only this process needs it

    package = find_spec("fontpkg_noto_sans")
    assert package is not None, "can_draw is asked first"
    assert package.origin is not None, "it is no namespace"
    font = Path(package.origin).parent / FONT
    # No fonts of the machine: the picture is the same everywhere.
    return resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=[str(font)])


if __name__ == "__main__":
    sys.stdout.buffer.write(_draw(sys.stdin.buffer.read().decode()))
