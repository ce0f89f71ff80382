"""In which language a text is read and answered."""

import pytest

from bot.core.answer import Unknown
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


@pytest.mark.parametrize("client", ["en", "it", "az", "tr"])
def test_a_no_is_answered_in_the_language_of_the_client(client: str) -> None:
    assert desk().ask("No.", client).language == client


@pytest.mark.parametrize(
    ("text", "client", "name"),
    [
        ("ciao", "it", "hello"),
        ("non ho capito", "it", "help"),
        ("не понял", "ru", "help"),
        ("evet", "tr", "ok"),
        ("yox", "az", "ok"),
        ("chi?", "it", None),
        ("как", "ru", None),
    ],
)
def test_small_talk_is_that_of_the_language_and_short_words_are_no_slips_of_it(
    text: str, client: str, name: str | None
) -> None:
    assert desk().ask(text, client).answer == Unknown(smalltalk=name)
