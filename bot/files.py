"""The facts as files: what is published written out, and a file's changes read and checked."""

import asyncio
from dataclasses import dataclass

from bot.core.check import Problem, check
from bot.core.edits import Edit, diff
from bot.core.facts import BankQuestion, FactBase
from bot.core.refusal import Refusal
from bot.desk import Desk
from bot.storage.facts_csv import to_csv
from bot.storage.facts_file import read_file
from bot.storage.facts_toml import to_toml
from bot.storage.imports import Imports

LARGEST = 256 * 1024  # bytes of a file that is sent to the bot
LARGEST_WHOLE = 4 * 1024 * 1024  # of one on the command line


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a file would make of a base; the base itself where there is anything wrong with it."""

    base: FactBase
    edits: tuple[Edit, ...]
    errors: tuple[Problem, ...]  # each with its line of the file


class Files:
    def __init__(self, desk: Desk, imports: Imports) -> None:
        self._desk = desk
        self._imports = imports

    async def as_toml(self, article: str) -> str:
        """The facts.toml of what is published, with the comments of that which came in last."""
        template = await self._imports.template(article)
        return await asyncio.to_thread(to_toml, self._desk.base(article), template)

    async def as_csv(self, article: str) -> str:
        """What is published as a table."""
        return await asyncio.to_thread(to_csv, self._desk.base(article))


async def read(
    base: FactBase, content: bytes, bank: tuple[BankQuestion, ...] = (), *, is_whole: bool = False
) -> Incoming:
    """What a file would make of a base. One that `is_whole` takes its place; any other changes
    what it names and retires nothing. Raises Refusal for one that is too large.
    """
    most = LARGEST_WHOLE if is_whole else LARGEST
    if len(content) > most:
        raise too_large(len(content), most)
    return await asyncio.to_thread(_read, base, content, bank, is_whole=is_whole)


def too_large(size: int, most: int = LARGEST) -> Refusal:
    """That a file of `size` bytes is not read."""
    return Refusal("file.too-large", size=-(-size // 1024), most=most // 1024)


def _read(
    base: FactBase, content: bytes, bank: tuple[BankQuestion, ...], *, is_whole: bool
) -> Incoming:
    problems: list[Problem] = []
    file = read_file(content, problems, is_whole=is_whole)
    if file is None:
        return Incoming(base, (), tuple(problems))
    new = file.whole(base.article) if is_whole else file.upon(base)
    questions = [each.question for each in bank]
    known = {each.message for each in check(base, file.place, questions)}
    errors = tuple(
        each
        for each in check(new, file.place, questions)
        if each.severity == "error" and each.message not in known
    )
    if errors:
        return Incoming(base, (), errors)
    assert new.version  # worked out here, in a thread
    return Incoming(new, diff(base, new), ())
