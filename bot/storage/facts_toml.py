"""facts.toml, read, and written back with the comments that people put into it."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array

from bot.core.check import Problem
from bot.core.facts import Fact, FactBase, Gap
from bot.storage.lines import Lines
from bot.storage.schema import FactsFile, error, validated

DEEPEST = 100  # names of one dotted key; reading takes time with the square of their number

Owner = Fact | Gap


def read_toml(text: str, problems: list[Problem], *, is_whole: bool = True) -> FactsFile | None:
    """What a facts.toml says; None where it is broken, which is added to `problems`.

    Unless it `is_whole`, any part of it may be missing. Raises nothing.
    """
    lines = Lines(text)
    if too_deep := _dotted(text):
        problems.append(error(too_deep, "broken TOML: nested too deeply"))
        return None
    try:
        data = tomllib.loads(text)
        return validated(data, lines.place, lines.of_path, problems, is_whole=is_whole)
    except tomllib.TOMLDecodeError as broken:
        problems.append(error(lines.of_error(str(broken)), f"broken TOML: {broken}"))
    except RecursionError:
        problems.append(error(_most_brackets(text), "broken TOML: nested too deeply"))
    except ValueError as broken:
        problems.append(error(1, f"broken TOML: {broken}"))
    return None


def _dotted(text: str) -> int:
    """The line on which a dotted key has too many names; 0: there is none."""
    line, names = 1, 0
    for part in text.split("."):
        names = names + 1 if len(part.split()) == 1 and "\n" not in part else 0
        if names > DEEPEST:
            return line
        line += part.count("\n")
    return 0


def _most_brackets(text: str) -> int:
    """The line that opens most."""
    opened = [line.count("[") + line.count("{") for line in text.splitlines()]
    return opened.index(max(opened)) + 1


def to_toml(base: FactBase, template: str = "") -> str:
    """The facts.toml of a base; what is the same in the facts.toml `template` is left as it is
    written there, comments and all, and what is new stands behind it, by id.

    One base and one template make one text. Read again, it makes the same base.
    """
    if template and (text := _written_into(template, base)) and _says(text, base):
        return text
    return _fresh(base)


def _says(text: str, base: FactBase) -> bool:
    file = read_toml(text, [])
    return file is not None and file.whole(base.article).version == base.version


def _written_into(template: str, base: FactBase) -> str | None:
    with suppress(TOMLKitError, ValueError, LookupError, TypeError, RecursionError):
        document = tomlkit.parse(template)
        article = base.article
        _set(document["article"], "label", article.label)
        if article.language != document["article"].get("language", "en"):
            _set(document["article"], "language", article.language)
        _put(document, "facts", base.facts)
        _put(document, "gaps", base.gaps)
        synonyms = [list(group) for group in base.synonyms]
        if synonyms and "lexicon" not in document:
            document["lexicon"] = tomlkit.table()
        if "lexicon" in document:
            _set(document["lexicon"], "synonyms", synonyms)
        return tomlkit.dumps(document)
    return None


def _put(document: Any, name: str, owners: Iterable[Owner]) -> None:
    """Make a list of tables that of `owners`, in the order that it has."""
    wanted = {each.id: each for each in owners}
    tables: AoT = document.get(name, tomlkit.aot())
    for number in reversed(range(len(tables))):
        table = tables[number]
        owner = wanted.pop(str(table["id"]), None)
        if owner is None:
            del tables[number]
        elif (values := _values(owner)) != _values_of(table):
            for key in [key for key in table if key not in values]:
                del table[key]
            for key, value in values.items():
                _set(table, key, value)
    for _, owner in sorted(wanted.items()):
        fresh = tomlkit.parse("\n".join(_table(name, owner)) + "\n\n")
        tables.append(fresh[name][0])
    if name not in document and len(tables):
        document[name] = tables


def _values_of(table: Any) -> dict[str, Any]:
    """What a table holds, without what is empty."""
    return {key: value for key, value in table.unwrap().items() if value not in ([], {})}


def _set(table: Any, key: str, value: Any) -> None:
    old = table.get(key)
    if old is not None and old.unwrap() == value:
        return
    if isinstance(value, dict) and old is not None:
        for code in [code for code in old if code not in value]:
            del old[code]
        for code, texts in value.items():
            _set(old, code, texts)
    elif isinstance(value, list) and isinstance(old, Array) and _may_grow(old, value):
        for number in reversed(range(len(old))):
            if old[number] not in value:
                del old[number]
        for each in value[len(old) :]:
            old.append(each)
    else:
        table[key] = _array(value) if key != "cites" and isinstance(value, list) else value


def _may_grow(old: Array, value: list[Any]) -> bool:
    """Whether `value` is `old` without some, and others behind it."""
    kept = [each for each in old.unwrap() if each in value]
    return bool(kept) and value[: len(kept)] == kept


def _array(values: list[Any]) -> Array:
    array = tomlkit.array().multiline(len(values) > 1)
    array.extend(values)
    return array


def _values(owner: Owner) -> dict[str, Any]:
    """The keys of an owner's table, without what is empty."""
    values: dict[str, Any] = {"id": owner.id}
    if isinstance(owner, Gap):
        values["near"] = list(owner.near)
    else:
        values["cites"] = list(owner.cites)
        values["answer"] = [] if owner.answer is None else owner.answer
        values["kinds"] = list(owner.kinds)
        values["needs"] = [list(group) for group in owner.needs]
    values["asks"] = _lists(owner.asks)
    if isinstance(owner, Fact):
        values["decoys"] = _lists(owner.decoys)
    return {key: value for key, value in values.items() if value not in ([], {})}


def _lists(asks: Mapping[str, tuple[str, ...]]) -> dict[str, list[str]]:
    return {code: list(asks[code]) for code in sorted(asks)}


def _fresh(base: FactBase) -> str:
    """Without a template: everything by id."""
    article = base.article
    lines = ["[article]", f"label = {_quoted(article.label)}"]
    lines += [f"language = {_quoted(article.language)}", ""]
    owners = (("facts", base.facts), ("gaps", base.gaps))
    for name, each in ((name, each) for name, those in owners for each in _sorted(those)):
        lines += [*_table(name, each), ""]
    if base.synonyms:
        lines += ["[lexicon]", *_list("synonyms", [list(group) for group in base.synonyms])]
    return "\n".join(lines).rstrip("\n") + "\n"


def _sorted(owners: Iterable[Owner]) -> list[Owner]:
    return sorted(owners, key=lambda each: each.id)


def _table(name: str, owner: Owner) -> Iterator[str]:
    yield f"[[{name}]]"
    for key, value in _values(owner).items():
        if isinstance(value, dict):
            yield f"[{name}.{key}]"
            for code, texts in value.items():
                yield from _list(code, texts)
        elif key == "needs":
            yield from _list(key, value)
        else:
            yield f"{key} = {_quoted(value)}"


def _list(key: str, values: list[Any]) -> Iterator[str]:
    yield f"{_key(key)} = ["
    yield from (f"    {_quoted(value)}," for value in values)
    yield "]"


def _key(name: str) -> str:
    return name if name.isascii() and name.isalnum() else _quoted(name)


def _quoted(value: Any) -> str:
    """A text or list as TOML writes it: as JSON does, but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
