"""A new text of the article: facts keep their sentences by what these say."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.core.anchor import anchored, merge_anchored, moves, with_sentences
from bot.core.facts import Article, Fact, FactBase, Gap, Sentence

TEXTS = (
    "The new lighthouse of Varna was opened by Mayor Elena Petrova.",
    "It is 42 metres high.",
    "Norway delivered its lamp.",
)


def sentences(*texts: str) -> tuple[Sentence, ...]:
    return tuple(Sentence(number, text, 0) for number, text in enumerate(texts, 1))


ARTICLE = Article("A", "en", sentences(*TEXTS), {"it": {1: "Uno.", 2: "Due.", 3: "Tre."}})
HEIGHT = Fact("height", (2,), {"en": ("How high?",)}, "42 metres")
LAMP = Fact("lamp", (3,), {"en": ("Which lamp?",)}, "its lamp")
ALL = Fact("all", (3, 2), {"en": ("What is known?",)})
COST = Gap("cost", {"en": ("How much?",)}, ("lamp", "height"))
BASE = FactBase(ARTICLE, (HEIGHT, LAMP, ALL), (COST,))


def on(*texts: str) -> Article:
    return with_sentences(ARTICLE, sentences(*texts))


def test_a_sentence_is_found_wherever_it_stands() -> None:
    found = moves(ARTICLE.sentences, sentences("A new one.", TEXTS[2], TEXTS[0]))
    assert [(move.how, move.new and move.new.number) for move in found] == [
        ("moved", 3),
        ("gone", None),
        ("moved", 2),
    ]


def test_a_sentence_that_was_changed_is_still_itself() -> None:
    found = moves(ARTICLE.sentences, sentences(TEXTS[0], "It is 43 metres high.", TEXTS[2]))
    assert [move.how for move in found] == ["same", "changed", "same"]


def test_a_fact_follows_its_sentences() -> None:
    found = anchored(BASE, on(TEXTS[2], TEXTS[1], TEXTS[0]))
    assert [fact.cites for fact in found.base.facts] == [(2,), (1,), (1, 2)]


def test_a_fact_of_which_a_sentence_is_gone_is_retired_and_no_longer_offered() -> None:
    found = anchored(BASE, on(TEXTS[0], TEXTS[1]))
    assert found.retired == ("lamp", "all")
    assert found.base.gaps[0].near == ("height",)


def test_an_answer_that_is_not_there_any_more_is_not_marked() -> None:
    found = anchored(BASE, on(TEXTS[0], "It is 43 metres high.", TEXTS[2]))
    assert found.unmarked == ("height",)
    assert found.base.by_id["height"] == replace(HEIGHT, answer=None)


def test_a_translation_goes_with_its_sentence_and_not_with_a_changed_one() -> None:
    assert on(TEXTS[2], "It is 43 metres high.").translations == {"it": {1: "Tre."}}


@given(st.permutations(TEXTS))
def test_a_text_turned_round_and_back_changes_nothing(texts: list[str]) -> None:
    turned = anchored(BASE, on(*texts)).base
    assert anchored(turned, ARTICLE).base == BASE


def test_an_editors_fact_follows_its_sentence_when_the_folder_has_a_new_text() -> None:
    new = Fact("who", (1,), {"en": ("Who opened it?",)})
    ours = replace(BASE, facts=(*BASE.facts, new))
    theirs = anchored(BASE, on("A first sentence.", *TEXTS)).base
    merged = merge_anchored(BASE, ours, theirs)
    assert (merged.base.by_id["who"].cites, merged.conflicts) == ((2,), ())


def test_two_new_texts_are_a_conflict_and_ours_stands() -> None:
    ours = anchored(BASE, on("Ours.", *TEXTS)).base
    theirs = anchored(BASE, on(*TEXTS, "Theirs.")).base
    merged = merge_anchored(BASE, ours, theirs)
    assert [each.what for each in merged.conflicts] == ["article"]
    assert merged.base.version == ours.version


def test_a_label_and_a_text_that_were_changed_apart_are_both_taken() -> None:
    ours = replace(BASE, article=replace(ARTICLE, label="Ours"))
    theirs = anchored(BASE, on("A first sentence.", *TEXTS)).base
    merged = merge_anchored(BASE, ours, theirs)
    assert (merged.base.article.label, len(merged.base.article.sentences)) == ("Ours", 4)
    assert merged.conflicts == ()
