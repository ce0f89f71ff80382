"""Whatever a stranger types, there is an outcome, and soon: strange texts on the shipped base."""

import time
from collections.abc import Callable
from random import Random
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.answer import Cited, Unknown
from core.desks import shipped_base, shipped_desk

LONGEST_MESSAGE = 4096  # characters, as Telegram has it
MOST_SECONDS = 0.050  # of processor time for one question
CONTROLS = "\u200b\u200d\u200e\u200f\u202a\u202e\u2066\u2067\u2069\ufeff"
MARKS = "\u0300\u0301\u0316\u0327\u0336\u0345\u20dd\u0489"


def random_words(random: Random, alphabet: str, letters: int) -> str:
    number = LONGEST_MESSAGE // letters
    words = ("".join(random.choices(alphabet, k=letters)) for _ in range(number))
    return " ".join(words)[:LONGEST_MESSAGE]


def known_words(random: Random) -> list[str]:
    asks = [text for fact in shipped_base().facts for texts in fact.asks.values() for text in texts]
    return " ".join(random.sample(asks, 100)).split()


def slips(random: Random) -> str:
    """Words of the base with a wrong letter in each: every one has to be mended."""
    words = [list(word) for word in known_words(random)]
    for word in words:
        word[random.randrange(len(word))] = random.choice("qxzj")
    return " ".join(map("".join, words))


HOSTILE: dict[str, Callable[[Random], str]] = {
    "unknown words": lambda random: random_words(random, ascii_lowercase, 6),
    "short unknown words": lambda random: random_words(random, "aeilnorst", 4),
    "one long word": lambda random: random_words(random, ascii_lowercase, LONGEST_MESSAGE),
    "one long Russian word": lambda random: random_words(random, "абвгдеиорст", LONGEST_MESSAGE),
    "Russian words": lambda random: random_words(random, "абвгдеиорст", 6),
    "Chinese": lambda random: random_words(random, "阿塞拜疆意大利飞机合同", 3),
    "Arabic": lambda random: random_words(random, "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", 5),
    "Hangul": lambda random: random_words(random, "각힣뷁궯", 5),
    "mixed scripts": lambda random: random_words(random, "aаəβع大1", 7),
    "words of the base": lambda random: " ".join(known_words(random)),
    "slips of every word": slips,
    "300 equal words": lambda random: f"{random.choice(known_words(random))} " * 300,
    "numbers only": lambda random: random_words(random, "0123456789", 5),
    "one long number": lambda random: random_words(random, "123456789", LONGEST_MESSAGE),
    "points and commas": lambda random: random_words(random, "12.,", 40),
    "ligature bomb": lambda _: "\ufdfa" * LONGEST_MESSAGE,
    "combining marks": lambda random: "a" + random_words(random, MARKS, LONGEST_MESSAGE),
    "marks on words": lambda random: "".join(
        letter + random.choice(MARKS) for letter in " ".join(known_words(random))
    ),
    "direction controls": lambda random: "".join(
        letter + random.choice(CONTROLS) for letter in " ".join(known_words(random))
    ),
    "emoji": lambda random: random_words(random, "😀🇮🇹👨‍👩‍👧🏳️‍🌈✈️", 20),
    "line ends": lambda random: random_words(random, "\n\r\t\u2028\v\f", LONGEST_MESSAGE),
}
# These hold whole questions, or a word that may well be one.
QUESTIONS = {"words of the base", "300 equal words", "marks on words", "direction controls"}

STRANGE = [
    *(
        "",
        " ",
        "\n",
        "\x00",
        "a",
        "я",
        "ъ",
        "ə",
        "?",
        "!!!",
        "…",
        "0",
        "-3",
        "½",
        "٣",
        "𐩀",
    ),
    *(
        "😀",
        "✈️🇮🇹",
        "\ufeff",
        "\u202e",
        "\ue000",
        "\u0301",
        "\ud800",
        "\U0010ffff",
    ),
    *("/ask", "@citebot", "' OR 1=1 --", "%s %d {0}", "{question}", "a" * 4096),
]


@pytest.mark.parametrize("text", STRANGE, ids=ascii)
def test_a_text_without_a_question_is_unknown(text: str) -> None:
    assert isinstance(shipped_desk().ask(text).answer, Unknown)


@pytest.mark.parametrize("number", ["2", "7", "100", "2020"])
def test_a_number_alone_is_not_answered_with_a_quote(number: str) -> None:
    assert not isinstance(shipped_desk().ask(number).answer, Cited)


def test_controls_inside_a_question_do_not_hide_it() -> None:
    typed = "".join(letter + "\u200b" for letter in "Who wrote the article?")
    assert shipped_desk().ask(f"\u202e{typed}\u202c").outcome == "cited"


def test_marks_on_every_letter_do_not_hide_a_question() -> None:
    typed = "".join(letter + "\u0336" for letter in "Who wrote the article?")
    assert shipped_desk().ask(typed).outcome == "cited"


def test_what_stands_after_300_characters_is_not_read() -> None:
    assert shipped_desk().ask("!" * 300 + " Who wrote the article?").answer == Unknown()


@pytest.mark.parametrize("kind", [kind for kind in HOSTILE if kind not in QUESTIONS])
def test_a_text_that_asks_nothing_is_not_answered_with_a_quote(kind: str) -> None:
    assert not isinstance(shipped_desk().ask(HOSTILE[kind](Random(1))).answer, Cited)


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_text_takes_less_than_50_milliseconds(kind: str) -> None:
    """Three texts of a kind, not one three times: what was asked before may be remembered."""
    desk, seconds = shipped_desk(), []
    for seed in range(3):
        text = HOSTILE[kind](Random(seed))
        began = time.process_time()
        desk.ask(text)
        seconds.append(time.process_time() - began)
    assert min(seconds) < MOST_SECONDS


@settings(deadline=None)  # what is timed is above, in processor time
@given(st.text(max_size=400) | st.text("who signed италия 1234.,?😀\u0301", max_size=400))
def test_every_text_has_an_outcome(text: str) -> None:
    assert shipped_desk().ask(text).outcome in ("cited", "suggested", "unknown")


@settings(deadline=None)
@given(st.text(max_size=100), st.none() | st.text(max_size=10))
def test_every_reply_is_in_a_language_of_the_bot(text: str, client: str | None) -> None:
    assert shipped_desk().ask(text, client).language in ("en", "it", "az", "ru", "tr")


@pytest.mark.parametrize(
    "text", ["ouch", "morning everyone", "then walk 🙂", "классика", "siamo già a novanta"]
)
def test_a_remark_is_not_answered_with_a_quote(text: str) -> None:
    assert not isinstance(shipped_desk().ask(text).answer, Cited)
