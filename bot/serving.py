"""The Telegram bot with its storage and its services: built here, run, and closed."""

import asyncio
import signal
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack

from bot.chat.app import build
from bot.chat.app import serve as run
from bot.core.facts import BankQuestion
from bot.core.match import Matcher
from bot.delivery import Delivery
from bot.desk import Desk
from bot.editorial import Editorial
from bot.logs import set_up
from bot.readers import Readers
from bot.settings import Settings
from bot.storage.choices import Choices
from bot.storage.database import Database
from bot.storage.feedback import Feedback
from bot.storage.inbox import Inbox
from bot.storage.languages import read_languages
from bot.storage.privacy import Privacy
from bot.storage.pseudonyms import Pseudonyms
from bot.storage.querylog import QueryLog
from bot.storage.revisions import Revisions
from bot.storage.weights import read_weights
from bot.texts import load_texts
from bot.wishes import Wishes


async def serve(
    settings: Settings,
    token: str,
    folders: Mapping[str, Matcher],
    banks: Mapping[str, Sequence[BankQuestion]],
) -> None:
    """Run the Telegram bot until SIGTERM or SIGINT; parts close in reverse order.

    `folders` and `banks` are what the articles' folders hold, by article.
    """
    set_up(settings.log_level, [token])
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncExitStack() as parts:  # opened in this order, closed in reverse
        database = await parts.enter_async_context(Database.opened(settings.data / "citebot.db"))
        pseudonyms = Pseudonyms.opened(settings.data / "pseudonyms.key")
        revisions = Revisions(database, time.time)
        desk = Desk(
            {article: await _in_force(revisions, article, folders[article]) for article in folders}
        )
        queries, feedback = QueryLog(database), Feedback(database)
        delivery = Delivery(Inbox(database, time.time), queries, pseudonyms)
        editorial = await Editorial.opened(
            database,
            desk,
            read_languages(),
            read_weights(),
            pseudonyms,
            owners=settings.owners,
            banks=banks,
        )
        application = build(
            desk,
            delivery,
            editorial,
            Readers(Choices(database), feedback, Privacy(database), queries, pseudonyms),
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


async def _in_force(revisions: Revisions, article: str, folder: Matcher) -> Matcher:
    """What was published last; at the first start, the folder."""
    if await revisions.head(article) is None:
        await revisions.publish(article, None, folder.base, 0, "", "import")
    base = await revisions.base(article)
    if base.version == folder.base.version:
        return folder
    return await asyncio.to_thread(Matcher, base, read_languages(), read_weights())
