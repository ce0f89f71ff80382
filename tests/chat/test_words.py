"""Whatever a person sends, the bot says only what is curated."""

import asyncio
import re
import tempfile
from functools import cache
from pathlib import Path

from botapi.views import MessageView
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.menu import PRIVATE
from bot.texts import load_texts
from chat.world import BASE, opened

ASKED = [*(fact.asks for fact in BASE.facts), *(gap.asks for gap in BASE.gaps)]
CURATED = [question for asks in ASKED for questions in asks.values() for question in questions]
TEXTS = st.one_of(
    st.text(max_size=200),
    st.sampled_from(CURATED),
    st.lists(st.sampled_from(" ".join(CURATED).split()), max_size=8).map(" ".join),
    st.sampled_from([f"/{command}" for command in (*PRIVATE, "nothing") if command != "mydata"]),
    st.sampled_from(["/start f_opened", "/start a_bridge", "/start zzz"]),
    st.text(max_size=60).map("/ask {}".format),
    st.sampled_from(["{label}", "%s", "<b>x</b>", "*x*", "\u202ereversed", "😀" * 2000]),
).filter(lambda text: bool(text.strip()))
PRESSES = st.integers(0, 9)


@cache
def of_the_article() -> set[str]:
    """Every line that may be sent of the article and its translations."""
    article, lines = BASE.article, set[str]()
    for sentence in article.sentences:
        lines |= {f"❝ {sentence.text} ❞", f"[{sentence.number}] {sentence.text}"}
        lines |= {f"[{sentence.number}] {article.label}", article.label}
    for translated in article.translations.values():
        lines |= set(translated.values())
    return lines


@cache
def of_the_catalogues() -> re.Pattern[str]:
    """The lines of all catalogues, with curated values in the place of {placeholders}."""
    texts = load_texts()
    values = "|".join(map(re.escape, [BASE.article.label, *CURATED]))
    patterns = [
        re.sub(r"\\\{(\w+)\\\}", rf"(?:{values}|\\d+)", re.escape(line))
        for language in texts.languages
        for key, said in texts._catalogue(language)._catalog.items()  # type: ignore[attr-defined]
        if key
        for line in said.split("\n")
    ]
    return re.compile("|".join(patterns))


def is_known(line: str) -> bool:
    fits = of_the_catalogues().fullmatch(line)
    return not line or line in of_the_article() or fits is not None


def strangers(shown: MessageView) -> list[str]:
    """What is in a message and comes from nowhere."""
    labels = {label for row in shown.labels for label in row} - {"«", "»", "👍", "👎", *CURATED}
    return [part for part in (*shown.text.split("\n"), *labels) if not is_known(part)]


async def talked(folder: Path, said: list[tuple[str, int]]) -> tuple[list[str], list[str]]:
    """What came from nowhere, and which rules of Telegram were broken, in a whole conversation."""
    found: list[str] = []
    async with opened(folder) as world:
        reader = world.person()
        for text, choice in said:
            world.clock.advance(10)
            await reader.say(text)
            found += strangers(reader.last)
            buttons = [button for row in reader.last.rows for button in row if button.data]
            if buttons:
                await reader.press(buttons[choice % len(buttons)].label)
                found += strangers(reader.last)
        assert set(await world.states()) <= {"done"}
        return found, world.gateway.violations


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(TEXTS, PRESSES), min_size=1, max_size=6))
def test_every_word_the_bot_sends_is_the_articles_the_catalogues_or_curated(
    said: list[tuple[str, int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert asyncio.run(talked(Path(folder), said)) == ([], [])
