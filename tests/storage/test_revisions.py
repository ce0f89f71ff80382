"""Every version that was published can be had again, and none is overwritten unseen."""

import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from chat.world import BASE, LENGTH

from bot.core.edits import PutFact, apply
from bot.core.facts import FactBase
from bot.core.refusal import Refusal
from bot.storage.database import Database
from bot.storage.drafts import Draft, Drafts
from bot.storage.revisions import SNAPSHOT_EVERY, Revisions, Stale


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database.opened(tmp_path / "bot.db") as db:
        yield db


@pytest.fixture
async def revisions(db: Database) -> Revisions:
    revisions = Revisions(db, lambda: 100.0)
    await revisions.publish("bridge", None, BASE, 0, "", "import")
    return revisions


def changed(number: int) -> FactBase:
    """One of many versions."""
    return apply(BASE, [PutFact(replace(LENGTH, asks={"en": (f"How long, {number}?",)}))])


async def test_every_version_can_be_had_again(revisions: Revisions) -> None:
    versions = [BASE, *map(changed, range(SNAPSHOT_EVERY + 5))]
    for old, new in pairwise(versions):
        await revisions.publish("bridge", old.version, new, 1, "")
    again = [(await revisions.base("bridge", each.version)).version for each in versions]
    assert again == [each.version for each in versions]


async def test_a_publisher_who_missed_a_version_is_told_of_it(revisions: Revisions) -> None:
    published = await revisions.publish("bridge", BASE.version, changed(1), 1, "")
    with pytest.raises(Stale) as stale:
        await revisions.publish("bridge", BASE.version, changed(2), 2, "")
    assert stale.value.current == published


async def test_a_stale_publication_leaves_no_row(revisions: Revisions) -> None:
    await revisions.publish("bridge", BASE.version, changed(1), 1, "")
    with pytest.raises(Stale):
        await revisions.publish("bridge", BASE.version, changed(2), 2, "")
    assert await revisions.count("bridge") == 2


async def test_a_version_that_never_was_is_refused(revisions: Revisions) -> None:
    with pytest.raises(Refusal):
        await revisions.base("bridge", "feedfacecafe")


@pytest.mark.parametrize("statement", ["UPDATE revisions SET why = 'x'", "DELETE FROM revisions"])
async def test_a_revision_is_never_changed(
    db: Database, revisions: Revisions, statement: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        await db.write(lambda connection: connection.execute(statement))
    assert await revisions.count("bridge") == 1


async def test_a_draft_is_loaded_as_it_was_saved(db: Database) -> None:
    draft = Draft("bridge", 2, BASE.version, (PutFact(LENGTH),), {"step": "asks", "id": "length"})
    await Drafts(db).save(draft)
    assert await Drafts(db).load("bridge", 2) == draft


async def test_a_draft_is_its_editors_own(db: Database) -> None:
    await Drafts(db).save(Draft("bridge", 2, BASE.version, (), {}))
    assert await Drafts(db).load("bridge", 3) is None
