"""The phrasings of a message: read line by line, added once, named by an id that is free."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.facts import Article, Fact, FactBase
from bot.core.phrasings import Phrasing, new_id, read, with_asks, without_ask
from bot.core.refusal import Refusal

FACT = Fact("height", (1,), {"en": ("How high is it?",)})
BASE = FactBase(Article("A", "en", ()), (FACT,))


def test_each_line_is_a_phrasing_without_its_bullet() -> None:
    assert read(" - How high?\n\n2) How tall?") == (Phrasing("How high?"), Phrasing("How tall?"))


def test_a_line_may_be_marked_with_its_language() -> None:
    assert read("it: Quando?") == (Phrasing("Quando?", "it"),)


@pytest.mark.parametrize("text", ["", "  \n ", "?!", "x" * 301, "\n".join(["how?"] * 51)])
def test_what_holds_no_question_or_too_much_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        read(text)


def test_a_phrasing_that_is_there_already_is_not_added_again() -> None:
    assert with_asks(FACT, [("en", "how HIGH is it"), ("it", "How high is it?")]) == FACT


def test_the_last_phrasing_stays() -> None:
    with pytest.raises(Refusal):
        without_ask(FACT, "en", "How high is it?")


def test_an_id_that_is_taken_gets_a_number() -> None:
    assert new_id(BASE, "height?") == "height-2"


@given(st.text(max_size=400))
def test_every_new_id_is_one_that_a_file_may_have(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,63}", new_id(BASE, text))
