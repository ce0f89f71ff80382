"""Finds the line of facts.toml on which a thing stands; the TOML reader does not tell."""

import json
import re

_HEADER = re.compile(r"^\s*\[\[?\s*([A-Za-z]+)")
_ID = re.compile(r"""^\s*id\s*=\s*["'](.*?)["']""")
_AT_LINE = re.compile(r"at line (\d+)")


class Lines:
    """The lines of one facts.toml."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()
        self._tables: dict[str, list[int]] = {"facts": [], "gaps": []}  # starts, from 0
        self._ids: dict[str, list[int]] = {}  # id → lines of its tables, from 0
        start = 0
        for number, line in enumerate(self._lines):
            if line.lstrip().startswith("[["):
                start = number
                header = _HEADER.match(line)
                if header and header[1] in self._tables:
                    self._tables[header[1]].append(number)
            if found := _ID.match(line):
                self._ids.setdefault(found[1], []).append(start)

    def place(self, owner: str, text: str) -> tuple[str, int]:
        """File and line of `text` in the last table with the id `owner`; else of the table.

        Without such a table, that of the first thing that is `text`.
        """
        if owner in self._ids:
            return "facts.toml", self._find(self._ids[owner][-1], text)
        quoted = json.dumps(text, ensure_ascii=False)
        found = (number for number, line in enumerate(self._lines, 1) if quoted in line)
        return "facts.toml", next(found, 0) or self._find(0, text)

    def of_path(self, path: tuple[int | str, ...]) -> int:
        """The line of a value that the schema refused, as near as it can be told."""
        if len(path) >= 2 and path[0] in self._tables and isinstance(path[1], int):
            starts = self._tables[str(path[0])]
            if path[1] < len(starts):
                names = [part for part in path[2:] if isinstance(part, str)]
                return self._find(starts[path[1]], names[-1] if names else "id")
        return self._find(0, str(path[-1])) if path else 1

    def of_error(self, message: str) -> int:
        """The line that a TOML error names; the last one where it names none."""
        found = _AT_LINE.search(message)
        return int(found[1]) if found else max(1, len(self._lines))

    def _find(self, start: int, text: str) -> int:
        quoted = json.dumps(text, ensure_ascii=False)
        key = re.compile(rf"^\s*(\[\w+\.)?{re.escape(text)}\s*(=|\])")
        for number in range(start, len(self._lines)):
            line = self._lines[number]
            if number > start and line.lstrip().startswith("[["):
                break
            if quoted in line or key.match(line):
                return number + 1
        return start + 1
