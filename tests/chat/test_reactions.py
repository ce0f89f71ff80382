"""Reactions to the bot's messages count as votes, as far as they plainly say something."""

from typing import Any

import pytest
from botapi import people
from fake_telegram import Person

from chat.world import WHEN, World

GROUP = people.supergroup(-1001)


@pytest.fixture
def ann(world: World) -> Person:
    person = world.person()
    person.chat = GROUP
    return person


async def votes(world: World) -> list[tuple[Any, ...]]:
    """Value and reason of every vote, with the fact that was shown, oldest first."""
    return await world.rows(
        "SELECT value, reason, fact FROM votes JOIN queries ON id = query ORDER BY votes.rowid"
    )


@pytest.mark.parametrize(
    ("emoji", "value"), [("👍", 1), ("❤", 1), ("❤️", 1), ("🔥", 1), ("👎", -1), ("💩", -1)]
)
async def test_a_reaction_to_an_answer_is_a_vote(
    world: World, ann: Person, emoji: str, value: int
) -> None:
    await ann.say(f"/ask {WHEN}")
    await ann.does(lambda do: do.reaction(ann.user, ann.last.message_id, emoji, chat=GROUP))
    assert await votes(world) == [(value, None, "opened")]


async def test_a_reaction_taken_off_takes_the_vote_back(world: World, ann: Person) -> None:
    await ann.say(f"/ask {WHEN}")
    act = world.not_delivered.reaction(ann.user, ann.last.message_id, "👍", chat=GROUP)
    await world.put(act)
    change = act["message_reaction"]
    off = {**change, "old_reaction": change["new_reaction"], "new_reaction": []}
    await world.put({"update_id": act["update_id"] + 100, "message_reaction": off})
    await world.settled()
    assert await votes(world) == []


async def test_a_reaction_that_says_nothing_plainly_leaves_the_vote(
    world: World, ann: Person
) -> None:
    await ann.say(f"/ask {WHEN}")
    await ann.press("👍")
    await ann.does(lambda do: do.reaction(ann.user, ann.last.message_id, "🤔", chat=GROUP))
    assert await votes(world) == [(1, None, "opened")]


async def test_a_reaction_to_other_peoples_talk_leaves_no_trace(world: World, ann: Person) -> None:
    await ann.say("good morning")
    await ann.does(lambda do: do.reaction(ann.user, ann.messages[-1].message_id, "👍", chat=GROUP))
    assert (await votes(world), await world.states()) == ([], [])


async def test_a_reaction_of_nobody_in_particular_is_no_vote(world: World, ann: Person) -> None:
    await ann.say(f"/ask {WHEN}")
    act = world.not_delivered.reaction(ann.user, ann.last.message_id, "👍", chat=GROUP)
    change = {name: value for name, value in act["message_reaction"].items() if name != "user"}
    await world.put({**act, "message_reaction": {**change, "actor_chat": GROUP}})
    await world.settled()
    assert await votes(world) == []
