"""From a draft to what readers get, and back: preview, bank, publish, stale drafts, undo."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fake_telegram import Person

from bot.core.edits import PutGap
from bot.core.facts import BankQuestion, Gap
from chat.editors import (
    DREW,
    EDITOR,
    OWNER,
    QUOTE_DREW,
    REVIEWER,
    add_drawing,
    newsroom,
    publish,
    say_differently,
    versions,
)
from chat.world import BASE, LONG, World, said

BANK = (
    BankQuestion("b1", "en", "how many metres has the bridge in length", (2,), "paraphrase"),
    BankQuestion("b2", "en", "the one who drew the bridge", (3,), "paraphrase"),
)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with newsroom(tmp_path, BANK) as world:
        yield world


@pytest.fixture
def editor(world: World) -> Person:
    return world.person(EDITOR)


@pytest.fixture
def owner(world: World) -> Person:
    return world.person(OWNER)


async def history(world: World) -> list[tuple[object, ...]]:
    """Kind, author, why and override of all that was published."""
    return await world.rows("SELECT kind, author, why, override FROM revisions ORDER BY number")


async def test_what_is_published_is_what_readers_get(world: World, editor: Person) -> None:
    await add_drawing(editor)
    await publish(editor)
    reader = world.person()
    await reader.say(DREW)
    assert reader.screen == QUOTE_DREW + "\n[3] Article by Ada Bell"


async def test_an_answer_is_logged_with_the_version_that_gave_it(
    world: World, editor: Person
) -> None:
    await world.person().say(LONG)
    await add_drawing(editor)
    await publish(editor)
    await world.person().say(LONG)
    logged = await world.rows("SELECT version FROM queries ORDER BY id")
    assert logged == await world.rows("SELECT version FROM revisions ORDER BY number")


async def test_a_preview_shows_the_reply_the_difference_and_the_bank(editor: Person) -> None:
    await add_drawing(editor)
    await editor.say("/preview")
    shown, differs = said(editor)[-2:]
    assert (QUOTE_DREW in shown, differs.splitlines()[0], "Newly right: 1" in differs) == (
        True,
        f"+ who-drew-the-bridge: {DREW}",
        True,
    )


async def test_the_draft_can_be_asked(editor: Person) -> None:
    await add_drawing(editor)
    await editor.say("/preview")
    await editor.press("Ask the draft")
    await editor.say("who drew it?")
    assert editor.screen.startswith(f"The draft answers:\n\n{QUOTE_DREW}")


async def test_a_question_to_the_draft_is_not_logged(world: World, editor: Person) -> None:
    await add_drawing(editor)
    await editor.say("/preview")
    await editor.press("Ask the draft")
    await editor.say("who drew it?")
    assert await world.logged() == []


async def test_an_empty_draft_is_not_published(editor: Person) -> None:
    await editor.say("/publish")
    assert editor.screen.startswith("There is nothing to publish")


async def test_a_faulty_draft_has_no_button_to_publish(editor: Person) -> None:
    await say_differently(editor, "opened", LONG)
    await editor.say("/preview")
    assert "Publish" not in {label for row in editor.last.labels for label in row}


async def test_a_preview_that_is_out_of_date_publishes_nothing(
    world: World, editor: Person
) -> None:
    await add_drawing(editor)
    await editor.say("/preview")
    preview = editor.last.message_id
    await say_differently(editor, "length", "how far across")
    await editor.press("Publish", message_id=preview)
    assert await versions(world) == ["import"]


async def test_breaking_the_bank_takes_a_reason(world: World, editor: Person) -> None:
    await editor.say("/retire length")
    await editor.press("Retire")
    await publish(editor)
    assert await versions(world) == ["import"]


async def test_what_breaks_is_told_in_the_editors_language(world: World) -> None:
    editor = world.person(EDITOR, "it")
    await editor.say("/retire length")
    await editor.press("Ritira")
    await editor.say("/preview")
    assert "in length»: citazione giusta → nessuna risposta" in editor.screen


async def test_the_reason_for_breaking_the_bank_is_kept(world: World, editor: Person) -> None:
    await editor.say("/retire length")
    await editor.press("Retire")
    await publish(editor, "it was measured anew")
    await editor.say("no figure is certain")
    assert (await history(world))[-1] == (
        "publish",
        EDITOR,
        "it was measured anew",
        "no figure is certain",
    )


async def test_a_draft_follows_what_somebody_else_published(
    world: World, editor: Person, owner: Person
) -> None:
    await add_drawing(editor)
    await say_differently(owner, "length", "how far across")
    await publish(owner)
    await publish(editor)
    await editor.press("Publish")  # once more, under the preview upon what the owner published
    base = world.desk.base()
    asks = base.by_id["length"].asks["en"]
    assert ("who-drew-the-bridge" in base.by_id, asks[-1]) == (True, "how far across")


async def test_an_editor_is_shown_what_somebody_else_published(
    editor: Person, owner: Person
) -> None:
    await add_drawing(editor)
    await say_differently(owner, "length", "how far across")
    await publish(owner)
    await publish(editor)
    assert any(
        text.startswith("Meanwhile revision 2 was published by 1:")
        and "length, en: + “how far across”" in text
        for text in said(editor)
    )


@pytest.mark.parametrize(("choice", "answer"), [("Keep mine", "1931"), ("Take theirs", "opened")])
async def test_where_two_changed_one_thing_the_editor_chooses(
    world: World, editor: Person, owner: Person, choice: str, answer: str
) -> None:
    for person, words in ((editor, "1931"), (owner, "opened")):
        await person.say("/edit opened")
        await person.press("Answering words")
        await person.say(words)
    await add_drawing(editor)
    await publish(owner)
    await publish(editor)
    await editor.press(choice)
    await editor.press("Publish")
    assert world.desk.base().by_id["opened"].answer == answer


async def test_undo_is_a_new_version_with_the_old_content(world: World, editor: Person) -> None:
    await say_differently(editor, "length", "how far across")
    await publish(editor)
    await editor.say("/undo")
    await editor.press("Yes, go back")
    assert (world.desk.base().version, await versions(world)) == (
        BASE.version,
        ["import", "publish", "undo"],
    )


async def test_undoing_twice_goes_two_steps_back(world: World, editor: Person) -> None:
    for phrasing in ("how far across", "from bank to bank"):
        await say_differently(editor, "length", phrasing)
        await publish(editor)
    for _ in range(2):
        await editor.say("/undo")
        await editor.press("Yes, go back")
    assert world.desk.base().version == BASE.version


async def test_the_first_version_cannot_be_undone(editor: Person) -> None:
    await editor.say("/undo")
    assert editor.screen == "There is nothing to undo."


async def test_an_undo_that_is_out_of_date_changes_nothing(
    world: World, editor: Person, owner: Person
) -> None:
    await say_differently(editor, "length", "how far across")
    await publish(editor)
    await editor.say("/undo")
    await add_drawing(owner)
    await publish(owner)
    await editor.press("Yes, go back")
    assert (editor.screen, await versions(world)) == (
        "Meanwhile revision 3 was published. Please look again.",
        ["import", "publish", "publish"],
    )


async def test_undo_takes_a_reason_where_it_breaks_the_bank(world: World, editor: Person) -> None:
    await add_drawing(editor)
    await publish(editor)
    await editor.say("/undo")
    await editor.press("Yes, go back")
    await editor.say("it was wrong")
    assert (await history(world))[-1][2:] == ("", "it was wrong")


async def test_rollback_goes_to_a_numbered_revision(world: World, editor: Person) -> None:
    for phrasing in ("how far across", "from bank to bank"):
        await say_differently(editor, "length", phrasing)
        await publish(editor)
    await editor.say("/rollback 2")
    await editor.press("Yes, go back")
    assert world.desk.base().by_id["length"].asks["en"][-1] == "how far across"


async def test_history_says_who_when_and_why(editor: Person) -> None:
    await say_differently(editor, "length", "how far across")
    await publish(editor, "readers ask so")
    await editor.say("/history")
    newest = editor.screen.split("\n\n")[1]
    assert newest.startswith("2 · published · 15 Jan 2027, 08:00 UTC · 2 · ")
    assert newest.endswith("\nreaders ask so")


async def test_a_long_history_has_pages(world: World, editor: Person) -> None:
    curation = world.editorial.curation
    for number in range(8):
        draft = await curation.draft("bridge", EDITOR)
        gap = PutGap(Gap(f"g{number}", {"en": (f"What of {number}?",)}))
        await curation.publish(await curation.change(draft, [gap]), "")
    await editor.say("/history")
    await editor.press("»")
    lines = editor.screen.split("\n\n")
    assert (len(lines), lines[1].startswith("1 · import")) == (2, True)


async def test_diff_shows_what_two_revisions_have_different(editor: Person) -> None:
    await say_differently(editor, "length", "how far across")
    await publish(editor)
    await editor.say("/diff 2 1")
    assert editor.screen == "From revision 2 to 1:\n\nlength, en: – “how far across”"


async def test_a_reviewer_may_publish_a_phrasing(world: World) -> None:
    reviewer = world.person(REVIEWER)
    await say_differently(reviewer, "length", "how far across")
    await publish(reviewer)
    assert await versions(world) == ["import", "publish"]


async def test_the_whole_history_can_be_had_as_a_table_without_formulas(editor: Person) -> None:
    await say_differently(editor, "length", "how far across")
    await publish(editor, '=HYPERLINK("x")')
    await editor.say("/audit")
    assert editor.last.document is not None
    lines = editor.last.document.data.decode().splitlines()
    assert (lines[0].split(",")[:3], '"\'=HYPERLINK(""x"")"' in lines[2]) == (
        ["number", "article", "version"],
        True,
    )
