"""How people wrap up what they ask: or not, besides Italy, and at the end of a story."""

from dataclasses import replace

import pytest

from bot.core.answer import Cited, Suggested, Unknown
from bot.core.parts import LONGEST_TWO, parts
from core.desks import matcher_on
from core.test_match import base


@pytest.mark.parametrize(
    ("text", "is_negated"),
    [
        ("is the lamp from Norway or not", False),
        ("is the lamp not from Norway", True),
        ("la lampada viene dalla Norvegia o no?", False),
        ("лампа из Норвегии или нет", False),
        ("lampa Norveçdəndir, ya yox?", False),
        ("I don't know, is the lamp from Norway", False),
        ("non so se la lampada viene dalla Norvegia", False),
        ("не знаю, лампа из Норвегии?", False),
        ("не знаю, почему лампа не из Норвегии", True),
        ("the lamp is from Norway, isn't it", False),
        ("does not only the lamp come from Norway", False),
        ("чуть ли не вся лампа из Норвегии", False),
        ("lampa Norveçdəndir, deyil mi", False),
        ("bu lamba Norveç'ten, değil mi", False),
        ("bu lamba niçin Norveç'ten değil", True),
        ("lampa Norveçdəndirmi heç?", False),
        ("lamba hiç Norveç'ten mi", False),
        ("Norveç'ten gelmeyen lamba hangisi", True),
        ("bəs Norveçdən gəlməyən lampa hansıdır axı", True),
        ("bu lampa niyə Norveçdən gəlməyib", True),
    ],
)
def test_or_not_and_dont_know_negate_nothing(text: str, is_negated: bool) -> None:
    assert matcher_on(base()).rank(text).question.is_negated is is_negated


def test_a_question_that_leaves_out_a_country_is_not_answered_with_it() -> None:
    text = "Which country besides Norway delivered the lamp?"
    assert not isinstance(matcher_on(base()).answer(text)[1], Cited)


@pytest.mark.parametrize(
    ("text", "is_cited"),
    [
        ("does the lamp come from Sweden or from Norway", True),
        ("la lampada viene dalla Svezia o dalla Norvegia", True),
        ("does the lamp come from Sweden", False),
        ("does the lamp come from Sweden or from Spain", False),
    ],
)
def test_a_choice_of_countries_is_answered_if_the_fact_names_one_of_them(
    text: str, is_cited: bool
) -> None:
    assert isinstance(matcher_on(base()).answer(text)[1], Cited) is is_cited


STORY = "My aunt bakes splendid gingerbread, whistles loudly in the kitchen, hates cold winters: "


@pytest.mark.parametrize(
    ("question", "outcome"),
    [("date of the inauguration", Cited), ("is there a lamp of steel", Suggested)],
)
def test_a_text_that_is_not_understood_is_answered_by_its_one_clear_question(
    question: str, outcome: type
) -> None:
    assert isinstance(matcher_on(base()).answer(STORY + question)[1], outcome)


def test_a_text_of_more_words_than_two_questions_take_is_not_cut_in_two() -> None:
    two = "who opened the lighthouse and how high is it"
    assert [len(parts(two)), parts(f"{two} {'please ' * LONGEST_TWO}")] == [1, []]


@pytest.mark.parametrize(
    ("text", "talk"), [("what is this page good for", "help"), ("what is this lamp good for", "")]
)
def test_small_talk_with_a_word_of_the_base_in_it_is_a_question(text: str, talk: str) -> None:
    answer = matcher_on(base()).answer(text)[1]
    assert ((isinstance(answer, Unknown) and answer.smalltalk) or "") == talk


def test_a_phrasing_of_a_fact_is_quoted_though_it_is_small_talk_too() -> None:
    known = replace(base().facts[0], asks={"en": ("who are you",)})
    answer = matcher_on(replace(base(), facts=(known, *base().facts[1:]))).answer("Who are you?")[1]
    assert isinstance(answer, Cited)
