"""Word vectors: sums of them, and many compared with one at a time."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.related import Thesaurus
from bot.core.vectors import UNIT, Lanes, whole
from core.tables import vectors

TABLE = vectors(money=(7, 1), cash=(6, 1), coin=(5, -3), plane=(-1, 7), jet=(-2, 6))
COMPONENT = st.integers(-127, 127)
VECTOR = st.tuples(COMPONENT, COMPONENT, COMPONENT)


def test_a_vector_is_unpacked_with_its_signs() -> None:
    assert TABLE.row("jet") == [-2, 6]


def test_a_word_counts_as_often_as_it_is_said() -> None:
    assert TABLE.sum({"money": 2, "coin": 1}) == [19 * UNIT, -UNIT]


def test_words_without_a_vector_have_no_sum() -> None:
    assert TABLE.sum({"zzz": 1}) is None


@given(st.dictionaries(st.integers(0, 9), VECTOR, max_size=6), VECTOR)
def test_vectors_side_by_side_are_compared_as_each_alone(
    known: dict[int, tuple[int, int, int]], asked: tuple[int, int, int]
) -> None:
    found = Lanes(known, 10).cosines(asked)
    alone = [cosine(known.get(number, (0, 0, 0)), asked) for number in range(10)]
    assert found == (pytest.approx(alone, abs=1e-6) if known else [0.0] * 10)


def cosine(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    length = math.hypot(*one) * math.hypot(*other)
    return sum(a * b for a, b in zip(one, other, strict=True)) / length if length else 0.0


def test_a_vector_in_whole_numbers_points_the_same_way() -> None:
    assert whole((0.5, -0.25)) == [127, -64]


def test_words_of_about_the_same_meaning_are_related_nearest_first() -> None:
    known = {"money": "money", "coin": "coin", "plane": "plane"}
    assert [s.concept for s in Thesaurus(known, TABLE).related("cash")] == ["money", "coin"]


def test_a_word_without_a_vector_is_related_to_nothing() -> None:
    assert Thesaurus({"money": "money"}, TABLE).related("zzz") == ()
