"""Cells of a table that somebody may open in a spreadsheet: none of them is run as a formula."""

import re

_RUN = re.compile(r"'*[=+\-@\t\r\n]")  # also with what we put before it, so that it can be undone
_NEUTRAL = re.compile(r"'+[=+\-@\t\r\n]")


def neutral(text: str) -> str:
    """The text; with an apostrophe before it where a spreadsheet would run it."""
    return f"'{text}" if _RUN.match(text) else text


def original(cell: str) -> str:
    """The text that `neutral` made this cell of."""
    return cell[1:] if _NEUTRAL.match(cell) else cell
