"""/settings of a group: administrators change how the bot behaves there, nobody else does."""

from pathlib import Path

import pytest
from botapi import people
from fake_telegram import Person

from bot.chat.removals import Removals
from bot.core.facts import Article, Fact, FactBase, Sentence
from bot.core.match import Matcher
from bot.readers import Group
from bot.storage.languages import read_languages
from bot.storage.weights import read_weights
from bot.texts import load_texts
from chat.world import QUOTE_OPENED, WHEN, World, opened, said

GROUP = people.supergroup(-1001)
FERRY = FactBase(
    article=Article("The ferry", "en", (Sentence(1, "The ferry carries 40 cars.", 0),), {}),
    facts=(
        Fact(
            id="cars",
            cites=(1,),
            asks={"en": ("How many cars does the ferry carry?", "cars on the ferry")},
        ),
    ),
    gaps=(),
)
REFUSED = "Only administrators of this group can change its settings."
TITLE = "How I behave in this group."
STAY, SOON = "🗑 My answers stay", "🗑 Delete my answers after 5 minutes"


@pytest.fixture
def boss(world: World) -> Person:
    world.gateway.world.statuses[-1001, 1001] = "creator"
    return member(world, 1001)


@pytest.fixture
def guest(world: World) -> Person:
    return member(world, 1002)


def member(world: World, user_id: int) -> Person:
    person = world.person(user_id)
    person.chat = GROUP
    return person


def last_notice(world: World) -> str | None:
    text = world.gateway.calls_of("answerCallbackQuery")[-1].params.get("text")
    return None if text is None else str(text)


async def test_an_administrator_sees_the_settings(boss: Person) -> None:
    await boss.say("/settings")
    assert boss.screen.startswith(TITLE)
    assert boss.last.labels == (
        ("💬 Commands and mentions",),
        ("🤫 Quiet auto-answer: off",),
        (STAY,),
        ("🌐 The question’s language",),
    )


async def test_an_administrator_without_a_name_sees_them_too(boss: Person) -> None:
    await boss.does(lambda do: do.anonymous_admin("/settings", chat=GROUP))
    assert boss.screen.startswith(TITLE)


async def test_an_administrator_sees_them_as_soon_as_telegram_may_be_asked_again(
    world: World, boss: Person
) -> None:
    world.gateway.fault("getChatMember", 429, times=3, retry_after=7)
    await boss.say("/settings@citebot")
    assert (boss.screen.startswith(TITLE), world.naps.seconds) == (True, [7.0] * 3)


async def test_a_press_is_obeyed_as_soon_as_telegram_may_be_asked_again(
    world: World, boss: Person
) -> None:
    await boss.say("/settings")
    world.gateway.fault("getChatMember", 429, times=3, retry_after=7)
    await boss.press(STAY)
    assert (world.naps.seconds, boss.last.labels[2]) == ([7.0] * 3, (SOON,))


async def test_others_are_told_who_may(guest: Person) -> None:
    await guest.say("/settings@citebot")
    assert said(guest) == [REFUSED]


async def test_others_hear_nothing_where_another_bot_may_be_meant(guest: Person) -> None:
    await guest.say("/settings")
    assert said(guest) == []


async def test_a_press_by_somebody_else_changes_nothing(
    world: World, boss: Person, guest: Person
) -> None:
    await boss.say("/settings")
    await guest.press(STAY)
    assert last_notice(world) == REFUSED
    assert await world.readers.group(-1001) == Group()
    assert boss.last.button(STAY)


async def test_a_press_by_who_is_no_administrator_any_more_changes_nothing(
    world: World, boss: Person
) -> None:
    await boss.say("/settings")
    world.gateway.world.statuses[-1001, 1001] = "member"
    await boss.press(STAY)
    assert last_notice(world) == REFUSED


@pytest.mark.parametrize(
    "data",
    [
        *(
            "set:en",
            "set:en:delete:7",
            "set:en:delete:x",
            "set:en:mentions:2",
            "set:en:language:xx",
        ),
        *("set:en:article:9", "set:en:article:²", "set:en:unasked:1:1", "set:xx:facts:1"),
    ],
)
async def test_a_forged_setting_changes_nothing(world: World, boss: Person, data: str) -> None:
    await boss.say("/settings")
    await boss.press(STAY, data=data)
    assert last_notice(world) == "That button is out of date. Please ask again."
    assert await world.readers.group(-1001) == Group()


async def test_a_setting_cannot_be_pressed_in_a_private_chat(world: World) -> None:
    reader = world.person(1003)
    await reader.say(WHEN)
    await reader.press("In context", data="set:en:unasked:1")
    assert await world.rows("SELECT * FROM chats WHERE answers_unasked") == []


async def test_answers_by_command_only(boss: Person, guest: Person) -> None:
    await boss.say("/settings")
    await boss.press("💬 Commands and mentions")
    assert boss.last.button("💬 Commands only")
    await guest.say(f"@citebot {WHEN}")
    await guest.say(f"/ask {WHEN}")
    assert said(guest)[1:] == [QUOTE_OPENED]


async def test_the_language_of_a_group_wins_over_that_of_the_app(
    boss: Person, guest: Person
) -> None:
    await boss.say("/settings")
    await boss.press("🌐 The question’s language")
    assert [row[0] for row in boss.last.labels] == [
        *("✓ The question’s language", "English", "Azərbaycanca", "Italiano"),
        *("Русский", "Türkçe", "«"),
    ]
    await boss.press("Italiano")
    assert boss.screen.startswith("Come mi comporto")
    await guest.say("/help")
    assert guest.screen.startswith("Rispondo alle domande")


async def test_the_language_of_a_group_is_that_of_its_answers(boss: Person, guest: Person) -> None:
    await boss.say("/settings")
    await boss.press("🌐 The question’s language")
    await boss.press("Italiano")
    await guest.say(f"/ask {WHEN}")
    assert load_texts()("button.private", "it") in [each[0] for each in guest.last.labels]


async def test_a_second_press_of_the_same_button_changes_nothing_more(
    world: World, boss: Person
) -> None:
    await boss.say("/settings")
    await boss.press(STAY)
    await boss.press(SOON, data="set:en:delete:5")
    assert (await world.readers.group(-1001)).delete_minutes == 5
    assert boss.last.button(SOON)


async def test_a_group_chooses_its_article(world: World, boss: Person, guest: Person) -> None:
    world.desk.publish("ferry", Matcher(FERRY, read_languages(), read_weights()))
    await boss.say("/settings")
    await boss.press("📄 Article by Ada Bell")
    await boss.press("The ferry")
    assert boss.last.button("📄 The ferry")
    await guest.say("/ask How many cars does the ferry carry?")
    assert guest.screen == "❝ The ferry carries 40 cars. ❞\n[1] The ferry"


async def test_settings_outlive_a_restart(tmp_path: Path) -> None:
    async with opened(tmp_path) as world:
        world.gateway.world.statuses[-1001, 1001] = "creator"
        boss = member(world, 1001)
        await boss.say("/settings")
        await boss.press("🤫 Quiet auto-answer: off")
        gateway = world.gateway
    async with opened(tmp_path, gateway=gateway) as world:
        assert await world.readers.group(-1001) == Group(answers_unasked=True)


@pytest.fixture
async def tidy(world: World) -> Removals:
    """A group that wants the bot's answers gone after five minutes."""
    await world.readers.change_group(-1001, Group(delete_minutes=5))
    return Removals(world.application.bot, world.readers)


async def test_answers_are_deleted_after_the_minutes_and_not_before(
    world: World, guest: Person, tidy: Removals
) -> None:
    await guest.say(f"/ask {WHEN}")
    world.clock.advance(299)
    await tidy.sweep()
    assert said(guest) == [QUOTE_OPENED]
    world.clock.advance(1)
    await tidy.sweep()
    assert said(guest) == []
    assert len(guest.messages) == 1  # the question stays
    assert await world.readers.due_removals() == []


async def test_what_telegram_does_not_delete_now_is_deleted_later(
    world: World, guest: Person, tidy: Removals
) -> None:
    await guest.say(f"/ask {WHEN}")
    world.clock.advance(300)
    world.gateway.fault("deleteMessage", 500)
    await tidy.sweep()
    assert said(guest) == [QUOTE_OPENED]
    await tidy.sweep()
    assert said(guest) == []


async def test_what_can_never_be_deleted_is_not_tried_again(
    world: World, guest: Person, tidy: Removals
) -> None:
    await guest.say(f"/ask {WHEN}")
    world.gateway.world.leave(-1001)
    world.clock.advance(300)
    for _ in range(3):
        await tidy.sweep()
    assert len(world.gateway.calls_of("deleteMessage")) == 1


async def test_what_was_to_go_while_the_bot_was_away_goes_at_start(tmp_path: Path) -> None:
    async with opened(tmp_path) as world:
        await world.readers.change_group(-1001, Group(delete_minutes=5))
        await member(world, 1002).say(f"/ask {WHEN}")
        gateway, clock = world.gateway, world.clock
    clock.advance(3600)
    async with opened(tmp_path, gateway=gateway, clock=clock) as world:
        await Removals(world.application.bot, world.readers).sweep()
        assert said(member(world, 1002)) == []
