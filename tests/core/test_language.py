"""In which language a text is read and answered."""

import pytest

from core.test_match import ask, desk


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Who opened the lighthouse?", "en"),
        ("Chi ha inaugurato il faro?", "it"),
        ("кто", "ru"),
        ("Kim gəlir?", "az"),
        ("Kim görmüş?", "tr"),
    ],
)
def test_a_reply_is_in_the_language_of_the_question(text: str, language: str) -> None:
    assert ask(text).language == language


def test_a_text_without_words_gets_the_language_of_the_client() -> None:
    assert desk().ask("42?", "it").language == "it"


def test_a_client_language_that_is_not_spoken_here_becomes_english() -> None:
    assert desk().ask("42?", "fr").language == "en"
