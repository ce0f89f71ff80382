"""The extra `semantic`: likeness in meaning, with an encoder of three directions."""

from collections.abc import Sequence

import pytest

from bot.core.facts import Article, Fact, Gap, Sentence
from bot.semantic import BATCH, LONGEST, Meanings, is_installed, load_encoder

np = pytest.importorskip("numpy", reason="numpy comes with the extra semantic")

needs_extra = pytest.mark.skipif(not is_installed(), reason="the extra semantic is not installed")

DIRECTIONS = ("signed", "price", "weather")
ARTICLE = Article(
    "Paper", "en", (Sentence(1, "It was signed.", 0), Sentence(2, "The price is low.", 0))
)
SIGNED = Fact("signed", (1,), {"en": ("who signed", "signed when"), "it": ("firma signed",)})
PRICE = Fact("price", (2,), {"en": ("what price",)})
WEATHER = Gap("weather", {"en": ("how is the weather",)})


class Encoder:
    """A direction for each of three words; a text without them points everywhere."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def __call__(self, texts: Sequence[str]):  # type: ignore[no-untyped-def]
        self.asked.append(list(texts))
        rows = np.array([[word in text for word in DIRECTIONS] for text in texts], np.float32)
        rows += np.float32(0.01)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def meanings(*owners: Fact | Gap, encode: Encoder | None = None) -> Meanings:
    return Meanings(owners or (SIGNED, PRICE, WEATHER), ARTICLE, encode or Encoder())


def test_the_fact_of_the_same_meaning_is_nearest() -> None:
    found = meanings().likeness("the price please")
    assert max(found, key=found.__getitem__) == "price"


def test_a_gap_is_compared_by_its_phrasings_alone() -> None:
    found = meanings().likeness("the weather please")
    assert max(found, key=found.__getitem__) == "weather"


def test_every_owner_has_a_likeness_from_0_to_1() -> None:
    found = meanings().likeness("signed")
    assert set(found) == {"signed", "price", "weather"}
    assert all(0.0 <= value <= 1.0 for value in found.values())


def test_a_question_as_near_to_all_is_near_to_none() -> None:
    one, other = Fact("one", (1,), {"en": ("signed",)}), Fact("other", (1,), {"en": ("signed",)})
    assert set(meanings(one, other).likeness("signed").values()) == {0.0}


def test_the_cited_sentence_counts_where_the_phrasings_say_nothing() -> None:
    bare, other = Fact("bare", (2,), {"en": ("hm",)}), Fact("other", (1,), {"en": ("hm",)})
    found = meanings(bare, other).likeness("price")
    assert found["bare"] > found["other"]


def test_a_translation_counts_like_its_sentence() -> None:
    article = Article("Paper", "en", (Sentence(1, "Hm.", 0),), {"it": {1: "price"}})
    bare, other = Fact("bare", (1,), {"en": ("hm",)}), Gap("other", {"en": ("hm",)})
    found = Meanings((bare, other), article, Encoder()).likeness("price")
    assert found["bare"] > found["other"]


def test_many_phrasings_stay_with_their_owners_through_batches() -> None:
    many = tuple(f"signed {'x' * (number % 7)} {number}" for number in range(3 * BATCH))
    found = meanings(Fact("many", (1,), {"en": many}), PRICE).likeness("price")
    assert found["price"] > found["many"]


def test_a_text_is_encoded_once_however_many_owners_share_it() -> None:
    encode = Encoder()
    meanings(Fact("one", (1,), {"en": ("same",)}), Gap("two", {"en": ("same",)}), encode=encode)
    assert sum(batch.count("same") for batch in encode.asked) <= 2  # as phrasing, as evidence


@needs_extra
def test_the_encoder_gives_unit_vectors_of_single_precision() -> None:
    vectors = load_encoder()(["who signed it", "кто подписал", ""])
    assert (vectors.shape, vectors.dtype) == ((3, 512), np.float32)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-3)


@needs_extra
def test_only_the_beginning_of_a_long_text_is_encoded() -> None:
    encode = load_encoder()
    start = "who signed the plan " * 20
    assert np.array_equal(encode([start[:LONGEST]]), encode([start]))


@needs_extra
def test_two_languages_that_ask_the_same_are_nearer_than_two_questions() -> None:
    english, italian, other = load_encoder()(
        ["who signed the contract", "chi ha firmato il contratto", "what is the weather today"]
    )
    assert english @ italian > english @ other
