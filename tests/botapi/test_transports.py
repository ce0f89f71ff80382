"""The library's own Bot and Application against both ways in."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from fake_telegram import FakeTelegram, Person
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    MessageEntity,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TimedOut
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ExtBot,
    MessageHandler,
    filters,
)

from .gateway import Gateway
from .people import user
from .problem import Upload
from .server import TOKEN, BotApiServer
from .transport import until

ANN = user(1001)
AnyApplication = Application[Any, Any, Any, Any, Any, Any]
OK = InlineKeyboardMarkup([[InlineKeyboardButton("OK", callback_data="ok")]])


@pytest.fixture
def gateway() -> Gateway:
    made = Gateway()
    made.inject.message(ANN, "hello")
    return made


@pytest.fixture(params=["memory", "http"])
async def bot(gateway: Gateway, request: pytest.FixtureRequest) -> AsyncIterator[Bot]:
    if request.param == "memory":
        fake = FakeTelegram(gateway)
        async with ExtBot(TOKEN, request=fake, get_updates_request=fake) as made:
            yield made
        return
    async with (
        BotApiServer(gateway) as server,
        Bot(TOKEN, base_url=server.url, base_file_url=server.file_url) as made,
    ):
        yield made


async def test_the_bot_learns_who_it_is(bot: Bot) -> None:
    assert (await bot.get_me()).username == "citebot"


async def test_a_message_arrives_as_it_was_meant(bot: Bot, gateway: Gateway) -> None:
    await bot.send_message(
        1001,
        "😀 €",
        entities=[MessageEntity("bold", 3, 1)],
        reply_markup=OK,
        reply_parameters=ReplyParameters(1, quote="hell"),
    )
    seen = gateway.messages(1001)[-1]
    assert (seen.text, seen.marked("bold"), seen.labels, seen.quote, gateway.violations) == (
        "😀 €",
        ("€",),
        (("OK",),),
        "hell",
        [],
    )


async def test_a_refusal_becomes_the_librarys_error(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(5, "x")


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")  # retry_after as a number
async def test_a_flood_limit_becomes_the_librarys_error(bot: Bot, gateway: Gateway) -> None:
    gateway.fault("sendMessage", 429, retry_after=7)
    with pytest.raises(RetryAfter, match=r"7 seconds|0:00:07"):
        await bot.send_message(1001, "x")


async def test_a_document_travels_both_ways(bot: Bot, gateway: Gateway) -> None:
    sent = await bot.send_document(1001, InputFile(b"\r\n--x = \xff\r\n", filename="facts.toml"))
    assert sent.document is not None
    fetched = await (await bot.get_file(sent.document.file_id)).download_as_bytearray()
    seen = gateway.messages(1001)[-1].document
    assert seen is not None
    assert (bytes(fetched), seen.name, gateway.violations) == (
        b"\r\n--x = \xff\r\n",
        "facts.toml",
        [],
    )


async def test_a_message_with_a_lost_answer_was_delivered(bot: Bot, gateway: Gateway) -> None:
    gateway.fault("sendMessage", close=True)
    with pytest.raises(NetworkError):
        await bot.send_message(1001, "x")
    assert gateway.messages(1001)[-1].text == "x"


async def test_a_broken_answer_is_an_error(bot: Bot, gateway: Gateway) -> None:
    gateway.fault("sendMessage", malformed=True)
    with pytest.raises(Exception, match="Invalid server response"):
        await bot.send_message(1001, "x")


async def test_a_late_answer_is_a_timeout_of_a_delivered_message(
    bot: Bot, gateway: Gateway
) -> None:
    gateway.fault("sendMessage", delay=0.5)
    with pytest.raises(TimedOut):
        await bot.send_message(1001, "x", read_timeout=0.05)
    assert gateway.messages(1001)[-1].text == "x"


async def test_a_long_poll_ends_when_an_update_comes(bot: Bot, gateway: Gateway) -> None:
    gateway.pending.clear()
    poll = asyncio.create_task(_updates(bot))
    assert await until(gateway, lambda: gateway.polls == 1, 5.0)
    gateway.inject.message(ANN, "new")
    assert [u.message and u.message.text for u in await poll] == ["new"]


async def _updates(bot: Bot) -> tuple[Update, ...]:
    return await bot.get_updates(timeout=10)


async def test_a_long_poll_ends_with_its_timeout(bot: Bot, gateway: Gateway) -> None:
    gateway.pending.clear()
    assert await bot.get_updates(timeout=1) == ()


async def start(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text("Ask me.", reply_markup=OK)


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None
    await update.message.reply_text(update.message.text or "", do_quote=True)


async def press(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer()
    await update.callback_query.edit_message_text("Pressed.")


def with_handlers(builder: Any) -> AnyApplication:
    application: AnyApplication = builder.build()
    message = filters.UpdateType.MESSAGE
    application.add_handler(CommandHandler("start", start, message))
    application.add_handler(MessageHandler(filters.TEXT & message, echo))
    application.add_handler(CallbackQueryHandler(press))
    return application


@pytest.fixture
async def ann() -> AsyncIterator[Person]:
    fake = FakeTelegram(Gateway())
    builder = ApplicationBuilder().token(TOKEN).request(fake).get_updates_request(fake)
    async with with_handlers(builder.updater(None)) as application:
        await application.start()
        yield Person(fake, application, settled=application.update_queue.join)
        await application.stop()
    assert fake.gateway.violations == []


async def test_a_person_reads_the_reply(ann: Person) -> None:
    await ann.say("/start")
    assert (ann.screen, ann.last.labels) == ("Ask me.", (("OK",),))


async def test_a_person_presses_a_button(ann: Person) -> None:
    await ann.say("/start")
    await ann.press("OK")
    assert (ann.screen, ann.last.labels) == ("Pressed.", ())


async def test_a_person_edits_without_an_answer(ann: Person) -> None:
    await ann.say("one")
    await ann.edit("two")
    assert [message.text for message in ann.messages] == ["two", "one"]


async def test_a_person_sends_what_the_bot_does_not_read(ann: Person) -> None:
    await ann.send_sticker()
    await ann.send_photo("look")
    await ann.send_voice()
    await ann.send_document(Upload("a.toml", b"x"))
    assert [message.from_bot for message in ann.messages] == [False] * 4


async def test_a_real_application_polls_over_http(gateway: Gateway) -> None:
    gateway.pending.clear()
    async with BotApiServer(gateway) as server:
        builder = ApplicationBuilder().token(TOKEN).base_url(server.url)
        async with with_handlers(builder.base_file_url(server.file_url)) as application:
            assert application.updater is not None
            await application.updater.start_polling(poll_interval=0)
            await application.start()
            gateway.inject.message(ANN, "/start")
            await server.wait_for(lambda: bool(gateway.calls_of("sendMessage")))
            gateway.inject.press(ANN, "OK")
            await server.wait_for(lambda: bool(gateway.calls_of("editMessageText")))
            await application.updater.stop()
            await application.stop()
    assert (gateway.messages(1001)[-1].text, gateway.violations) == ("Pressed.", [])


async def test_a_wrong_token_is_refused(gateway: Gateway) -> None:
    async with BotApiServer(gateway) as server:
        wrong = Bot("7000000001:some-other-token", base_url=server.url)
        with pytest.raises(InvalidToken):
            await wrong.initialize()
        await wrong.shutdown()
