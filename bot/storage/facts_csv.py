"""The facts as a table for a spreadsheet, one value a row, written and read back."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from bot.core.check import Problem
from bot.core.facts import Fact, FactBase
from bot.storage.cells import neutral, original
from bot.storage.schema import FILE, FactsFile, Keys, error, validated

# part: the language of a phrasing, or the number of a group of words.
COLUMNS = ("kind", "id", "field", "part", "text")
TABLES = {"fact": "facts", "gap": "gaps"}
FIELDS = {
    "article": ("label", "language"),
    "fact": ("cites", "answer", "kinds", "needs", "asks", "decoys"),
    "gap": ("near", "asks"),
    "synonyms": ("group",),
}
LISTED = ("cites", "kinds", "near")  # several in one cell, spaces between
PARTED = ("needs", "asks", "decoys", "group")  # a row each, told apart by the part

Row = tuple[str, str, str, str, str]


def to_csv(base: FactBase) -> str:
    """The table of a base, by id. No cell is a formula. Read again, it makes the same base."""
    text = io.StringIO()
    writer = csv.writer(text)  # its line ends make it quote them in cells
    writer.writerow(COLUMNS)
    writer.writerows(map(neutral, row) for row in _rows(base))
    return text.getvalue()


def _rows(base: FactBase) -> Iterator[Row]:
    yield "article", "", "label", "", base.article.label
    yield "article", "", "language", "", base.article.language
    for fact in sorted(base.facts, key=lambda each: each.id):
        yield from _fact_rows(fact)
    for gap in sorted(base.gaps, key=lambda each: each.id):
        if gap.near:
            yield "gap", gap.id, "near", "", " ".join(gap.near)
        yield from _parts("gap", gap.id, "asks", gap.asks)
    groups = {str(number): group for number, group in enumerate(base.synonyms, 1)}
    yield from _parts("synonyms", "", "group", groups)


def _fact_rows(fact: Fact) -> Iterator[Row]:
    yield "fact", fact.id, "cites", "", " ".join(map(str, fact.cites))
    if fact.answer is not None:
        yield "fact", fact.id, "answer", "", fact.answer
    if fact.kinds:
        yield "fact", fact.id, "kinds", "", " ".join(fact.kinds)
    groups = {str(number): group for number, group in enumerate(fact.needs, 1)}
    yield from _parts("fact", fact.id, "needs", groups)
    yield from _parts("fact", fact.id, "asks", fact.asks)
    yield from _parts("fact", fact.id, "decoys", fact.decoys)


def _parts(kind: str, name: str, field: str, parts: Mapping[str, tuple[str, ...]]) -> Iterator[Row]:
    for part, texts in parts.items():
        for text in texts:
            yield kind, name, field, part, text


def is_csv(text: str) -> bool:
    """Whether a text begins as such a table does; separated by commas, semicolons or tabs."""
    head = text.partition("\n")[0].strip().lower()
    return "=" not in head and any(head.startswith(f"{COLUMNS[0]}{mark}") for mark in ",;\t")


def read_csv(text: str, problems: list[Problem], *, is_whole: bool = True) -> FactsFile | None:
    """What a table says; None where it is broken, which is added to `problems`.

    Unless it `is_whole`, any fact or gap may be missing from it. Raises nothing.
    """
    found = _Gathered()
    for line, row in _read(text, problems):
        if fault := found.add(line, row):
            problems.append(fault)
    if problems:
        return None
    return validated(found.data(), found.place, found.line, problems, is_whole=is_whole)


def _read(text: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """The rows below the head, each with the number of its first line."""
    mark = text[len(COLUMNS[0]) : len(COLUMNS[0]) + 1]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    line = 1
    try:
        head = [cell.strip().lower() for cell in next(reader)]
        if head != list(COLUMNS):
            columns, known = ", ".join(head), ", ".join(COLUMNS)
            problems.append(error(1, "columns", columns=columns, known=known))
            return
        line = reader.line_num + 1
        for row in reader:
            if any(row):
                yield line, list(map(original, row))
            line = reader.line_num + 1
    except csv.Error as broken:
        problems.append(error(line, "csv", detail=str(broken)))


class _Gathered:
    """The rows put together as the data of a facts.toml, and where each value stood."""

    def __init__(self) -> None:
        self._data: dict[str, Any] = {}
        self._lines: dict[Keys, int] = {}
        self._places: dict[tuple[str, str], int] = {}
        self._numbers: dict[tuple[str, str], int] = {}  # kind and id → index in its list

    def add(self, line: int, row: list[str]) -> Problem | None:
        """What is wrong with a row, else nothing."""
        if len(row) != len(COLUMNS):
            return error(line, "width", count=str(len(row)), expected=str(len(COLUMNS)))
        kind, name, field, part, text = row
        if kind not in FIELDS:
            return error(line, "row-kind", kind=kind[:60], known=", ".join(FIELDS))
        if field not in FIELDS[kind]:
            return error(line, "row-field", field=field[:60], known=", ".join(FIELDS[kind]))
        if field in PARTED and not part:
            return error(line, "part-missing", field=field)
        if part and field not in PARTED:
            return error(line, "part-extra", part=part[:60], field=field)
        for owner, of_it in ((name, text), (name, part), (name, field), (name, ""), ("", text)):
            self._places.setdefault((owner, of_it), line)
        path = self._path(kind, name, line)
        return self._put(line, (*path, "synonyms" if kind == "synonyms" else field), part, text)

    def data(self) -> dict[str, Any]:
        """What the rows say, as a facts.toml would."""
        for table, field in ((self._data.get("lexicon", {}), "synonyms"), *self._facts()):
            if field in table:
                table[field] = list(table[field].values())
        return self._data

    def _facts(self) -> Iterator[tuple[dict[str, Any], str]]:
        return ((fact, "needs") for fact in self._data.get("facts", ()))

    def place(self, owner: str, text: str) -> tuple[str, int]:
        """File and line of `text` of an owner; else of the owner, else of the text."""
        names = ((owner, text), (owner, ""), ("", text))
        return FILE, next((self._places[name] for name in names if name in self._places), 1)

    def line(self, path: Keys) -> int:
        """The line of a value, as near as it can be told."""
        shorter = (path[:length] for length in range(len(path), 0, -1))
        return next((self._lines[each] for each in shorter if each in self._lines), 1)

    def _path(self, kind: str, name: str, line: int) -> Keys:
        """Where in the data a row's value goes, but for its field."""
        if kind not in TABLES:
            return ("lexicon" if kind == "synonyms" else kind,)
        owners = self._data.setdefault(TABLES[kind], [])
        if (kind, name) not in self._numbers:
            self._numbers[kind, name] = len(owners)
            owners.append({"id": name})
            self._lines[TABLES[kind], self._numbers[kind, name]] = line
        return TABLES[kind], self._numbers[kind, name]

    def _put(self, line: int, path: Keys, part: str, text: str) -> Problem | None:
        table = self._data.setdefault(str(path[0]), {})
        if len(path) == 3:
            table = table[path[1]]
        field = str(path[-1])
        self._lines.setdefault(path, line)
        if part:
            parts = table.setdefault(field, {})
            self._lines[(*path, part, len(parts.setdefault(part, [])))] = line
            parts[part].append(text)
            return None
        if field in table:
            return error(line, "field-twice", field=field)
        words = text.split()
        if field == "cites" and not all(word.isdecimal() for word in words):
            return error(line, "row-cites", text=text[:60])
        table[field] = words if field in LISTED else text
        if field == "cites":
            table[field] = list(map(int, words))
        return None
