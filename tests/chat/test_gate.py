"""Who comes in, and how often."""

from botapi import people
from fake_telegram import Person

from bot.chat.limits import RateLimit, Verdict
from chat.world import QUOTE_OPENED, WHEN, World, said

WAIT = "That was quick! Please give me a few seconds between questions."
TEXT_ONLY = "I can only read text. Type your question and I will look it up in the article."


async def test_five_questions_at_once_are_answered_and_the_sixth_is_put_off(
    reader: Person,
) -> None:
    for _ in range(6):
        await reader.say(WHEN)
    assert said(reader) == [QUOTE_OPENED] * 5 + [WAIT]


async def test_over_the_limit_one_line_a_minute_is_said(reader: Person) -> None:
    for _ in range(9):
        await reader.say(WHEN)
    assert said(reader).count(WAIT) == 1


async def test_three_seconds_later_one_more_question_is_answered(
    world: World, reader: Person
) -> None:
    for _ in range(6):
        await reader.say(WHEN)
    world.clock.advance(3)
    await reader.say(WHEN)
    await reader.say(WHEN)
    assert said(reader) == [QUOTE_OPENED] * 5 + [WAIT, QUOTE_OPENED]


async def test_what_is_over_the_limit_is_closed_and_not_logged(
    world: World, reader: Person
) -> None:
    for _ in range(8):
        await reader.say(WHEN)
    assert await world.states() == ["done"] * 8
    assert len(await world.logged()) == 5


async def test_one_person_over_the_limit_does_not_touch_another(
    world: World, reader: Person
) -> None:
    for _ in range(7):
        await reader.say(WHEN)
    other = world.person(2002)
    await other.say(WHEN)
    assert other.screen == QUOTE_OPENED


async def test_an_album_counts_once_and_gets_one_line(reader: Person) -> None:
    for _ in range(10):
        await reader.send_photo(media_group_id="77")
    await reader.say(WHEN)
    assert said(reader) == [TEXT_ONLY, QUOTE_OPENED]


async def test_each_album_counts(reader: Person) -> None:
    for number in range(6):
        await reader.send_photo(media_group_id=f"7{number}")
    assert said(reader) == [TEXT_ONLY] * 5 + [WAIT]


async def test_questions_asked_during_an_outage_count_when_they_were_asked(world: World) -> None:
    asked = []
    for _ in range(12):
        asked.append(world.message_from(1001, WHEN))
        world.clock.advance(10)
    for each in asked:
        await world.put(each)
    await world.settled()
    assert said(world.person()) == [QUOTE_OPENED] * 12


async def test_a_press_over_the_limit_gets_a_notice(world: World, reader: Person) -> None:
    await reader.say(WHEN)
    for _ in range(3):
        await reader.press("In context")
        await reader.press("Only the quote")
    notices = [call.params.get("text") for call in world.gateway.calls_of("answerCallbackQuery")]
    assert notices == [None] * 5 + [WAIT]


async def test_a_moving_live_location_is_ignored_without_a_word(
    world: World, reader: Person
) -> None:
    place = {"latitude": 1.0, "longitude": 2.0, "live_period": 900}
    message = {
        "message_id": 900,
        "date": int(world.clock()),
        "edit_date": int(world.clock()),
        "chat": reader.chat,
        "from": reader.user,
        "location": place,
    }
    for number in range(9):
        await world.put({"update_id": number, "edited_message": message})
    await world.settled()
    assert said(reader) == []
    assert await world.states() == ["done"] * 9


async def test_other_bots_are_ignored(world: World) -> None:
    machine = world.person(3003)
    machine.user["is_bot"] = True
    await machine.say(WHEN)
    assert said(machine) == []
    assert await world.states() == ["done"]


async def test_what_comes_by_way_of_another_bot_is_ignored(reader: Person) -> None:
    await reader.does(lambda do: do.via_bot(reader.user, WHEN, chat=reader.chat))
    assert said(reader) == []


async def test_talk_in_a_group_reaches_neither_the_disk_nor_an_answer(
    world: World, reader: Person
) -> None:
    reader.chat = people.supergroup(-1005)
    await reader.say(WHEN)
    assert await world.states() == []
    assert said(reader) == []


async def test_a_channel_post_reaches_neither_the_disk_nor_an_answer(
    world: World, reader: Person
) -> None:
    channel = people.channel(-1006)
    await reader.does(lambda do: do.channel_post(WHEN, chat=channel))
    assert await world.states() == []


def test_the_table_of_people_forgets_those_who_have_gone() -> None:
    limit = RateLimit()
    for person in range(1000):
        limit.admit(person, now=0.0)
    limit.admit(5000, now=100.0)
    assert len(limit) == 1


def test_whoever_was_told_is_remembered_until_they_may_be_told_again() -> None:
    limit = RateLimit()
    for _ in range(6):
        limit.admit(1, now=0.0)
    assert [limit.admit(1, now=1.0), limit.admit(1, now=2.9)] == [Verdict.IGNORE] * 2
    for _ in range(30):
        limit.admit(1, now=60.0)
    assert limit.admit(1, now=60.0) is Verdict.IGNORE


def test_after_a_long_time_there_are_five_again_and_no_more() -> None:
    limit = RateLimit()
    limit.admit(1, now=0.0)
    verdicts = [limit.admit(1, now=10_000.0) for _ in range(6)]
    assert verdicts == [Verdict.ADMIT] * 5 + [Verdict.REFUSE]


def test_a_clock_that_goes_back_locks_nobody_out() -> None:
    limit = RateLimit()
    limit.admit(1, now=100.0)
    assert limit.admit(1, now=95.0) is Verdict.ADMIT
