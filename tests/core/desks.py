"""Matchers and desks for tests, built as the program builds them."""

from functools import cache

from bot.core.facts import FactBase
from bot.core.match import Matcher
from bot.desk import Desk
from bot.settings import shipped_facts
from bot.storage.folder import Folder, read_folder
from bot.storage.languages import read_languages
from bot.storage.weights import read_weights


def matcher_on(base: FactBase) -> Matcher:
    """A matcher on `base` with the shipped word lists."""
    return Matcher(base, read_languages(), read_weights())


@cache
def shipped_folder() -> Folder:
    """The folder of the shipped article, read once a run."""
    return read_folder(shipped_facts())


def shipped_base() -> FactBase:
    """The shipped article's fact base."""
    base = shipped_folder().base
    assert base is not None
    return base


@cache
def shipped_desk() -> Desk:
    """A desk on the shipped article, built once a run."""
    return Desk({"shipped": matcher_on(shipped_base())})
