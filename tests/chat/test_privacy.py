"""What is stored of a person: sent as a file when they ask, gone when they say so."""

import json
from pathlib import Path

from fake_telegram import Person

from chat.world import WHEN, World, opened

PLANTED = "PLANTED words of the bridge"


def sent_file(reader: Person) -> dict[str, list[dict[str, object]]]:
    document = reader.last.document
    assert document is not None
    found: dict[str, list[dict[str, object]]] = json.loads(document.data)
    return found


def files_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("citebot.db*")))


async def test_mydata_sends_every_question_as_a_file(reader: Person) -> None:
    await reader.say(WHEN)
    await reader.say("/mydata")
    assert [row["text"] for row in sent_file(reader)["questions"]] == [WHEN]


async def test_mydata_shows_nothing_of_others(world: World, reader: Person) -> None:
    await world.person(2002).say(WHEN)
    await reader.say("/mydata")
    assert sent_file(reader)["questions"] == []


async def test_forget_asks_once_more(world: World, reader: Person) -> None:
    await reader.say(WHEN)
    await reader.say("/forget")
    assert reader.last.labels == (("Yes, delete it all",), ("No, keep it",))
    assert await world.rows("SELECT count(*) FROM queries WHERE text IS NOT NULL") == [(1,)]


async def test_what_was_forgotten_is_in_no_file(tmp_path: Path) -> None:
    async with opened(tmp_path) as world:
        reader = world.person(4_242_424_242)
        await reader.say(PLANTED)
        await reader.press("👎")
        await reader.say("/forget")
        await reader.press("Yes, delete it all")
        assert reader.screen.startswith("Done.")
        await world.database.flush()
        content = files_of(tmp_path)
        traces = [PLANTED.encode(), b"4242424242", (4_242_424_242).to_bytes(8)]
        assert [trace for trace in traces if trace in content] == []


async def test_who_keeps_everything_loses_nothing(world: World, reader: Person) -> None:
    await reader.say(WHEN)
    await reader.say("/forget")
    await reader.press("No, keep it")
    assert reader.screen == "Nothing was deleted."
    assert await world.logged() == [(WHEN, "cited", "opened")]


async def test_an_address_is_hidden_before_a_question_is_stored(
    world: World, reader: Person
) -> None:
    await reader.say("write to ada@example.org or +39 06 1234 5678 about the bridge")
    ((text, _, _),) = await world.logged()
    assert text == "write to [e-mail] or [phone] about the bridge"


async def test_an_edit_of_what_is_hidden_changes_nothing(world: World, reader: Person) -> None:
    await reader.say(f"{WHEN} ada@example.org")
    await reader.edit(f"{WHEN} eve@example.org")
    assert len(world.gateway.calls_of("editMessageText")) == 0
