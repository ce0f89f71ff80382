"""What a reader gets to see for what they write."""

import pytest
from fake_telegram import Person

from bot.core.answer import Suggested, Unknown
from bot.texts import load_texts
from chat.world import (
    COLOUR,
    ITALIAN,
    JOURNEY,
    LABEL,
    LENGTH,
    LONG,
    OPENED,
    QUOTE_LENGTH,
    QUOTE_OPENED,
    SENTENCES,
    WHEN,
    World,
)


async def test_a_question_is_answered_with_the_articles_sentence(reader: Person) -> None:
    await reader.say(WHEN)
    assert reader.screen == QUOTE_OPENED


async def test_the_span_that_answers_is_bold(reader: Person) -> None:
    await reader.say(WHEN)
    assert reader.last.marked("bold") == ("in 1931",)


async def test_the_span_is_bold_behind_an_emoji_too(reader: Person) -> None:
    await reader.say("Which journey came before the drawing?")
    assert reader.last.marked("bold") == ("a journey to Norway",)


async def test_an_answer_replies_to_its_question(reader: Person) -> None:
    await reader.say(WHEN)
    assert reader.last.reply_to == reader.messages[0].message_id


async def test_several_sentences_are_each_quoted_with_their_number(reader: Person) -> None:
    await reader.say("What is known of size and cost?")
    assert reader.screen == f"{QUOTE_LENGTH}\n\n❝ {SENTENCES[4].text} ❞\n[4] {LABEL}"


async def test_an_italian_question_gets_the_translation_under_the_quote(reader: Person) -> None:
    await reader.say("Quando fu inaugurato il ponte?")
    label = load_texts()("cited.translation", "it")
    assert reader.screen == f"{QUOTE_OPENED}\n{label}\n{ITALIAN[1]}"


async def test_links_in_what_the_bot_sends_show_no_preview(world: World, reader: Person) -> None:
    await reader.say(WHEN)
    (call,) = world.gateway.calls_of("sendMessage")
    assert call.params["link_preview_options"] == {"is_disabled": True}


async def test_the_bot_never_sends_a_parse_mode(world: World, reader: Person) -> None:
    await reader.say(WHEN)
    assert not any("parse_mode" in call.params for call in world.gateway.calls)


async def test_a_doubt_offers_the_questions_that_may_be_meant(world: World, reader: Person) -> None:
    world.desk.script["bridge?"] = Suggested((OPENED, LENGTH))
    await reader.say("bridge?")
    assert reader.screen == "Did you mean one of these?"
    assert reader.last.labels == ((WHEN,), (LONG,), ("None of these",), ("👍", "👎"))


async def test_a_gap_says_what_the_article_does_not_say(reader: Person) -> None:
    await reader.say("What colour is the bridge painted?")
    assert reader.screen.startswith(
        "The article does not say. It has no answer to “What colour is the bridge painted?”"
    )


async def test_what_is_near_to_a_gap_is_offered(world: World, reader: Person) -> None:
    world.desk.script["paint?"] = Unknown(gap=COLOUR, near=(OPENED,))
    await reader.say("paint?")
    assert reader.screen.endswith("\nThe nearest thing that it does say:")
    assert reader.last.labels == ((WHEN,), ("Tell me if this is added",), ("👍", "👎"))


async def test_an_unknown_question_is_refused_and_can_be_waited_for(
    world: World, reader: Person
) -> None:
    world.desk.script["Who won the cup?"] = Unknown()
    await reader.say("Who won the cup?")
    assert reader.screen == "The article does not say."
    assert reader.last.labels == (("Tell me if this is added",), ("👍", "👎"))


async def test_small_talk_is_answered_in_kind(world: World, reader: Person) -> None:
    world.desk.script["thx"] = Unknown(smalltalk="thanks")
    await reader.say("thx")
    assert reader.screen == "You are welcome!"


async def test_ask_answers_the_question_behind_the_command(reader: Person) -> None:
    await reader.say(f"/ask {WHEN}")
    assert reader.screen == QUOTE_OPENED


async def test_ask_takes_its_question_from_the_next_line_too(reader: Person) -> None:
    await reader.say(f"/ask\n{WHEN}")
    assert reader.screen == QUOTE_OPENED


async def test_ask_without_words_explains_itself(world: World, reader: Person) -> None:
    await reader.say("/ask")
    assert "like this: /ask" in reader.screen
    assert await world.logged() == []


async def test_a_question_of_signs_gets_an_outcome(reader: Person) -> None:
    await reader.say("???")
    assert reader.screen == "The article does not say."


async def test_start_names_the_article_and_offers_three_questions(reader: Person) -> None:
    await reader.say("/start")
    assert LABEL in reader.screen
    assert len(reader.last.rows) == 3


async def test_a_deep_links_payload_is_a_plain_start(reader: Person) -> None:
    await reader.say("/start fact_'; DROP TABLE")
    assert LABEL in reader.screen


@pytest.mark.parametrize(
    ("command", "words"), [("/help", "/article"), ("/privacy", "90 days"), ("/frobnicate", "/help")]
)
async def test_a_command_says_what_it_is_for(reader: Person, command: str, words: str) -> None:
    await reader.say(command)
    assert words in reader.screen


async def test_article_shows_every_sentence_with_its_number(reader: Person) -> None:
    await reader.say("/article")
    assert reader.screen == (
        f"{LABEL}\n\n[0] {SENTENCES[0].text}\n\n[1] {SENTENCES[1].text}\n[2] {SENTENCES[2].text}"
        f"\n\n[3] {SENTENCES[3].text}\n[4] {SENTENCES[4].text}"
    )


async def test_a_sticker_a_photo_and_a_voice_message_get_one_line_each(reader: Person) -> None:
    await reader.send_sticker()
    await reader.send_photo("When was the bridge opened?")
    await reader.send_voice()
    said = [message.text for message in reader.messages if message.from_bot]
    assert (
        said
        == ["I can only read text. Type your question and I will look it up in the article."] * 3
    )


async def test_an_album_gets_one_line(reader: Person) -> None:
    for _ in range(3):
        await reader.send_photo(media_group_id="77")
    assert len([message for message in reader.messages if message.from_bot]) == 1


async def test_a_forwarded_message_is_a_question(reader: Person) -> None:
    await reader.does(lambda do: do.forwarded(reader.user, WHEN, chat=reader.chat))
    assert reader.screen == QUOTE_OPENED


@pytest.mark.parametrize("text", [f"/ {WHEN}", f"// {WHEN}", f"/…{WHEN}"])
async def test_a_question_behind_a_stroke_is_no_command(reader: Person, text: str) -> None:
    await reader.say(text)
    assert reader.screen == QUOTE_OPENED


async def test_a_stroke_alone_is_told_how_to_ask(world: World, reader: Person) -> None:
    await reader.say("//")
    assert (reader.screen, await world.logged()) == (load_texts()("ask.empty", "en"), [])


async def test_an_edited_question_changes_its_answer_in_place(reader: Person) -> None:
    await reader.say(WHEN)
    await reader.edit(LONG)
    said = [message.text for message in reader.messages if message.from_bot]
    assert said == [QUOTE_LENGTH]


async def test_a_question_can_be_edited_twice(reader: Person) -> None:
    await reader.say(WHEN)
    await reader.edit(LONG)
    await reader.edit(WHEN)
    assert [message.text for message in reader.messages if message.from_bot] == [QUOTE_OPENED]


async def test_an_edit_is_logged_as_a_question_of_its_own(world: World, reader: Person) -> None:
    await reader.say(WHEN)
    await reader.edit(LONG)
    assert await world.logged() == [(WHEN, "cited", "opened"), (LONG, "cited", "length")]


@pytest.mark.usefixtures("menus")  # which are told in the background
async def test_an_edit_that_changed_nothing_does_nothing(world: World, reader: Person) -> None:
    await reader.say(WHEN)
    calls = len(world.gateway.calls)
    await reader.edit()
    assert len(world.gateway.calls) == calls
    assert await world.states() == ["done", "done"]


async def test_an_edit_that_changed_nothing_leaves_what_a_button_chose(
    world: World, reader: Person
) -> None:
    world.desk.script["bridge?"] = Suggested((OPENED, LENGTH))
    await reader.say("bridge?")
    await reader.press(LONG)
    await reader.edit()
    assert reader.screen == QUOTE_LENGTH


async def test_an_edit_to_ask_with_the_same_words_changed_nothing(
    world: World, reader: Person
) -> None:
    await reader.say(WHEN)
    await reader.edit(f"/ask {WHEN}")
    assert len(await world.logged()) == 1


async def test_an_edit_of_what_was_never_answered_is_answered_anew(reader: Person) -> None:
    await reader.say("/ask")
    await reader.edit(WHEN)
    assert reader.screen == QUOTE_OPENED
    assert len(reader.messages) == 3


async def test_an_edited_question_whose_answer_was_deleted_gets_a_new_one(
    world: World, reader: Person
) -> None:
    await reader.say(WHEN)
    del world.gateway.world.history[reader.chat["id"]][reader.last.message_id]
    await reader.edit(LONG)
    assert reader.screen == QUOTE_LENGTH


async def test_an_edited_command_does_not_run_again(reader: Person) -> None:
    await reader.say(WHEN)
    await reader.edit("/article")
    assert [message.text for message in reader.messages if message.from_bot] == [QUOTE_OPENED]


async def test_a_question_is_logged_with_its_outcome(world: World, reader: Person) -> None:
    await reader.say(WHEN)
    assert await world.logged() == [(WHEN, "cited", "opened")]
    assert await world.states() == ["done"]


async def test_what_is_answered_leaves_no_payload_behind(world: World, reader: Person) -> None:
    await reader.say(WHEN)
    assert await world.rows("SELECT payload FROM inbox") == [(None,)]


async def test_a_service_message_is_closed_in_silence(world: World, reader: Person) -> None:
    await reader.say("", delete_chat_photo=True)
    assert await world.states() == ["done"]
    assert len(reader.messages) == 1


async def test_a_person_without_a_language_gets_english(world: World) -> None:
    stranger = world.person(2002, language_code=None)
    await stranger.say("/start")
    assert stranger.screen.startswith("Hello!")


async def test_the_journey_is_cited_by_its_paraphrase(reader: Person) -> None:
    await reader.say("where had the engineer travelled")
    assert reader.screen == f"❝ {SENTENCES[JOURNEY.cites[0]].text} ❞\n[3] {LABEL}"
