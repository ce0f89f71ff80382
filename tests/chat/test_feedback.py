"""Votes by button, their reasons, and the wish to be told."""

from typing import Any

import pytest
from botapi import people
from fake_telegram import Person

from bot.core.answer import Suggested, Unknown
from chat.world import COLOUR, LENGTH, LONG, OPENED, QUOTE_OPENED, WHEN, World, said

GROUP = people.supergroup(-1001)
STALE = "That button is out of date. Please ask again."
UNDER_A_QUOTE = (("👍", "👎", "In context", "Share"),)
REASONS = ("Wrong fact", "Incomplete", "Out of date", "Not what I asked")
TELL = "Tell me if this is added"


async def votes(world: World) -> list[tuple[Any, ...]]:
    """Value and reason of every vote, with the fact that was shown, oldest first."""
    return await world.rows(
        "SELECT value, reason, fact FROM votes JOIN queries ON id = query ORDER BY votes.rowid"
    )


def notice(world: World) -> str:
    """The last short notice over a button."""
    return str(world.gateway.calls_of("answerCallbackQuery")[-1].params.get("text"))


def labels(reader: Person) -> list[str]:
    """Every label under the bot's last message."""
    return [label for row in reader.last.labels for label in row]


def member(world: World, user_id: int) -> Person:
    person = world.person(user_id)
    person.chat = GROUP
    return person


async def unknown(world: World, reader: Person) -> None:
    """The reader asks what the article does not say."""
    world.desk.script["paint?"] = Unknown(gap=COLOUR, near=(OPENED,))
    await reader.say("paint?")


async def test_a_quote_has_the_buttons_of_the_design(reader: Person) -> None:
    await reader.say(WHEN)
    assert reader.last.labels == UNDER_A_QUOTE


@pytest.mark.parametrize(("label", "value"), [("👍", 1), ("👎", -1)])
async def test_a_vote_is_kept_and_thanked_for(
    world: World, reader: Person, label: str, value: int
) -> None:
    await reader.say(WHEN)
    await reader.press(label)
    assert await votes(world) == [(value, None, "opened")]
    assert notice(world).startswith("Thank you")
    assert reader.screen == QUOTE_OPENED


async def test_the_last_vote_of_a_person_counts(world: World, reader: Person) -> None:
    await reader.say(WHEN)
    for label in ("👍", "👎", "👍"):
        await reader.press(label)
    assert await votes(world) == [(1, None, "opened")]


async def test_everybody_in_a_group_has_a_vote(world: World) -> None:
    ann, ben = member(world, 1001), member(world, 1002)
    await ann.say(f"/ask {WHEN}")
    await ann.press("👍")
    await ben.press("👎")
    assert [vote[0] for vote in await votes(world)] == [1, -1]


async def test_a_thumb_down_asks_why_in_place(reader: Person) -> None:
    await reader.say(WHEN)
    await reader.press("👎")
    assert [label for label in labels(reader) if label in REASONS] == list(REASONS)
    assert said(reader) == [QUOTE_OPENED]


@pytest.mark.parametrize(
    ("label", "reason"),
    list(zip(REASONS, ("wrong", "incomplete", "outdated", "not-asked"), strict=True)),
)
async def test_a_reason_is_kept_and_the_buttons_are_as_before(
    world: World, reader: Person, label: str, reason: str
) -> None:
    await reader.say(WHEN)
    await reader.press("👎")
    await reader.press(label)
    assert await votes(world) == [(-1, reason, "opened")]
    assert reader.last.labels == UNDER_A_QUOTE


async def test_who_thinks_better_of_it_closes_the_reasons(world: World, reader: Person) -> None:
    await reader.say(WHEN)
    await reader.press("👎")
    await reader.press("👍")
    assert (await votes(world), reader.last.labels) == ([(1, None, "opened")], UNDER_A_QUOTE)


async def test_a_second_thumb_down_does_no_harm(world: World, reader: Person) -> None:
    await reader.say(WHEN)
    await reader.press("👎")
    before = reader.last.labels
    await reader.press("👎")
    assert (reader.last.labels, await votes(world)) == (before, [(-1, None, "opened")])


async def test_a_group_keeps_its_other_buttons_while_it_says_why(world: World) -> None:
    ann = member(world, 1001)
    await ann.say(f"/ask {WHEN}")
    before = ann.last.labels
    await ann.press("👎")
    assert set(before) <= set(ann.last.labels)
    await ann.press("Wrong fact")
    assert ann.last.labels == before


async def test_the_sentences_around_a_quote_can_be_voted_on(world: World, reader: Person) -> None:
    await reader.say(WHEN)
    await reader.press("In context")
    assert reader.last.labels == (("👍", "👎", "Only the quote", "Share"),)
    await reader.press("👍")
    assert await votes(world) == [(1, None, "opened")]


async def test_a_doubt_can_be_voted_on(world: World, reader: Person) -> None:
    world.desk.script["bridge?"] = Suggested((OPENED, LENGTH))
    await reader.say("bridge?")
    await reader.press("👎")
    await reader.press("Incomplete")
    assert (await votes(world))[0][:2] == (-1, "incomplete")
    assert labels(reader) == [WHEN, LONG, "None of these", "👍", "👎"]


async def test_a_vote_on_a_chosen_suggestion_is_on_its_answer(world: World, reader: Person) -> None:
    world.desk.script["bridge?"] = Suggested((OPENED, LENGTH))
    await reader.say("bridge?")
    await reader.press(LONG)
    await reader.press("👍")
    assert await votes(world) == [(1, None, "length")]


async def test_none_of_these_is_a_vote_against_the_suggestions(
    world: World, reader: Person
) -> None:
    world.desk.script["bridge?"] = Suggested((OPENED, LENGTH))
    await reader.say("bridge?")
    await reader.press("None of these")
    assert [vote[:2] for vote in await votes(world)] == [(-1, "none")]


async def test_what_the_article_does_not_say_can_be_voted_on_and_waited_for(
    world: World, reader: Person
) -> None:
    await unknown(world, reader)
    assert labels(reader) == [WHEN, TELL, "👍", "👎"]


@pytest.mark.parametrize("text", ["/start", "/help", "/facts", "/article", "/privacy", "hello"])
async def test_what_answers_no_question_cannot_be_voted_on(reader: Person, text: str) -> None:
    await reader.say(text)
    assert not {"👍", "👎", TELL} & set(labels(reader))


async def test_a_wish_is_kept_once_and_ticked(world: World, reader: Person) -> None:
    await unknown(world, reader)
    await reader.press(TELL)
    assert labels(reader) == [WHEN, "✓ I will tell you", "👍", "👎"]
    await reader.press("✓ I will tell you")
    rows = await world.rows(
        "SELECT wishes.language, told, text FROM wishes JOIN queries ON queries.id = query"
    )
    assert rows == [("en", None, "paint?")]


async def test_a_wish_stays_ticked_while_the_answer_is_voted_on(
    world: World, reader: Person
) -> None:
    await unknown(world, reader)
    await reader.press(TELL)
    await reader.press("👎")
    await reader.press("Not what I asked")
    assert "✓ I will tell you" in labels(reader)


async def test_a_group_is_not_asked_whether_it_wants_to_be_told(world: World) -> None:
    ann = member(world, 1001)
    world.desk.script["paint?"] = Unknown(gap=COLOUR, near=(OPENED,))
    await ann.say("/ask paint?")
    assert TELL not in labels(ann)


@pytest.mark.parametrize(
    "data", ["wish:en", "why:en:wrong", "why:en:xx", "why:en", "up:en:x", "up:", "down", "vote:en"]
)
async def test_a_forged_vote_or_wish_changes_nothing(
    world: World, reader: Person, data: str
) -> None:
    await reader.say(WHEN)
    before = reader.last
    await reader.press("👍", data=data)
    assert (notice(world), await votes(world)) == (STALE, [])
    assert await world.rows("SELECT count(*) FROM wishes") == [(0,)]
    assert reader.last == before


async def test_what_answers_nothing_takes_no_vote_that_is_forged(
    world: World, reader: Person
) -> None:
    await reader.say("/start")
    await reader.press(WHEN, data="up:en")
    assert (notice(world), await votes(world)) == (STALE, [])


async def test_a_vote_on_an_answer_that_is_not_known_any_more_says_so(
    world: World, reader: Person
) -> None:
    await reader.say(WHEN)
    world.clock.advance(91 * 86_400)
    await world.delivery.tidy()
    await reader.press("👍")
    assert (notice(world), await votes(world)) == (STALE, [])


async def test_a_message_that_telegram_does_not_show_any_more_takes_no_vote(
    world: World, reader: Person
) -> None:
    await reader.say(WHEN)
    press = world.not_delivered.press(reader.user, "👍")
    gone = {"chat": reader.chat, "message_id": reader.last.message_id, "date": 0}
    await world.put({**press, "callback_query": {**press["callback_query"], "message": gone}})
    await world.settled()
    assert (notice(world), await votes(world)) == (STALE, [])


async def test_votes_never_change_what_is_answered(world: World) -> None:
    for user_id in range(1001, 1006):
        person = world.person(user_id)
        await person.say(WHEN)
        await person.press("👎")
        await person.press("Wrong fact")
    other = world.person(2000)
    await other.say(WHEN)
    assert (other.screen, other.last.labels) == (QUOTE_OPENED, UNDER_A_QUOTE)


async def test_a_notice_is_in_the_language_that_was_chosen(world: World, reader: Person) -> None:
    await reader.say(WHEN)
    await world.readers.choose_language(reader.user["id"], "it")
    await reader.press("👍")
    assert notice(world) == "Grazie!"
