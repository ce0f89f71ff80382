"""Command line and composition root: the only place where parts are built."""

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import NoReturn

import click

from bot.core.bank import contested
from bot.core.match import Matcher
from bot.core.weights import Weights
from bot.desk import Desk
from bot.settings import Settings, SettingsError, read_settings
from bot.storage.folder import read_folder
from bot.storage.languages import read_languages
from bot.terminal import as_record, as_text, converse
from bot.texts import load_texts

FACTS = click.option(
    "--facts",
    type=click.Path(path_type=Path),
    help="Another article's folder (article.txt and facts.toml) than the one in the settings.",
)


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Ask the article. It answers in its own words.

    Without a command: the Telegram bot when CITEBOT_TOKEN is set, else a chat in this terminal.
    """
    if context.invoked_subcommand is None:
        context.invoke(run if _settings().token else chat)


@main.command()
def run() -> None:
    """Run the Telegram bot (long polling) until it is told to stop."""
    settings = _settings()
    if settings.token is None:
        _stop(
            "CITEBOT_TOKEN is not set: expected a bot's token as BotFather gives it, 123:ABC.\n"
            "Without one, `citebot chat` answers in the terminal."
        )
    asyncio.run(_serve(settings, settings.token.get_secret_value()))


@main.command()
@FACTS
def chat(facts: Path | None) -> None:
    """Ask the article in this terminal; ends with the input."""
    converse(_desk(facts), load_texts(), sys.stdin, sys.stdout)


@main.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a question.")
@FACTS
def ask(question: str, as_json: bool, facts: Path | None) -> None:
    """Answer QUESTION and end; with - read a question a line."""
    desk, texts = _desk(facts), load_texts()
    for text in _lines() if question == "-" else [question]:
        reply = desk.ask(text)
        click.echo(
            json.dumps(as_record(reply), ensure_ascii=False)
            if as_json
            else as_text(reply, desk.base, texts)
        )


@main.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def check(folder: Path | None) -> None:
    """Print every problem of an article's FOLDER; exit 1 when one of them is an error."""
    read = read_folder(folder or _settings().facts)
    problems = list(read.problems)
    if read.base and not read.errors:
        problems += contested(Matcher(read.base, read_languages(), Weights()), read.place)
    for problem in problems:
        click.echo(problem)
    errors = sum(problem.severity == "error" for problem in problems)
    click.echo(f"{errors} errors, {len(problems) - errors} warnings", err=True)
    sys.exit(1 if errors else 0)


async def _serve(settings: Settings, token: str) -> None:
    """Build the Telegram bot and run it until SIGTERM or SIGINT; parts close in reverse order."""
    from bot.chat.app import build, serve  # the terminal does without Telegram's 0.3 s
    from bot.delivery import Delivery
    from bot.logs import set_up
    from bot.storage.database import Database
    from bot.storage.inbox import Inbox
    from bot.storage.pseudonyms import Pseudonyms
    from bot.storage.querylog import QueryLog

    set_up(settings.log_level, [token])
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncExitStack() as parts:  # opened in this order, closed in reverse
        database = await parts.enter_async_context(Database.opened(settings.data / "citebot.db"))
        pseudonyms = Pseudonyms.opened(settings.data / "pseudonyms.key")
        delivery = Delivery(Inbox(database, time.time), QueryLog(database), pseudonyms)
        application = build(
            _desk(settings.facts), delivery, load_texts(), token, api_url=settings.api_url
        )
        tidying = asyncio.create_task(delivery.tidy_for_ever(), name="tidy")
        try:
            await serve(application, stop)
        finally:
            tidying.cancel()
            await asyncio.gather(tidying, return_exceptions=True)


def _lines() -> Iterator[str]:
    for line in sys.stdin:
        yield line.rstrip("\r\n")


def _settings() -> Settings:
    try:
        return read_settings(_secrets())
    except SettingsError as error:
        _stop(str(error))


def _secrets() -> Path:
    """The folder of secret files: systemd's credentials, else a container's secrets."""
    return Path(os.environ.get("CREDENTIALS_DIRECTORY", "/run/secrets"))


def _desk(facts: Path | None) -> Desk:
    """A desk on the folder `facts`, or on the one in the settings; stops on its errors."""
    folder = facts or _settings().facts
    read = read_folder(folder)
    if read.base is None or read.errors:
        lines = "\n".join(map(str, read.errors))
        _stop(f"{folder} has errors, expected a folder that `citebot check` accepts:\n{lines}")
    return Desk(Matcher(read.base, read_languages(), Weights()))


def _stop(message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
