"""A base written into the facts.toml that it came from: what is the same stays, comments too."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array

from bot.core.facts import FactBase
from bot.storage.facts_toml import Owner, lines_of, values


def written_into(template: str, base: FactBase) -> str | None:
    """`template` with what differs in `base` changed; None where it is not to be understood."""
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
        elif (held := values(owner)) != _values_of(table):
            for key in [key for key in table if key not in held]:
                del table[key]
            for key, value in held.items():
                _set(table, key, value)
    for _, owner in sorted(wanted.items()):
        fresh = tomlkit.parse("\n".join(lines_of(name, owner)) + "\n\n")
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
