"""`make bench`: what a question costs. CPU times of one run on this machine; compare the ratios."""

import asyncio
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from bench_log import LOGGED, review, statistics
from botapi.gateway import Gateway
from botapi.people import user
from botapi.server import BotApiServer
from message_budget import TimedDesk, print_budget
from process.running import Bot
from rapidfuzz import fuzz, process
from telegram.request import BaseRequest

from bot.chat.app import build
from bot.core.facts import Article, Fact, FactBase
from bot.core.match import Matcher
from bot.core.normalize import fold
from bot.delivery import Delivery
from bot.editorial import Editorial
from bot.readers import Readers
from bot.settings import shipped_facts
from bot.storage.choices import Choices
from bot.storage.database import Database
from bot.storage.feedback import Feedback
from bot.storage.folder import read_bank, read_folder
from bot.storage.inbox import Inbox
from bot.storage.languages import read_languages
from bot.storage.privacy import Privacy
from bot.storage.pseudonyms import Pseudonyms
from bot.storage.querylog import QueryLog
from bot.storage.weights import read_weights
from bot.texts import load_texts
from bot.wishes import Wishes

SMALL = 496  # phrasings, the size that published figures are for
MESSAGES = 400


def cpu_us(work: Callable[[], object], items: int, rounds: int = 5) -> float:
    """CPU µs an item, the best of a few rounds."""
    best = min(_timed(work) for _ in range(rounds))
    return best / items * 1e6


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def small_base(base: FactBase) -> FactBase:
    """The first English phrasings of every fact, `SMALL` in all, with nothing else."""
    each = -(-SMALL // len(base.facts))
    asks = [fact.asks["en"][:each] for fact in base.facts]
    extra = sum(map(len, asks)) - SMALL
    asks[-1] = asks[-1][: len(asks[-1]) - extra] if extra > 0 else asks[-1]
    facts = zip(base.facts, asks, strict=True)
    return FactBase(
        Article(base.article.label, "en", base.article.sentences),
        tuple(Fact(fact.id, fact.cites, {"en": texts}) for fact, texts in facts if texts),
    )


def matching(base: FactBase, questions: Sequence[str], title: str) -> None:
    """A match, and rapidfuzz's default search over the same phrasings, in the same run."""
    matcher = Matcher(base, read_languages(), read_weights())
    phrasings = [
        fold(text)
        for asks in [each.asks for each in base.facts] + [each.asks for each in base.gaps]
        for texts in asks.values()
        for text in texts
    ]
    ours = cpu_us(lambda: [matcher.rank(text) for text in questions], len(questions))
    some = [fold(text) for text in questions[:20]]
    theirs = cpu_us(
        lambda: [process.extractOne(text, phrasings, scorer=fuzz.WRatio) for text in some],
        len(some),
        rounds=2,
    )
    name = f"match, {title}, {len(phrasings)} phrasings"
    print(f"{name:52} {ours:9.0f} µs   {ours / theirs:.2f} × extractOne(WRatio)")


class Stub(BaseRequest):
    """Telegram without a network: every send succeeds at once."""

    def __init__(self) -> None:
        self._ids = count(1)
        self.updates: list[dict[str, Any]] = []  # what the next getUpdates brings

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(self, url: str, *_: Any, **__: Any) -> tuple[int, bytes]:
        result: Any = True
        if url.endswith("/getUpdates"):
            result, self.updates = self.updates, []
        if url.endswith("/getMe"):
            result = {"id": 1, "is_bot": True, "first_name": "C", "username": "citebot"}
        if url.endswith("/sendMessage"):
            chat = {"id": 1, "type": "private"}
            result = {"message_id": next(self._ids), "date": 0, "chat": chat, "text": "x"}
        return 200, json.dumps({"ok": True, "result": result}).encode()


async def whole_message(
    base: FactBase, questions: Sequence[str], at_once: int, *, shows_stages: bool = False
) -> tuple[float, float]:
    """CPU µs of a message from the parsed JSON to the committed log row, network stubbed; and
    how much of it is matching.
    """
    with TemporaryDirectory() as folder:
        async with Database.opened(Path(folder) / "bench.db") as database:
            keys = Pseudonyms.opened(Path(folder) / "key")
            delivery = Delivery(Inbox(database, time.time), QueryLog(database), keys)
            languages, weights = read_languages(), read_weights()
            desk = TimedDesk({"bench": Matcher(base, languages, weights)})
            editorial = await Editorial.opened(database, desk, languages, weights, keys)
            stub = Stub()
            readers = _readers(database, keys)
            await readers.know_all()
            wishes = Wishes(desk, Feedback(database), keys)
            application = build(
                desk, delivery, editorial, readers, wishes, load_texts(), "1:x" * 9, request=stub
            )
            await application.initialize()
            await application.start()
            began = time.process_time()
            for start in range(0, MESSAGES, at_once):
                stub.updates = [
                    _private(number, questions[number % len(questions)])
                    for number in range(start, start + at_once)
                ]
                for update in await application.bot.get_updates():
                    await application.update_queue.put(update)
                await application.update_queue.join()
            spent, matched = time.process_time() - began, desk.spent
            assert await QueryLog(database).count() == MESSAGES
            if shows_stages:
                raw = _private(0, questions[0])
                await print_budget(application.bot, desk, delivery, raw, questions[0])
            await application.stop()
            await application.shutdown()
    return spent / MESSAGES * 1e6, matched / MESSAGES * 1e6


def _readers(database: Database, keys: Pseudonyms) -> Readers:
    log = QueryLog(database)
    return Readers(Choices(database), Feedback(database), Privacy(database), log, keys)


def _private(number: int, text: str) -> dict[str, Any]:
    person = {"id": 1000 + number, "is_bot": False, "first_name": "P", "language_code": "en"}
    chat = {"id": 1000 + number, "type": "private", "first_name": "P"}
    body = {"message_id": 1, "date": 0, "chat": chat, "from": person, "text": text}
    return {"update_id": number + 1, "message": body}


async def real_process(questions: Sequence[str]) -> None:
    """Messages a second and memory of the real process against the fake server on loopback."""
    gateway = Gateway(strict=False)
    with TemporaryDirectory() as folder:
        async with BotApiServer(gateway) as server:
            bot = Bot(server, Path(folder))
            await bot.start(CITEBOT_FACTS=str(shipped_facts()), CITEBOT_LOG_LEVEL="WARNING")
            await server.wait_for(lambda: gateway.polls > 0, 20)
            began = time.perf_counter()
            for number in range(MESSAGES):
                text = questions[number % len(questions)]
                gateway.inject.message(user(1000 + number, "P"), text)
            sends = lambda: len(gateway.calls_of("sendMessage")) >= MESSAGES  # noqa: E731
            await server.wait_for(sends, 60)
            seconds = time.perf_counter() - began
            megabytes = [resident_megabytes(bot.pid)]
            await bot.stop()
            await bot.start(CITEBOT_FACTS=str(shipped_facts()), CITEBOT_LOG_LEVEL="WARNING")
            for number in range(MESSAGES):
                text = questions[number % len(questions)]
                gateway.inject.message(user(5000 + number, "P"), text)
            more = lambda: len(gateway.calls_of("sendMessage")) >= 2 * MESSAGES  # noqa: E731
            await server.wait_for(more, 60)
            megabytes.append(resident_megabytes(bot.pid))
            await bot.stop()
    print(f"{'messages a second, real process, fake server':52} {MESSAGES / seconds:9.0f} /s")
    print(f"{'resident memory of the process, first start':52} {megabytes[0]:9.0f} MB")
    print(f"{'resident memory of the process, later ones':52} {megabytes[1]:9.0f} MB")


def resident_megabytes(pid: int) -> float:
    """As Linux tells it."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def start_up(questions: Sequence[str]) -> None:
    """From the shell to the first answer in the terminal, and to the last of 350."""
    with TemporaryDirectory() as folder:
        first = _terminal(folder, "ask", "who wrote it?")
        later = min(_terminal(folder, "ask", "who wrote it?") for _ in range(3))
        typed = "\n".join(questions[:350])
        many = min(_terminal(folder, "ask", "--json", "-", typed=typed) for _ in range(3))
    print(f"{'start-up to the first answer, wall, the first one':52} {first * 1000:9.0f} ms")
    print(f"{'start-up to the first answer, wall, later ones':52} {later * 1000:9.0f} ms")
    print(f"{'350 questions in one call, such a start, wall':52} {many * 1000:9.0f} ms")


def _terminal(folder: str, *arguments: str, typed: str = "") -> float:
    """Seconds that a command takes which keeps what it makes in `folder`."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(__file__).parents[1]),
        "XDG_CACHE_HOME": folder,
    }
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        check=True,
        input=typed,
        text=True,
        stdout=subprocess.DEVNULL,
        env=environment,
        cwd=folder,
    )
    return time.perf_counter() - began


def main() -> None:
    base = read_folder(shipped_facts()).base
    assert base is not None
    questions = [row.question for row in read_bank(shipped_facts() / "bank.jsonl")]
    random.Random(13).shuffle(questions)
    english = [row.question for row in read_bank(shipped_facts() / "bank.jsonl")]
    start_up(questions)
    matching(small_base(base), english[:100], "small base")
    matching(base, questions, "shipped base")
    for at_once in (1, 16):
        message = whole_message(small_base(base), english[:50], at_once, shows_stages=at_once == 1)
        spent, matched = asyncio.run(message)
        name = f"whole message without network, {at_once} at once"
        print(f"{name:52} {spent:9.0f} µs   {spent - matched:.0f} µs without the matching")
    for spellings in (5000, LOGGED):
        asyncio.run(review(base, questions, spellings))
        asyncio.run(statistics(base, questions, spellings))
    asyncio.run(real_process(questions))


if __name__ == "__main__":
    main()
