"""facts.toml, read, and written back with the comments that people put into it."""

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

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
        problems.append(error(too_deep, "too-deep"))
        return None
    try:
        data = tomllib.loads(text)
        return validated(data, lines.place, lines.of_path, problems, is_whole=is_whole)
    except tomllib.TOMLDecodeError as broken:
        problems.append(error(lines.of_error(str(broken)), "toml", detail=str(broken)))
    except RecursionError:
        problems.append(error(_most_brackets(text), "too-deep"))
    except ValueError as broken:
        problems.append(error(1, "toml", detail=str(broken)))
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
    # Only here, and only where facts are exported: the running bot does without it.
    from bot.storage.facts_template import written_into

    if template and (text := written_into(template, base)) and _says(text, base):
        return text
    return _fresh(base)


def _says(text: str, base: FactBase) -> bool:
    file = read_toml(text, [])
    return file is not None and file.whole(base.article).version == base.version


def values(owner: Owner) -> dict[str, Any]:
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
        lines += [*lines_of(name, each), ""]
    if base.synonyms:
        lines += ["[lexicon]", *_list("synonyms", [list(group) for group in base.synonyms])]
    return "\n".join(lines).rstrip("\n") + "\n"


def _sorted(owners: Iterable[Owner]) -> list[Owner]:
    return sorted(owners, key=lambda each: each.id)


def lines_of(name: str, owner: Owner) -> Iterator[str]:
    yield f"[[{name}]]"
    for key, value in values(owner).items():
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
