"""A reader's text becomes words that can be compared, whatever the keyboard or the prankster."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.normalize import LONGEST, OWN_LONGEST, Stemmer, clean, fold, numbers, words

DROPPED = ("Mn", "Me", "Cf")
ANY_TEXT = st.text(max_size=600)
NASTY_TEXT = st.text(
    "aÉß йЙьъ\ue000\u0301\u0306\u202e\u200d\ufdfaﬃ각़ेা\u0345ſΣςİıﾞ12.,٣²", max_size=400
)


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("ITALY", "italy"),
        ("Perché", "perche"),
        ("Perche\u0301", "perche"),
        ("Azərbaycan", "azerbaycan"),
        ("ışık", "isik"),
        ("İTALYA", "italya"),
        ("Straße", "strasse"),
        ("ﬁnance", "finance"),
        ("ＡＢＣ", "abc"),
        ("Самолёт", "самолет"),
    ],
)
def test_case_accents_and_letter_forms_do_not_matter(typed: str, same: str) -> None:
    assert clean(typed) == same


@pytest.mark.parametrize("typed", ["Йод", "Йод".upper(), unicodedata.normalize("NFD", "йод")])
def test_the_short_i_of_russian_stays_a_letter_of_its_own(typed: str) -> None:
    assert clean(typed) == "йод"


def test_words_keep_cyrillic() -> None:
    assert words("Кто подписал договор?") == ["кто", "подписал", "договор"]


def test_folding_writes_cyrillic_in_latin_letters() -> None:
    assert fold("Кто подписал?") == "kto podpisal"


def test_punctuation_and_spaces_do_not_make_another_phrasing() -> None:
    assert fold("  Who, then…\n signed it?! ") == fold("who then signed it")


@pytest.mark.parametrize("text", ["ь", "объект ъ сдан", "ь ь"])
def test_a_sign_without_a_sound_leaves_no_empty_word(text: str) -> None:
    assert fold(text) == " ".join(fold(text).split())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,7", "1.7"),
        ("1.7", "1.7"),
        ("10,000", "10000"),
        ("10.000", "10000"),
        ("1.000.000", "1000000"),
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("007", "7"),
        ("0", "0"),
        ("M-346", "346"),
        ("$11.8bn", "11.8"),
        ("20２0", "2020"),
    ],
)
def test_a_number_has_one_spelling(text: str, number: str) -> None:
    assert numbers(text) == {number}


def test_a_fraction_is_the_same_with_comma_and_point() -> None:
    assert numbers("0,5") == numbers("0.5")


def test_three_places_after_a_zero_are_a_fraction() -> None:
    assert numbers("0.250") != numbers("250")


def test_a_number_among_words_is_spelled_as_numbers_are() -> None:
    assert words("over 10,000 jets in 2020") == ["over", "10000", "jets", "in", "2020"]


def test_numbers_are_found_only_where_they_stand() -> None:
    assert numbers("no number here") == set()


def test_a_ligature_bomb_is_cut() -> None:
    assert len(clean("\ufdfa" * 4096)) <= LONGEST


def test_combining_marks_leave_only_their_letter() -> None:
    assert clean("a" + "\u0300\u0323\u0336" * 1400) == "a"


def test_a_mark_on_every_letter_hides_nothing() -> None:
    assert words("".join(letter + "\u0336" for letter in "who signed")) == ["who", "signed"]


@pytest.mark.parametrize("control", ["\u202e", "\u2066", "\u200f", "\u200b", "\ufeff", "\u00ad"])
def test_an_invisible_control_inside_a_word_is_dropped(control: str) -> None:
    assert words(f"{control}sig{control}ned") == ["signed"]


def test_text_after_the_limit_is_not_read() -> None:
    assert clean("a" * LONGEST + "b") == "a" * LONGEST


@given(ANY_TEXT | NASTY_TEXT)
def test_a_cleaned_text_is_at_most_300_characters(text: str) -> None:
    assert len(clean(text)) <= 300


@given(ANY_TEXT | NASTY_TEXT)
def test_cleaning_again_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT | NASTY_TEXT)
def test_folded_words_stand_apart_by_one_space(text: str) -> None:
    assert fold(text) == " ".join(fold(text).split())


@given(ANY_TEXT | NASTY_TEXT)
def test_no_cleaned_text_holds_a_mark_or_a_control(text: str) -> None:
    assert not {unicodedata.category(letter) for letter in clean(text)} & {"Mn", "Me", "Cf"}


@given(ANY_TEXT | NASTY_TEXT)
def test_no_word_is_empty(text: str) -> None:
    assert all(words(text))


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "company", "companies"),
        ("it", "azienda", "aziende"),
        ("ru", "самолет", "самолета"),
        ("ru", "самолет", "samolet"),
        ("az", "sirketler", "sirketlerin"),
        ("tr", "anlasma", "anlasmayi"),
    ],
)
def test_forms_of_a_word_have_one_stem(language: str, one: str, other: str) -> None:
    stemmer = Stemmer()
    assert stemmer.stem(one, language) == stemmer.stem(other, language)


@given(ANY_TEXT | NASTY_TEXT, st.sampled_from(["en", "it", "az", "ru", "tr"]))
def test_every_word_has_a_stem(text: str, language: str) -> None:
    tokens = words(text)
    assert len(Stemmer().stems(tokens, language)) == len(tokens)


def test_the_base_s_own_texts_are_read_beyond_the_end_of_a_question() -> None:
    assert words("word " * 100 + "end", OWN_LONGEST)[-1] == "end"


def test_marks_and_controls_of_every_block_are_dropped() -> None:
    every = map(chr, range(sys.maxunicode + 1))
    odd = [letter for letter in every if unicodedata.category(letter) in DROPPED]
    odd.remove("\u0345")  # the iota below a letter: in lower case it is a letter
    assert {clean(f"a{letter}b") for letter in odd} == {"ab"}
