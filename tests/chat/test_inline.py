"""`@bot question` in any chat: what is offered, what it posts, and what of it is kept."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from botapi.people import ELSEWHERE
from fake_telegram import Person

from bot.core.answer import Suggested, Unknown
from bot.core.facts import Fact
from bot.core.match import Matcher
from bot.settings import shipped_facts
from bot.storage.folder import read_bank, read_folder
from bot.storage.languages import read_languages
from bot.storage.weights import read_weights
from chat.world import (
    BASE,
    COLOUR,
    FACTS,
    LENGTH,
    LONG,
    OPENED,
    QUOTE_LENGTH,
    QUOTE_OPENED,
    SENTENCES,
    WHEN,
    World,
    opened,
)

Json = dict[str, Any]


def shown(card: Json) -> str:
    """What a card posts when it is chosen."""
    return str(card["input_message_content"]["message_text"])


def link(card: Json) -> str:
    """Where the one button of a card leads."""
    ((button,),) = card["reply_markup"]["inline_keyboard"]
    return str(button["url"])


def answer(world: World) -> Json:
    """The parameters of the last answer to an inline query."""
    return dict(world.gateway.calls_of("answerInlineQuery")[-1].params)


def holding(folder: Path, words: bytes) -> list[str]:
    """The files of a folder that have these words in them."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if words in path.read_bytes()]


async def post(world: World, reader: Person, text: str, which: int = 0) -> None:
    """Ask inline and send the card `which` in a chat that the bot is not in."""
    asked = world.not_delivered.inline_query(reader.user, text)
    await world.put(asked)
    await world.settled()
    results = world.gateway.world.answers[asked["inline_query"]["id"]]["results"]
    await reader.does(lambda do: do.chosen(reader.user, asked, results[which]["id"]))


async def test_a_card_shows_the_main_question_and_the_quotes_first_words(reader: Person) -> None:
    (card,) = await reader.ask_inline(WHEN)
    assert (card["title"], card["description"]) == (WHEN, SENTENCES[1].text)


async def test_a_chosen_card_posts_quote_and_citation(world: World, reader: Person) -> None:
    await post(world, reader, WHEN)
    assert [m.text for m in world.gateway.messages(ELSEWHERE["id"])] == [QUOTE_OPENED]


async def test_what_a_card_posts_leads_to_its_fact_in_private(reader: Person) -> None:
    (card,) = await reader.ask_inline(WHEN)
    url = link(card)
    assert url.startswith("https://t.me/citebot?start=f_")
    await reader.say(f"/start {url.partition('=')[2]}")
    assert reader.screen == QUOTE_OPENED


async def test_a_card_has_no_button_that_only_works_where_the_bot_is(reader: Person) -> None:
    (card,) = await reader.ask_inline(WHEN)
    buttons = [each for row in card["reply_markup"]["inline_keyboard"] for each in row]
    assert [sorted(each) for each in buttons] == [["text", "url"]]


async def test_a_doubt_offers_a_card_for_each_fact(world: World, reader: Person) -> None:
    world.desk.script["bridge?"] = Suggested((LENGTH, OPENED))
    cards = await reader.ask_inline("bridge?")
    assert [shown(card) for card in cards] == [QUOTE_LENGTH, QUOTE_OPENED]


async def test_there_are_never_more_than_five_cards(tmp_path: Path) -> None:
    many = tuple(
        Fact(f"fact{n}", (1,), {"en": (f"What is the question number {n}?",)}) for n in range(20)
    )
    async with opened(tmp_path, replace(BASE, facts=many)) as world:
        world.desk.script["?"] = Suggested(many[:9])
        reader = world.person()
        assert len(await reader.ask_inline("?")) == 5
        assert len(await reader.ask_inline("")) == 5


async def test_cards_of_one_answer_have_names_of_their_own(reader: Person) -> None:
    cards = await reader.ask_inline("")
    assert len({card["id"] for card in cards}) == len(FACTS)


@pytest.mark.parametrize("text", ["", "   "])
async def test_who_has_typed_nothing_is_offered_main_questions(reader: Person, text: str) -> None:
    cards = await reader.ask_inline(text)
    assert [card["title"] for card in cards] == [fact.question("en") for fact in FACTS]


@pytest.mark.parametrize("text", ["what about zebras", "😀", "hello"])
async def test_nothing_found_offers_one_card_and_the_private_chat(
    world: World, reader: Person, text: str
) -> None:
    (card,) = await reader.ask_inline(text)
    assert shown(card) == "The article does not say."
    assert link(card) == "https://t.me/citebot?start=a_bridge"
    assert answer(world)["button"]["start_parameter"] == "a_bridge"


async def test_a_known_gap_is_named_on_the_card(world: World, reader: Person) -> None:
    world.desk.script["paint?"] = Unknown(gap=COLOUR, near=(OPENED,))
    (card,) = await reader.ask_inline("paint?")
    asked = COLOUR.asks["en"][0]
    assert shown(card) == f"The article does not say. It has no answer to “{asked}”"


async def test_the_button_above_the_cards_opens_the_article(world: World, reader: Person) -> None:
    await reader.ask_inline("what about zebras")
    await reader.say(f"/start {answer(world)['button']['start_parameter']}")
    assert reader.screen.startswith("Hello!")


async def test_an_answer_is_kept_for_seconds_and_for_one_person(
    world: World, reader: Person
) -> None:
    await reader.ask_inline(WHEN)
    given = answer(world)
    assert (given["cache_time"] <= 10, given["is_personal"]) == (True, True)


async def test_what_is_published_is_what_the_next_query_shows(world: World, reader: Person) -> None:
    await reader.ask_inline(WHEN)
    changed = replace(OPENED, cites=(4,), answer=None)
    facts = tuple(changed if fact is OPENED else fact for fact in FACTS)
    base = replace(BASE, facts=facts)
    world.desk.publish("bridge", Matcher(base, read_languages(), read_weights()))
    (card,) = await reader.ask_inline(WHEN)
    assert SENTENCES[4].text in shown(card)


@pytest.mark.parametrize("text", [(WHEN * 20)[:256], "é" * 256, "😀" * 128, "\u202ebridge"])
async def test_a_query_of_any_sort_is_answered(world: World, reader: Person, text: str) -> None:
    assert await reader.ask_inline(text)
    assert world.gateway.calls_of("answerInlineQuery")[-1].ok


async def test_a_query_leaves_no_trace(world: World, reader: Person, tmp_path: Path) -> None:
    await reader.ask_inline("PLANTED-WORDS of the bridge")
    assert (await world.states(), await world.logged()) == ([], [])
    assert holding(tmp_path, b"PLANTED-WORDS") == []


async def test_a_chosen_card_is_logged_as_a_question(world: World, reader: Person) -> None:
    await post(world, reader, "opening year")
    assert await world.logged() == [("opening year", "cited", "opened")]
    assert await world.states() == ["done"]


async def test_a_card_chosen_without_a_word_is_logged_by_its_question(
    world: World, reader: Person
) -> None:
    await post(world, reader, "", 1)
    assert await world.logged() == [(LONG, "cited", "length")]


async def test_a_refusal_that_was_sent_is_logged_too(world: World, reader: Person) -> None:
    await post(world, reader, "what about zebras")
    assert await world.logged() == [("what about zebras", "unknown", None)]


async def test_a_chosen_card_that_no_fact_has_any_more_is_no_trouble(
    world: World, reader: Person
) -> None:
    chosen = {"result_id": "00000000", "from": reader.user, "query": "x"}
    await world.put({"update_id": 77, "chosen_inline_result": chosen})
    await world.settled()
    assert await world.states() == ["done"]


async def test_typing_is_never_told_to_wait(world: World, reader: Person) -> None:
    for end in range(1, len(WHEN)):
        await reader.ask_inline(WHEN[:end])
    assert len(world.gateway.calls_of("answerInlineQuery")) == len(WHEN) - 1


async def test_typing_does_not_use_up_what_may_be_asked_in_private(reader: Person) -> None:
    for end in range(1, len(WHEN)):
        await reader.ask_inline(WHEN[:end])
    await reader.say(WHEN)
    assert reader.screen == QUOTE_OPENED


@pytest.mark.parametrize("code", [400, 403, 429, 500])
async def test_a_query_that_telegram_no_longer_wants_answered_is_let_go(
    world: World, reader: Person, code: int
) -> None:
    world.gateway.fault("answerInlineQuery", code, retry_after=7 if code == 429 else None)
    await world.put(world.not_delivered.inline_query(reader.user, WHEN))
    await world.settled()
    assert world.naps.seconds == []
    assert len(world.gateway.calls_of("answerInlineQuery")) == 1


async def test_cards_speak_the_language_of_the_question(reader: Person) -> None:
    (card,) = await reader.ask_inline("Quando fu inaugurato il ponte?")
    assert (card["title"], "Traduzione:" in shown(card)) == ("Quando fu inaugurato il ponte?", True)


async def test_cards_speak_the_language_that_was_chosen(world: World, reader: Person) -> None:
    await world.readers.choose_language(reader.user["id"], "it")
    (card,) = await reader.ask_inline(WHEN)
    assert card["title"] == "Quando fu inaugurato il ponte?"


async def test_a_query_that_comes_during_the_stop_does_not_hold_it_up(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        queue, query = world.application.update_queue, world.not_delivered.inline_query
        await queue.put(object())  # the library's stop marker
        await world.put(query(world.person().user, WHEN))
        assert queue.qsize() == 1


async def test_a_query_on_the_shipped_article_costs_less_than_30_ms_of_cpu(
    tmp_path: Path,
) -> None:
    folder = shipped_facts()
    base = read_folder(folder).base
    assert base is not None
    async with opened(tmp_path, base) as world:
        reader = world.person()
        costs = [await _cost(reader, text) for text in _typed(folder)]
        assert world.gateway.violations == []
    assert sorted(costs)[int(0.95 * len(costs))] < 0.030


def _typed(folder: Path) -> Sequence[str]:
    """Questions of the bank, half typed and whole."""
    questions = [each.question for each in read_bank(folder / "bank.jsonl")[::25]]
    return [text[:end] for text in questions for end in (len(text) // 2, len(text))]


async def _cost(reader: Person, text: str) -> float:
    """Seconds of this process, Telegram's side of it included."""
    began = time.process_time()
    await reader.ask_inline(text)
    return time.process_time() - began
