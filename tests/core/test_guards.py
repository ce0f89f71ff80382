"""When unknown words, a gap or a fact that is as near keep the best fact from being quoted."""

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from bot.core.answer import BESIDE, Cited, decide
from bot.core.facts import Fact, FactBase, Gap
from bot.core.guards import (
    ALIKE,
    MOSTLY,
    NEARER,
    PAIRED,
    THIN,
    TIE,
    TIE_OF_ONE,
    UNMARKED,
    alike_gap,
    near_tie,
    nearer_gap,
    thin,
    unknown_word,
)
from bot.core.ranking import Match, Ranking
from bot.storage.folder import read_folder
from core.desks import matcher_on
from core.folders import write_folder
from core.lighthouse import ARTICLE, FACTS


@pytest.fixture
def base(tmp_path: Path) -> FactBase:
    found = read_folder(write_folder(tmp_path, FACTS, ARTICLE)).base
    assert found is not None
    return found


def match(
    owner: Fact | Gap,
    score: float,
    *,
    explained: float = 0.5,
    pairs: float = 0.2,
    ratio: float = 0.5,
) -> Match:
    return Match(
        owner=owner,
        score=score,
        parts=MappingProxyType({"pairs": pairs, "ratio": ratio}),
        is_exact=False,
        phrasing="",
        kinds=frozenset(),
        is_negated=False,
        missing=(),
        unexplained=(),
        numbers=frozenset(),
        strangers=frozenset(),
        turned=frozenset(),
        explained=explained,
    )


def fires(base: FactBase, fact: Match, gap: Match) -> bool:
    question = matcher_on(base).rank("who opened it").question
    return nearer_gap(fact, Ranking(question, (fact,), (gap,), None)) is not None


@pytest.mark.parametrize(("times", "is_kept"), [(NEARER - 0.02, False), (NEARER + 0.02, True)])
def test_a_gap_that_explains_more_must_be_nearer_than_the_fact(
    base: FactBase, times: float, is_kept: bool
) -> None:
    gap = match(base.gaps[0], 0.4 * times, explained=0.7)
    assert fires(base, match(base.facts[0], 0.4), gap) is is_kept


@pytest.mark.parametrize(("times", "is_kept"), [(UNMARKED - 0.02, False), (UNMARKED + 0.02, True)])
def test_a_gap_that_no_word_points_to_must_be_much_nearer(
    base: FactBase, times: float, is_kept: bool
) -> None:
    gap = match(base.gaps[0], 0.4 * times)
    assert fires(base, match(base.facts[0], 0.4), gap) is is_kept


def test_a_gap_that_has_the_words_in_the_same_pairs_need_not_be_nearer(base: FactBase) -> None:
    gap = match(base.gaps[0], 0.39, pairs=0.2 * PAIRED + 0.01)
    assert fires(base, match(base.facts[0], 0.4), gap)


@pytest.mark.parametrize(
    ("ratio", "pairs", "is_kept"),
    [(ALIKE + 0.02, 0.2, True), (ALIKE - 0.02, 0.2, False), (ALIKE + 0.02, 0.1, False)],
)
def test_a_gap_in_almost_the_same_words_in_the_same_pairs_need_not_be_nearer(
    base: FactBase, ratio: float, pairs: float, is_kept: bool
) -> None:
    fact, gap = match(base.facts[0], 0.4), match(base.gaps[0], 0.3, ratio=ratio, pairs=pairs)
    question = matcher_on(base).rank("who opened it").question
    assert (alike_gap(fact, Ranking(question, (fact,), (gap,), None)) is not None) is is_kept


def test_without_a_gap_nothing_is_kept_back(base: FactBase) -> None:
    fact = match(base.facts[0], 0.4)
    question = matcher_on(base).rank("who opened it").question
    assert nearer_gap(fact, Ranking(question, (fact,), (), None)) is None


@pytest.mark.parametrize(("share", "is_kept"), [(MOSTLY - 0.02, True), (MOSTLY + 0.02, False)])
def test_a_fact_that_explains_too_little_of_the_question_is_kept_back(
    base: FactBase, share: float, is_kept: bool
) -> None:
    fact = match(base.facts[0], 0.4, explained=share)
    question = matcher_on(base).rank("who opened it").question
    assert (unknown_word(fact, Ranking(question, (fact,), (), None)) is not None) is is_kept


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("how high was the price of the lighthouse", 1.0),
        ("how high were price and elephants of the lighthouse", 0.5),
        ("how high is the elephant of the lighthouse", 0.0),
        ("how high is the lighthouse", 0.0),
    ],
)
def test_words_that_a_gap_has_and_the_fact_lacks_lower_the_confidence(
    base: FactBase, text: str, share: float
) -> None:
    assert matcher_on(base).rank(text, by_heart=False).features["gap_meets"] == share


@pytest.mark.parametrize(("times", "is_tie"), [(TIE - 0.02, False), (TIE + 0.02, True)])
def test_a_fact_with_another_sentence_that_is_as_near_ties(
    base: FactBase, times: float, is_tie: bool
) -> None:
    one, other = match(base.facts[0], 0.4), match(base.facts[1], 0.4 * times)
    question = matcher_on(base).rank("who opened the lighthouse").question
    assert bool(near_tie(one, Ranking(question, (one, other), (), None))) is is_tie


@pytest.mark.parametrize(
    ("times", "is_tie"), [(TIE_OF_ONE - 0.02, False), (TIE_OF_ONE + 0.02, True)]
)
def test_facts_tie_more_easily_where_one_word_is_all_that_was_asked(
    base: FactBase, times: float, is_tie: bool
) -> None:
    one, other = match(base.facts[0], 0.4), match(base.facts[1], 0.4 * times)
    question = matcher_on(base).rank("and the lighthouse?").question
    assert bool(near_tie(one, Ranking(question, (one, other), (), None))) is is_tie


def test_a_fact_with_the_same_sentence_never_ties(base: FactBase) -> None:
    one, other = match(base.facts[1], 0.4), match(base.facts[2], 0.4)
    question = matcher_on(base).rank("who opened it").question
    assert near_tie(one, Ranking(question, (one, other), (), None)) is None


def test_a_fact_that_cites_the_same_sentence_among_others_never_ties(base: FactBase) -> None:
    wider = replace(base.facts[3], cites=(3, *base.facts[1].cites))
    one, other = match(base.facts[1], 0.4), match(wider, 0.4)
    question = matcher_on(base).rank("who opened it").question
    assert near_tie(one, Ranking(question, (one, other), (), None)) is None


@pytest.mark.parametrize(
    ("text", "score", "is_kept"),
    [
        ("could you please tell me now what this is all about a lamp", THIN - 0.02, True),
        ("could you please tell me now what this is all about a lamp", THIN + 0.02, False),
        ("what is 42", THIN - 0.02, True),
        ("what is 42", THIN + 0.02, False),
        ("42", THIN + 0.02, True),
    ],
)
def test_one_word_in_a_long_text_or_a_number_must_be_near_and_asked_about(
    base: FactBase, text: str, score: float, is_kept: bool
) -> None:
    fact, question = match(base.facts[4], score), matcher_on(base).rank(text).question
    assert bool(thin(fact, Ranking(question, (fact,), (), None))) is is_kept


@pytest.mark.parametrize(("times", "is_quoted"), [(BESIDE - 0.02, False), (BESIDE + 0.02, True)])
def test_a_fact_of_the_same_sentence_that_has_the_direction_right_is_quoted_in_its_place(
    base: FactBase, times: float, is_quoted: bool
) -> None:
    desk = matcher_on(base)
    turned = match(base.facts[1], 0.5)._replace(turned=frozenset({"NO"}))
    other = match(base.facts[2], 0.5 * times)
    question = desk.rank("the lighthouse was opened").question
    ranking = Ranking(question, (turned, other), (), None, confidence=1.0)
    assert (decide(ranking, base, desk.weights) == Cited((base.facts[2],))) is is_quoted
