"""The word lists of the five languages: each is read, and all are built alike."""

import tomllib
from pathlib import Path

import pytest

from bot.core.facts import KINDS, LANGUAGES
from bot.core.normalize import fold
from bot.storage.languages import LOCALES, read_languages

FILES = sorted(LOCALES.glob("*/words.toml"))
IDS = [path.parent.name for path in FILES]


def raw(path: Path) -> dict[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def test_each_language_has_its_words() -> None:
    assert set(IDS) == set(LANGUAGES)


def test_every_file_is_read() -> None:
    assert {code: language.code for code, language in read_languages().items()} == {
        code: code for code in LANGUAGES
    }


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_every_file_has_the_sections_of_the_english_one(path: Path) -> None:
    assert list(raw(path)) == list(raw(LOCALES / "en" / "words.toml"))


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_knows_the_same_small_talk(code: str) -> None:
    languages = read_languages()
    assert set(languages[code].smalltalk) == set(languages["en"].smalltalk)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_kind_but_yes_or_no_is_asked_for_in_every_language(code: str) -> None:
    asked = {kind for kinds in read_languages()[code].kinds.values() for kind in kinds}
    assert asked == set(KINDS) - {"yes-no"}


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_utterance_of_small_talk_stands_under_two_names(code: str) -> None:
    names: dict[str, set[str]] = {}
    for name, utterances in read_languages()[code].smalltalk.items():
        for utterance in utterances:
            names.setdefault(fold(utterance), set()).add(name)
    assert {text: found for text, found in names.items() if len(found) > 1} == {}


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_word_of_a_list_is_empty(code: str) -> None:
    language = read_languages()[code]
    talk = {fold(text) for texts in language.smalltalk.values() for text in texts}
    assert "" not in language.harmless | language.negations | talk


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_pattern_of_a_kind_is_empty(code: str) -> None:
    assert () not in read_languages()[code].kinds
