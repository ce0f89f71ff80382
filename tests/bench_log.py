"""What the team's figures cost on a full log; a part of `make bench`."""

import random
import time
from collections.abc import Sequence
from pathlib import Path
from sqlite3 import Connection
from tempfile import TemporaryDirectory

from bot.core.facts import FactBase
from bot.core.match import Matcher
from bot.desk import Desk
from bot.editorial import Editorial
from bot.statistics import Statistics
from bot.storage.database import Database
from bot.storage.digests import Digests
from bot.storage.languages import read_languages
from bot.storage.pseudonyms import Pseudonyms
from bot.storage.statistics import Counting
from bot.storage.weights import read_weights

LOGGED = 100_000  # rows of the log


async def review(base: FactBase, questions: Sequence[str], spellings: int) -> None:
    """From /review to its first card, the log full of questions that nothing answers."""
    with TemporaryDirectory() as folder:
        async with Database.opened(Path(folder) / "bench.db") as database:
            keys = Pseudonyms.opened(Path(folder) / "key")
            await database.write(lambda connection: _fill(connection, questions, spellings))
            languages, weights = read_languages(), read_weights()
            desk = Desk({"bench": Matcher(base, languages, weights)})
            editorial = await Editorial.opened(database, desk, languages, weights, keys)
            cpu, wall = time.process_time(), time.perf_counter()
            await editorial.review.read("bench")
            card = await editorial.review.card("bench")
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    assert card is not None
    name = f"/review, {LOGGED} log rows, {spellings} spellings"
    print(f"{name:52} {wall * 1000:9.0f} ms   {cpu * 1000:.0f} ms of CPU, {card.waiting} cards")


async def statistics(base: FactBase, questions: Sequence[str], spellings: int) -> None:
    """From /stats 30d to its numbers, every row of the log in the period."""
    with TemporaryDirectory() as folder:
        async with Database.opened(Path(folder) / "bench.db") as database:
            await database.write(lambda connection: _fill(connection, questions, spellings))
            desk = Desk({"bench": Matcher(base, read_languages(), read_weights())})
            figures = Statistics(desk, Counting(database), Digests(database), lambda: 1.0)
            began = time.process_time()
            report = await figures.report("bench", 30)
            spent = time.process_time() - began
    assert report.asked == LOGGED
    name = f"/stats, {LOGGED} log rows, {spellings} spellings"
    print(f"{name:52} {spent * 1000:9.0f} ms of CPU")


def _fill(connection: Connection, questions: Sequence[str], spellings: int) -> None:
    """Rows of the log, the spellings slips of the finger, the first ones asked most often."""
    chance = random.Random(7)
    texts = [_slip(questions[n % len(questions)], chance) for n in range(spellings)]
    row = "zeroblob(16), zeroblob(16), 'en', ?, 'unknown', 'v', 1.0, 'bench'"
    columns = "at, person, chat, language, text, outcome, version, milliseconds, article"
    often = (int(spellings * chance.random() ** 3) for _ in range(LOGGED - spellings))
    values = [(texts[n],) for n in (*range(spellings), *often)]
    connection.executemany(f"INSERT INTO queries ({columns}) VALUES (1, {row})", values)


def _slip(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return (
        text[:at] + chance.choice("abcdefghijklmnopqrstuvwxyz ") + text[at + chance.randrange(2) :]
    )
