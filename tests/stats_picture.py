"""`python tests/stats_picture.py deploy/stats.png`: the picture of the README, of a made-up log."""

import asyncio
import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.charts import png
from bot.chat.statistics import panels, summary
from bot.core.match import Matcher
from bot.desk import Desk
from bot.settings import shipped_facts
from bot.statistics import Statistics
from bot.storage.database import Database
from bot.storage.digests import Digests
from bot.storage.feedback import Feedback
from bot.storage.folder import read_folder
from bot.storage.languages import read_languages
from bot.storage.querylog import Delivery, Query, QueryLog
from bot.storage.statistics import DAY, Counting
from bot.storage.weights import read_weights
from bot.texts import load_texts

ARTICLE = "azerbaijan-italy"
TODAY = 20_000  # days since 1970-01-01
MISSING = (
    ("en", "do I need a visa to travel to Baku"),
    ("it", "quanto costa un volo per Baku"),
    ("az", "İtaliyada təhsil üçün təqaüd varmı"),
    ("ru", "сколько итальянцев живёт в Баку"),
)
LANGUAGES = ("en", "it", "az", "ru", "tr")
QUESTIONS = 400


async def draw() -> bytes:
    """The picture of a log of what nobody has asked."""
    base = read_folder(shipped_facts()).base
    assert base is not None
    desk = Desk({ARTICLE: Matcher(base, read_languages(), read_weights())})
    chance, facts = random.Random(5), [fact.id for fact in base.facts][:9]
    with TemporaryDirectory() as folder:
        async with Database.opened(Path(folder) / "log.db") as database:
            for number in range(QUESTIONS):
                await _ask(database, number, facts, chance)
            statistics = Statistics(
                desk, Counting(database), Digests(database), lambda: TODAY * DAY + 1.0
            )
            report = await statistics.report(ARTICLE, 7)
    texts = load_texts()
    title = summary(report, ARTICLE, texts, "en").partition("\n")[0]
    return await asyncio.to_thread(png, title, panels(report, texts, "en"))


async def _ask(database: Database, number: int, facts: list[str], chance: random.Random) -> None:
    at = int((TODAY - 6.9 * chance.random() ** 1.3) * DAY)
    language = chance.choices(LANGUAGES, (9, 6, 5, 3, 1))[0]
    outcome = chance.choices(("cited", "suggested", "gap", "unknown"), (70, 9, 9, 12))[0]
    text, fact, gap = "?", None, None
    if outcome == "cited":
        fact = facts[int(len(facts) * chance.random() ** 2)]
    elif outcome == "gap":
        outcome, gap = "unknown", "some"
    else:
        language, text = MISSING[int(len(MISSING) * chance.random() ** 1.6)]
    who = number.to_bytes(16, "big")
    query = Query(None, at, who, who, language, text, outcome, fact, gap, None, "v", 1.0, ARTICLE)
    await QueryLog(database).record(query, Delivery(who, None, 1))
    if fact and chance.random() < 0.2:
        value = 1 if chance.random() < 0.85 else -1
        await Feedback(database).vote(who, 1, who, value, None, at)


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(asyncio.run(draw()))
