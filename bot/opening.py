"""What a command begins with: the settings and the articles' folders; stops where they are bad."""

import gc
import os
import sys
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import NoReturn

import click

from bot import semantic
from bot.core.encoded import Meaning
from bot.core.facts import BankQuestion, FactBase
from bot.core.match import Matcher
from bot.settings import Settings, SettingsError, article_folders, read_settings
from bot.storage.centroids import Centroids
from bot.storage.folder import content_of, read_bank, read_folder
from bot.storage.languages import read_languages
from bot.storage.matchers import Matchers
from bot.storage.weights import SEMANTIC, read_weights

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


def data_folder() -> Path:
    """The folder of the data, made where it is missing; stops where it cannot be written to."""
    found = settings().data
    try:
        found.mkdir(mode=0o700, parents=True, exist_ok=True)
        with TemporaryFile(dir=found):
            return found
    except OSError as error:
        expected = Settings.model_fields["data"].description
        stop(f"CITEBOT_DATA is {str(found)!r}: {error.strerror}; expected {expected}")


def meaning() -> Meaning | None:
    """The sentence encoder, where it is installed and not switched off.

    Not switched on, it is for bases without gaps: those with gaps gained nothing by it.
    """
    found = settings()
    if found.semantic == "off" or (found.semantic == "auto" and not semantic.is_installed()):
        return None
    if not semantic.is_installed():
        stop(f"CITEBOT_SEMANTIC is 'on', but the extra is not installed; expected: {INSTALL}")
    return _meaning(found.data, found.semantic == "on")


@cache
def _meaning(data: Path, is_on: bool) -> Meaning:
    """One for the process; it loads when it is first used."""
    kept = Centroids.opened(data / "centroids.bin", semantic.name())
    if kept.is_empty and is_on:
        click.echo("Citebot: the encoder reads the phrasings (half a minute, once)", err=True)
    encoder = semantic.Loading()
    return Meaning(encoder, semantic.LANGUAGES, kept, read_weights(SEMANTIC), is_on)


def matcher(
    facts: Path | None, *, encodes: bool | None = None, keeps_in: Path | None = None
) -> Matcher:
    """A matcher on the folder `facts`, or on the first in the settings; stops on its errors.

    `encodes`: with or without the encoder, whatever the base; None as the settings have it.
    `keeps_in`: where it is kept for the next start, if not as `kept_in` says.
    """
    meant = meaning() if encodes is not False else None
    if meant and encodes:
        meant = replace(meant, is_for_curated=True)
    of, languages = folder(facts), read_languages()
    kept = Matchers(keeps_in or kept_in(settings().data), languages, read_weights(), meant)
    gc.disable()  # a fact base is a hundred thousand values, none of them garbage
    found = kept.of(of.name, content_of(of), lambda: _checked(of))
    gc.freeze()
    gc.enable()
    return found


def _checked(of: Path) -> FactBase:
    read = read_folder(of)
    if read.base is None or read.errors:
        lines = "\n".join(map(str, read.errors))
        stop(f"{of} has errors, expected a folder that `citebot check` accepts:\n{lines}")
    return read.base


def kept_in(data: Path) -> Path:
    """The folder for what can be made again: the bot's own, where there is one."""
    if data.is_dir():
        return data
    with suppress(RuntimeError):  # somebody without a home
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "citebot"
    return data


def stop(message: str) -> NoReturn:
    """End the command: what was expected goes to the error output."""
    click.echo(message, err=True)
    sys.exit(1)
