"""A sentence encoder is one more source of evidence: under the guards."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.core.encoded import ALONE, MOST, Encoded, Meaning
from bot.core.facts import FactBase
from bot.core.match import Matcher
from bot.core.normalize import LONGEST
from bot.core.why import why
from bot.storage.folder import read_folder
from bot.storage.languages import read_languages
from bot.storage.weights import SEMANTIC, read_weights
from core.folders import write_folder
from core.lighthouse import ARTICLE, FACTS
from core.topics import SPOKEN, Topics


class Memory:
    """Keeps centroids for as long as the test runs."""

    def __init__(self) -> None:
        self.known: dict[bytes, bytes] = {}

    def get(self, key: bytes) -> bytes | None:
        return self.known.get(key)

    def keep(self, used: Mapping[bytes, bytes], fresh: Mapping[bytes, bytes]) -> None:
        self.known |= {**used, **fresh}


@cache
def base() -> FactBase:
    with TemporaryDirectory() as folder:
        found = read_folder(write_folder(Path(folder), FACTS, ARTICLE)).base
    assert found is not None
    return found


@cache
def matcher() -> Matcher:
    return Matcher(base(), read_languages(), read_weights(SEMANTIC), Meaning(Topics(), SPOKEN))


@cache
def plain() -> Matcher:
    return Matcher(base(), read_languages(), read_weights())


def best(of: Matcher, question: str) -> str | None:
    found = of.rank(question).best
    return found.owner.id if found else None


def encoded(*asks: Mapping[str, tuple[str, ...]], meaning: Meaning | None = None) -> Encoded:
    return Encoded(asks, meaning or Meaning(Topics(), SPOKEN))


def likeness(found: Encoded, text: str, language: str) -> list[float]:
    known = found.likeness(text, language)
    assert known is not None
    return list(map(known.of, range(len(known.lanes))))


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("tell me its stature please", "height"),
        ("count of vessels and boats", "ships"),
        ("and about the bulb then", "lamp-origin"),
    ],
)
def test_a_question_that_shares_no_word_finds_its_fact(question: str, fact: str) -> None:
    assert best(matcher(), question) == fact


def test_it_holds_in_each_of_its_languages() -> None:
    ranking = matcher().rank("parlami della stature del faro")
    assert [ranking.question.language, best(matcher(), ranking.question.text)] == ["it", "height"]


def test_a_language_that_the_encoder_is_not_for_goes_without() -> None:
    assert encoded({"en": ("the price",)}).likeness("цена", "ru") is None


def test_a_gap_has_a_meaning_too() -> None:
    assert matcher().rank("was it an expensive thing to build").gaps[0].owner.id == "cost"


def test_a_number_that_disagrees_is_refused_however_near_the_meaning() -> None:
    _, answer = matcher().answer("Is the lighthouse 77 metres high?")
    assert type(answer).__name__ != "Cited"


def test_a_phrasing_is_quoted_whatever_the_encoder_says() -> None:
    _, answer = matcher().answer("name of the journalist")
    assert type(answer).__name__ == "Cited"


def test_why_shows_the_part_of_the_meaning() -> None:
    lines = why(matcher(), "how tall is it")
    assert any("encoded 0.600×0.4" in line for line in lines)  # 1 - ALONE / 2


def test_without_an_encoder_a_matcher_says_so() -> None:
    assert [matcher().encodes, plain().encodes] == [True, False]


def test_two_matchers_on_one_base_agree_to_the_last_bit() -> None:
    other = Matcher(base(), read_languages(), read_weights(SEMANTIC), Meaning(Topics(), SPOKEN))
    question = "how tall are the ships and the lamp"
    assert [m.score for m in other.rank(question).facts] == [
        m.score for m in matcher().rank(question).facts
    ]


def test_an_owner_is_compared_in_the_language_of_the_question() -> None:
    found = encoded({"en": ("the price",), "it": ("il faro alto",)})
    assert likeness(found, "alto", "it")[0] > 10 * likeness(found, "alto", "en")[0]


def test_an_owner_without_phrasings_in_it_is_compared_in_another() -> None:
    found = likeness(encoded({"en": ("the price",)}, {"it": ("il prezzo",)}), "cost", "it")
    assert found == pytest.approx([1 - ALONE] * 2, abs=0.01)


def test_a_meaning_that_rests_on_one_phrasing_is_less() -> None:
    alone, among = likeness(encoded({"en": ("price",)}, {"en": ("price", "cost")}), "cost", "en")
    assert [alone, among] == pytest.approx([1 - ALONE, 1 - ALONE / 2], abs=0.01)


def test_opposite_meanings_are_no_less_than_nothing() -> None:
    class Opposed(Topics):
        def encode(self, texts: object) -> list[list[float]]:
            return [[1.0 if text == "a" else -1.0] for text in list(texts)]  # type: ignore[call-overload]

    assert likeness(encoded({"en": ("a",)}, meaning=Meaning(Opposed(), SPOKEN)), "b", "en") == [0.0]


def test_only_the_first_phrasings_of_a_language_are_encoded() -> None:
    topics = Topics()
    encoded({"en": tuple(map(str, range(50)))}, meaning=Meaning(topics, SPOKEN))
    assert topics.read == list(map(str, range(MOST)))


def test_what_is_kept_is_not_encoded_again() -> None:
    memory, topics = Memory(), Topics()
    for _ in range(2):
        encoded({"en": ("a", "b")}, {"en": ("c",)}, meaning=Meaning(topics, SPOKEN, memory))
    assert sorted(topics.read) == ["a", "b", "c"]


def test_a_changed_phrasing_costs_its_owner_alone() -> None:
    memory, topics = Memory(), Topics()
    encoded({"en": ("a", "b")}, {"en": ("c",)}, meaning=Meaning(topics, SPOKEN, memory))
    topics.read.clear()
    encoded({"en": ("a", "b")}, {"en": ("d",)}, meaning=Meaning(topics, SPOKEN, memory))
    assert topics.read == ["d"]


def test_a_question_asked_twice_is_encoded_once() -> None:
    topics = Topics()
    found = encoded({"en": ("a",)}, meaning=Meaning(topics, SPOKEN))
    likeness(found, "why", "en")
    likeness(found, "why", "en")
    assert topics.read == ["a", "why"]


@pytest.mark.parametrize("text", ["\ud800 high", "high " * 2000, "\x00high", "high\nhigh"])
def test_an_odd_text_is_read_as_far_as_it_goes(text: str) -> None:
    topics = Topics()
    found = encoded({"en": ("how high",)}, meaning=Meaning(topics, SPOKEN))
    likeness(found, text, "en")
    assert len(topics.read[-1].encode()) <= LONGEST


@pytest.mark.parametrize(("has_gaps", "expected"), [(True, False), (False, True)])
def test_an_encoder_may_be_for_bases_without_gaps_alone(has_gaps: bool, expected: bool) -> None:
    bare = base() if has_gaps else replace(base(), gaps=())
    meaning = Meaning(Topics(), SPOKEN, is_for_curated=False)
    assert Matcher(bare, read_languages(), read_weights(), meaning).encodes is expected


def test_an_encoder_brings_its_weights() -> None:
    meaning = Meaning(Topics(), SPOKEN, weights=read_weights(SEMANTIC))
    assert matcher().weights == Matcher(base(), read_languages(), read_weights(), meaning).weights
