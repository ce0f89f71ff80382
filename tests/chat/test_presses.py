"""What a reader gets to see for what they press."""

from dataclasses import replace
from pathlib import Path

import pytest
from fake_telegram import Person

from bot.chat.buttons import MAX_BYTES, button, read
from bot.core.answer import Suggested, Unknown
from bot.core.facts import Fact
from bot.desk import fact_code
from bot.texts import load_texts
from chat.world import (
    BASE,
    COLOUR,
    ITALIAN,
    LABEL,
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


async def doubtful(world: World, reader: Person) -> None:
    """The reader looks at two suggestions."""
    world.desk.script["bridge?"] = Suggested((OPENED, LENGTH))
    await reader.say("bridge?")


async def test_a_suggestion_turns_its_message_into_the_answer(world: World, reader: Person) -> None:
    await doubtful(world, reader)
    await reader.press(LONG)
    assert [m.text for m in reader.messages if m.from_bot] == [QUOTE_LENGTH]


async def test_a_press_that_leads_to_an_answer_is_logged(world: World, reader: Person) -> None:
    await doubtful(world, reader)
    await reader.press(LONG)
    assert (await world.logged())[1] == (LONG, "cited", "length")


async def test_none_of_these_says_that_the_article_does_not_say(
    world: World, reader: Person
) -> None:
    await doubtful(world, reader)
    await reader.press("None of these")
    assert reader.screen == "The article does not say."


async def test_what_is_near_to_a_gap_answers_in_place(world: World, reader: Person) -> None:
    world.desk.script["paint?"] = Unknown(gap=COLOUR, near=(OPENED,))
    await reader.say("paint?")
    await reader.press(WHEN)
    assert [m.text for m in reader.messages if m.from_bot] == [QUOTE_OPENED]


async def test_in_context_shows_the_sentences_around_the_quote(reader: Person) -> None:
    await reader.say(WHEN)
    await reader.press("In context")
    around = "\n\n".join(f"[{n}] {SENTENCES[n].text}" for n in (0, 1, 2))
    assert reader.screen == f"{around}\n\n{LABEL}"
    assert reader.last.marked("bold") == (SENTENCES[1].text,)


async def test_only_the_quote_goes_back(reader: Person) -> None:
    await reader.say(WHEN)
    before = reader.last
    await reader.press("In context")
    await reader.press("Only the quote")
    assert (reader.screen, reader.last.labels) == (before.text, before.labels)


async def test_going_back_keeps_the_language_of_the_question(reader: Person) -> None:
    await reader.say("Quando fu inaugurato il ponte?")
    texts = load_texts()
    await reader.press(texts("button.context", "it"))
    await reader.press(texts("button.quote", "it"))
    assert ITALIAN[1] in reader.screen


async def test_a_second_tap_does_no_harm(world: World, reader: Person) -> None:
    await reader.say(WHEN)
    data = reader.last.rows[0][0].data
    await reader.press("In context")
    await reader.press("Only the quote", data=data)
    assert await world.states() == ["done", "done", "done"]


async def test_a_start_button_answers_below_and_leaves_the_welcome(reader: Person) -> None:
    await reader.say("/start")
    await reader.press(WHEN)
    assert len([m for m in reader.messages if m.from_bot]) == 2
    assert reader.screen == QUOTE_OPENED


@pytest.mark.parametrize(
    "data",
    [
        "",
        ":",
        "answer",
        "answer:en",
        "answer:en:00000000",
        "page:en:x",
        "page:en:²",
        "page:en",
        "context:en:deadbeef:deadbeef",
        "none:en:x",
        "publish:en:1",
        "answer:xx:" + "é" * 20,
    ],
)
async def test_a_forged_or_stale_press_gets_a_notice_and_changes_nothing(
    world: World, reader: Person, data: str
) -> None:
    await reader.say(WHEN)
    await reader.press("In context", data=data)
    (notice,) = world.gateway.calls_of("answerCallbackQuery")
    assert notice.params["text"] == "That button is out of date. Please ask again."
    assert reader.screen == QUOTE_OPENED


async def test_a_forged_language_is_replaced_by_the_readers(reader: Person) -> None:
    await reader.say(WHEN)
    await reader.press("In context", data=f"quote:xx:{fact_code('bridge', OPENED)}")
    assert reader.screen == QUOTE_OPENED


async def test_every_press_is_answered_once(world: World, reader: Person) -> None:
    await reader.say(WHEN)
    await reader.press("In context")
    await reader.press("Only the quote")
    assert len(world.gateway.calls_of("answerCallbackQuery")) == 2


async def test_a_press_that_comes_too_late_still_shows_the_answer(
    world: World, reader: Person
) -> None:
    await reader.say(WHEN)
    world.gateway.world.query_lifetime = -1.0
    await reader.press("In context")
    assert reader.last.labels == (("👍", "👎", "Only the quote", "Share"),)


async def test_a_suggestion_whose_message_is_gone_is_answered_below(
    world: World, reader: Person
) -> None:
    await doubtful(world, reader)
    press = world.not_delivered.press(reader.user, LONG)
    del world.gateway.world.history[reader.chat["id"]][reader.last.message_id]
    await world.put(press)
    await world.settled()
    assert reader.screen == QUOTE_LENGTH


async def test_facts_lists_eight_a_page_and_turns_in_place(tmp_path: Path) -> None:
    many = tuple(
        Fact(f"fact{n}", (1,), {"en": (f"What is the question number {n}?",)}) for n in range(20)
    )
    async with opened(tmp_path, replace(BASE, facts=many)) as world:
        reader = world.person()
        await reader.say("/facts")
        first = [row[0] for row in reader.last.labels]
        await reader.press("»")
        await reader.press("»")
        assert first == [f"What is the question number {n}?" for n in range(8)] + ["»"]
        assert [row[0] for row in reader.last.labels][:-1] == [
            f"What is the question number {n}?" for n in range(16, 20)
        ]
        assert reader.last.labels[-1] == ("«",)
        assert len([m for m in reader.messages if m.from_bot]) == 1


async def test_a_page_that_is_not_there_shows_the_last_one(reader: Person) -> None:
    await reader.say("/facts")
    before = reader.last.labels
    await reader.press(WHEN, data="page:en:99999999999999999999")
    assert reader.last.labels == before


async def test_a_press_on_a_listed_fact_answers_it(reader: Person) -> None:
    await reader.say("/facts")
    await reader.press(LONG)
    assert reader.screen == QUOTE_LENGTH


async def test_a_press_on_a_message_elsewhere_changes_nothing(world: World, reader: Person) -> None:
    query = {"id": "1", "from": reader.user, "chat_instance": "1", "data": "x"}
    await world.put({"update_id": 5, "callback_query": {**query, "inline_message_id": "abc"}})
    await world.settled()
    assert await world.states() == ["done"]
    assert world.gateway.calls_of("editMessageText") == []


def test_a_button_never_sends_more_than_telegram_allows() -> None:
    with pytest.raises(ValueError, match="66 bytes"):
        button("label", "answer", "en", "é" * 28)


def test_three_facts_fit_into_one_button() -> None:
    sent = button("label", "context", "en", *["01234567"] * 3).callback_data
    assert isinstance(sent, str)
    assert len(sent) <= MAX_BYTES


def test_what_a_button_sends_is_read_back() -> None:
    press = read(str(button("label", "quote", "it", "abc", "def").callback_data))
    assert press is not None
    assert (press.verb, press.language, press.arguments) == ("quote", "it", ("abc", "def"))
