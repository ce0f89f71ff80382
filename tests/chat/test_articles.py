"""One bot, several articles: opened by link or list, and named in what they do not answer."""

from pathlib import Path

import pytest
from core.desks import matcher_on
from fake_telegram import Person

from bot.storage.folder import read_folder
from chat.world import WHEN, World

PIER = Path(__file__).parents[1] / "articles" / "pier-of-oram"


pytestmark = pytest.mark.usefixtures("two")


@pytest.fixture
async def two(world: World) -> None:
    """The bridge, which is asked by default, and a second article."""
    base = read_folder(PIER).base
    assert base is not None
    world.desk.publish("pier-of-oram", matcher_on(base))


async def test_the_first_article_is_asked_by_default(reader: Person) -> None:
    await reader.say(WHEN)
    assert "[1] Article by Ada Bell" in reader.screen


async def test_a_link_opens_an_article_for_all_questions_to_come(reader: Person) -> None:
    await reader.say("/start a_pier-of-oram")
    await reader.say("How long is the pier?")
    assert reader.screen.endswith("[2] The pier of Oram")


async def test_article_lists_the_others_to_be_opened(reader: Person) -> None:
    await reader.say("/article")
    await reader.press("The pier of Oram")
    assert "The pier of Oram" in reader.screen
    await reader.say("How long is the pier?")
    assert reader.screen.endswith("[2] The pier of Oram")


async def test_a_refusal_says_which_article_was_asked(reader: Person) -> None:
    await reader.say("Who won the football cup yesterday?")
    assert reader.screen.endswith("\n\nAsked: Article by Ada Bell")


async def test_an_article_that_is_not_there_is_plain_start(reader: Person) -> None:
    await reader.say("/start a_nowhere")
    assert reader.screen.startswith("Hello!")


async def test_the_log_names_the_article(world: World, reader: Person) -> None:
    await reader.say("/start f_pier-length")
    await reader.say("How long is the pier?")
    articles = await world.rows("SELECT article FROM queries ORDER BY id")
    assert articles == [("pier-of-oram",), ("pier-of-oram",)]
