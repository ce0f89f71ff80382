"""In which language the bot speaks with whom, and who decides it."""

import re
from pathlib import Path

import pytest
from botapi import people
from botapi.gateway import Call
from fake_telegram import Person
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.buttons import MOST_LABEL, fitting
from bot.core.facts import LANGUAGES
from bot.texts import load_texts
from chat.world import QUOTE_OPENED, WHEN, World, opened

ITALIAN = "Quando fu inaugurato il ponte?"
GROUP = people.supergroup(-1001)
CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
STALE = "That button is out of date. Please ask again."


def translated(reader: Person) -> bool:
    """Whether the words around the quote are Italian: only that translation is there."""
    return "Traduzione:" in reader.screen


async def test_the_languages_are_offered_in_their_own_names(reader: Person) -> None:
    await reader.say("/language")
    assert reader.last.labels == (
        *(("English",), ("Azərbaycanca",), ("Italiano",), ("Русский",), ("Türkçe",)),
        ("As I ask",),
    )


@pytest.mark.parametrize("code", LANGUAGES)
async def test_a_chosen_language_says_so_in_itself(reader: Person, code: str) -> None:
    texts = load_texts()
    await reader.say("/language")
    await reader.press(texts("language.name", code))
    assert (reader.screen, reader.last.rows) == (texts("language.done", code), ())


async def test_the_choice_comes_before_the_language_of_the_question(reader: Person) -> None:
    await reader.say("/language")
    await reader.press("Italiano")
    await reader.say(WHEN)
    assert translated(reader)


async def test_without_a_choice_the_question_decides(reader: Person) -> None:
    await reader.say(ITALIAN)
    assert translated(reader)


async def test_where_the_question_is_not_plain_the_app_decides(world: World) -> None:
    reader = world.person(language_code="it")
    await reader.say("4096")
    assert reader.screen == load_texts()("unknown.title", "it")


@pytest.mark.parametrize("code", ["fr", "xx", None])
async def test_where_nothing_decides_it_is_english(world: World, code: str | None) -> None:
    reader = world.person(language_code=code)
    await reader.say("4096")
    assert reader.screen == "The article does not say."


async def test_as_i_ask_takes_the_choice_back(reader: Person) -> None:
    await reader.say("/language")
    await reader.press("Italiano")
    await reader.say("/language")
    await reader.press(load_texts()("button.language.as-asked", "it"))
    await reader.say(WHEN)
    assert reader.screen == QUOTE_OPENED


@pytest.mark.parametrize("text", ["/start", "/help", "/privacy", "/nothing", "/ask"])
async def test_whatever_the_bot_says_is_in_the_chosen_language(
    world: World, reader: Person, text: str
) -> None:
    italian = world.person(1002, "it")
    await italian.say(text)
    await reader.say("/language")
    await reader.press("Italiano")
    await reader.say(text)
    assert reader.screen == italian.screen


async def test_who_is_told_to_wait_is_told_so_in_the_chosen_language(
    world: World, reader: Person
) -> None:
    await world.readers.choose_language(reader.user["id"], "it")
    for _ in range(6):
        await reader.say(WHEN)
    assert reader.screen == load_texts()("limit.wait", "it")


async def test_the_choice_holds_in_groups(world: World, reader: Person) -> None:
    await world.readers.choose_language(reader.user["id"], "it")
    reader.chat = GROUP
    await reader.say(f"/ask {WHEN}")
    assert translated(reader)


async def test_the_choice_is_nobody_elses(world: World, reader: Person) -> None:
    await reader.say("/language")
    await reader.press("Italiano")
    other = world.person(1002)
    await other.say(WHEN)
    assert other.screen == QUOTE_OPENED


async def test_the_choice_survives_a_restart(tmp_path: Path) -> None:
    async with opened(tmp_path) as world:
        await world.readers.choose_language(1001, "it")
    async with opened(tmp_path) as world:
        reader = world.person(1001)
        await reader.say(WHEN)
        assert translated(reader)


@pytest.mark.parametrize("data", ["speak:en:xx", "speak:en", "speak:en:it:en", "speak:en:"])
async def test_a_forged_language_changes_nothing(world: World, reader: Person, data: str) -> None:
    await reader.say("/language")
    before = reader.last
    await reader.press("Italiano", data=data)
    assert world.gateway.calls_of("answerCallbackQuery")[-1].params["text"] == STALE
    assert (reader.last, await world.readers.language(1001)) == (before, None)


async def test_a_language_is_not_chosen_by_a_forged_press_in_a_group(
    world: World, reader: Person
) -> None:
    reader.chat = GROUP
    await reader.say(f"/ask {WHEN}")
    await reader.press("👍", data="speak:en:it")
    assert await world.readers.language(1001) is None


async def test_the_menus_are_told_in_every_language_and_for_everybody(menus: list[Call]) -> None:
    told = {
        (call.params["scope"]["type"], call.params.get("language_code")): [
            command["command"] for command in call.params["commands"]
        ]
        for call in menus
    }
    private = ["start", "ask", "facts", "article", "language", "help", "privacy"]
    private += ["mydata", "forget"]
    codes = [code if code != "en" else None for code in load_texts().languages]
    assert told == {
        **{("all_private_chats", code): private for code in codes},
        **{("all_group_chats", code): ["ask", "help"] for code in codes},
        **{("all_chat_administrators", code): ["ask", "help", "settings"] for code in codes},
    }


async def test_no_menu_is_the_same_in_two_languages(menus: list[Call]) -> None:
    described = [
        call.params["commands"][0]["description"]
        for call in menus
        if call.params["scope"]["type"] == "all_private_chats"
    ]
    assert len(set(described)) == len(load_texts().languages)


@given(st.text(max_size=200))
def test_a_label_is_short_and_on_one_line_and_turns_no_direction(text: str) -> None:
    label = fitting(text)
    assert 0 < len(label) <= MOST_LABEL
    assert not CONTROLS.search(label)
    assert len(label.splitlines()) == 1


def test_a_long_label_is_cut_between_words() -> None:
    words = " ".join(["seven77"] * 12)
    assert fitting(words) == " ".join(["seven77"] * 7) + "…"


@pytest.mark.parametrize("text", ["x" * 61, "א" * 300, "Donaudampfschiff" * 9])
def test_a_word_that_is_too_long_is_cut_where_it_must(text: str) -> None:
    assert fitting(text) == text[: MOST_LABEL - 1] + "…"
