"""A tiny article, the real bot around it, and Telegram in memory."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from botapi import people
from botapi.gateway import Gateway
from botapi.inject import Inject
from fake_telegram import FakeTelegram, Person
from telegram import Update

from bot.chat.app import App, build
from bot.chat.outbox import Outbox
from bot.core.answer import Answer
from bot.core.facts import Article, BankQuestion, Fact, FactBase, Gap, Sentence
from bot.core.match import Matcher
from bot.delivery import Delivery
from bot.desk import Desk, Reply
from bot.editorial import Editorial
from bot.folders import Folders
from bot.readers import Readers
from bot.storage.choices import Choices
from bot.storage.database import Database
from bot.storage.feedback import Feedback
from bot.storage.imports import Imports
from bot.storage.inbox import Inbox
from bot.storage.languages import read_languages
from bot.storage.privacy import Privacy
from bot.storage.pseudonyms import Pseudonyms
from bot.storage.querylog import QueryLog
from bot.storage.revisions import Revisions
from bot.storage.weights import read_weights
from bot.texts import load_texts
from bot.wishes import Wishes

TOKEN = "7000000001:SECRET-of-the-bot-0123456789"
LABEL = "Article by Ada Bell"

SENTENCES = (
    Sentence(0, "By Ada Bell", 0),
    Sentence(1, "The bridge over the Orla was opened in 1931.", 1),
    Sentence(2, "It is 312 metres long and carries two railway tracks.", 1),
    Sentence(3, "Engineer Mira Kolb drew it 🌉 after a journey to Norway.", 2),
    Sentence(4, "The town of Veldra paid 4.5 million crowns for it.", 2),
)
ITALIAN = {
    0: "Di Ada Bell",
    1: "Il ponte sull'Orla fu inaugurato nel 1931.",
    2: "È lungo 312 metri e porta due binari ferroviari.",
    3: "L'ingegnera Mira Kolb lo disegnò 🌉 dopo un viaggio in Norvegia.",
    4: "La città di Veldra lo pagò 4,5 milioni di corone.",
}

OPENED = Fact(
    id="opened",
    cites=(1,),
    answer="in 1931",
    kinds=("when",),
    asks={
        "en": ("When was the bridge opened?", "opening year of the bridge"),
        "it": ("Quando fu inaugurato il ponte?",),
    },
)
LENGTH = Fact(
    id="length",
    cites=(2,),
    answer="312 metres",
    asks={"en": ("How long is the bridge?", "length of the bridge in metres")},
)
JOURNEY = Fact(
    id="journey",
    cites=(3,),
    answer="a journey to Norway",
    asks={"en": ("Which journey came before the drawing?", "where had the engineer travelled")},
)
WHOLE = Fact(
    id="whole",
    cites=(2, 4),
    asks={"en": ("What is known of size and cost?", "tracks and crowns")},
)
FACTS = (OPENED, LENGTH, JOURNEY, WHOLE)
COLOUR = Gap(
    id="colour",
    asks={"en": ("What colour is the bridge painted?", "paint colour")},
    near=("opened",),
)
BASE = FactBase(
    article=Article(LABEL, "en", SENTENCES, {"it": ITALIAN}), facts=FACTS, gaps=(COLOUR,)
)

WHEN = "When was the bridge opened?"
LONG = "How long is the bridge?"
SORRY = "Sorry, something went wrong on my side. Please ask again in a little while."

QUOTE_OPENED = f"❝ {SENTENCES[1].text} ❞\n[1] {LABEL}"
QUOTE_LENGTH = f"❝ {SENTENCES[2].text} ❞\n[2] {LABEL}"


def _ignore(_: object) -> None:
    """Nobody is told."""


def said(person: Person) -> list[str]:
    """All that the bot has said to a person, oldest first."""
    return [message.text for message in person.messages if message.from_bot]


class Clock:
    """Unix time that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class Naps:
    """Sleeping that takes no time, unless the test holds it back; every nap is noted."""

    seconds: list[float] = field(default_factory=list)
    may_end: asyncio.Event = field(default_factory=asyncio.Event)
    on_nap: Callable[[float], object] = _ignore

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await self.may_end.wait()
        self.on_nap(seconds)
        await asyncio.sleep(0)


class ScriptedDesk(Desk):
    """A desk that gives some questions a fixed answer and asks the matcher about all others."""

    def __init__(self, matcher: Matcher) -> None:
        super().__init__({"bridge": matcher})
        self.script: dict[str, Answer | Exception] = {}
        self.asked: list[str] = []
        self.on_ask: Callable[[str], object] = _ignore

    def ask(
        self, text: str, client_language: str | None = None, article: str | None = None
    ) -> Reply:
        self.asked.append(text)
        self.on_ask(text)
        scripted = self.script.get(text)
        if isinstance(scripted, Exception):
            raise scripted
        if scripted is None:
            return super().ask(text, client_language, article)
        language, article = client_language or "en", self.article(article)
        return Reply(text, language, article, scripted, self.base(article).version, None, None, 0.0)


@dataclass
class World:
    """The bot under test, everything around it, and what a test may turn."""

    gateway: Gateway
    fake: FakeTelegram
    application: App
    desk: ScriptedDesk
    editorial: Editorial
    delivery: Delivery
    readers: Readers
    wishes: Wishes
    inbox: Inbox
    database: Database
    clock: Clock
    naps: Naps

    @property
    def not_delivered(self) -> Inject:
        """Makes updates that are not delivered; each act returns its own."""
        return Inject(self.gateway.world, _ignore)

    @property
    def outbox(self) -> Outbox:
        """A way out that waits like the bot's own."""
        return Outbox(self.application.bot, self.naps, self.readers.moved, self.clock)

    def person(self, user_id: int = 1001, language_code: str | None = "en") -> Person:
        return Person(
            self.fake, self.application, self.settled, user_id, language_code=language_code
        )

    async def settled(self) -> None:
        """Until every update has been handled."""
        async with asyncio.timeout(10):
            await self.application.update_queue.join()

    async def put(self, payload: dict[str, Any]) -> None:
        """Hand an update to the bot without waiting until it is handled."""
        await self.application.update_queue.put(Update.de_json(payload, self.application.bot))

    def message_from(self, user_id: int, text: str) -> dict[str, Any]:
        """A private message as an update that is not delivered yet."""
        return self.not_delivered.message(people.user(user_id), text)

    async def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What the database says."""
        return [tuple(row) for row in await self.database.read(query)]

    async def states(self) -> list[str]:
        """The states of all updates, oldest first."""
        return [row[0] for row in await self.rows("SELECT state FROM inbox ORDER BY update_id")]

    async def logged(self) -> list[tuple[Any, ...]]:
        """Text, outcome and fact of every logged query, oldest first."""
        return await self.rows("SELECT text, outcome, fact FROM queries ORDER BY id")


@asynccontextmanager
async def opened(
    folder: Path,
    base: FactBase = BASE,
    *,
    gateway: Gateway | None = None,
    clock: Clock | None = None,
    owners: tuple[int, ...] = (),
    bank: tuple[BankQuestion, ...] = (),
    make_inbox: Callable[[Database, Clock], Inbox] = Inbox,
    starts: bool = True,
) -> AsyncIterator[World]:
    """The bot on `base` with its database in `folder`; unless it `starts`, nothing is handled."""
    clock = clock or Clock()
    gateway = gateway or Gateway(clock=clock)
    fake, naps = FakeTelegram(gateway), Naps()
    naps.may_end.set()
    languages, weights = read_languages(), read_weights()
    async with Database.opened(folder / "citebot.db") as database:
        inbox = make_inbox(database, clock)
        pseudonyms = Pseudonyms.opened(folder / "pseudonyms.key")
        queries, feedback = QueryLog(database), Feedback(database)
        delivery = Delivery(inbox, queries, pseudonyms, clock)
        revisions = Revisions(database, clock)
        folders = Folders(revisions, Imports(database, clock))
        desk = ScriptedDesk(Matcher(await folders.bring("bridge", base, ""), languages, weights))
        editorial = await Editorial.opened(
            database,
            desk,
            languages,
            weights,
            pseudonyms,
            owners=owners,
            banks={"bridge": bank},
            clock=clock,
        )
        readers = Readers(
            Choices(database), feedback, Privacy(database), queries, pseudonyms, clock
        )
        await readers.know_all()
        wishes = Wishes(desk, feedback, pseudonyms, clock)
        application = build(
            desk,
            delivery,
            editorial,
            readers,
            wishes,
            load_texts(),
            TOKEN,
            request=fake,
            clock=clock,
            sleep=naps,
        )
        people = (editorial, delivery, readers, wishes)
        world = World(gateway, fake, application, desk, *people, inbox, database, clock, naps)
        async with _running(application, starts):
            yield world


@asynccontextmanager
async def _running(application: App, starts: bool) -> AsyncIterator[None]:
    assert application.post_init is not None
    assert application.post_stop is not None
    await application.initialize()
    if starts:
        await application.post_init(application)
        await application.start()
    try:
        yield
    finally:
        if starts:
            await application.stop()
        await application.post_stop(application)
        await application.shutdown()
