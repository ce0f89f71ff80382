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

from telegram import BotCommandScopeAllPrivateChats, LinkPreviewOptions, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    Defaults,
    MessageHandler,
    TypeHandler,
    filters,
)
from telegram.request import BaseRequest
from telegram.warnings import PTBUserWarning

from bot.chat.failures import Failures
from bot.chat.gate import Gate
from bot.chat.inbox_queue import InboxQueue, is_private
from bot.chat.order import InOrder
from bot.chat.outbox import Outbox
from bot.chat.presses import Presses
from bot.chat.reader import COMMANDS, Reader
from bot.chat.steady_bot import SteadyBot
from bot.delivery import Delivery
from bot.desk import Desk
from bot.texts import FALLBACK, Texts

log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]
Routes = dict[int, Sequence[BaseHandler[Any, Any, Any]]]

# Telegram remembers this list: it is sent at every start, and names only what has a route.
ALLOWED_UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY]


def routes(gate: Gate, reader: Reader, presses: Presses) -> Routes:
    """Every route: in each group, from top to bottom, the first that fits."""
    new = filters.UpdateType.MESSAGE  # without it an edited command would run again
    edited = filters.UpdateType.EDITED_MESSAGE
    return {
        -1: [TypeHandler(Update, gate.check)],
        0: [
            CommandHandler("start", reader.start, filters=new),
            CommandHandler("help", reader.help, filters=new),
            CommandHandler("ask", reader.ask, filters=new),
            CommandHandler("facts", reader.facts, filters=new),
            CommandHandler("article", reader.article, filters=new),
            CommandHandler("privacy", reader.privacy, filters=new),
            MessageHandler(new & filters.COMMAND, reader.unknown_command),
            MessageHandler(new & filters.TEXT, reader.question),
            MessageHandler(new & ~filters.StatusUpdate.ALL, reader.other),
            MessageHandler(edited & filters.TEXT, reader.edited),
            CallbackQueryHandler(presses.press),
            TypeHandler(Update, reader.ignore),  # pinned a message, moved a live location …
        ],
    }


def build(
    desk: Desk,
    delivery: Delivery,
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
    queue = InboxQueue(delivery, bot.payload, order.stop_soon)
    outbox, tries = Outbox(bot, order.rest), dict[int, int]()
    application: App = (
        Application.builder()
        .bot(bot)
        .update_queue(queue)
        .concurrent_updates(order)
        .job_queue(None)
        .post_init(lambda app: _prepare(app, delivery, texts))
        .post_stop(lambda _: queue.close())
        .build()
    )
    gate = Gate(delivery, outbox, texts, clock, tries)
    reader = Reader(desk, delivery, outbox, texts)
    application.add_handlers(routes(gate, reader, Presses(desk, delivery, outbox, texts)))
    application.add_error_handler(Failures(delivery, outbox, texts, order.rest, tries).handle)
    return application


async def serve(application: App, stop: asyncio.Event) -> None:
    """Run the bot until `stop` is set; what is under way then has a few seconds to end.

    Raises: InvalidToken when Telegram does not know the bot, and what else keeps it from starting.
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
            raise
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


async def _prepare(application: App, delivery: Delivery, texts: Texts) -> None:
    await _set_commands(application, texts)
    for pending in await delivery.backlog():
        await _requeue(application, delivery, pending.update_id, pending.payload)


async def _set_commands(application: App, texts: Texts) -> None:
    """Put the commands into the menu of private chats, in every language."""
    for language in texts.languages:
        commands = [(name, texts(f"command.{name}", language)) for name in COMMANDS]
        try:
            await application.bot.set_my_commands(
                commands,
                BotCommandScopeAllPrivateChats(),
                None if language == FALLBACK else language,
            )
        except TelegramError as error:
            log.warning("the menu of commands is not set for %s: %s", language, error)


async def _requeue(application: App, delivery: Delivery, update_id: int, payload: str) -> None:
    """Enqueue what an earlier process left; presses are too old by now to be answered."""
    try:
        update = Update.de_json(json.loads(payload), application.bot)
    except Exception as error:
        log.error("update %d of the inbox cannot be read", update_id)
        await delivery.quarantine(update_id, payload, type(error).__name__)
        await delivery.finish(update_id, None, "failed")
        return
    if update.callback_query or not is_private(update):
        await delivery.finish(update_id, None, "expired")
    else:
        application.update_queue.put_nowait(update)
