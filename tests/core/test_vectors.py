"""Word vectors, sums of them, and words that mean about the same."""

from bot.core.related import Thesaurus
from bot.core.vectors import FINE, UNIT, whole
from core.tables import vectors

TABLE = vectors(money=(7, 1), cash=(6, 1), coin=(5, -3), plane=(-1, 7), jet=(-2, 6))


def test_a_vector_is_unpacked_with_its_signs() -> None:
    assert TABLE.row("jet") == [-2, 6]


def test_a_word_counts_as_often_as_it_is_said() -> None:
    assert list(TABLE.sum({"money": 2, "coin": 1}) or ()) == [19 * UNIT, -UNIT]


def test_words_without_a_vector_have_no_sum() -> None:
    assert TABLE.sum({"zzz": 1}) is None


def test_a_vector_in_whole_numbers_points_the_same_way() -> None:
    assert whole((3.0, -4.0), 0.5) == [round(0.3 * FINE), round(-0.4 * FINE)]


def test_words_of_about_the_same_meaning_are_related_nearest_first() -> None:
    known = {"money": "money", "coin": "coin", "plane": "plane"}
    assert [s.concept for s in Thesaurus(known, TABLE).related("cash")] == ["money", "coin"]


def test_a_word_without_a_vector_is_related_to_nothing() -> None:
    assert Thesaurus({"money": "money"}, TABLE).related("zzz") == ()
