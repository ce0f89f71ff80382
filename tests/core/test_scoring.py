"""What a score is made of besides words in common: the sentence before, kinds, like meanings."""

from dataclasses import replace

import pytest

from bot.core.facts import Article, Fact, FactBase, Gap, Sentence
from bot.core.ranking import Match
from core.desks import matcher_on

TEXTS = (
    "The old harbour bridge was the work of Greta Lund.",
    "It was finished in May 1931.",
    "Today 40 ferries pass below it.",
)
BASE = FactBase(
    Article("The bridge", "en", tuple(Sentence(n, text, 0) for n, text in enumerate(TEXTS, 1))),
    tuple(Fact(f"s{n}", (n,), {"en": (text,)}) for n, text in enumerate(TEXTS, 1)),
)
MATCHER = matcher_on(BASE)


def part(question: str, fact: str, name: str) -> float:
    found = {match.owner.id: match for match in MATCHER.rank(question).facts}
    return found[fact].parts[name]


def best(question: str) -> Match:
    found = MATCHER.rank(question).best
    assert found is not None
    return found


def test_words_of_the_sentence_before_count_for_a_fact() -> None:
    assert part("when was the harbour bridge finished", "s2", "before") > 0.5


def test_the_first_sentence_has_none_before_it() -> None:
    assert part("when was the harbour bridge finished", "s1", "before") == 0.0


def test_a_word_of_a_sentence_that_no_fact_cites_is_unknown() -> None:
    uncited = matcher_on(FactBase(BASE.article, BASE.facts[1:]))
    (word,) = uncited.rank("harbour").question.content
    assert word.senses == ()


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("how many ferries pass the old wharf", ()),  # a word that stands in no text of the base
        ("how many ferries pass below it", ("quay",)),
    ],
)
def test_a_fact_misses_a_required_term_that_the_question_has_not(
    text: str, missing: tuple[str, ...]
) -> None:
    needy = replace(BASE.facts[2], needs=(("quay", "wharf"),))
    matcher = matcher_on(FactBase(BASE.article, (*BASE.facts[:2], needy)))
    assert [each.missing for each in matcher.rank(text).facts if each.owner == needy] == [missing]


def test_a_date_is_what_when_asks_for() -> None:
    kinds = [part("when was the bridge finished", fact, "kind") for fact in ("s1", "s2")]
    assert kinds == [0.0, 1.0]


def test_a_number_that_the_question_has_is_not_the_one_asked_for() -> None:
    asked = ("how many ferries pass below it", "how many of the 40 ferries pass below it")
    assert [part(question, "s3", "kind") for question in asked] == [1.0, 0.0]


def test_a_name_is_what_who_asks_for() -> None:
    assert part("who made the bridge", "s1", "kind") == 1.0


def test_where_nothing_is_asked_for_every_sentence_fits_alike() -> None:
    assert {match.parts["kind"] for match in MATCHER.rank("old harbour bridge").facts} == {0.5}


def test_a_word_of_like_meaning_explains_in_part() -> None:
    words = ("ferries", "boats", "grammar")
    known, alike, odd = (part(f"{word} that pass", "s3", "related") for word in words)
    assert known > alike > odd


def test_a_common_word_is_no_slip_of_another() -> None:
    (word,) = MATCHER.rank("fairies").question.content
    assert word.senses == ()


def test_filling_with_two_letters_in_the_wrong_order_is_filling() -> None:
    assert not MATCHER.rank("waht is teh").question.content


def test_an_owner_found_by_nothing_is_no_candidate() -> None:
    assert MATCHER.rank("xyzzy plugh").facts == ()


def test_a_base_without_gaps_has_a_confidence_of_its_own() -> None:
    gap = Gap("cost", {"en": ("What did the bridge cost?",)})
    curated = FactBase(BASE.article, BASE.facts, (gap,))
    weights = MATCHER.weights
    assert [weights.confidence(each) for each in (BASE, curated)] == [
        weights.plain,
        weights.curated,
    ]


def test_the_score_is_a_share() -> None:
    assert 0.0 < best("when was the bridge finished").score < 1.0
