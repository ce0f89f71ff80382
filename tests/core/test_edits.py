"""Edits: what is found between two bases makes one of the other, and a merge loses neither side."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.edits import (
    Change,
    Conflict,
    PutFact,
    PutGap,
    RetireFact,
    RetireGap,
    apply,
    describe,
    diff,
    merge,
)
from bot.core.facts import Article, Fact, FactBase, Gap, Sentence
from bot.core.refusal import Refusal

ARTICLE = Article("A", "en", (Sentence(1, "It is 42 metres high.", 0),))
HEIGHT = Fact("height", (1,), {"en": ("How high?",)}, "42 metres")
COST = Gap("cost", {"en": ("How much?",)}, ("height",))
BASE = FactBase(ARTICLE, (HEIGHT,), (COST,))

ASKS = st.dictionaries(
    st.sampled_from(["en", "it"]),
    st.lists(st.sampled_from("abcd"), min_size=1, unique=True).map(tuple),
    min_size=1,
)
FACTS = st.builds(
    Fact,
    st.sampled_from(["one", "two", "three"]),
    st.sampled_from([(1,), (2, 1)]),
    ASKS,
    st.sampled_from([None, "42"]),
)
GAPS = st.builds(Gap, st.sampled_from(["four", "five"]), ASKS)
BASES = st.builds(
    FactBase,
    st.just(ARTICLE),
    st.lists(FACTS, unique_by=lambda fact: fact.id).map(tuple),
    st.lists(GAPS, unique_by=lambda gap: gap.id).map(tuple),
)


@given(BASES, BASES)
def test_the_difference_between_two_bases_makes_the_second_of_the_first(
    old: FactBase, new: FactBase
) -> None:
    assert apply(old, diff(old, new)).version == new.version


@given(BASES)
def test_a_base_has_no_difference_from_itself(base: FactBase) -> None:
    assert (diff(base, base), describe(base, base)) == ((), ())


@given(BASES, BASES)
def test_where_one_side_changed_nothing_the_other_is_the_merge(
    base: FactBase, theirs: FactBase
) -> None:
    merged = merge(base, base, theirs)
    assert (merged.base.version, merged.conflicts) == (theirs.version, ())


@given(BASES, BASES, BASES)
def test_a_merge_without_conflict_is_the_same_from_both_sides(
    base: FactBase, ours: FactBase, theirs: FactBase
) -> None:
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert bool(one.conflicts) == bool(other.conflicts)


def phrasings(base: FactBase) -> set[tuple[str, str, str]]:
    owners: tuple[Fact | Gap, ...] = (*base.facts, *base.gaps)
    return {(o.id, code, text) for o in owners for code, texts in o.asks.items() for text in texts}


@given(BASES, BASES, BASES)
def test_a_merge_without_conflict_has_what_either_added_and_nothing_either_took_away(
    base: FactBase, ours: FactBase, theirs: FactBase
) -> None:
    merged = merge(base, ours, theirs)
    was, our, their = map(phrasings, (base, ours, theirs))
    if not merged.conflicts:
        assert phrasings(merged.base) == (our & their) | (our - was) | (their - was)


@given(BASES, BASES)
def test_a_change_merged_with_its_own_undoing_is_undone(base: FactBase, ours: FactBase) -> None:
    assert merge(ours, ours, base).base.version == base.version


def test_both_phrasings_of_two_editors_are_kept() -> None:
    ours = apply(BASE, [PutFact(replace(HEIGHT, asks={"en": ("How high?", "ours")}))])
    theirs = apply(BASE, [PutFact(replace(HEIGHT, asks={"en": ("How high?", "theirs")}))])
    merged = merge(BASE, ours, theirs)
    assert merged.base.by_id["height"].asks == {"en": ("How high?", "ours", "theirs")}


def test_what_both_changed_is_a_conflict_that_names_both() -> None:
    ours = apply(BASE, [PutFact(replace(HEIGHT, answer="42"))])
    theirs = apply(BASE, [PutFact(replace(HEIGHT, answer=None))])
    assert merge(BASE, ours, theirs).conflicts == (
        Conflict("fact", "height", "answer", "42", None),
    )


def test_what_one_retired_and_the_other_changed_is_a_conflict() -> None:
    ours = apply(BASE, [RetireGap("cost")])
    gap = replace(COST, near=())
    theirs = apply(BASE, [PutGap(gap)])
    assert merge(BASE, ours, theirs).conflicts == (Conflict("gap", "cost", "", None, gap),)


def test_what_is_not_there_cannot_be_retired() -> None:
    with pytest.raises(Refusal):
        apply(BASE, [RetireFact("width")])


def test_a_change_names_its_field() -> None:
    new = apply(BASE, [PutFact(replace(HEIGHT, answer=None))])
    assert describe(BASE, new) == (Change("fact", "height", "answer", "42 metres", None),)
