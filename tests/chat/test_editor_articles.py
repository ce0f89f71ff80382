"""One team, several articles: what an editor does goes to the article that they turned to last."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from botapi.gateway import Gateway
from core.desks import matcher_on
from fake_telegram import Person

from bot.storage.folder import read_folder
from bot.storage.revisions import Revisions
from chat.editors import EDITOR, OWNER, STRANGER, newsroom
from chat.world import World

PIER = Path(__file__).parents[1] / "articles" / "pier-of-oram"
ASKED = "Who drew the bridge?"


async def two_articles(world: World) -> None:
    """The bridge and a second article, both with the same editor."""
    base = read_folder(PIER).base
    assert base is not None
    revisions = Revisions(world.database, world.clock)
    if await revisions.head("pier-of-oram") is None:
        await revisions.publish("pier-of-oram", None, base, 0, "", "import")
    world.desk.publish("pier-of-oram", matcher_on(base))
    await world.editorial.team.grant(OWNER, EDITOR, "pier-of-oram", "editor")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with newsroom(tmp_path) as world:
        await two_articles(world)
        yield world


@pytest.fixture
def editor(world: World) -> Person:
    return world.person(EDITOR)


async def opens(person: Person, label: str) -> None:
    await person.say("/article")
    await person.press(label)


async def changes(world: World, article: str) -> int:
    """How many changes the editor's draft of an article has."""
    return len((await world.editorial.curation.draft(article, EDITOR)).changes)


async def test_the_article_that_was_opened_is_edited(editor: Person) -> None:
    await opens(editor, "The pier of Oram")
    await editor.say("/edit pier-length")
    assert "pier-length" in editor.screen


async def test_a_choice_of_article_outlives_a_restart(tmp_path: Path) -> None:
    gateway = Gateway()
    async with newsroom(tmp_path / "data", gateway=gateway) as world:
        await two_articles(world)
        await opens(world.person(EDITOR), "The pier of Oram")
    async with newsroom(tmp_path / "data", gateway=gateway) as world:
        await two_articles(world)
        await world.person(EDITOR).say("/edit pier-length")
        assert "pier-length" in world.person(EDITOR).screen


async def test_each_article_has_a_draft_of_its_own(world: World, editor: Person) -> None:
    await editor.say(f"/gap {ASKED}")
    await opens(editor, "The pier of Oram")
    await editor.say("/gap Who painted the pier?")
    found = [await changes(world, article) for article in ("bridge", "pier-of-oram")]
    assert found == [1, 1]


async def test_a_button_goes_to_the_article_that_it_was_made_for(
    world: World, editor: Person
) -> None:
    await editor.say("/retire length")
    retire = editor.last.message_id
    await opens(editor, "The pier of Oram")
    await editor.press("Retire", message_id=retire)
    assert await changes(world, "bridge") == 1


async def test_what_is_written_after_a_button_goes_to_its_article(
    world: World, editor: Person
) -> None:
    await editor.say("/edit length")
    card = editor.last.message_id
    await opens(editor, "The pier of Oram")
    await editor.press("Say it differently", message_id=card)
    await editor.say("how far across")
    assert await changes(world, "bridge") == 1


async def test_who_edits_one_article_edits_no_other(world: World) -> None:
    person = world.person(STRANGER)
    await world.editorial.team.grant(OWNER, STRANGER, "bridge", "editor")
    await opens(person, "The pier of Oram")
    await person.say("/edit length")
    assert "[2] Article by Ada Bell" in person.screen


async def test_a_role_is_given_for_the_article_that_was_opened(world: World) -> None:
    owner = world.person(OWNER)
    await opens(owner, "The pier of Oram")
    await owner.say(f"/grant {STRANGER}")
    assert owner.screen.startswith("pier-of-oram: 4 is editor from now on.")


async def test_an_editor_is_spoken_to_in_the_language_that_they_chose(editor: Person) -> None:
    await editor.say("/language")
    await editor.press("Italiano")
    await editor.say("/undo")
    assert editor.screen == "Non c’è nulla da annullare."
