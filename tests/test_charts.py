"""Bars as text and as a picture, in which every letter of the five languages is seen."""

import pytest

from bot.charts import Bar, Panel, can_draw, lines, picture, png

FACTS = Panel("Facts", (Bar("one", (4,)), Bar("two", (1,)), Bar("none", (0,))))
DAYS = Panel("Days", (Bar("1.", (2, 1)), Bar("2.", (0, 0))), ("known", "not known"))

charts = pytest.mark.skipif(not can_draw(), reason="the extra `charts` is not installed")


def test_the_longest_bar_is_whole_and_the_smallest_is_seen() -> None:
    assert list(lines(FACTS)) == ["▇▇▇▇▇▇▇▇▇▇▇▇ 4 one", "▇▇▇ 1 two", "0 none"]


def test_bars_of_nothing_are_no_bars() -> None:
    assert list(lines(Panel("", (Bar("x", (0,)),)))) == ["0 x"]


def test_a_panel_without_bars_is_left_out_of_the_picture() -> None:
    assert ">Votes<" not in picture("", [DAYS, Panel("Votes", ())])


def test_markup_in_a_readers_words_stays_words() -> None:
    shown = picture("", [DAYS, Panel("", (Bar("<script>&\x00", (1,)),))])
    assert "&lt;script&gt;&amp; " in shown


def test_a_long_label_is_cut() -> None:
    assert "x" * 61 not in picture("", [DAYS, Panel("", (Bar("x" * 99, (1,)),))])


@charts
def test_the_picture_is_a_png() -> None:
    assert png("Title", [DAYS, FACTS]).startswith(b"\x89PNG")


@charts
@pytest.mark.parametrize("letters", ["Жщюёъ", "ƏəğışöüçİĞŞ", "àèéìòù", "«»“”…–—№"])
def test_every_letter_is_seen_in_the_picture(letters: str) -> None:
    """Two letters that both were missing would look the same, as would one and a space."""
    seen = {png(letter, [DAYS]) for letter in (*letters, " ", "\U0010fffd")}
    assert len(seen) == len(letters) + 2 - (png(" ", [DAYS]) == png("\U0010fffd", [DAYS]))
