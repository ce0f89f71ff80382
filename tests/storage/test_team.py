"""Grants stay on record for good; a nonce works once, for one person, in one chat, for a while."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.nonces import LIFE, Nonce, Nonces
from bot.storage.team import Grant, Grants

GRANT = Grant("bridge", 2, "editor", 1, 100)
NONCE = Nonce(2, 2, "[]", "v")


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    async with Database.opened(tmp_path / "bot.db") as db:
        yield db


async def test_the_last_grant_of_a_person_counts(db: Database) -> None:
    grants = Grants(db)
    await grants.add(GRANT)
    await grants.add(Grant("bridge", 2, "reviewer", 1, 100))
    assert await grants.in_force() == [Grant("bridge", 2, "reviewer", 1, 100)]


async def test_a_revoked_grant_stays_on_record(db: Database) -> None:
    grants = Grants(db)
    await grants.add(GRANT)
    await grants.add(Grant("bridge", 2, None, 1, 200))
    assert (len(await grants.all("bridge")), await grants.in_force()) == (2, [])


@pytest.mark.parametrize("statement", ["UPDATE grants SET person = 9", "DELETE FROM grants"])
async def test_a_grant_is_never_changed(db: Database, statement: str) -> None:
    await Grants(db).add(GRANT)
    with pytest.raises(sqlite3.IntegrityError):
        await db.write(lambda connection: connection.execute(statement))


async def test_a_nonce_works_once(db: Database) -> None:
    nonces = Nonces(db)
    token = await nonces.issue(NONCE, 100)
    taken = [await nonces.take(token, 2, 2, 100) for _ in range(2)]
    assert taken == [NONCE, None]


@pytest.mark.parametrize(("person", "chat"), [(3, 2), (2, 3), (0, 0)])
async def test_a_nonce_of_somebody_else_is_not_used_up(
    db: Database, person: int, chat: int
) -> None:
    nonces = Nonces(db)
    token = await nonces.issue(NONCE, 100)
    stolen = await nonces.take(token, person, chat, 100)
    assert (stolen, await nonces.take(token, 2, 2, 100)) == (None, NONCE)


async def test_a_nonce_ends_after_a_quarter_of_an_hour(db: Database) -> None:
    nonces = Nonces(db)
    token = await nonces.issue(NONCE, 100)
    assert await nonces.take(token, 2, 2, 100 + LIFE) is None


async def test_old_nonces_are_forgotten(db: Database) -> None:
    nonces = Nonces(db)
    for now in (100, 100 + LIFE):
        await nonces.issue(NONCE, now)
    assert [tuple(row) for row in await db.read("SELECT count(*) FROM nonces")] == [(1,)]
