"""The right sentence, a suggestion or “the article does not say”: what a question comes to."""

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.answer import Cited, Suggested, Unknown
from bot.core.facts import FactBase
from bot.desk import Desk, Reply
from bot.storage.folder import read_folder
from core.desks import matcher_on
from core.folders import write_folder
from core.lighthouse import ARTICLE, FACTS


@cache
def base() -> FactBase:
    with TemporaryDirectory() as folder:
        read = read_folder(write_folder(Path(folder), FACTS, ARTICLE))
    assert read.base is not None
    assert not read.errors
    return read.base


def desk_on(facts: FactBase) -> Desk:
    return Desk({"lighthouse": matcher_on(facts)})


@cache
def desk() -> Desk:
    return desk_on(base())


def ask(text: str) -> Reply:
    return desk().ask(text)


def cited(text: str) -> str | None:
    """The id of the fact that is quoted; None when none is."""
    answer = ask(text).answer
    return answer.facts[0].id if isinstance(answer, Cited) else None


def gap(text: str) -> str | None:
    """The id of the gap that is named; None when none is."""
    answer = ask(text).answer
    return answer.gap.id if isinstance(answer, Unknown) and answer.gap else None


def phrasings(table: str) -> list[tuple[str, str]]:
    """Every phrasing in the table, facts or gaps, with the id of its owner."""
    owners = tomllib.loads(FACTS)[table]
    return [
        (text, each["id"]) for each in owners for texts in each["asks"].values() for text in texts
    ]


# -- what the article says ---------------------------------------------------------------------


@pytest.mark.parametrize(("text", "fact"), phrasings("facts"))
def test_every_phrasing_of_a_fact_is_answered_by_it(text: str, fact: str) -> None:
    assert cited(text) == fact


def test_case_accents_and_punctuation_do_not_matter() -> None:
    assert cited("  QUANDO e stato inaugurato, il FARO ??") == "opening-day"


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("who opend the lighthouse", "opener"),
        ("how high is the lighthose", "height"),
        ("which contry delivered the lamp", "lamp-origin"),
        ("how many ships pas the cape every mounth", "ships"),
        ("chi ha inagurato il faro", "opener"),
    ],
)
def test_a_slip_of_the_finger_is_understood(text: str, fact: str) -> None:
    assert ask(text).best == base().by_id[fact]
    assert ask(text).outcome != "unknown"


@pytest.mark.parametrize("text", ["how tall is the lighthouse", "how high is the tower"])
def test_synonyms_are_understood(text: str) -> None:
    assert cited(text) == "height"


@pytest.mark.parametrize(
    "text", ["hello, who opened the lighthouse please?", "tell me who opened the lighthouse"]
)
def test_politeness_does_not_hide_a_question(text: str) -> None:
    assert cited(text) == "opener"


def test_a_number_of_the_sentence_may_stand_in_the_question() -> None:
    assert cited("who opened the lighthouse in 2021") == "opener"


def test_a_quote_gives_the_sentences_of_the_fact() -> None:
    answer = ask("Who opened the lighthouse?").answer
    assert isinstance(answer, Cited)
    assert answer.sentences == (1,)


# -- what is never quoted ----------------------------------------------------------------------


@pytest.mark.parametrize("number", ["2020", "2012", "2022", "20021", "2021.5"])
def test_another_number_is_never_taken_for_a_slip(number: str) -> None:
    assert cited(f"who opened the lighthouse in {number}") is None


@pytest.mark.parametrize(
    "text",
    [
        "do 250 ships pass the cape every month",
        "do 20,000 ships pass the cape every month",
        "is the lighthouse 43 metres high",
        "is the lamp from Norway 301 kilograms",
    ],
)
def test_a_false_figure_is_not_confirmed_by_a_quote(text: str) -> None:
    assert cited(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "does the lamp come from Sweden",
        "Which country delivered the lamp to Portugal?",
        "How many ships pass the cape of Portugal every month?",
        "Who opened the lighthouse in Sweden?",
        "Chi ha inaugurato il faro in Portogallo?",
    ],
)
def test_a_country_that_nothing_explains_is_not_answered(text: str) -> None:
    assert cited(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "why was the lighthouse opened",
        "why is the lighthouse high",
        "when did the ships pass the cape",
        "how much did the lamp from Norway cost",
        "how big is the lamp delivered from Norway",
        "where is the cape that the ships pass every month",
    ],
)
def test_a_sentence_that_answers_another_kind_of_question_is_not_quoted(text: str) -> None:
    assert cited(text) is None


# -- what the article does not say -------------------------------------------------------------


@pytest.mark.parametrize(("text", "name"), phrasings("gaps"))
def test_every_phrasing_of_a_gap_is_refused_by_it(text: str, name: str) -> None:
    assert gap(text) == name


def test_a_refusal_offers_the_facts_near_the_gap() -> None:
    answer = ask("How much did the lighthouse cost?").answer
    assert isinstance(answer, Unknown)
    assert [fact.id for fact in answer.near] == ["height", "opening-day"]


@pytest.mark.parametrize(
    "text", ["what is the capital of France", "best pizza recipe", "zzzz yyyy"]
)
def test_a_question_about_something_else_is_unknown(text: str) -> None:
    assert ask(text).answer == Unknown()


def test_a_slip_that_changes_the_beginning_of_a_word_is_another_word() -> None:
    words = matcher_on(base()).rank("who delivered the pamp").question.content
    assert [word.text for word in words if not word.senses] == ["pamp"]


def test_letters_in_the_wrong_order_at_the_beginning_are_a_slip() -> None:
    words = matcher_on(base()).rank("who delivered the almp").question.content
    assert all(word.senses for word in words)


@pytest.mark.parametrize(
    ("text", "kind"), [("whree is it from", "where"), ("qaunto è alto il faro", "how-much")]
)
def test_a_slip_of_a_question_word_still_asks(text: str, kind: str) -> None:
    assert kind in matcher_on(base()).rank(text).question.kinds


def test_a_slip_of_a_word_of_the_base_is_compared_as_the_word_that_was_meant() -> None:
    assert matcher_on(base()).rank("how high is the lighthose").question.whole.letters == (
        "how high is the lighthouse"
    )


def test_a_country_known_through_a_slip_is_named() -> None:
    assert matcher_on(base()).rank("is the lamp from Norwya").question.places == {"NO"}


@pytest.mark.parametrize(
    ("text", "letters"),
    [("is it geting old", "is it getting old"), ("is it setting sail", "is it setting sail")],
)
def test_a_slip_of_a_filling_word_is_one_unless_it_is_a_common_word(
    text: str, letters: str
) -> None:
    assert matcher_on(base()).rank(text).question.whole.letters == letters


def test_question_words_tell_the_language() -> None:
    assert ask("quanto metri").language == "it"


def test_a_negation_is_no_content() -> None:
    words = matcher_on(base()).rank("is the lamp not from Norway").question.content
    assert [word.text for word in words] == ["lamp", "norway"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("hello", "hello"),
        ("Thank you so much!", "thanks"),
        ("привет", "hello"),
        ("What is this article about?", "summary"),
        ("перескажи статью", "summary"),
    ],
)
def test_small_talk_gets_its_line_and_no_quote(text: str, name: str) -> None:
    assert ask(text).answer == Unknown(smalltalk=name)


# -- always the same ---------------------------------------------------------------------------

QUESTIONS = ["lighthouse", "who", "ships lamp", "the mayor of Varna", "numero", "tower opend", "42"]


def ranked(on: Desk, text: str) -> tuple[object, ...]:
    reply = on.ask(text)
    return reply.answer, reply.best, reply.confidence


@pytest.mark.parametrize("text", QUESTIONS)
def test_the_same_question_twice_has_the_same_answer(text: str) -> None:
    assert ranked(desk(), text) == ranked(desk(), text)


@pytest.mark.parametrize("text", QUESTIONS)
def test_what_was_asked_before_does_not_change_an_answer(text: str) -> None:
    fresh = desk_on(base())
    assert ranked(fresh, text) == ranked(desk(), text)


@pytest.mark.parametrize("text", QUESTIONS)
def test_the_order_of_the_facts_does_not_change_an_answer(text: str) -> None:
    facts = list(base().facts)
    Random(7).shuffle(facts)
    other = replace(base(), facts=tuple(facts), gaps=base().gaps[::-1])
    assert ranked(desk_on(other), text) == ranked(desk(), text)


@given(st.text(max_size=60) | st.text("lighthouse opned?42 ", max_size=60))
def test_confidence_is_a_share(text: str) -> None:
    confidence = ask(text).confidence
    assert confidence is None or 0 <= confidence <= 1


@given(st.lists(st.sampled_from([*" ".join(QUESTIONS).split(), "which", "cape"]), max_size=8))
def test_at_most_three_questions_are_suggested_each_of_another_sentence(words: list[str]) -> None:
    answer = ask(" ".join(words)).answer
    offered = answer.facts if isinstance(answer, Suggested) else ()
    assert len({fact.cites[0] for fact in offered}) == len(offered) <= 3


@pytest.mark.parametrize("text", ["height of the lighthouse", "price of the lamp", "zebra"])
def test_the_best_fact_alone_is_the_first_of_the_ranking(text: str) -> None:
    best = matcher_on(base()).rank(text, "en", by_heart=False).best
    assert matcher_on(base()).best_fact(text, "en") == (best.owner if best else None)
