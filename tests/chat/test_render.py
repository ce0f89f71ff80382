"""Messages are whole, within Telegram's limits, and formatted where they mean to be."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.blocks import LIMIT, Block, Mark, Message, fitted, joined, message, pages
from bot.chat.render import Renderer
from bot.core.check import check
from bot.core.facts import Article, Fact, FactBase, Sentence
from bot.texts import Texts, load_texts
from chat.world import BASE, JOURNEY, OPENED, SENTENCES

# Plain, accented, combining, right to left, outside the basic plane, markup, joined emoji.
LETTERS = st.sampled_from(
    ["a", "é", "e\u0301", "ש", "😀", "👩‍🚀", "<", "*", "_", "&", "\u202e", " "]
)
WORDS = st.lists(LETTERS, max_size=30).map("".join)


@pytest.fixture(scope="module")
def texts() -> Texts:
    return load_texts()


def base_of(*sentences: str) -> FactBase:
    """A base whose only fact cites all of these sentences."""
    numbered = tuple(Sentence(n, text, n // 3) for n, text in enumerate(sentences, 1))
    fact = Fact("all", tuple(s.number for s in numbered), {"en": ("All?",)})
    return FactBase(Article("Label", "en", numbered), (fact,))


def utf16(text: str) -> int:
    """The length of a text as Telegram counts it: letters outside the basic plane are two."""
    return len(text) + sum(ord(letter) > 0xFFFF for letter in text)


def covered(shown: Message) -> list[str]:
    """What each entity covers, read as Telegram reads it."""
    raw = shown.text.encode("utf-16-le")
    return [
        raw[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")
        for entity in shown.entities
    ]


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), min_size=1, max_size=5))
def test_every_mark_covers_what_it_was_put_on(pieces: list[tuple[str, str, str]]) -> None:
    blocks = [
        joined([Block(before), Block(inside).marked("bold"), Block(after)])
        for before, inside, after in pieces
    ]
    shown = message(joined(blocks, "\n"))
    assert sorted(covered(shown)) == sorted(inside for _, inside, _ in pieces if inside)


@given(st.lists(st.integers(1, 3000), max_size=12))
def test_what_is_too_long_is_cut_between_blocks(lengths: list[int]) -> None:
    blocks = [Block("😀" * length) for length in lengths]
    shown = fitted(blocks, Block("more"))
    kept = shown.text.split("\n\n") if shown.text else []
    assert utf16(shown.text) <= LIMIT
    assert kept == [block.text for block in blocks[: len(kept)]] or kept == [
        *(block.text for block in blocks[: len(kept) - 1]),
        "more",
    ]


def test_a_citation_that_is_too_long_leaves_out_whole_sentences(texts: Texts) -> None:
    base = base_of(*(f"{n} " + "word " * 200 + "." for n in range(9)))
    shown = Renderer("other", base, texts, "en").quote(base.facts)
    quotes = [text for text in covered(shown) if text.startswith("❝")]
    assert quotes == [f"❝ {s.text} ❞" for s in base.article.sentences[: len(quotes)]]
    assert len(quotes) == 3
    assert shown.text.endswith("/article has all of it.")


def test_a_quote_of_a_sentence_that_no_message_holds_says_so_and_names_its_number(
    texts: Texts,
) -> None:
    base = base_of("word " * 2000)
    shown = Renderer("other", base, texts, "en").quote(base.facts)
    assert shown.text == "(This sentence is longer than one message can be.)\n[1] Label"


@pytest.mark.parametrize(("length", "is_quoted"), [(4082, True), (4083, False)])
def test_the_check_warns_of_just_those_sentences_that_no_message_can_quote(
    texts: Texts, length: int, is_quoted: bool
) -> None:
    base = base_of("😀" + "a" * (length - 2))
    text = Renderer("other", base, texts, "en").quote(base.facts).text
    warned = [each.key for each in check(base, lambda _, __: ("", 1)) if each.key == "too-long"]
    assert (text.startswith("❝"), warned == []) == (is_quoted, is_quoted)


def test_a_quote_stays_where_only_its_translation_is_too_much(texts: Texts) -> None:
    base = base_of("word " * 600 + ".")
    article = replace(base.article, translations={"it": {1: "parola " * 600}})
    shown = Renderer("other", replace(base, article=article), texts, "it").quote(base.facts)
    assert shown.text == f"❝ {article[1].text} ❞\n[1] Label"


def test_the_last_translations_go_first(texts: Texts) -> None:
    base = base_of(*("word " * 200 + f"{n}." for n in range(3)))
    translations = {"it": {n: f"parola {n} " * 70 for n in (1, 2, 3)}}
    article = replace(base.article, translations=translations)
    text = Renderer("other", replace(base, article=article), texts, "it").quote(base.facts).text
    there = [n for n in (1, 2, 3) if f"[{n}] Label" in text]
    translated = [n for n in (1, 2, 3) if f"parola {n}" in text]
    assert (there, translated, len(text) <= LIMIT) == ([1, 2, 3], [1], True)


def test_a_corrected_quote_loses_its_translation_first_too(texts: Texts) -> None:
    base = base_of("word " * 600 + ".")
    article = replace(base.article, translations={"it": {1: "parola " * 600}})
    say = Renderer("other", replace(base, article=article), texts, "it")
    assert f"❝ {article[1].text} ❞" in say.corrected("it", "today", base.facts).text


def test_in_context_the_neighbours_go_first_and_the_quote_and_its_source_stay(
    texts: Texts,
) -> None:
    base = base_of(*(f"{n} " + "word " * 430 + "." for n in range(3)))
    fact = replace(base.facts[0], cites=(2,))
    shown = Renderer("other", base, texts, "en").context([fact], base.article.sentences)
    assert shown.text.split("\n\n") == [
        f"[2] {base.article[2].text}",
        "Label",
        "There is more than fits into one message: /article has all of it.",
    ]


def test_in_context_a_sentence_that_no_message_holds_is_named(texts: Texts) -> None:
    base = base_of("Before.", "word " * 2000)
    fact = replace(base.facts[0], cites=(2,))
    shown = Renderer("other", base, texts, "en").context([fact], base.article.sentences)
    assert shown.text.split("\n\n") == [
        "[1] Before.",
        "(This sentence is longer than one message can be.)",
        "Label",
    ]


def test_a_long_article_is_split_between_sentences(texts: Texts) -> None:
    base = base_of(*(f"Sentence {n} " + "😀 " * 150 + "ends." for n in range(40)))
    shown = Renderer("other", base, texts, "en").article()
    lines = [line for each in shown for line in each.text.split("\n") if line]
    assert lines == ["Label"] + [f"[{s.number}] {s.text}" for s in base.article.sentences]
    assert all(utf16(each.text) <= LIMIT for each in shown)
    assert all(each.text == each.text.strip() for each in shown)


def test_a_sentence_longer_than_a_message_is_named_and_not_cut(texts: Texts) -> None:
    base = base_of("Short.", "word " * 1000, "Last.")
    text = "".join(each.text for each in Renderer("other", base, texts, "en").article())
    assert (
        text
        == "Label\n\n[1] Short.\n(This sentence is longer than one message can be.)\n\n[3] Last."
    )


def test_a_page_ends_exactly_at_the_limit() -> None:
    parts = [("", Block("a" * (LIMIT - 3))), ("\n", Block("bb")), ("\n", Block("c"))]
    assert [len(page.text) for page in pages(parts, Block("?"))] == [LIMIT, 1]


def test_the_quote_is_a_block_quote_around_the_bold_answer(texts: Texts) -> None:
    shown = Renderer("bridge", BASE, texts, "en").quote([JOURNEY])
    assert [(e.type, text) for e, text in zip(shown.entities, covered(shown), strict=True)] == [
        ("blockquote", f"❝ {SENTENCES[3].text} ❞"),
        ("bold", "a journey to Norway"),
    ]


def test_a_long_translation_is_collapsed(texts: Texts) -> None:
    article = replace(BASE.article, translations={"it": {1: "parola " * 60}})
    shown = Renderer("bridge", replace(BASE, article=article), texts, "it").quote([OPENED])
    assert shown.entities[-1].type == "expandable_blockquote"


def test_an_answer_that_the_sentence_has_not_marks_nothing(texts: Texts) -> None:
    shown = Renderer("bridge", BASE, texts, "en").quote([replace(OPENED, answer="in 1999")])
    assert [entity.type for entity in shown.entities] == ["blockquote"]


def test_two_facts_of_one_sentence_quote_it_once(texts: Texts) -> None:
    other = replace(OPENED, id="other", answer="The bridge")
    shown = Renderer("bridge", BASE, texts, "en").quote([OPENED, other])
    assert shown.text.count(SENTENCES[1].text) == 1
    assert "in 1931" in covered(shown)


def test_a_mark_moves_with_its_block() -> None:
    whole = joined([Block("ab"), Block("cd").marked("bold")], "--")
    assert whole.marks == (Mark("bold", 4, 2),)


def test_an_empty_fact_base_still_has_a_page_of_facts(texts: Texts) -> None:
    shown = Renderer("bridge", replace(BASE, facts=()), texts, "en").facts_page(3)
    assert shown.keyboard is None
