"""Links into the private chat, what they show, and what is made of a payload of any sort."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from fake_telegram import Person

from bot.chat.links import article_payload, share, to_article, to_fact
from bot.core.facts import Article, Sentence
from bot.core.match import Matcher
from bot.desk import fact_code
from bot.storage.languages import read_languages
from bot.storage.weights import read_weights
from chat.world import (
    BASE,
    LENGTH,
    OPENED,
    QUOTE_LENGTH,
    QUOTE_OPENED,
    WHEN,
    World,
    opened,
)

MILL = replace(
    BASE,
    article=Article("Article by Bo Dahl", "en", (Sentence(1, "The mill was opened in 1804.", 1),)),
    facts=(replace(OPENED, answer="in 1804", asks={"en": ("When was the mill opened?",)}),),
    gaps=(),
)
QUOTE_MILL = "❝ The mill was opened in 1804. ❞\n[1] Article by Bo Dahl"


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[World]:
    """The bridge and a mill; both have a fact called "opened"."""
    async with opened(tmp_path) as world:
        world.desk.publish("mill", Matcher(MILL, read_languages(), read_weights()))
        yield world
        assert world.gateway.violations == []


async def test_a_link_by_id_shows_the_fact(reader: Person) -> None:
    await reader.say("/start f_length")
    assert reader.screen == QUOTE_LENGTH


async def test_a_link_by_code_shows_the_fact(reader: Person) -> None:
    await reader.say(f"/start f_{fact_code('bridge', LENGTH)}")
    assert reader.screen == QUOTE_LENGTH


async def test_what_a_link_shows_is_logged_and_can_be_voted_on(
    world: World, reader: Person
) -> None:
    await reader.say("/start f_opened")
    assert await world.logged() == [(WHEN, "cited", "opened")]
    await reader.press("👍")
    assert await world.rows("SELECT value FROM votes") == [(1,)]


async def test_a_link_to_the_article_welcomes(reader: Person) -> None:
    await reader.say("/start a_bridge")
    assert reader.screen.startswith("Hello!")


@pytest.mark.parametrize(
    "payload",
    [
        "f_",
        "f_gone",
        "f_00000000",
        "a_",
        "a_gone",
        "inline",
        "x" * 64,
        "f_" + "é" * 40,
        "f_opened; DROP",
        "😀",
        "a_../../etc",
    ],
)
async def test_any_other_payload_is_a_plain_start(
    world: World, reader: Person, payload: str
) -> None:
    await reader.say(f"/start {payload}")
    assert reader.screen.startswith("Hello!")
    assert await world.logged() == []


async def test_share_makes_a_link_that_shows_the_same_quote(world: World, reader: Person) -> None:
    await reader.say(WHEN)
    button = reader.last.button("Share")
    assert button is not None
    shared = parse_qs(urlsplit(str(button.url)).query)
    assert shared["text"] == [WHEN]
    payload = parse_qs(urlsplit(shared["url"][0]).query)["start"][0]
    other = world.person(1002)
    await other.say(f"/start {payload}")
    assert other.screen == QUOTE_OPENED


async def test_a_shared_link_keeps_its_article_where_two_have_a_fact_of_that_name(
    two: World,
) -> None:
    ann, ben = two.person(1001), two.person(1002)
    await ann.say("/start a_mill")
    await ann.say("When was the mill opened?")
    url = str(ann.last.button("Share").url)  # type: ignore[union-attr]
    payload = parse_qs(urlsplit(parse_qs(urlsplit(url).query)["url"][0]).query)["start"][0]
    await ben.say(f"/start {payload}")
    assert ben.screen == QUOTE_MILL


async def test_a_link_opens_its_article_for_the_questions_that_follow(two: World) -> None:
    ann = two.person()
    await ann.say("/start a_mill")
    assert "Article by Bo Dahl" in ann.screen
    await ann.say("When was the mill opened?")
    assert ann.screen == QUOTE_MILL


async def test_a_facts_link_opens_its_article_too(two: World) -> None:
    ann = two.person()
    await ann.say(f"/start f_{fact_code('mill', MILL.facts[0])}")
    await ann.say("When was the mill opened?")
    assert ann.screen == QUOTE_MILL


async def test_inline_offers_the_article_that_was_opened(two: World) -> None:
    ann = two.person()
    await ann.say("/start a_mill")
    (card,) = await ann.ask_inline("When was the mill opened?")
    assert "1804" in card["input_message_content"]["message_text"]


def test_links_are_what_telegram_takes() -> None:
    assert to_article("citebot", "bridge") == "https://t.me/citebot?start=a_bridge"
    code = fact_code("bridge", OPENED)
    assert to_fact("citebot", "bridge", OPENED) == f"https://t.me/citebot?start=f_{code}"


@pytest.mark.parametrize("article", ["a b", "é", "x" * 63, "it.en"])
def test_an_article_that_fits_into_no_link_opens_the_plain_chat(article: str) -> None:
    assert article_payload(article) is None
    assert to_article("citebot", article) == "https://t.me/citebot"


def test_what_is_shared_keeps_letters_that_mean_something_in_an_address() -> None:
    url = share("citebot", "bridge", OPENED, "A & B? 100% + #1 – é")
    assert parse_qs(urlsplit(url).query)["text"] == ["A & B? 100% + #1 – é"]
