"""A file of facts as somebody sends it: facts.toml or the table, told apart by what is in it."""

from bot.core.check import Problem
from bot.storage.facts_csv import is_csv, read_csv
from bot.storage.facts_toml import read_toml
from bot.storage.schema import FactsFile, error


def read_file(
    content: bytes, problems: list[Problem], *, is_whole: bool = True
) -> FactsFile | None:
    """What a file says; None where it is broken, which is added to `problems` with its line.

    Unless it `is_whole`, any part of it may be missing. Raises nothing.
    """
    text = _text(content, problems)
    if text is None:
        return None
    read = read_csv if is_csv(text) else read_toml
    return read(text, problems, is_whole=is_whole)


def _text(content: bytes, problems: list[Problem]) -> str | None:
    """The text of a file of UTF-8 without zero bytes, which pictures and archives have."""
    plain, zero, _ = content.partition(b"\0")
    try:
        text = plain.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = plain.count(b"\n", 0, broken.start) + 1
        problems.append(error(line, "encoding", byte=f"{plain[broken.start]:02x}"))
        return None
    if zero:
        problems.append(error(plain.count(b"\n") + 1, "zero-byte"))
        return None
    return text
