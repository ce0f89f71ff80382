"""How a message in a group speaks to the bot, and all the ways in which it does not."""

from collections.abc import Callable
from typing import Any

import pytest
from botapi import people
from botapi.inject import Inject
from botapi.world import World
from telegram import Update, User

from bot.chat.addressing import Address, address, quotable
from bot.readers import Group

ME = User(people.BOT_ID, "Citebot", is_bot=True, username="citebot")
CHAT = people.supergroup(-1001)
FORUM = people.supergroup(-1002, forum=True)
ANN = people.user(501, "Ann")
BEN = people.user(502, "Ben")
OPEN = Group(answers_unasked=True)
QUIET = Group(answers_mentions=False)
ASKED = "When was the bridge opened?"

Act = Callable[[Inject], object]


@pytest.fixture
def telegram() -> World:
    return World(people.the_bot(), lambda: 1_800_000_000.0, 60.0)


def last(telegram: World, *acts: Act) -> Update:
    """The update of the last of these acts."""
    made: list[dict[str, Any]] = []
    for act in acts:
        act(Inject(telegram, made.append))
    update = Update.de_json(made[-1])
    assert update is not None
    return update


def says(text: str | None, **where: Any) -> Act:
    return lambda do: do.message(ANN, text, **{"chat": CHAT, **where})


def bot_says(telegram: World, chat: dict[str, Any] = CHAT, **content: Any) -> int:
    """The id of a message that the bot wrote."""
    posted = telegram.post(chat, telegram.bot_user, 1.0, {"text": "❝ It is long. ❞", **content})
    return int(posted["message_id"])


def how(update: Update, group: Group = Group()) -> tuple[str, str] | None:  # noqa: B008 - frozen
    asked = address(update, ME, group)
    return (asked.how, asked.question) if asked else None


@pytest.mark.parametrize(
    "text",
    [
        *(f"/ask {ASKED}", f"/ask@citebot {ASKED}", f"/ASK@CiteBot {ASKED}", f"/ask\n{ASKED}"),
        *(f"@citebot {ASKED}", f"@CiteBot, {ASKED}", f"@citebot: {ASKED}", f"{ASKED} @citebot"),
    ],
)
def test_a_command_and_a_mention_ask_what_stands_beside_them(telegram: World, text: str) -> None:
    found = how(last(telegram, says(text)))
    assert found is not None
    assert found[1] == ASKED


def test_a_mention_in_the_middle_is_taken_out(telegram: World) -> None:
    update = last(telegram, says("tell us @citebot, when was the bridge opened?"))
    assert how(update) == ("mention", "tell us when was the bridge opened?")


def test_a_mention_behind_an_emoji_is_found(telegram: World) -> None:
    assert how(last(telegram, says(f"🌉🌉 @citebot {ASKED}"))) == ("mention", f"🌉🌉 {ASKED}")


def test_a_mention_under_a_picture_counts(telegram: World) -> None:
    entity = {"type": "mention", "offset": 0, "length": 8}
    act = lambda do: do.photo(  # noqa: E731
        ANN, f"@citebot {ASKED}", chat=CHAT, caption_entities=[entity]
    )
    assert how(last(telegram, act)) == ("mention", ASKED)


def test_a_reply_to_the_bot_is_an_address(telegram: World) -> None:
    shown = bot_says(telegram)
    assert how(last(telegram, says(f" {ASKED} ", reply_to=shown))) == ("reply", ASKED)


@pytest.mark.parametrize("text", ["/ask", "/ask@citebot", "@citebot", "@citebot :"])
def test_a_bare_call_as_a_reply_asks_what_was_replied_to(telegram: World, text: str) -> None:
    question = says(ASKED)(Inject(telegram, lambda _: None))
    message_id = question["message"]["message_id"]  # type: ignore[index]
    asked = address(last(telegram, says(text, reply_to=message_id)), ME, Group())
    assert asked is not None
    assert (asked.question, asked.asked_in.message_id) == (ASKED, message_id)


def test_a_bare_call_as_a_reply_to_the_bot_asks_nothing(telegram: World) -> None:
    assert how(last(telegram, says("/ask", reply_to=bot_says(telegram)))) == ("command", "")


def test_a_bare_call_asks_nothing(telegram: World) -> None:
    assert how(last(telegram, says("/ask"))) == ("command", "")


@pytest.mark.parametrize(
    "text",
    [
        *(ASKED, "good morning", "/ask@other_bot who?", "/weather Rome", "/settings@other_bot"),
        *("@citebot2 who?", "@other_bot who?", "citebot who?", "mail me at me@citebot.example"),
        *("/weather @citebot", "/start", "/facts", "/article", "a / ask", "/asking who?"),
    ],
)
def test_other_talk_and_other_bots_commands_are_no_address(telegram: World, text: str) -> None:
    assert how(last(telegram, says(text))) is None


@pytest.mark.parametrize("command", ["ask", "help", "settings"])
def test_some_commands_are_obeyed_without_the_bots_name(telegram: World, command: str) -> None:
    asked = address(last(telegram, says(f"/{command}")), ME, Group())
    assert asked is not None
    assert asked.command == command


def test_any_command_with_the_bots_name_is_for_it(telegram: World) -> None:
    asked = address(last(telegram, says("/facts@citebot")), ME, Group())
    assert asked is not None
    assert asked.command == "facts"


TOPIC = "/ask when?"
SILENT: dict[str, Act] = {
    "forward": lambda do: do.forwarded(ANN, f"/ask {ASKED}", chat=CHAT),
    "via another bot": lambda do: do.via_bot(ANN, f"/ask {ASKED}", chat=CHAT),
    "another bot": lambda do: do.message(
        {"id": 9, "is_bot": True, "first_name": "B"}, f"/ask {ASKED}", chat=CHAT
    ),
    "the bot itself": lambda do: do.message(
        {"id": people.BOT_ID, "is_bot": True, "first_name": "C"}, f"/ask {ASKED}", chat=CHAT
    ),
    "the linked channel's post": lambda do: do.message(
        {"id": 777000, "is_bot": False, "first_name": "Telegram"},
        f"/ask {ASKED}",
        chat=CHAT,
        sender_chat=people.channel(-1009),
        is_automatic_forward=True,
    ),
    "somebody's channel": lambda do: do.message(
        {"id": 136817688, "is_bot": True, "first_name": "Channel"},
        f"/ask {ASKED}",
        chat=CHAT,
        sender_chat=people.channel(-1009),
    ),
    "a channel": lambda do: do.channel_post(f"/ask {ASKED}", chat=people.channel(-1009)),
    "a private chat": lambda do: do.message(ANN, f"/ask {ASKED}"),
    "a sticker": lambda do: do.sticker(ANN, chat=CHAT),
    "a new member": lambda do: do.message(ANN, chat=CHAT, new_chat_members=[BEN]),
    "a new title": lambda do: do.message(ANN, chat=CHAT, new_chat_title="@citebot"),
}


@pytest.mark.parametrize("act", SILENT.values(), ids=SILENT)
def test_none_of_these_is_an_address(telegram: World, act: Act) -> None:
    assert how(last(telegram, act), OPEN) is None


def test_a_sticker_as_a_reply_to_the_bot_is_no_address(telegram: World) -> None:
    shown = bot_says(telegram)
    assert how(last(telegram, lambda do: do.sticker(ANN, chat=CHAT, reply_to=shown))) is None


def test_a_reply_to_somebody_else_is_no_address(telegram: World) -> None:
    other = says("who knows?")(Inject(telegram, lambda _: None))
    message_id = other["message"]["message_id"]  # type: ignore[index]
    assert how(last(telegram, says(ASKED, reply_to=message_id)), OPEN) is None


def test_chatter_in_a_topic_that_the_bot_opened_is_no_address(telegram: World) -> None:
    created = {"forum_topic_created": {"name": "Bridge", "icon_color": 1}}
    opening = telegram.post(FORUM, telegram.bot_user, 1.0, created)["message_id"]
    assert how(last(telegram, says("hello all", chat=FORUM, thread=opening))) is None


def test_a_reply_to_the_bot_within_a_topic_is_an_address(telegram: World) -> None:
    thread = Inject(telegram, lambda _: None).topic(ANN, "Bridge", chat=FORUM)
    shown = bot_says(telegram, FORUM, message_thread_id=thread, is_topic_message=True)
    update = last(telegram, says(ASKED, chat=FORUM, thread=thread, reply_to=shown))
    assert how(update) == ("reply", ASKED)


def test_a_bare_call_in_a_topic_does_not_ask_its_opening(telegram: World) -> None:
    thread = Inject(telegram, lambda _: None).topic(ANN, ASKED, chat=FORUM)
    assert how(last(telegram, says("/ask", chat=FORUM, thread=thread))) == ("command", "")


def test_an_administrator_without_a_name_is_a_reader(telegram: World) -> None:
    update = last(telegram, lambda do: do.anonymous_admin(f"/ask {ASKED}", chat=CHAT))
    assert how(update) == ("command", ASKED)


@pytest.mark.parametrize("text", [f"@citebot {ASKED}", ASKED])
def test_a_group_may_want_answers_to_commands_only(telegram: World, text: str) -> None:
    shown = bot_says(telegram)
    assert how(last(telegram, says(text, reply_to=shown)), QUIET) is None
    assert how(last(telegram, says(f"/ask {ASKED}")), QUIET) == ("command", ASKED)


@pytest.mark.parametrize("text", [ASKED, f"{ASKED}!", f"“{ASKED}”", "Bridge: opened when??"])
def test_an_open_question_is_heard_where_the_group_wants_it(telegram: World, text: str) -> None:
    update = last(telegram, says(text))
    assert how(update, OPEN) == ("unasked", text.strip())


@pytest.mark.parametrize(
    "text",
    ["the bridge was opened in 1931", "when? I do not know", "@ben when was it opened?", "?" * 201],
)
def test_what_asks_nobody_nothing_is_never_heard(telegram: World, text: str) -> None:
    assert how(last(telegram, says(text)), OPEN) is None


def test_an_edit_never_becomes_an_open_question(telegram: World) -> None:
    edits = lambda do: do.edited(ANN, 1, ASKED, chat=CHAT)  # noqa: E731
    assert how(last(telegram, says("hm"), edits), OPEN) is None


def quoted(telegram: World, text: str, **where: Any) -> str | None:
    asked = address(last(telegram, says(text, **where)), ME, Group())
    assert isinstance(asked, Address)
    return quotable(asked)


def test_the_question_is_quoted_without_the_command(telegram: World) -> None:
    assert quoted(telegram, f"/ask@citebot   {ASKED}") == ASKED


def test_a_question_around_a_mention_is_quoted_as_it_was_written(telegram: World) -> None:
    assert quoted(telegram, "when, @citebot, was it?") == "when, @citebot, was it?"


def test_a_quote_ends_before_formatting(telegram: World) -> None:
    marks = [{"type": "bot_command", "offset": 0, "length": 4}]
    marks.append({"type": "bold", "offset": 14, "length": 6})
    assert quoted(telegram, "/ask when was bridge opened?", entities=marks) == "when was"


def test_a_question_that_begins_with_formatting_is_not_quoted(telegram: World) -> None:
    marks = [{"type": "bot_command", "offset": 0, "length": 4}]
    marks.append({"type": "bold", "offset": 5, "length": 4})
    assert quoted(telegram, "/ask when was it?", entities=marks) is None


def test_a_long_question_is_quoted_up_to_1024_units_and_no_pair_is_split(telegram: World) -> None:
    quote = quoted(telegram, "/ask x" + "🌉" * 1000)
    assert quote == "x" + "🌉" * 511
