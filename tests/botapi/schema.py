"""The published list of Telegram's methods and types, and what a request breaks of it."""

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import Any, Self

from .entities import units
from .problem import Problem, Upload

Json = dict[str, Any]

_BASIC: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "Boolean": (bool,),
    "String": (str,),
    "InputFile": (Upload,),
}
_LITERAL = re.compile(r'(?:must be|always) [“"]?(?!one\b)(\w+)[”"]?\.?$')
_SIZE = re.compile(r"\b(\d+)-(\d+) (characters|bytes)", re.IGNORECASE)
_VALUE = re.compile(r"(?:between |[;,] )(\d+)-(\d+)(?= are accepted|[.;,]|$)")
_ITEMS = re.compile(r"(?:list of|must include) (\d+)-(\d+) ")


class Schema:
    """Types by name; an object is valid when `object_problems` returns nothing."""

    def __init__(self, api: Json) -> None:
        self.methods: dict[str, Json] = api["methods"]
        self.types: dict[str, Json] = api["types"]

    @classmethod
    def read(cls, path: Path) -> Self:
        return cls(json.loads(path.read_text(encoding="utf-8")))

    def call_problems(self, method: str, params: Json) -> list[Problem]:
        """Everything that the list forbids in a call with decoded parameters."""
        if method not in self.methods:
            return [Problem(method, "no such method")]
        return self._fields_problems(self.methods[method].get("fields", []), params, "")

    def answer_problems(self, method: str, result: object) -> list[Problem]:
        """How a result differs from the type that the method is said to return."""
        return self._value_problems(self.methods[method]["returns"], result, "result")

    def object_problems(self, name: str, value: object, where: str) -> list[Problem]:
        """How a value differs from the named type, deeply; subtypes are tried by their literals."""
        kind = self.types[name]
        if "subtypes" in kind:
            return self._value_problems(kind["subtypes"], value, where)
        if not isinstance(value, dict):
            return [Problem(where, f"{_shown(value)} is no {name}")]
        return self._fields_problems(kind.get("fields", []), value, where)

    def _fields_problems(self, fields: list[Json], value: Json, where: str) -> list[Problem]:
        known = {field["name"]: field for field in fields}
        found = [Problem(_path(where, key), "unknown field") for key in value if key not in known]
        for name, field in known.items():
            if name in value:
                found += self._field_problems(field, value[name], _path(where, name))
            elif field["required"]:
                found.append(Problem(_path(where, name), "required and missing"))
        return found

    def _field_problems(self, field: Json, value: object, where: str) -> list[Problem]:
        found = self._value_problems(field["types"], value, where)
        return found or _limit_problems(field["description"], value, where)

    def _value_problems(self, types: list[str], value: object, where: str) -> list[Problem]:
        """Nothing when one of the types fits, else the problems of the nearest one."""
        tried = [
            self._type_problems(name, value, where)
            for name in self._likely(self._flat(types), value)
        ]
        return min(tried, key=len)

    def _type_problems(self, name: str, value: object, where: str) -> list[Problem]:
        if name.startswith("Array of "):
            return self._array_problems(name.removeprefix("Array of "), value, where)
        if name not in _BASIC:
            return self.object_problems(name, value, where)
        wrong_bool = isinstance(value, bool) and name != "Boolean"  # a bool is an int in Python
        if isinstance(value, _BASIC[name]) and not wrong_bool:
            return []
        return [Problem(where, f"{_shown(value)} is no {name}")]

    def _array_problems(self, item: str, value: object, where: str) -> list[Problem]:
        if not isinstance(value, list):
            return [Problem(where, f"{_shown(value)} is no list")]
        return [
            problem
            for place, element in enumerate(value)
            for problem in self._value_problems([item], element, f"{where}[{place}]")
        ]

    def _flat(self, types: list[str]) -> list[str]:
        """The types with each union replaced by its members, one level deep."""
        return [
            member for name in types for member in self.types.get(name, {}).get("subtypes", [name])
        ]

    def _likely(self, types: list[str], value: object) -> list[str]:
        """The types whose literals ("type must be article") agree with the value, else all."""
        if len(types) == 1 or not isinstance(value, dict):
            return types
        return [name for name in types if self._literals_agree(name, value)] or types

    def _literals_agree(self, name: str, value: Json) -> bool:
        fields = self.types.get(name, {}).get("fields", [])
        return all(
            _agrees(field, value[field["name"]]) for field in fields if field["name"] in value
        )


@cache
def published() -> Schema | None:
    """The list at CITEBOT_BOTAPI, or beside the repository; None where there is neither."""
    beside = Path(__file__).parents[3] / "shared" / "botapi" / "api.json"
    path = Path(os.environ.get("CITEBOT_BOTAPI", beside))
    return Schema.read(path) if path.is_file() else None


def _limit_problems(description: str, value: object, where: str) -> list[Problem]:
    literal = _LITERAL.search(description)
    if literal and isinstance(value, str) and value != literal[1]:
        return [Problem(where, f"{value!r} must be {literal[1]!r}")]
    limit, size = _limit(description, value)
    if limit is None or int(limit[1]) <= size <= int(limit[2]):
        return []
    return [Problem(where, f"{size:g} is outside {limit[1]}-{limit[2]}")]


def _limit(description: str, value: object) -> tuple[re.Match[str] | None, float]:
    """The limit that a description states for such a value, and the value's own measure."""
    match value:
        case str():
            found = _SIZE.search(description)
            in_bytes = found is not None and found[3].lower() == "bytes"
            return found, len(value.encode()) if in_bytes else units(value)
        case list():
            return _ITEMS.search(description), len(value)
        case int() | float() if not isinstance(value, bool):
            return _VALUE.search(description), value
        case _:
            return None, 0


def _agrees(field: Json, value: object) -> bool:
    literal = _LITERAL.search(field["description"])
    return literal is None or not isinstance(value, str) or value == literal[1]


def _path(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _shown(value: object) -> str:
    return f"{value!r:.40}"
