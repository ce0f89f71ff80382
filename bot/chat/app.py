"""The Telegram bot put together: every route in one list, how it starts, and how it stops."""

import asyncio
import json
import logging
import os
import time
import warnings
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

from telegram import LinkPreviewOptions, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, Defaults
from telegram.request import BaseRequest
from telegram.warnings import PTBUserWarning

from bot.charts import can_draw
from bot.chat.addressing import is_private
from bot.chat.administrators import Administrators
from bot.chat.cards import Cards
from bot.chat.choosing import Choosing
from bot.chat.correcting import Correcting
from bot.chat.corrector import Corrector
from bot.chat.digest import Digest
from bot.chat.door import Door
from bot.chat.editor import Editors
from bot.chat.failures import Failures
from bot.chat.feedback import Feedback
from bot.chat.gate import Gate
from bot.chat.group import Groups
from bot.chat.guest import Guests
from bot.chat.inbox_queue import InboxQueue
from bot.chat.inline import Inline
from bot.chat.menu import Menus
from bot.chat.order import InOrder
from bot.chat.outbox import Outbox
from bot.chat.presses import Presses
from bot.chat.private_data import PrivateData
from bot.chat.reader import Reader
from bot.chat.removals import Removals
from bot.chat.routes import ALLOWED_UPDATES, Everybody, routes
from bot.chat.rules import Rules
from bot.chat.screens import Screens
from bot.chat.statistics import Figures
from bot.chat.steady_bot import SteadyBot
from bot.chat.telling import Telling
from bot.chat.ways import ways
from bot.delivery import Delivery, Pending
from bot.desk import Desk
from bot.editorial import Editorial
from bot.readers import Readers
from bot.texts import Texts
from bot.wishes import Wishes

log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]
# Tasks from the start of the bot to its stop.
Background = Menus | Removals | Telling | Corrector | Digest


class TokenRefused(Exception):  # noqa: N818 - a state, as people name it
    """Raised when Telegram does not know the bot; names the setting, without the token."""


def build(
    desk: Desk,
    delivery: Delivery,
    editorial: Editorial,
    readers: Readers,
    wishes: Wishes,
    texts: Texts,
    token: str,
    *,
    api_url: str | None = None,
    request: BaseRequest | None = None,
    clock: Callable[[], float] = time.time,
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> App:
    """The bot, ready for `serve`.

    `api_url` ends in /bot. `request` replaces the network; `clock` gives Unix time in seconds.
    """
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # else the library warns at every 429
    order = InOrder(sleep)
    bot = SteadyBot(token, delivery, **_connection(api_url, request))
    door = Door(bot, desk, readers)
    queue = InboxQueue(delivery, bot.received, door.admits, order.stop_soon)
    outbox, tries = Outbox(bot, order.rest, readers.moved, clock), dict[int, int]()
    removals = Removals(bot, readers)
    telling = Telling(bot, wishes, readers, desk, texts, clock, sleep)
    corrector = Corrector(bot, editorial.corrections, readers, texts, clock, sleep)
    screens = Screens(editorial.team, outbox, texts)
    figures = Figures(editorial.statistics, screens, texts, draws=can_draw())
    digest = Digest(figures, editorial.statistics, editorial.team, screens)
    menus = Menus(bot, texts, editorial.team, sleep)
    background = (menus, removals, telling, corrector, digest)
    application: App = (
        Application.builder()
        .bot(bot)
        .update_queue(queue)
        .concurrent_updates(order)
        .job_queue(None)
        .post_init(lambda app: _prepare(app, delivery, background))
        .post_stop(lambda _: _close(queue, background))
        .build()
    )
    administrators = Administrators(bot, outbox, readers)
    rules = Rules(administrators, desk, delivery, outbox, readers, texts)
    choosing = Choosing(desk, delivery, outbox, readers, texts)
    cards, team = Cards(bot, desk, texts), editorial.team
    can = ways(
        editorial,
        screens,
        texts,
        menus.changed,
        Correcting(editorial.corrections, screens, texts, clock, corrector.wake),
        digest,
        (telling.published,),
    )
    everybody = Everybody(
        gate=Gate(delivery, outbox, readers, texts, clock, tries, team),
        editors=Editors(can, editorial, desk, delivery, outbox, readers, texts),
        groups=Groups(bot, door, desk, delivery, outbox, readers, texts, rules),
        reader=Reader(desk, delivery, outbox, readers, texts, choosing),
        choosing=choosing,
        private_data=PrivateData(delivery, outbox, readers, texts),
        feedback=Feedback(delivery, outbox, readers, texts),
        presses=Presses(desk, delivery, outbox, readers, texts, administrators, rules, team),
        inline=Inline(cards, choosing, desk, delivery, texts),
        guests=Guests(bot, cards, choosing, delivery, outbox, readers, texts),
    )
    application.add_handlers(routes(everybody))
    failures = Failures(delivery, outbox, readers, texts, order.rest, tries)
    application.add_error_handler(failures.handle)
    return application


async def serve(application: App, stop: asyncio.Event) -> None:
    """Run the bot until `stop` is set; what is under way then has a few seconds to end.

    Raises: TokenRefused when Telegram does not know the bot, and what else keeps it from starting.
    """
    starting = asyncio.create_task(_start(application), name="start")
    stopping = asyncio.create_task(stop.wait(), name="wait for the stop")
    try:
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            starting.result()
        await stopping
    finally:
        for task in (starting, stopping):
            task.cancel()
        await asyncio.gather(starting, stopping, return_exceptions=True)
        await _stop(application)


async def _start(application: App) -> None:
    updater, post_init = application.updater, application.post_init
    assert updater is not None
    assert post_init is not None
    await _initialize(application)
    await post_init(application)
    await application.start()  # first, so that the backlog is answered while Telegram is away
    await updater.start_polling(
        allowed_updates=ALLOWED_UPDATES, bootstrap_retries=-1, error_callback=_note
    )
    log.info("listening as @%s", application.bot.username)


async def _initialize(application: App) -> None:
    """Ask Telegram who we are, for as long as it takes to hear from it."""
    pause = 0.5
    while True:
        try:
            return await application.initialize()
        except InvalidToken:
            raise TokenRefused(
                "CITEBOT_TOKEN is (not shown): not known to Telegram; expected a bot's token as "
                "BotFather gives it, 123:ABC (and a Bot API server, where CITEBOT_API_URL is set)"
            ) from None  # its text holds the token
        except TelegramError as error:
            log.warning("Telegram does not answer (%s), trying again in %.1f s", error, pause)
            await asyncio.sleep(pause)
            pause = min(30.0, 2 * pause)


async def _stop(application: App) -> None:
    updater, post_stop = application.updater, application.post_stop
    assert updater is not None
    assert post_stop is not None
    with suppress(TimeoutError):  # a last call, only to spare Telegram a redelivery
        async with asyncio.timeout(1.0):
            if updater.running:
                await updater.stop()
    if application.running:
        with warnings.catch_warnings():
            # What is still queued is begun during the stop. The library warns that it will not
            # be awaited, but it is: the queue is joined before the stop ends.
            warnings.filterwarnings("ignore", "Tasks created via", PTBUserWarning)
            await application.stop()
    await post_stop(application)
    await application.shutdown()
    await application.bot.shutdown()  # the application's does nothing where it never got through


def _note(error: TelegramError) -> None:
    log.warning("getUpdates failed, trying again: %s", error)


def _connection(api_url: str | None, request: BaseRequest | None) -> dict[str, Any]:
    options: dict[str, Any] = {
        "defaults": Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True))
    }
    if api_url:
        options["base_url"] = api_url
        options["base_file_url"] = f"{api_url.removesuffix('/bot')}/file/bot"
    if request:
        options |= {"request": request, "get_updates_request": request}
    return options


async def _prepare(application: App, delivery: Delivery, background: Sequence[Background]) -> None:
    for pending in await delivery.backlog():
        await _requeue(application, delivery, pending)
    for each in background:
        each.start()


async def _close(queue: InboxQueue, background: Sequence[Background]) -> None:
    await queue.close()
    for each in background:
        await each.close()


async def _requeue(application: App, delivery: Delivery, pending: Pending) -> None:
    """Enqueue what an earlier process left; presses are too old by now to be answered.

    What may have been answered already is answered again in private chats alone.
    """
    try:
        update = Update.de_json(json.loads(pending.payload), application.bot)
    except Exception as error:
        log.error("update %d of the inbox cannot be read", pending.update_id)
        await delivery.quarantine(pending.update_id, pending.payload, type(error).__name__)
        await delivery.finish(pending.update_id, None, "failed")
        return
    if update.callback_query:
        await delivery.finish(update.update_id, None, "expired")
    elif pending.state == "sending" and not is_private(update):
        await delivery.finish(update.update_id, None, "unknown")
    else:
        application.update_queue.put_nowait(update)
