"""The bot is added, removed, blocked; a group becomes a supergroup."""

from pathlib import Path

import pytest
from botapi import people
from fake_telegram import Person

from bot.readers import Group
from chat.world import QUOTE_OPENED, WHEN, World, opened, said

SMALL = people.group(-77, "Friends")
LARGE = people.supergroup(-1001, "Friends")


@pytest.fixture
def ann(world: World) -> Person:
    person = world.person(1001)
    person.chat = SMALL
    return person


async def test_a_group_that_adds_the_bot_is_told_once_what_it_does(ann: Person) -> None:
    await ann.does(lambda do: do.membership(ann.user, "member", chat=SMALL))
    await ann.does(lambda do: do.message(ann.user, chat=SMALL, new_chat_members=[ann.user]))
    (greeting,) = said(ann)
    assert greeting.startswith("I answer questions about “Article by Ada Bell”")
    assert "/ask" in greeting


async def test_a_start_that_came_with_the_button_is_not_answered_twice(ann: Person) -> None:
    await ann.does(lambda do: do.membership(ann.user, "member", chat=SMALL))
    await ann.say("/start@citebot true")
    assert len(said(ann)) == 1


async def test_the_greeting_speaks_the_language_of_who_added_the_bot(world: World) -> None:
    luca = world.person(1002, language_code="it")
    luca.chat = SMALL
    await luca.does(lambda do: do.membership(luca.user, "member", chat=SMALL))
    assert luca.screen.startswith("Rispondo alle domande")


async def test_more_rights_in_a_group_are_no_reason_to_speak(ann: Person) -> None:
    await ann.does(lambda do: do.membership(ann.user, "administrator", chat=SMALL, old="member"))
    assert said(ann) == []


@pytest.mark.parametrize("new", ["left", "kicked"])
async def test_a_group_without_the_bot_is_written_to_no_more(
    world: World, ann: Person, new: str
) -> None:
    await ann.does(lambda do: do.membership(ann.user, "member", chat=SMALL))
    sent = len(world.gateway.calls_of("sendMessage"))
    await ann.does(lambda do: do.membership(ann.user, new, chat=SMALL, old="member"))
    assert len(world.gateway.calls_of("sendMessage")) == sent
    assert await world.rows("SELECT is_away FROM chats") == [(1,)]


async def test_who_blocks_the_bot_is_noted_and_who_comes_back_too(world: World) -> None:
    reader = world.person(1003)
    await reader.does(
        lambda do: do.membership(reader.user, "kicked", chat=reader.chat, old="member")
    )
    assert await world.rows("SELECT is_away FROM chats") == [(1,)]
    await reader.does(
        lambda do: do.membership(reader.user, "member", chat=reader.chat, old="kicked")
    )
    assert await world.rows("SELECT is_away FROM chats") == [(0,)]
    assert world.gateway.calls_of("sendMessage") == []


async def test_being_made_administrator_of_a_channel_is_not_kept(world: World) -> None:
    boss = world.person(1004)
    await boss.does(
        lambda do: do.membership(boss.user, "administrator", chat=people.channel(-1009))
    )
    assert await world.states() == []


async def test_a_supergroup_keeps_the_settings_of_the_group_that_it_was(
    world: World, ann: Person
) -> None:
    chosen = Group(language="it", answers_mentions=False, delete_minutes=15)
    await world.readers.change_group(-77, chosen)
    await ann.does(lambda do: do.migrated(ann.user, chat=SMALL, to=LARGE))
    ann.chat = LARGE
    await ann.does(
        lambda do: do.message(ann.user, chat=LARGE, migrate_from_chat_id=-77)  # the other half
    )
    assert await world.readers.group(-1001) == chosen
    assert said(ann) == []


async def test_a_group_that_moved_unheard_is_answered_where_it_is_now(
    world: World, ann: Person
) -> None:
    chosen = Group(delete_minutes=15)
    await world.readers.change_group(-77, chosen)
    world.desk.on_ask = lambda _: world.gateway.world.migrate(-77, LARGE)
    await ann.say(f"/ask {WHEN}")
    ann.chat = LARGE
    assert said(ann) == [QUOTE_OPENED]
    assert ann.last.reply_to is None  # messages have other ids there
    assert await world.readers.group(-1001) == chosen
    assert len(world.gateway.calls_of("sendMessage")) == 2


async def test_what_was_answered_after_a_move_can_be_found_by_its_message(
    world: World, ann: Person
) -> None:
    world.desk.on_ask = lambda _: world.gateway.world.migrate(-77, LARGE)
    await ann.say(f"/ask {WHEN}")
    ann.chat = LARGE
    assert await world.readers.said(-1001, ann.last.message_id) is not None


async def test_a_removal_that_was_not_handled_is_handled_after_a_restart(tmp_path: Path) -> None:
    async with opened(tmp_path, starts=False) as world:
        await world.put(world.not_delivered.membership(people.user(1), "kicked", chat=SMALL))
        gateway = world.gateway
    async with opened(tmp_path, gateway=gateway) as world:
        await world.settled()
        assert await world.rows("SELECT is_away FROM chats") == [(1,)]
