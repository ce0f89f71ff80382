"""The catalogues: every key has words, every word has a use, and all languages agree."""

import re
import string
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal

from bot.chat.feedback import REASONS
from bot.chat.menu import ADMINISTRATORS, TEAM
from bot.core.bank import VERDICTS
from bot.core.check import ENGLISH
from bot.core.facts import KINDS
from bot.storage.languages import read_languages
from bot.storage.schema import FAULTS
from bot.texts import LOCALES, Texts, load_texts

BOT = LOCALES.parent
LANGUAGES = sorted(path.parent.parent.name for path in LOCALES.glob("*/LC_MESSAGES/citebot.po"))
SMALLTALK = {
    *("hello", "thanks", "bye", "who-are-you", "how-are-you", "praise", "insult", "laugh"),
    *("ok", "summary", "help", "test", "sorry", "instructions"),
}
PROBLEMS = {**ENGLISH, **FAULTS}
# Keys that code puts together.
COMPOSED = {
    *(f"command.{name}" for name in {*TEAM["owner"], *ADMINISTRATORS}),
    *(f"smalltalk.{name}" for name in SMALLTALK),
    *("button.context", "button.quote"),
    *(f"kind.{kind}" for kind in KINDS),
    *(f"field.{name}" for name in ("cites", "answer", "kinds", "needs", "near", "whole")),
    *(f"standing.{standing}" for standing in ("owner", "editor", "reviewer")),
    *("refused.editor", "refused.reviewer", "change.article", "change.synonyms"),
    *(f"review.{why}" for why in ("unknown", "suggested", "refused", "disliked")),
    *(f"revision.{kind}" for kind in ("import", "publish", "undo", "rollback")),
    *("restore.undo", "restore.rollback", "findings.broken", "findings.right"),
    *(f"check.{key}" for key in PROBLEMS),
    *(f"verdict.{verdict}" for verdict in VERDICTS),
    *(f"button.{reason}" for reason in REASONS),
    *(f"settings.{name}.{state}" for name in ("mentions", "unasked") for state in ("on", "off")),
}


def catalogue(language: str) -> dict[str, str]:
    """Key → words, as compiled."""
    words = load_texts()._catalogue(language)._catalog  # type: ignore[attr-defined]
    singular = {key: said for key, said in words.items() if isinstance(key, str) and key}
    return singular | {key[0]: said for key, said in words.items() if isinstance(key, tuple)}


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


def quoted_in_code() -> set[str]:
    """Every string of the code that could be a key."""
    sources = [path.read_text("utf-8") for path in BOT.rglob("*.py")]
    return {found for source in sources for found in re.findall(r'"([a-z][a-z.-]*)"', source)}


def test_every_small_talk_that_is_understood_has_an_answer() -> None:
    understood = {name for language in read_languages().values() for name in language.smalltalk}
    assert {f"smalltalk.{name}" for name in understood} - set(catalogue("en")) == set()


def test_english_comes_first_and_is_there() -> None:
    assert load_texts().languages[0] == "en"


def test_every_problem_has_words_that_take_its_values() -> None:
    words = catalogue("en")
    assert {key: placeholders(words[f"check.{key}"]) for key in PROBLEMS} == {
        key: placeholders(said) for key, said in PROBLEMS.items()
    }


def test_every_verdict_has_words() -> None:
    assert {f"verdict.{verdict}" for verdict in VERDICTS} - set(catalogue("en")) == set()


def test_no_key_of_the_catalogue_is_unused() -> None:
    assert set(catalogue("en")) - quoted_in_code() - COMPOSED == set()


def test_every_key_that_the_code_names_has_words() -> None:
    named = {
        key
        for path in BOT.rglob("*.py")
        for key in re.findall(
            r'(?:texts|_texts|plain|line|plural|label|say|Refusal)\(\s*(?:turn,\s*)?"([a-z][a-z.-]*)"',
            path.read_text("utf-8"),
        )
    }
    assert (named | COMPOSED) - set(catalogue("en")) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys(language: str) -> None:
    assert set(catalogue(language)) == set(catalogue("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_placeholders(language: str) -> None:
    english = {key: placeholders(words) for key, words in catalogue("en").items()}
    assert {key: placeholders(words) for key, words in catalogue(language).items()} == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_missing(language: str) -> None:
    assert [key for key, words in catalogue(language).items() if not words.strip()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_fits_into_telegrams_limits(language: str) -> None:
    lengths = [
        len(catalogue(language)[f"command.{name}"]) for name in {*TEAM["owner"], *ADMINISTRATORS}
    ]
    assert 1 <= min(lengths) <= max(lengths) <= 256


@pytest.mark.parametrize("language", LANGUAGES)
def test_notices_fit_into_telegrams_limits(language: str) -> None:
    words = catalogue(language)
    assert max(len(words[key]) for key in ("press.stale", "limit.wait")) <= 200


def test_a_language_without_a_catalogue_gets_english() -> None:
    assert load_texts()("unknown.title", "xx") == "The article does not say."


def test_values_may_hold_braces() -> None:
    words = load_texts()("unknown.gap", "en", question="what is {this}?")
    assert words.endswith("“what is {this}?”")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [0, 7, 999, 1234, 12_345, 1_234_567])
def test_a_number_is_written_as_the_language_writes_it(language: str, count: int) -> None:
    words = load_texts().plural("settings.delete", count, language)
    assert f" {format_decimal(count, locale=language)} " in words


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_is_written_as_the_language_writes_it(language: str, month: int) -> None:
    day = datetime(2026, month, 9, 23, 59, tzinfo=UTC)
    locale = "en_GB" if language == "en" else language
    found = load_texts().date(day.timestamp(), language)
    assert found == format_date(day, "medium", locale=locale)


def test_a_moment_has_the_hour_and_its_zone() -> None:
    assert load_texts().moment(1_800_000_000, "it") == "15 gen 2027, 08:00 UTC"


def test_a_key_that_no_catalogue_has_shows_itself() -> None:
    assert load_texts()("no.such-key", "en") == "no.such-key"


def test_a_catalogue_that_is_not_compiled_stops_the_start(tmp_path: Path) -> None:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "citebot.po").write_text("", "utf-8")
    with pytest.raises(FileNotFoundError):
        load_texts(tmp_path)


def test_the_catalogues_are_read_once() -> None:
    assert isinstance(load_texts(), Texts)
