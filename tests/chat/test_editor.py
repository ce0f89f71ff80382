"""How an editor writes a fact, a gap or a phrasing, step by step; readers see nothing of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fake_telegram import Person

from bot.core.facts import Fact, Gap
from bot.core.phrasings import owners
from chat.editors import DREW, EDITOR, QUOTE_DREW, add_drawing, newsroom, say_differently
from chat.world import BASE, LENGTH, LONG, QUOTE_LENGTH, World, said


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with newsroom(tmp_path) as world:
        yield world


@pytest.fixture
def editor(world: World) -> Person:
    return world.person(EDITOR)


async def drafted(world: World, name: str) -> Fact | Gap | None:
    """What the editor's draft has under an id."""
    draft = await world.editorial.curation.draft("bridge", EDITOR)
    return next((each for each in owners(draft.base) if each.id == name), None)


def labels(person: Person) -> set[str]:
    return {label for row in person.last.labels for label in row}


async def test_a_new_fact_is_in_the_draft_with_all_that_was_picked(
    world: World, editor: Person
) -> None:
    await add_drawing(editor)
    fact = Fact("who-drew-the-bridge", (3,), {"en": (DREW,)}, "Mira Kolb", ("who",))
    assert await drafted(world, fact.id) == fact


async def test_a_draft_changes_nothing_for_readers(world: World, editor: Person) -> None:
    await add_drawing(editor)
    assert world.desk.base() == BASE


async def test_each_step_shows_what_readers_will_see(editor: Person) -> None:
    await editor.say(f"/add {DREW}")
    for press in ("3", "Done", "Mira"):
        await editor.press(press)
    assert editor.screen.startswith(QUOTE_DREW)


async def test_the_span_that_was_tapped_is_bold(editor: Person) -> None:
    await editor.say(f"/add {DREW}")
    for press in ("3", "Done", "Mira", "Kolb"):
        await editor.press(press)
    assert "Mira Kolb" in editor.last.marked("bold")


async def test_sentences_and_span_can_be_typed(world: World, editor: Person) -> None:
    await editor.say(f"/add {DREW}")
    await editor.say("3, 1")
    await editor.say("mira kolb")
    fact = await drafted(world, "who-drew-the-bridge")
    assert isinstance(fact, Fact)
    assert (fact.cites, fact.answer) == ((3, 1), "Mira Kolb")


async def test_a_sentence_that_is_not_there_is_refused(editor: Person) -> None:
    await editor.say(f"/add {DREW}")
    await editor.say("99")
    assert editor.screen == "There is no sentence 99: the article has 0 to 4."


async def test_a_span_that_is_not_the_articles_is_refused(world: World, editor: Person) -> None:
    await editor.say(f"/add {DREW}")
    await editor.say("3")
    await editor.say("Mira Cold")
    fact = await drafted(world, "who-drew-the-bridge")
    assert isinstance(fact, Fact)
    assert fact.answer is None


async def test_each_phrasing_of_a_message_gets_its_own_language(
    world: World, editor: Person
) -> None:
    await say_differently(
        editor, "length", "Quanto è lungo il ponte?", "Какой длины мост?", "tr: köprü", "how long"
    )
    fact = await drafted(world, "length")
    assert fact is not None
    assert {code: texts[len(LENGTH.asks.get(code, ())) :] for code, texts in fact.asks.items()} == {
        "en": ("how long",),
        "it": ("Quanto è lungo il ponte?",),
        "ru": ("Какой длины мост?",),
        "tr": ("köprü",),
    }


async def test_a_phrasing_of_another_fact_is_named_as_an_error(editor: Person) -> None:
    await say_differently(editor, "opened", LONG)
    assert "❗ “How long is the bridge?” asks for “length” and for “opened”" in editor.screen


async def test_an_error_is_named_in_the_editors_language(world: World) -> None:
    editor = world.person(EDITOR, "it")
    await say_differently(editor, "opened", LONG)
    assert "❗ «How long is the bridge?» chiede sia «length» sia «opened»" in editor.screen


async def test_a_gap_takes_the_facts_to_offer_instead(world: World, editor: Person) -> None:
    await editor.say("/gap How heavy is the bridge?")
    await editor.press(LONG)
    await editor.press("Done")
    assert await drafted(world, "how-heavy-is-the-bridge") == Gap(
        "how-heavy-is-the-bridge", {"en": ("How heavy is the bridge?",)}, ("length",)
    )


async def test_a_retired_fact_is_not_offered_by_gaps_either(world: World, editor: Person) -> None:
    await editor.say("/retire opened")
    await editor.press("Retire")
    gap = await drafted(world, "colour")
    assert isinstance(gap, Gap)
    assert (await drafted(world, "opened"), gap.near) == (None, ())


async def test_the_last_phrasing_cannot_be_taken_away(editor: Person) -> None:
    await editor.say("/edit length")
    await editor.press("Remove a phrasing")
    await editor.press(f"✕ en: {LONG}")
    await editor.press("✕ en: length of the bridge in metres")
    assert editor.screen == "This is the last phrasing; retire the whole instead."


async def test_a_fact_is_found_by_words(editor: Person) -> None:
    await editor.say("/edit length in metres")
    assert QUOTE_LENGTH in editor.screen


async def test_without_words_all_there_is_can_be_tapped(editor: Person) -> None:
    await editor.say("/edit")
    await editor.press(LONG)
    assert QUOTE_LENGTH in editor.screen


async def test_a_fact_of_the_list_of_facts_can_be_edited_from_there(editor: Person) -> None:
    await editor.say("/facts")
    await editor.press(LONG)
    await editor.press("Edit this")
    assert {"Sentences", "Answering words", "Asks for", "Retire"} <= labels(editor)


async def test_a_reader_sees_no_buttons_for_editors(world: World) -> None:
    reader = world.person()
    await reader.say("/facts")
    await reader.press(LONG)
    assert labels(reader) == {"In context", "Share", "👍", "👎"}


async def test_cancel_leaves_the_exchange_and_keeps_the_draft(world: World, editor: Person) -> None:
    await say_differently(editor, "length", "how far across")
    await editor.say("/add")
    await editor.say("/cancel")
    await editor.say(LONG)  # a question again, not a phrasing
    draft = await world.editorial.curation.draft("bridge", EDITOR)
    assert (editor.screen, len(draft.changes)) == (QUOTE_LENGTH, 1)


async def test_cancel_says_whether_there_was_anything_to_leave(editor: Person) -> None:
    await editor.say("/say length")
    await editor.say("/cancel")
    await editor.say("/cancel")
    assert said(editor)[1:] == ["Left. Your draft has no changes.", "Nothing is under way."]


async def test_an_exchange_survives_a_restart(tmp_path: Path) -> None:
    async with newsroom(tmp_path / "data") as world:
        await world.person(EDITOR).say(f"/add {DREW}")
    async with newsroom(tmp_path / "data", gateway=world.gateway) as world:
        await world.person(EDITOR).say("3")
        assert await drafted(world, "who-drew-the-bridge") is not None


async def test_a_button_works_after_a_restart(tmp_path: Path) -> None:
    async with newsroom(tmp_path / "data") as world:
        await world.person(EDITOR).say("/edit length")
    async with newsroom(tmp_path / "data", gateway=world.gateway) as world:
        editor = world.person(EDITOR)
        await editor.press("Retire")
        assert "Retire it?" in editor.screen


async def test_an_editor_is_not_told_to_wait(editor: Person) -> None:
    for _ in range(12):
        await editor.say("/edit length")
    assert said(editor) == [said(editor)[0]] * 12
