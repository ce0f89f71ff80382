"""Strings known by number without being kept."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.keys import Keys


@given(st.sets(st.text(max_size=8), max_size=40))
def test_every_term_has_a_number_of_its_own(terms: set[str]) -> None:
    keys = Keys.of(terms)
    assert sorted(map(keys.find, terms)) == list(range(len(terms)))


def test_a_term_that_is_not_there_has_no_number() -> None:
    assert Keys.of(["lamp", "cape"]).find("ship") == -1


def test_a_term_that_is_given_twice_counts_once() -> None:
    assert len(Keys.of(["lamp", "lamp"])) == 1
