"""What people in a group ask the bot, and what they get there."""

from pathlib import Path

import pytest
from botapi import people
from fake_telegram import Person

from bot.core.answer import Suggested
from chat.world import LENGTH, LONG, OPENED, QUOTE_LENGTH, QUOTE_OPENED, WHEN, World, opened, said

GROUP = people.supergroup(-1001)
FORUM = people.supergroup(-1002, forum=True)
SHORT = "The article does not say."


@pytest.fixture
def ann(world: World) -> Person:
    return member(world, 1001)


@pytest.fixture
def ben(world: World) -> Person:
    return member(world, 1002)


def member(world: World, user_id: int, language_code: str | None = "en") -> Person:
    person = world.person(user_id, language_code)
    person.chat = GROUP
    return person


def holding(folder: Path, words: bytes) -> list[str]:
    """The files in a folder that hold these words."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if words in path.read_bytes()]


async def test_ask_is_answered_as_a_reply_that_quotes_the_question(ann: Person) -> None:
    await ann.say(f"/ask {WHEN}")
    asked, answer = ann.messages
    assert answer.text == QUOTE_OPENED
    assert (answer.reply_to, answer.quote) == (asked.message_id, WHEN)


@pytest.mark.parametrize("text", [f"/ask@citebot {WHEN}", f"@citebot {WHEN}", f"{WHEN} @Citebot"])
async def test_the_bot_answers_to_its_name(ann: Person, text: str) -> None:
    await ann.say(text)
    assert said(ann) == [QUOTE_OPENED]


async def test_a_reply_to_the_bot_is_answered(ann: Person) -> None:
    await ann.say(f"/ask {WHEN}")
    await ann.say(LONG, reply_to=ann.last.message_id)
    assert said(ann) == [QUOTE_OPENED, QUOTE_LENGTH]


async def test_ask_as_a_reply_answers_somebody_elses_question(ann: Person, ben: Person) -> None:
    await ben.say(WHEN)
    question = ben.messages[-1].message_id
    await ann.say("/ask", reply_to=question)
    assert (ann.screen, ann.last.reply_to, ann.last.quote) == (QUOTE_OPENED, question, WHEN)


async def test_the_log_names_the_group_and_the_person_by_pseudonyms_only(
    world: World, ann: Person
) -> None:
    await ann.say(f"/ask {WHEN}")
    assert await world.logged() == [(WHEN, "cited", "opened")]
    ((chat, person),) = await world.rows("SELECT chat, person FROM queries")
    assert (len(chat), len(person)) == (16, 16)


async def test_talk_that_is_not_for_the_bot_leaves_no_trace(
    world: World, ann: Person, ben: Person, tmp_path: Path
) -> None:
    await ben.say("PLANTED-WORDS about the bridge, when was it opened?")
    await ann.say("PLANTED-WORDS too", reply_to=ben.messages[-1].message_id)
    await ann.say("/weather@other_bot PLANTED-WORDS")
    await ann.does(lambda do: do.forwarded(ann.user, "/ask PLANTED-WORDS", chat=GROUP))
    assert said(ann) == []
    assert await world.states() == []
    assert holding(tmp_path, b"PLANTED-WORDS") == []


async def test_a_miss_is_one_short_line_with_a_way_to_the_private_chat(ann: Person) -> None:
    await ann.say("/ask What colour is the bridge painted?")
    assert ann.screen == SHORT
    private = ann.last.button("Ask me privately")
    assert private is not None
    assert private.url == "https://t.me/citebot?start=a_bridge"


async def test_ask_without_a_question_tells_how_to_ask(ann: Person) -> None:
    await ann.say("/ask")
    assert ann.screen.startswith("Write your question behind /ask")


async def test_help_says_how_to_ask_in_a_group(ann: Person) -> None:
    await ann.say("/help")
    assert "/ask your question" in ann.screen
    assert "@citebot your question" in ann.screen


async def test_what_works_in_private_only_says_so(ann: Person) -> None:
    await ann.say("/facts@citebot")
    assert ann.screen == "That works in a private chat with me."


async def test_an_anonymous_administrator_is_answered(ann: Person) -> None:
    await ann.does(lambda do: do.anonymous_admin(f"/ask {WHEN}", chat=GROUP))
    assert said(ann) == [QUOTE_OPENED]


async def test_answers_stay_in_the_topic_that_they_were_asked_in(ann: Person, ben: Person) -> None:
    ann.chat = ben.chat = FORUM
    topics: list[int] = []
    await ann.does(lambda do: topics.append(do.topic(ann.user, "One", chat=FORUM)))
    await ann.does(lambda do: topics.append(do.topic(ann.user, "Two", chat=FORUM)))
    one, two = topics
    await ann.say(f"/ask {WHEN}", thread=one)
    await ben.say(f"/ask {LONG}", thread=two)
    await ann.say(f"/ask {LONG}", thread=one)
    await ben.say(f"/ask {WHEN}")  # in General
    threads = [shown.thread for shown in ann.messages if shown.from_bot]
    assert threads == [one, two, one, None]


async def test_a_question_that_is_gone_by_then_is_answered_without_a_reply(
    world: World, ann: Person
) -> None:
    world.desk.on_ask = lambda _: world.gateway.world.history[-1001].clear()
    await ann.say(f"/ask {WHEN}")
    assert (ann.screen, ann.last.reply_to) == (QUOTE_OPENED, None)


async def test_a_quote_that_telegram_refuses_is_left_out(world: World, ann: Person) -> None:
    world.gateway.fault("sendMessage", 400)
    await ann.say(f"/ask {WHEN}")
    assert (ann.last.reply_to, ann.last.quote) == (ann.messages[0].message_id, None)


async def test_suggestions_are_for_the_asker_alone(ann: Person, ben: Person, world: World) -> None:
    world.desk.script["how long?"] = Suggested((LENGTH, OPENED))
    await ann.say("/ask how long?")
    await ben.press(LONG)
    assert ann.screen == "Did you mean one of these?"
    notice = world.gateway.calls_of("answerCallbackQuery")[-1].params["text"]
    assert notice == "Only the person who asked can choose here."
    await ann.press(LONG)
    assert ann.screen == QUOTE_LENGTH
    assert ann.last.button("Ask me privately")


async def test_what_a_nameless_administrator_asked_any_administrator_may_choose(
    world: World, ann: Person, ben: Person
) -> None:
    world.desk.script["how long?"] = Suggested((LENGTH, OPENED))
    await ann.does(lambda do: do.anonymous_admin("/ask how long?", chat=GROUP))
    await ben.press(LONG)
    assert ann.screen == "Did you mean one of these?"
    world.gateway.world.statuses[-1001, 1001] = "administrator"
    await ann.press(LONG)
    assert ann.screen == QUOTE_LENGTH


@pytest.mark.parametrize("data", ["new:en:00000000", "page:en:0", "set:en:show", "answer:en:x"])
async def test_a_forged_press_changes_nothing(ann: Person, world: World, data: str) -> None:
    await ann.say(f"/ask {WHEN}")
    before = ann.messages
    await ann.press("In context", data=data)
    assert ann.messages == before
    assert world.gateway.calls_of("answerCallbackQuery")[-1].params["text"]


async def test_an_edited_question_edits_the_answer(ann: Person) -> None:
    await ann.say(f"/ask {WHEN}")
    await ann.edit(f"/ask {LONG}")
    assert said(ann) == [QUOTE_LENGTH]


async def test_an_edit_without_a_change_does_nothing(world: World, ann: Person) -> None:
    await ann.say(f"@citebot {WHEN}")
    await ann.edit()
    assert len(await world.logged()) == 1
    assert world.gateway.calls_of("editMessageText") == []


async def test_an_edit_without_a_change_is_known_by_its_masked_text(
    world: World, ann: Person
) -> None:
    await ann.say(f"/ask {WHEN} Write to ann@mail.example")
    await ann.edit()
    assert len(await world.logged()) == 1


async def test_an_edit_that_calls_the_bot_is_answered(ann: Person) -> None:
    await ann.say(WHEN)
    await ann.edit(f"@citebot {WHEN}")
    assert said(ann) == [QUOTE_OPENED]


async def test_an_edited_command_other_than_ask_is_not_run_again(ann: Person) -> None:
    await ann.say("/help")
    await ann.edit("/help please")
    assert len(said(ann)) == 1


async def test_who_asks_too_often_in_a_group_is_not_told_so(world: World, ann: Person) -> None:
    for _ in range(9):
        await ann.say(f"/ask {WHEN}")
    assert said(ann) == [QUOTE_OPENED] * 5
    assert await world.states() == ["done"] * 9


async def test_the_reply_is_in_the_language_of_the_question(ann: Person) -> None:
    await ann.say("/ask Quando fu inaugurato il ponte?")
    assert "Il ponte sull'Orla fu inaugurato nel 1931." in ann.screen


async def test_a_language_that_the_reader_chose_wins(world: World, ann: Person) -> None:
    await world.readers.choose_language(1001, "it")
    await ann.say(f"/ask {WHEN}")
    assert "Il ponte sull'Orla fu inaugurato nel 1931." in ann.screen


async def test_without_any_language_the_bot_speaks_english(world: World) -> None:
    nobody = member(world, 1003, language_code=None)
    await nobody.say("/ask 🌉")
    assert nobody.screen == SHORT


async def test_a_group_where_the_bot_may_not_write_is_tried_once_and_logged_once(
    world: World, ann: Person, caplog: pytest.LogCaptureFixture
) -> None:
    world.gateway.fault("sendMessage", 403, times=3, chat_id=-1001)
    for _ in range(3):
        await ann.say(f"/ask {WHEN}")
    assert len(world.gateway.calls_of("sendMessage")) == 3
    assert caplog.text.count("sending failed") == 1
    assert await world.states() == ["done"] * 3


async def test_a_question_is_answered_after_a_restart(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        ask = world.not_delivered.message(people.user(1001), f"/ask {WHEN}", chat=GROUP)
        await world.put(ask)
        gateway = world.gateway
    async with opened(tmp_path, gateway=gateway) as world:
        await world.settled()
        assert said(member(world, 1001)) == [QUOTE_OPENED]


async def test_an_answer_that_may_have_gone_out_is_not_repeated_after_a_restart(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, starts=False) as world:
        ask = world.not_delivered.message(people.user(1001), f"/ask {WHEN}", chat=GROUP)
        await world.put(ask)
        await world.delivery.sending(ask["update_id"])
        gateway = world.gateway
    async with opened(tmp_path, gateway=gateway) as world:
        await world.settled()
        assert said(member(world, 1001)) == []
        assert await world.states() == ["unknown"]


async def test_an_answer_of_unknown_fate_is_not_repeated(world: World, ann: Person) -> None:
    world.gateway.fault("sendMessage", delay=60)  # it arrives, and nobody learns so
    await ann.say(f"/ask {WHEN}")
    assert said(ann) == [QUOTE_OPENED]
    assert await world.states() == ["unknown"]
