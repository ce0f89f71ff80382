"""Facts as files: sent out with /export, taken in as a draft, and the broken ones refused."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from botapi.problem import Upload
from fake_telegram import Person

from bot.core.edits import Conflict
from bot.core.facts import BankQuestion
from bot.files import LARGEST
from bot.storage.facts_csv import to_csv
from bot.storage.facts_toml import to_toml
from bot.storage.imports import Imports
from chat.broken_files import BROKEN, FACT
from chat.editors import DREW, EDITOR, QUOTE_DREW, REVIEWER, newsroom, versions
from chat.world import BASE, WHEN, World, said

BANK = (BankQuestion("b1", "en", "who drew it", (3,), "paraphrase"),)
DRAWING = f"""\
[[facts]]
id = "drawing"
cites = [3] # the engineer
[facts.asks]
en = ["{DREW}"]
"""


def toml(text: str, name: str = "facts.toml") -> Upload:
    return Upload(name, text.encode(), "application/toml")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with newsroom(tmp_path, BANK) as world:
        yield world


@pytest.fixture
def editor(world: World) -> Person:
    return world.person(EDITOR)


def sent_files(person: Person) -> list[bytes]:
    """The files that the bot has sent to a person."""
    documents = [message.document for message in person.messages if message.from_bot]
    return [document.data for document in documents if document]


async def drafts(world: World) -> list[tuple[object, ...]]:
    return await world.rows("SELECT editor, edits FROM drafts WHERE edits <> '[]'")


async def test_a_file_is_previewed_and_published_as_a_draft_is(
    world: World, editor: Person
) -> None:
    await editor.send_document(toml(DRAWING))
    assert f"+ drawing: {DREW}" in editor.screen
    await editor.press("Publish")
    reader = world.person()
    await reader.say(DREW)
    assert reader.screen.startswith(QUOTE_DREW)


async def test_a_file_retires_nothing(world: World, editor: Person) -> None:
    await editor.send_document(toml(DRAWING))
    await editor.press("Publish")
    assert {fact.id for fact in BASE.facts} < set(world.desk.base().by_id)


async def test_a_file_adds_to_the_draft_that_there_is(editor: Person) -> None:
    await editor.say("/say length\nHow many metres?")
    await editor.say("/say length")
    await editor.say("How many metres is that?")
    await editor.send_document(toml(DRAWING))
    assert ("+ drawing" in editor.screen, "How many metres is that?" in editor.screen) == (
        True,
        True,
    )


async def test_a_table_is_taken_like_a_facts_toml(editor: Person) -> None:
    table = f"kind;id;field;part;text\r\nfact;a;cites;;3\r\nfact;a;asks;en;{DREW}\r\n"
    await editor.send_document(Upload("ÿ.bin", ("\ufeff" + table).encode(), "text/csv"))
    assert f"+ a: {DREW}" in editor.screen


async def test_what_is_exported_is_what_is_published(editor: Person) -> None:
    await editor.say("/export")
    sent = [each.decode() for each in sent_files(editor)]
    assert sent == [to_toml(BASE), to_csv(BASE)]


async def test_an_export_keeps_the_comments_of_what_came_in_last(
    world: World, editor: Person
) -> None:
    text = f"# The bridge, as it is known.\n{to_toml(BASE)}"
    await Imports(world.database, world.clock).add("bridge", "file", BASE, text, revision=None)
    await editor.say("/export")
    assert sent_files(editor)[0].decode() == text


@pytest.mark.parametrize("made", [to_toml, to_csv])
async def test_an_export_sent_back_says_nothing_new(
    world: World, editor: Person, made: object
) -> None:
    text = to_toml(BASE) if made is to_toml else to_csv(BASE)
    await editor.send_document(toml(text))
    assert editor.screen == "The file says nothing that is different from your draft."
    assert await drafts(world) == []


@pytest.mark.parametrize("name", BROKEN)
async def test_a_broken_file_is_one_message_with_line_and_fault_and_changes_nothing(
    world: World, editor: Person, name: str
) -> None:
    content, line, fault = BROKEN[name]
    await editor.send_document(Upload("facts.toml", content, "application/toml"))
    assert (len(said(editor)), "Nothing of the file was taken:" in editor.screen) == (1, True)
    assert [each for each in editor.screen.splitlines() if f"Line {line}: " in each] != []
    assert fault in editor.screen
    assert (await drafts(world), await versions(world)) == ([], ["import"])


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\xff", "Это не простой текст: байт 0xff — не UTF-8"),
        (b"x", "Ошибка в TOML (Expected '=' after a key in a key/value pair"),
        (b"kind,id,field,part,text\nfact,a\n", "Столбцов в строке: 2; нужно: 5"),
        (b"facts = 1", "facts: Input should be a valid tuple; стоит 1"),
    ],
)
async def test_a_broken_file_is_named_in_the_editors_language(
    world: World, content: bytes, fault: str
) -> None:
    editor = world.person(EDITOR, language_code="ru")
    await editor.send_document(Upload("facts.toml", content, "application/toml"))
    assert fault in editor.screen


async def test_of_many_long_faults_the_first_are_named(editor: Person) -> None:
    text = "o" * 4_000
    facts = [f'[[facts]]\nid = "f{n}"\ncites = [1]\nasks.en = ["{text}"]\n' for n in range(50)]
    await editor.send_document(toml("".join(facts)))
    lines = editor.screen.split("\n\n")
    assert (lines[1][:16], len(lines[1]) < 320) == ("Line 8: “ooooooo", True)
    assert (lines[-1], len(said(editor))) == ("… and 39 more", 1)


async def test_one_fault_among_good_facts_leaves_all_of_them_out(
    world: World, editor: Person
) -> None:
    await editor.send_document(toml(DRAWING + FACT.replace("[1]", "[99]")))
    assert await drafts(world) == []


async def test_a_file_of_10_mb_is_not_even_fetched(world: World, editor: Person) -> None:
    await editor.send_document(toml("#" * 10_000_000))
    assert "too large: 9,766 KB, at most 256 KB" in editor.screen
    assert (world.gateway.calls_of("getFile"), await drafts(world)) == ([], [])


async def test_a_file_as_large_as_it_may_be_is_taken(editor: Person) -> None:
    padding = "#" * (LARGEST - len(DRAWING.encode()) - 1)
    await editor.send_document(toml(f"{DRAWING}#{padding}"[:LARGEST]))
    assert "+ drawing" in editor.screen


async def test_a_file_may_have_any_name(editor: Person) -> None:
    await editor.send_document(toml(DRAWING, "../../../etc/passwd\0;rm -rf ~.exe"))
    assert "+ drawing" in editor.screen


async def test_a_file_is_fetched_as_soon_as_telegram_may_be_asked_again(
    world: World, editor: Person
) -> None:
    world.gateway.fault("getFile", 429, times=3, retry_after=7)
    await editor.send_document(toml(DRAWING))
    assert ("+ drawing" in editor.screen, world.naps.seconds) == (True, [7.0] * 3)


async def test_a_forwarded_file_is_refused(world: World, editor: Person) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "Somebody", "date": 1}
    await editor.send_document(toml(DRAWING), forward_origin=origin)
    assert editor.screen.startswith("I take nothing from forwarded messages.")
    assert await drafts(world) == []


async def test_a_reviewer_sends_no_files(world: World) -> None:
    reviewer = world.person(REVIEWER)
    await reviewer.send_document(toml(DRAWING))
    assert reviewer.screen == "Reviewers cannot do that; ask an editor."
    assert await drafts(world) == []


async def test_a_readers_file_is_no_draft(world: World) -> None:
    reader = world.person()
    await reader.send_document(toml(DRAWING))
    assert (world.gateway.calls_of("getFile"), await drafts(world)) == ([], [])


async def test_a_phrasing_that_is_a_question_of_the_bank_is_named_with_its_line(
    editor: Person,
) -> None:
    await editor.send_document(toml(DRAWING.replace(DREW, "Who drew it?")))
    assert "Line 5: “Who drew it?” is also a question of the bank" in editor.screen


async def test_a_file_and_another_editors_publication_are_put_together(
    world: World, editor: Person
) -> None:
    await editor.send_document(toml(DRAWING))
    other = world.person(1)
    await other.send_document(toml(FACT.replace("When was it", "In which year was it")))
    await other.press("Publish")
    await editor.press("Publish")
    await editor.press("Publish")
    base = world.desk.base()
    assert "In which year was it opened?" in base.by_id["opened"].asks["en"]
    assert "drawing" in base.by_id
    await world.person().say(WHEN)


async def test_the_history_begins_with_what_the_folder_could_not_bring(
    world: World, editor: Person
) -> None:
    conflict = Conflict("fact", "length", "answer", "312 metres", None)
    imports = Imports(world.database, world.clock)
    await imports.add("bridge", "folder", BASE, "", revision=None, conflicts=(conflict,))
    await editor.say("/history")
    assert "length, answering words: published is 312 metres; the folder has –" in editor.screen
    await imports.add("bridge", "folder", BASE, "", revision=None, faults=("id twice",))
    await editor.say("/history")
    assert editor.screen.startswith("The folder’s last changes could not be published")
    assert "❗ id twice" in editor.screen
    await imports.add("bridge", "folder", BASE, "", revision=None)
    await editor.say("/history")
    assert editor.screen.startswith("What has been published")
