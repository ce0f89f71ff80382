"""A folder that was changed: its changes reach readers, and the editors' are not lost."""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from core.folders import FACTS, HEIGHT, LAMP, write_folder

from bot.core.edits import Edit, PutFact, RetireFact, apply
from bot.core.facts import Fact, FactBase
from bot.folders import Folders
from bot.storage.database import Database
from bot.storage.folder import read_folder
from bot.storage.imports import Imports
from bot.storage.revisions import Revisions

WIDTH = Fact("width", (2,), {"en": ("How wide is the lighthouse?",)})


@dataclass
class Start:
    """The bot's starts on one folder, and an editor between them."""

    path: Path
    revisions: Revisions
    imports: Imports

    async def __call__(self, facts: str = FACTS, **others: str) -> FactBase:
        base = read_folder(write_folder(self.path, facts, **others)).base
        assert base is not None
        return await Folders(self.revisions, self.imports).bring("tower", base, facts)

    async def publish(self, *edits: Edit) -> FactBase:
        old = await self.revisions.base("tower")
        new = apply(old, edits)
        await self.revisions.publish("tower", old.version, new, 2, "")
        return new

    async def count(self) -> int:
        return await self.revisions.count("tower")


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    async with Database.opened(tmp_path / "bot.db") as db:
        yield Start(tmp_path / "tower", Revisions(db, lambda: 100.0), Imports(db, lambda: 100.0))


HIGHER = FACTS.replace("How high is the lighthouse?", "How tall is the lighthouse?")


async def test_the_first_start_publishes_the_folder(start: Start) -> None:
    base = await start()
    assert (await start.revisions.base("tower")).version == base.version
    assert await start.imports.template("tower") == FACTS


async def test_an_unchanged_folder_publishes_nothing(start: Start) -> None:
    await start()
    edited = await start.publish(PutFact(WIDTH))
    assert (await start()).version == edited.version
    assert await start.count() == 2


async def test_where_nothing_has_changed_nothing_is_read_again(start: Start) -> None:
    await start()
    base = read_folder(write_folder(start.path, FACTS)).base
    assert base is not None
    assert await Folders(start.revisions, start.imports).bring("tower", base, FACTS) is base


async def test_a_changed_folder_is_published_with_what_editors_did(start: Start) -> None:
    await start()
    await start.publish(PutFact(WIDTH))
    base = await start(HIGHER)
    assert base.by_id["height"].asks == {"en": ("How tall is the lighthouse?",)}
    assert base.by_id["width"] == WIDTH
    head = await start.revisions.head("tower")
    assert head is not None
    assert (head.kind, head.author, head.version) == ("import", 0, base.version)


async def test_a_change_of_both_is_told_and_what_was_published_stays(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    first = await start()
    await start.publish(PutFact(replace(first.by_id["height"], cites=(1,))))
    with caplog.at_level(logging.WARNING):
        base = await start(FACTS.replace("cites = [2]", "cites = [3]"))
    assert base.by_id["height"].cites == (1,)
    assert "fact height cites was changed by editors and in the folder" in caplog.text
    last = await start.imports.last("tower")
    assert last is not None
    assert [(each.id, each.ours, each.theirs) for each in last.conflicts] == [("height", [1], [3])]


async def test_the_folders_side_of_a_conflict_is_kept(start: Start) -> None:
    await start()
    await start.publish(RetireFact("lamp"))
    changed = FACTS.replace("cites = [3]", "cites = [1]")
    await start(changed)
    kept = await start.imports.base("tower")
    assert kept is not None
    assert kept.by_id["lamp"].cites == (1,)
    assert await start.imports.template("tower") == changed


async def test_a_conflict_is_not_told_again_at_the_next_start(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    await start()
    await start.publish(RetireFact("lamp"))
    await start(FACTS.replace("cites = [3]", "cites = [1]"))
    caplog.clear()
    await start(FACTS.replace("cites = [3]", "cites = [1]"))
    assert caplog.text == ""


async def test_faults_of_both_together_publish_nothing_and_it_is_tried_again(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    await start(FACTS + HEIGHT.replace("height", "width").replace("high", "wide"))
    await start.publish(RetireFact("width"))
    near = FACTS.replace('near = ["height"]', 'near = ["width"]')
    near += HEIGHT.replace("height", "width").replace("high", "wide")
    before = await start.count()
    await start(near)
    assert (await start.count(), "is near 'width'" in caplog.text) == (before, True)
    await start.publish(PutFact(WIDTH))
    assert (await start(near)).gaps[0].near == ("width",)


async def test_a_crash_between_publishing_and_noting_it_does_no_harm(start: Start) -> None:
    await start()
    base = await start(HIGHER)
    async with Database.opened(start.path.parent / "bot.db") as db:
        await db.change(("DELETE FROM imports WHERE id = 2", {}))
    assert (await start(HIGHER)).version == base.version
    assert await start.count() == 2


async def test_a_fact_taken_out_of_the_folder_is_retired(start: Start) -> None:
    await start()
    assert "lamp" not in (await start(FACTS.replace(LAMP, ""))).by_id


async def test_a_new_text_in_the_folder_takes_the_editors_facts_along(start: Start) -> None:
    await start()
    await start.publish(PutFact(WIDTH))
    text = "A first sentence.\n" + (start.path / "article.txt").read_text(encoding="utf-8")
    facts = FACTS.replace("cites = [3]", "cites = [4]").replace("cites = [2]", "cites = [3]")
    base = await start(facts.replace("cites = [1]", "cites = [2]"), article=text)
    assert [fact.cites for fact in base.facts if fact.id in ("width", "height")] == [(3,), (3,)]
