"""Answers that were given before a publication changed them: corrected where they stand, once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from botapi import people
from botapi.transport import until
from fake_telegram import Person

from bot.core.edits import PutFact
from bot.core.facts import Fact
from chat.editors import EDITOR, newsroom, publish, say_differently
from chat.world import LABEL, LENGTH, LONG, OPENED, QUOTE_LENGTH, SENTENCES, WHEN, World, said

OFFER = "Answers that still show the old text: {}, in chats: {}."
NONE_AWAY = "No longer there or out of reach: 0. Failed: 0."
NEW = replace(LENGTH, cites=(4,), answer="4.5 million crowns")
CORRECTED = (
    f"Corrected on 15 Jan 2027: was “{SENTENCES[2].text}”, now:\n\n"
    f"❝ {SENTENCES[4].text} ❞\n[4] {LABEL}"
)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with newsroom(tmp_path) as world:
        yield world


@pytest.fixture
def editor(world: World) -> Person:
    return world.person(EDITOR)


@pytest.fixture
def reader(world: World) -> Person:
    return world.person()


async def publishes(world: World, fact: Fact = NEW) -> None:
    """The editor publishes another version of a fact."""
    curation = world.editorial.curation
    await curation.change(await curation.draft("bridge", EDITOR), [PutFact(fact)])
    await publish(world.person(EDITOR))


async def corrects(world: World, button: str = "Correct them in place") -> None:
    """The editor has the answers corrected, and waits for it."""
    editor = world.person(EDITOR)
    await editor.press(button)
    assert await until(world.gateway, lambda: "are corrected." in editor.screen, 10)


async def test_an_editor_sees_how_many_answers_say_the_old_text(
    world: World, editor: Person, reader: Person
) -> None:
    await reader.say(LONG)
    await world.person(1002).say(LONG)
    await publishes(world)
    assert OFFER.format(2, 2) in editor.screen


async def test_a_publication_that_changes_no_quote_offers_nothing(
    editor: Person, reader: Person
) -> None:
    await reader.say(LONG)
    await say_differently(editor, "length", "which distance does it span")
    await publish(editor)
    assert editor.screen.startswith("Published")


async def test_an_answer_is_corrected_where_it_stands(world: World, reader: Person) -> None:
    await reader.say(LONG)
    await publishes(world)
    await corrects(world)
    assert said(reader) == [CORRECTED]


async def test_an_answer_from_another_fact_stays(world: World, reader: Person) -> None:
    await reader.say(WHEN)
    await world.person(1002).say(LONG)
    await publishes(world)
    await corrects(world)
    assert "Corrected" not in reader.screen


async def test_an_answer_of_a_retired_fact_is_withdrawn(
    world: World, editor: Person, reader: Person
) -> None:
    await reader.say(LONG)
    await editor.say("/retire length")
    await editor.press("Retire")
    await publish(editor)
    await corrects(world)
    assert reader.screen.startswith(f"Withdrawn on 15 Jan 2027: “{SENTENCES[2].text}”.")


async def test_what_is_left_stays_as_it_was(world: World, editor: Person, reader: Person) -> None:
    await reader.say(LONG)
    await publishes(world)
    await editor.press("Leave them")
    assert reader.screen == QUOTE_LENGTH


async def test_where_a_message_cannot_be_edited_another_is_sent(
    world: World, reader: Person
) -> None:
    await reader.say(LONG)
    answer = reader.last.message_id
    await world.application.bot.delete_message(reader.chat["id"], answer)
    await publishes(world)
    await corrects(world)
    assert said(reader) == [CORRECTED]
    assert reader.last.message_id != answer


async def test_who_has_blocked_the_bot_is_left_alone(
    world: World, editor: Person, reader: Person
) -> None:
    await reader.say(LONG)
    await world.person(1002).say(LONG)
    await world.readers.away(reader.user["id"])
    await publishes(world)
    assert OFFER.format(1, 1) in editor.screen


async def test_who_is_forgotten_is_left_alone(world: World, reader: Person) -> None:
    await reader.say(LONG)
    await world.person(1002).say(LONG)
    await publishes(world)
    await world.readers.forget(reader.user["id"])
    await corrects(world)
    assert reader.screen == QUOTE_LENGTH


async def test_private_readers_may_be_notified_as_well(world: World, reader: Person) -> None:
    await reader.say(LONG)
    await publishes(world)
    await corrects(world, "…and notify private readers, 7 days: 1")
    assert said(reader) == [
        CORRECTED,
        "I corrected this answer on 15 Jan 2027; it now says something else.",
    ]


async def test_a_correction_ends_where_a_reader_who_was_to_be_notified_got_a_reply(
    world: World, editor: Person, reader: Person
) -> None:
    await reader.say(LONG)
    await world.application.bot.delete_message(reader.chat["id"], reader.last.message_id)
    await publishes(world)
    await corrects(world, "…and notify private readers, 7 days: 1")
    assert editor.screen.endswith("By a reply: 1. Readers notified: 0. " + NONE_AWAY)


async def test_an_undo_corrects_back(world: World, editor: Person, reader: Person) -> None:
    await reader.say(LONG)
    await publishes(world)
    await corrects(world)
    await editor.say("/undo")
    await editor.press("Yes, go back")
    await corrects(world)
    assert f"now:\n\n❝ {SENTENCES[2].text} ❞" in reader.screen


async def test_a_revision_is_corrected_for_once(
    world: World, editor: Person, reader: Person
) -> None:
    await reader.say(LONG)
    await publishes(world)
    await corrects(world)
    await editor.say("/correct")
    assert editor.screen == "No answer shows an old text."


async def test_correct_also_finds_what_an_earlier_publication_changed(
    world: World, editor: Person, reader: Person
) -> None:
    await reader.say(LONG)
    await publishes(world)
    await publishes(world, replace(OPENED, cites=(3,), answer=None))
    await say_differently(editor, "length", "which distance does it span")
    await publish(editor)
    await editor.say("/correct")
    await corrects(world)
    assert said(reader) == [CORRECTED]


async def test_what_was_left_is_not_offered_after_a_publication_that_changes_no_quote(
    editor: Person, world: World, reader: Person
) -> None:
    await reader.say(LONG)
    await publishes(world)
    await editor.press("Leave them")
    await say_differently(editor, "length", "which distance does it span")
    await publish(editor)
    assert editor.screen.startswith("Published")


async def test_what_failed_can_be_ordered_again(
    world: World, editor: Person, reader: Person
) -> None:
    await reader.say(LONG)
    await publishes(world)
    world.gateway.fault("editMessageText", 500, times=33, chat_id=reader.chat["id"])
    await corrects(world)
    assert "Failed: 1." in editor.screen
    await editor.say("/correct")
    await corrects(world)
    assert said(reader) == [CORRECTED]


async def test_what_is_out_of_reach_is_not_offered_again(
    world: World, editor: Person, reader: Person
) -> None:
    await reader.say(LONG)
    await publishes(world)
    world.gateway.world.blocked.add(reader.chat["id"])
    await corrects(world)
    await editor.say("/correct")
    assert editor.screen == "No answer shows an old text."


async def test_the_editor_is_told_what_became_of_all(
    world: World, editor: Person, reader: Person
) -> None:
    await reader.say(LONG)
    await publishes(world)
    await corrects(world)
    assert "In place: 1. By a reply: 0." in editor.screen


async def asked_eight_times(world: World, reader: Person, question: str) -> None:
    """Slowly enough for the bot to answer each time."""
    for _ in range(8):
        await reader.say(question)
        world.clock.advance(60)


async def test_progress_is_shown_every_few_seconds(world: World, reader: Person) -> None:
    await asked_eight_times(world, reader, LONG)
    await publishes(world)
    world.naps.on_nap = world.clock.advance
    await corrects(world)
    shown = [call.params["text"] for call in world.gateway.calls_of("editMessageText")]
    progress = [text.partition(": ")[2] for text in shown if text.startswith("Correcting")]
    assert progress == ["0 of 8.", "6 of 8.", "8 of 8.", "8 of 8."]


@pytest.mark.parametrize(("kind", "gap"), [("private", 1.0), ("group", 60 / 18)])
async def test_a_chat_is_corrected_no_faster_than_telegram_allows(
    world: World, kind: str, gap: float
) -> None:
    chat = people.supergroup(-1001) if kind == "group" else None
    reader = Person(world.fake, world.application, world.settled, chat=chat)
    await asked_eight_times(world, reader, f"/ask {LONG}")
    await publishes(world)
    world.naps.on_nap = world.clock.advance
    await corrects(world)
    calls = world.gateway.calls_of("editMessageText")
    moments = [call.at for call in calls if call.params["chat_id"] == reader.chat["id"]]
    gaps = [after - before for before, after in pairwise(moments)]
    assert gaps == pytest.approx([gap] * 7, abs=0.1)


async def test_readers_have_nothing_corrected(reader: Person) -> None:
    await reader.say("/correct")
    assert "Answers that" not in reader.screen


async def test_what_was_not_corrected_before_the_bot_stopped_is_corrected_after_its_start(
    tmp_path: Path,
) -> None:
    async with newsroom(tmp_path / "data") as world:
        reader = world.person()
        await reader.say(LONG)
        await publishes(world)
        world.naps.may_end.clear()
        await world.person(EDITOR).press("Correct them in place")
        assert reader.screen == QUOTE_LENGTH
    async with newsroom(tmp_path / "data", gateway=world.gateway) as world:
        reader = world.person()
        assert await until(world.gateway, lambda: reader.screen == CORRECTED, 10)


async def test_an_answer_in_italian_is_corrected_in_italian(world: World) -> None:
    reader = world.person(1003, "it")
    await reader.say("Quando fu inaugurato il ponte?")
    await publishes(world, replace(OPENED, cites=(3,), answer=None))
    await corrects(world)
    assert reader.screen.startswith("Corretto il 15 gen 2027")
