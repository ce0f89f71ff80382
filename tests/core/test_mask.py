"""What would name a person is hidden before a question is stored; what is asked stays."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.mask import mask


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("write to ada.bell+x@mail.example.org please", "write to [e-mail] please"),
        ("call +39 06 1234 5678?", "call [phone]?"),
        ("+994501234567", "[phone]"),
        ("0039 333 123 45 67", "[phone]"),
        ("tel. 050 123 45 67", "tel. [phone]"),
        ("card 4111 1111 1111 1111", "card [number]"),
        ("passport 123456789", "passport [number]"),
        ("позвоните +7 (912) 345-67-89", "позвоните [phone]"),
    ],
)
def test_an_address_or_number_of_a_person_is_hidden(text: str, stored: str) -> None:
    assert mask(text) == stored


@pytest.mark.parametrize(
    "text",
    [
        "Did exports reach 1.7 billion euros in 2020?",
        "Are there over 10,000 firms, 100 of them Italian?",
        "was it on 18.02.2020 or 2020-02-18, in 2019-2020",
        "is 1,000,000 more than 999",
        "M-346 @citebot #news",
    ],
)
def test_what_a_question_is_about_stays(text: str) -> None:
    assert mask(text) == text


@given(st.text("0123456789 +-()./@ab.,é", max_size=200))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(st.text("0123456789 -", max_size=80))
def test_no_eight_digits_in_a_row_are_left(text: str) -> None:
    assert not re.search(r"\d{8}", mask(text))


@pytest.mark.parametrize("piece", ["1", "1 ", "a@", "a.", "+1", "(0", "0 0"])
def test_long_texts_are_masked_at_once(piece: str) -> None:
    began = time.process_time()
    mask(piece * (4096 // len(piece)))
    assert time.process_time() - began < 0.05
