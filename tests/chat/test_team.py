"""Who may do what: owners make editors and reviewers; everybody else is told that they may not."""

import logging
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from botapi import people
from botapi.transport import until
from fake_telegram import Person

from bot.chat.correcting import Correcting
from bot.chat.digest import Digest
from bot.chat.editor import RANKS
from bot.chat.menu import PRIVATE, TEAM
from bot.chat.statistics import Figures
from bot.chat.ways import ways
from bot.core.refusal import Refusal
from bot.settings import NOBODY
from chat.editors import (
    DREW,
    EDITOR,
    OWNER,
    REVIEWER,
    STRANGER,
    add_drawing,
    newsroom,
    versions,
)
from chat.world import BASE, LONG, QUOTE_LENGTH, World

COMMANDS = [f"/{name}" for name in TEAM["owner"] if name not in PRIVATE]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with newsroom(tmp_path) as world:
        yield world


@pytest.fixture
def owner(world: World) -> Person:
    return world.person(OWNER)


async def test_an_owner_makes_an_editor_by_number(world: World, owner: Person) -> None:
    await owner.say(f"/grant {STRANGER}")
    assert world.editorial.team.standing(STRANGER, "bridge") == "editor"


async def test_an_owner_makes_a_reviewer_by_replying_to_a_forwarded_message(
    world: World, owner: Person
) -> None:
    origin = {"type": "user", "sender_user": people.user(STRANGER), "date": 1}
    await owner.does(lambda do: do.message(owner.user, LONG, forward_origin=origin))
    forwarded = next(m for m in owner.messages if not m.from_bot)
    await owner.say("/grant reviewer", reply_to=forwarded.message_id)
    assert world.editorial.team.standing(STRANGER, "bridge") == "reviewer"


async def test_a_forwarded_message_that_hides_its_writer_makes_nobody_an_editor(
    owner: Person,
) -> None:
    await owner.does(lambda do: do.forwarded(owner.user, LONG))
    await owner.say("/grant", reply_to=owner.messages[0].message_id)
    assert owner.screen.startswith("Who?")


async def test_who_is_revoked_can_do_nothing_more(world: World, owner: Person) -> None:
    await owner.say(f"/revoke {EDITOR}")
    await world.person(EDITOR).say("/edit length")
    assert world.person(EDITOR).screen.startswith("Only the editors of this article")


async def test_a_grant_outlives_a_restart(tmp_path: Path) -> None:
    async with newsroom(tmp_path / "data") as world:
        await world.person(OWNER).say(f"/grant {STRANGER}")
    async with newsroom(tmp_path / "data", gateway=world.gateway) as world:
        assert world.editorial.team.standing(STRANGER, "bridge") == "editor"


async def test_the_team_is_listed(owner: Person) -> None:
    await owner.say("/team")
    assert owner.screen.splitlines()[2:] == ["1 – owner", "", "2 – editor", "", "3 – reviewer"]


@pytest.mark.parametrize("nobody", [*NOBODY, 0, -100])
async def test_what_stands_for_no_person_is_never_granted(world: World, nobody: int) -> None:
    with pytest.raises(Refusal):
        await world.editorial.team.grant(OWNER, nobody, "bridge", "editor")


@pytest.mark.parametrize("nobody", NOBODY)
async def test_what_stands_for_no_person_edits_nothing(world: World, nobody: int) -> None:
    stand_in = world.person(nobody)
    stand_in.user["is_bot"] = nobody in (1087968824, 136817688)  # as Telegram has them
    await stand_in.say("/add who?")
    assert await world.rows("SELECT * FROM drafts") == []


async def test_an_editor_grants_nothing(world: World) -> None:
    await world.person(EDITOR).say(f"/grant {STRANGER}")
    assert world.editorial.team.standing(STRANGER, "bridge") is None


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_reader_is_told_plainly_and_it_is_logged(
    world: World, caplog: pytest.LogCaptureFixture, command: str
) -> None:
    reader = world.person(STRANGER)
    with caplog.at_level(logging.WARNING):
        await reader.say(f"{command} length")
    assert (f"your number: {STRANGER}" in reader.screen, "is refused" in caplog.text) == (
        True,
        True,
    )


@pytest.mark.parametrize("command", ["/add x", "/edit length", "/retire length", "/undo"])
async def test_a_reviewer_edits_nothing_but_phrasings(world: World, command: str) -> None:
    reviewer = world.person(REVIEWER)
    await reviewer.say(command)
    assert reviewer.screen == "Reviewers cannot do that; ask an editor."


async def test_a_reviewer_cannot_press_what_an_editor_can(world: World) -> None:
    reviewer = world.person(REVIEWER)
    await reviewer.say("/say length")
    await reviewer.say("how far across")
    await reviewer.press("Retire")
    assert reviewer.screen == "Reviewers cannot do that; ask an editor."


@pytest.mark.parametrize("text", ["/retire length", "/add who?", "/grant 4", "/undo", "/publish"])
@pytest.mark.parametrize("way", ["forwarded", "via_bot"])
async def test_a_command_that_is_not_the_editors_own_words_is_refused(
    world: World, owner: Person, text: str, way: str
) -> None:
    await owner.does(lambda do: getattr(do, way)(owner.user, text))
    assert (owner.screen.startswith("I take"), await versions(world)) == (True, ["import"])


async def test_a_command_in_the_name_of_a_channel_is_refused(owner: Person) -> None:
    sender = people.channel(-100123)
    await owner.does(lambda do: do.message(owner.user, "/gap who?", sender_chat=sender))
    assert owner.screen.startswith("I take this only from a person")


async def test_an_owner_edits_nothing_in_a_group(world: World) -> None:
    group = people.supergroup(-1001)
    owner = Person(world.fake, world.application, world.settled, OWNER, chat=group)
    await owner.say("/gap@citebot who?")
    drafts = await world.rows("SELECT * FROM drafts")
    assert (drafts, owner.screen) == ([], "That works in a private chat with me.")


async def test_an_edited_command_is_refused(owner: Person) -> None:
    await owner.say(LONG)
    await owner.edit("/retire length")
    assert owner.screen.startswith("I take nothing from edited messages")


async def test_an_edited_phrasing_is_not_taken_twice(owner: Person) -> None:
    await owner.say("/add")
    await owner.say(DREW)
    await owner.edit("Who painted the bridge?")
    assert owner.screen.startswith("I take nothing from edited messages")


async def test_a_forwarded_phrasing_is_refused(world: World, owner: Person) -> None:
    await owner.say("/say length")
    await owner.does(lambda do: do.forwarded(owner.user, "how far across"))
    draft = await world.editorial.curation.draft("bridge", OWNER)
    assert draft.changes == ()


async def test_a_reader_who_edits_a_question_is_answered_as_ever(world: World) -> None:
    reader = world.person(STRANGER)
    await reader.say("How tall?")
    await reader.edit(LONG)
    assert reader.screen == QUOTE_LENGTH


async def test_why_is_for_owners(world: World) -> None:
    editor = world.person(EDITOR)
    await editor.say(f"/why {LONG}")
    assert editor.screen == "Only an owner can do that."


async def test_why_says_what_decided(owner: Person) -> None:
    await owner.say(f"/why {LONG}")
    assert "outcome     cited length [2]" in owner.screen


async def test_two_editors_have_a_draft_each(world: World, owner: Person) -> None:
    await add_drawing(owner)
    draft = await world.editorial.curation.draft("bridge", EDITOR)
    assert draft.base == BASE


def own_menu(world: World, person: int) -> list[str]:
    """The commands that Telegram shows a person in private, in English; empty: those of all."""
    scope = {"type": "chat", "chat_id": person}
    told = [each.params for each in world.gateway.calls if each.params.get("scope") == scope]
    last = [params for params in told if "language_code" not in params][-1:]
    return [each["command"] for params in last for each in params.get("commands", ())]


async def has_menu(world: World, person: int, commands: Sequence[str]) -> bool:
    """Whether it is told, as it is in the background."""
    return await until(world.gateway, lambda: own_menu(world, person) == [*commands], 5)


async def test_an_owner_has_a_menu_of_all_commands_from_the_start(world: World) -> None:
    assert await has_menu(world, OWNER, TEAM["owner"])


async def test_who_becomes_a_reviewer_gets_a_menu_of_what_they_may(
    world: World, owner: Person
) -> None:
    await owner.say(f"/grant {STRANGER} reviewer")
    assert await has_menu(world, STRANGER, TEAM["reviewer"])


async def test_who_is_a_reader_again_has_a_readers_menu_again(world: World, owner: Person) -> None:
    await owner.say(f"/grant {STRANGER}")
    assert await has_menu(world, STRANGER, TEAM["editor"])
    await owner.say(f"/revoke {STRANGER}")
    assert await has_menu(world, STRANGER, ())


async def test_a_menu_offers_what_its_standing_may_use(world: World) -> None:
    correcting = Correcting(None, None, None, None, None)  # type: ignore[arg-type]
    digest = Digest(Figures(None, None, None, draws=False), None, None, None)  # type: ignore[arg-type]
    can = ways(world.editorial, None, None, None, correcting, digest)  # type: ignore[arg-type]
    ranks = {standing: {*PRIVATE} for standing in RANKS}
    for name, (least, _) in can.commands.items():
        for standing in RANKS[RANKS.index(least) :]:
            ranks[standing].add(name)
    assert ranks == {standing: set(names) for standing, names in TEAM.items()}


async def test_a_persons_number_is_shown_digit_by_digit(owner: Person) -> None:
    await owner.say("/grant 1234567890")
    assert "1234567890" in owner.screen
