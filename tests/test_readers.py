"""What people and groups have chosen and said: kept, carried over, told, and forgotten."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from sqlite3 import Connection

import pytest

from bot.readers import REMEMBERED, Group, Readers, Removal
from bot.storage.choices import Choices
from bot.storage.database import Database
from bot.storage.feedback import Feedback
from bot.storage.privacy import Privacy
from bot.storage.pseudonyms import Pseudonyms
from bot.storage.querylog import Delivery, Query, QueryLog

ANN, BEN, GROUP, SUPERGROUP = 4_242_424_242, 5_353_535_353, -77_001, -100_777_001
WORDS = "PLANTED question about the pier"


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class World:
    db: Database
    folder: Path
    pseudonyms: Pseudonyms
    clock: Clock

    def readers(self) -> Readers:
        """As a process that has just been started knows them."""
        return Readers(
            Choices(self.db),
            Feedback(self.db),
            Privacy(self.db),
            QueryLog(self.db),
            self.pseudonyms,
            self.clock,
        )

    async def answered(self, chat: int, message: int, person: int = ANN) -> None:
        """The bot has answered a question of `person` with a message."""
        who, place = self.pseudonyms.of_person(person), self.pseudonyms.of_chat(chat)
        query = Query(None, 1, who, place, "en", WORDS, "cited", "pier", None, 0.9, "v1", 1.0, "a")
        await QueryLog(self.db).record(query, Delivery(place, message - 1, message))

    async def count(self, table: str) -> int:
        return int((await self.db.read(f"SELECT count(*) FROM {table}"))[0][0])


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with Database.opened(tmp_path / "citebot.db") as db:
        yield World(db, tmp_path, Pseudonyms.opened(tmp_path / "key"), Clock())


async def test_a_chosen_language_outlives_the_process(world: World) -> None:
    await world.readers().choose_language(ANN, "it")
    assert await world.readers().language(ANN) == "it"


async def test_an_opened_article_leaves_the_language_as_it_was(world: World) -> None:
    readers = world.readers()
    await readers.choose_language(ANN, "it")
    await readers.open_article(ANN, "lighthouse")
    assert (await readers.language(ANN), await readers.article(ANN)) == ("it", "lighthouse")


async def test_who_has_chosen_nothing_has_no_row(world: World) -> None:
    assert await world.readers().language(ANN) is None
    assert await world.count("readers") == 0


async def test_choices_that_are_known_at_once_are_what_a_query_would_tell(world: World) -> None:
    await world.readers().choose_language(ANN, "it")
    readers = world.readers()
    await readers.know_all()
    await world.db.change(("DELETE FROM readers", {}))  # so that only the memory can tell
    assert [await readers.language(each) for each in (ANN, BEN)] == ["it", None]


async def test_a_choice_made_after_all_are_known_is_known_too(world: World) -> None:
    readers = world.readers()
    await readers.know_all()
    await readers.choose_language(ANN, "it")
    assert await readers.language(ANN) == "it"


async def test_who_is_forgotten_after_all_are_known_has_chosen_nothing(world: World) -> None:
    await world.readers().choose_language(ANN, "it")
    readers = world.readers()
    await readers.know_all()
    await readers.forget(ANN)
    assert await readers.language(ANN) is None


async def test_more_people_than_are_remembered_are_read_one_by_one(world: World) -> None:
    await world.db.write(crowd)
    readers = world.readers()
    await readers.know_all()
    assert await readers.language(ANN) is None
    await world.readers().choose_language(ANN, "it")
    assert await world.readers().language(ANN) == "it"


async def test_whoever_is_crowded_out_of_the_memory_keeps_their_choice(world: World) -> None:
    await world.readers().choose_language(ANN, "it")
    readers = world.readers()
    await readers.know_all()
    await asyncio.gather(*(readers.choose_language(n + 1, "ru") for n in range(REMEMBERED)))
    assert await readers.language(ANN) == "it"


def crowd(connection: Connection) -> None:
    row = "INSERT INTO readers (person, language, at) VALUES (?, 'ru', 1)"
    connection.executemany(row, [(str(number).encode(),) for number in range(REMEMBERED)])


async def test_the_settings_of_a_group_outlive_the_process(world: World) -> None:
    wanted = Group("ru", "lighthouse", False, True, 15)
    await world.readers().change_group(GROUP, wanted)
    assert await world.readers().group(GROUP) == wanted


async def test_a_supergroup_has_the_settings_of_the_group_it_was(world: World) -> None:
    readers = world.readers()
    await readers.change_group(GROUP, Group(language="az"))
    await readers.moved(GROUP, SUPERGROUP)
    assert (await readers.group(SUPERGROUP)).language == "az"
    assert await readers.group(GROUP) == Group()


async def test_a_second_migration_does_not_undo_what_was_set_since(world: World) -> None:
    readers = world.readers()
    await readers.change_group(GROUP, Group(language="az"))
    await readers.moved(GROUP, SUPERGROUP)
    await readers.change_group(SUPERGROUP, Group(language="tr"))
    await readers.moved(GROUP, SUPERGROUP)
    assert (await readers.group(SUPERGROUP)).language == "tr"


async def test_a_vote_on_an_answer_is_kept_with_its_question(world: World) -> None:
    await world.answered(ANN, 7)
    assert await world.readers().vote(ANN, 7, ANN, -1, "wrong")
    rows = await world.db.read("SELECT query, value, reason FROM votes")
    assert [tuple(row) for row in rows] == [(1, -1, "wrong")]


async def test_the_last_vote_of_a_person_on_a_message_counts(world: World) -> None:
    await world.answered(GROUP, 7)
    readers = world.readers()
    await readers.vote(GROUP, 7, ANN, -1, "wrong")
    await readers.vote(GROUP, 7, BEN, -1)
    await readers.vote(GROUP, 7, ANN, 1)
    rows = await world.db.read("SELECT value, reason FROM votes ORDER BY value")
    assert [tuple(row) for row in rows] == [(-1, None), (1, None)]


async def test_a_message_that_answers_nothing_takes_no_vote(world: World) -> None:
    assert not await world.readers().vote(ANN, 7, ANN, 1)
    assert await world.count("votes") == 0


async def test_a_vote_can_be_taken_back(world: World) -> None:
    await world.answered(ANN, 7)
    await world.readers().vote(ANN, 7, ANN, 1)
    await world.readers().unvote(ANN, 7, ANN)
    assert await world.count("votes") == 0


async def test_a_wish_is_kept_once_a_person_and_question(world: World) -> None:
    await world.answered(ANN, 7)
    readers = world.readers()
    assert [await readers.wish(ANN, 7, ANN, "it") for _ in range(2)] == [True, True]
    assert await world.count("wishes") == 1


async def test_a_wish_without_a_known_question_is_refused(world: World) -> None:
    assert not await world.readers().wish(ANN, 7, ANN, "it")


async def test_only_who_asked_is_the_asker(world: World) -> None:
    await world.answered(GROUP, 7)
    said = await world.readers().said(GROUP, 7)
    assert said is not None
    assert [world.readers().is_asker(said, person) for person in (ANN, BEN)] == [True, False]


async def test_a_message_is_due_when_its_minutes_are_over(world: World) -> None:
    await world.readers().remove_later(GROUP, 7, 5)
    world.clock.now += 299
    assert await world.readers().due_removals() == []
    world.clock.now += 1
    assert await world.readers().due_removals() == [Removal(GROUP, 7)]


async def test_a_removed_message_is_not_due_again(world: World) -> None:
    readers = world.readers()
    await readers.remove_later(GROUP, 7, 0)
    await readers.removed(GROUP, 7)
    assert await readers.due_removals() == []


async def test_a_person_gets_to_see_all_that_is_stored_of_them(world: World) -> None:
    await world.answered(ANN, 7)
    readers = world.readers()
    await readers.choose_language(ANN, "it")
    await readers.vote(ANN, 7, ANN, -1, "wrong")
    await readers.wish(ANN, 7, ANN, "it")
    found = await readers.data_of(ANN)
    assert {name: len(rows) for name, rows in found.items()} == {
        "questions": 1,
        "votes": 1,
        "wishes": 1,
        "choices": 1,
    }
    assert found["questions"][0]["text"] == WORDS


async def test_a_person_does_not_see_the_question_of_another(world: World) -> None:
    await world.answered(GROUP, 7, BEN)
    await world.readers().vote(GROUP, 7, ANN, 1)
    assert WORDS not in str(await world.readers().data_of(ANN))


async def test_what_is_forgotten_is_in_no_file(world: World) -> None:
    await world.answered(ANN, 7)
    await world.answered(GROUP, 9)
    readers = world.readers()
    await readers.choose_language(ANN, "it")
    await readers.vote(GROUP, 9, ANN, 1)
    await readers.wish(ANN, 7, ANN, "it")
    await readers.forget(ANN)
    traces = [WORDS.encode(), str(ANN).encode(), ANN.to_bytes(8), world.pseudonyms.of_person(ANN)]
    traces.append(world.pseudonyms.of_chat(ANN))
    content = b"".join(each.read_bytes() for each in sorted(world.folder.glob("citebot.db*")))
    assert [trace for trace in traces if trace in content] == []


async def test_the_forgotten_leave_no_choice_in_memory(world: World) -> None:
    readers = world.readers()
    await readers.choose_language(ANN, "it")
    await readers.forget(ANN)
    assert await readers.language(ANN) is None


async def test_forgetting_one_person_leaves_the_others(world: World) -> None:
    await world.answered(GROUP, 7, BEN)
    readers = world.readers()
    await readers.vote(GROUP, 7, BEN, 1)
    await readers.change_group(GROUP, replace(Group(), language="ru"))
    await readers.forget(ANN)
    assert len((await readers.data_of(BEN))["votes"]) == 1
    assert (await readers.group(GROUP)).language == "ru"
