"""What a command begins with: the settings and the articles' folders; stops where they are bad."""

import gc
import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from bot.core.facts import BankQuestion
from bot.core.match import Matcher
from bot.settings import Settings, SettingsError, article_folders, read_settings
from bot.storage.folder import read_bank, read_folder
from bot.storage.languages import read_languages
from bot.storage.weights import read_weights


def settings() -> Settings:
    """The settings in force."""
    try:
        return read_settings(_secrets())
    except SettingsError as error:
        stop(str(error))


def _secrets() -> Path:
    """The folder of secret files: systemd's credentials, else a container's secrets."""
    return Path(os.environ.get("CREDENTIALS_DIRECTORY", "/run/secrets"))


def folder(facts: Path | None) -> Path:
    """The folder of one article: the first of several; without `facts` as in the settings."""
    wanted = facts or settings().facts
    return next(iter(article_folders(wanted)), wanted)


def bank(of: Path) -> tuple[BankQuestion, ...]:
    """The bank of an article's folder, where it has one."""
    path = of / "bank.jsonl"
    return tuple(read_bank(path)) if path.is_file() else ()


def matcher(facts: Path | None) -> Matcher:
    """A matcher on the folder `facts`, or on the first in the settings; stops on its errors."""
    of = folder(facts)
    gc.disable()  # a fact base is a hundred thousand values, none of them garbage
    read = read_folder(of)
    if read.base is None or read.errors:
        lines = "\n".join(map(str, read.errors))
        stop(f"{of} has errors, expected a folder that `citebot check` accepts:\n{lines}")
    base = read.base
    del read  # the lines of the file: their memory is used again for the matcher
    found = Matcher(base, read_languages(), read_weights())
    gc.freeze()
    gc.enable()
    return found


def stop(message: str) -> NoReturn:
    """End the command: what was expected goes to the error output."""
    click.echo(message, err=True)
    sys.exit(1)
