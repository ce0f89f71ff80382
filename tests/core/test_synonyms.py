"""Synonyms hold in the languages that their words are of."""

from bot.core.normalize import Stemmer
from bot.core.synonyms import Synonyms

STEMMER = Stemmer()
TEXTS = {"en": {"plane", "plan", "jet"}, "it": {"piano", "aereo"}, "ru": {"самолет"}}


def concept(word: str, language: str, *groups: tuple[str, ...]) -> str:
    return Synonyms(groups, TEXTS, STEMMER).concept(STEMMER.stem(word, language), language)


def test_the_words_of_a_group_are_one_concept() -> None:
    assert concept("plane", "en", ("jet", "plane")) == concept("jet", "en", ("jet", "plane"))


def test_two_english_words_are_not_one_by_italian_endings() -> None:
    groups = (("jet", "plane"), ("plan", "programme"))
    assert concept("plan", "en", *groups) != concept("plane", "en", *groups)


def test_a_concept_has_one_name_in_all_languages() -> None:
    group = ("jet", "aereo", "самолёт")
    assert concept("самолет", "ru", group) == concept("aereo", "it", group) == "jet"


def test_groups_with_a_word_in_common_are_one() -> None:
    groups = (("jet", "plane"), ("jets", "aircraft"))
    assert concept("aircraft", "en", *groups) == "jet"


def test_a_word_that_no_text_has_is_one_in_all_languages_of_its_script() -> None:
    group = ("jet", "airliner")
    assert [concept("airliner", code, group) for code in ("en", "it")] == ["jet", "jet"]


def test_a_group_without_a_single_word_ties_nothing() -> None:
    assert concept("jet", "en", ("smart city",), ("smart village",)) == "jet"
