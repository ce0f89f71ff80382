"""The Telegram bot with its storage and its services: built here, run, and closed."""

import asyncio
import signal
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass

from bot.chat.app import TokenRefused, build
from bot.chat.app import serve as run
from bot.core.encoded import Meaning
from bot.core.facts import BankQuestion
from bot.core.match import Matcher
from bot.core.weights import Weights
from bot.delivery import Delivery
from bot.desk import Desk
from bot.editorial import Editorial
from bot.folders import Folders
from bot.logs import set_up
from bot.readers import Readers
from bot.settings import Settings
from bot.storage.choices import Choices
from bot.storage.database import Database, StorageUnavailable
from bot.storage.feedback import Feedback
from bot.storage.imports import Imports
from bot.storage.inbox import Inbox
from bot.storage.languages import read_languages
from bot.storage.lock import FolderNotHeld, held
from bot.storage.matchers import Matchers
from bot.storage.migrations import DatabaseTooNew
from bot.storage.privacy import Privacy
from bot.storage.pseudonyms import Pseudonyms, WrongKeyFile
from bot.storage.querylog import QueryLog
from bot.storage.revisions import Revisions
from bot.texts import load_texts
from bot.wishes import Wishes

# What an operator can put right; each says in a line what it is about and what was expected.
TROUBLES = (TokenRefused, FolderNotHeld, DatabaseTooNew, StorageUnavailable, WrongKeyFile)


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article's folder as it stands at the start."""

    matcher: Matcher
    template: str  # its facts.toml
    bank: tuple[BankQuestion, ...]


async def serve(
    settings: Settings,
    token: str,
    arrivals: dict[str, Arrival],
    weights: Weights,
    meaning: Meaning | None,
) -> None:
    """Run the Telegram bot until SIGTERM or SIGINT; parts close in reverse order.

    `arrivals` are what the articles' folders hold, by article; they are taken out of it, so that
    nothing keeps a matcher, or the text of a file, that is not in force. `weights` and `meaning`
    are what their matchers were made with. Raises one of TROUBLES.
    """
    set_up(settings.log_level, [token])
    stop = asyncio.Event()
    async with AsyncExitStack() as parts:  # opened in this order, closed in reverse
        await parts.enter_async_context(held(settings.data))
        for number in (signal.SIGTERM, signal.SIGINT):  # from here on there is something to drain
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        database = await parts.enter_async_context(Database.opened(settings.data / "citebot.db"))
        pseudonyms = Pseudonyms.opened(settings.data / "pseudonyms.key")
        folders = Folders(Revisions(database, time.time), Imports(database, time.time))
        banks = {name: folder.bank for name, folder in arrivals.items()}
        kept = Matchers(settings.data, read_languages(), weights, meaning)
        desk = Desk(
            {name: await _in_force(folders, name, arrivals.pop(name), kept) for name in banks}
        )
        queries, feedback = QueryLog(database), Feedback(database)
        delivery = Delivery(Inbox(database, time.time), queries, pseudonyms)
        editorial = await Editorial.opened(
            database,
            desk,
            read_languages(),
            weights,
            pseudonyms,
            owners=settings.owners,
            banks=banks,
            meaning=meaning,
        )
        readers = Readers(Choices(database), feedback, Privacy(database), queries, pseudonyms)
        await readers.know_all()
        application = build(
            desk,
            delivery,
            editorial,
            readers,
            Wishes(desk, feedback, pseudonyms),
            load_texts(),
            token,
            api_url=settings.api_url,
        )
        tidying = asyncio.create_task(delivery.tidy_for_ever(), name="tidy")
        try:
            await run(application, stop)
        finally:
            tidying.cancel()
            await asyncio.gather(tidying, return_exceptions=True)


async def _in_force(folders: Folders, article: str, folder: Arrival, kept: Matchers) -> Matcher:
    """A matcher on what readers are to get."""
    base = await folders.bring(article, folder.matcher.base, folder.template, folder.bank)
    version = base.version
    if version == folder.matcher.base.version:
        return folder.matcher
    return await asyncio.to_thread(kept.of, f"{article}.published", version.encode(), lambda: base)
