"""The bot is named in a chat that it is not in: one answer by way of Telegram, and no more."""

from pathlib import Path

import pytest
from botapi.people import ELSEWHERE
from fake_telegram import Person

from bot.core.answer import Suggested, Unknown
from chat.world import (
    COLOUR,
    LABEL,
    LENGTH,
    LONG,
    OPENED,
    QUOTE_OPENED,
    WHEN,
    World,
    opened,
    said,
)

ASKED = f"@citebot {WHEN}"
TELLING = ("sendMessage", "editMessageText", "answerGuestQuery")


def told(world: World) -> list[str]:
    """The methods that made somebody hear of the bot, in order."""
    return [call.method for call in world.gateway.calls if call.method in TELLING]


def shown(world: World) -> list[str]:
    """All that the bot has said in the chat that it is not in."""
    return [m.text for m in world.gateway.messages(ELSEWHERE["id"]) if m.from_bot]


def urls(world: World) -> list[tuple[str, str | None]]:
    """Labels and addresses of the buttons under the last answer."""
    rows = world.gateway.messages(ELSEWHERE["id"])[-1].rows
    return [(button.label, button.url) for row in rows for button in row]


async def test_a_guest_gets_exactly_one_answer(world: World, reader: Person) -> None:
    await reader.ask_guest(ASKED)
    assert (shown(world), told(world)) == ([QUOTE_OPENED], ["answerGuestQuery"])


@pytest.mark.parametrize("text", [f"{WHEN} @citebot", f"@CiteBot: {WHEN}", f"so @citebot, {WHEN}"])
async def test_the_name_may_stand_anywhere(world: World, reader: Person, text: str) -> None:
    await reader.ask_guest(text)
    assert shown(world) == [QUOTE_OPENED]


async def test_the_answer_leads_to_the_private_chat(world: World, reader: Person) -> None:
    await reader.ask_guest(ASKED)
    assert urls(world) == [("Ask more", "https://t.me/citebot?start=a_bridge")]


async def test_a_doubt_offers_links_because_nobody_can_press_there(
    world: World, reader: Person
) -> None:
    world.desk.script["bridge?"] = Suggested((OPENED, LENGTH))
    await reader.ask_guest("@citebot bridge?")
    assert [label for label, url in urls(world) if url] == [WHEN, LONG, "Ask more"]


async def test_a_miss_is_said_with_what_is_near(world: World, reader: Person) -> None:
    world.desk.script["paint?"] = Unknown(gap=COLOUR, near=(OPENED,))
    await reader.ask_guest("@citebot paint?")
    assert shown(world)[0].startswith("The article does not say.")
    assert [label for label, _ in urls(world)] == [WHEN, "Ask more"]


async def test_the_name_alone_gets_a_line_on_how_to_ask(world: World, reader: Person) -> None:
    await reader.ask_guest("@citebot")
    assert (LABEL in shown(world)[0], "@citebot" in shown(world)[0]) == (True, True)
    assert (await world.logged(), await world.states()) == ([], ["done"])


async def test_a_reply_with_the_name_alone_asks_what_it_replies_to(
    world: World, reader: Person
) -> None:
    update = world.not_delivered.guest(reader.user, "@citebot")
    message = update["guest_message"]
    asked = {**message, "message_id": 90, "text": WHEN}
    kept = {name: value for name, value in asked.items() if name not in ("entities",)}
    await world.put({**update, "guest_message": {**message, "reply_to_message": kept}})
    await world.settled()
    assert shown(world) == [QUOTE_OPENED]


async def test_a_guests_question_is_logged_under_the_person_alone(
    world: World, reader: Person
) -> None:
    await reader.ask_guest(ASKED)
    assert await world.logged() == [(WHEN, "cited", "opened")]
    assert await world.rows("SELECT count(*) FROM chats") == [(0,)]
    assert await world.rows("SELECT count(*) FROM deliveries") == [(0,)]


async def test_what_may_have_arrived_is_not_said_again(world: World, reader: Person) -> None:
    world.gateway.fault("answerGuestQuery", delay=30)
    await reader.ask_guest(ASKED)
    assert (told(world), await world.states()) == (["answerGuestQuery"], ["unknown"])


async def test_a_guest_is_answered_once_the_flood_limit_is_over(
    world: World, reader: Person
) -> None:
    world.gateway.fault("answerGuestQuery", 429, retry_after=3)
    await reader.ask_guest(ASKED)
    assert (shown(world), world.naps.seconds) == ([QUOTE_OPENED], [3.0])


async def test_a_mention_that_is_too_old_is_let_go(world: World, reader: Person) -> None:
    world.gateway.world.query_lifetime = -1.0
    await reader.ask_guest(ASKED)
    assert (told(world), await world.states()) == (["answerGuestQuery"], ["done"])


async def test_a_failure_is_not_told_to_a_chat_that_may_be_anothers(
    world: World, reader: Person
) -> None:
    world.desk.script[WHEN] = KeyError("x")
    await reader.ask_guest(ASKED)
    assert (told(world), await world.states()) == ([], ["failed"])


async def test_a_guest_who_asks_too_often_is_not_answered(world: World, reader: Person) -> None:
    for _ in range(8):
        await reader.ask_guest(ASKED)
    assert len(shown(world)) == 5


async def test_a_mention_whose_answer_was_under_way_is_not_answered_by_the_next_process(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, starts=False) as world:
        guest = world.not_delivered.guest(world.person().user, ASKED)
        await world.put(guest)
        await world.delivery.sending(guest["update_id"])
        gateway = world.gateway
    async with opened(tmp_path, gateway=gateway) as world:
        await world.settled()
        assert (told(world), await world.states()) == ([], ["unknown"])


async def test_a_guest_is_spoken_to_in_the_language_of_the_question(
    world: World, reader: Person
) -> None:
    await reader.ask_guest("@citebot Quando fu inaugurato il ponte?")
    assert "Traduzione:" in shown(world)[0]


async def test_nothing_of_it_reaches_the_private_chat(reader: Person) -> None:
    await reader.ask_guest(ASKED)
    assert said(reader) == []
