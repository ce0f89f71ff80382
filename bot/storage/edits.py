"""Edits as JSON, as drafts and revisions keep them."""

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter

from bot.core.edits import Edit, PutArticle, PutFact, PutGap, PutSynonyms
from bot.core.facts import Article, FactBase

NOTHING = FactBase(Article("", "en", ()), ())
KINDS = {kind.__name__: kind for kind in get_args(Edit)}


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(KINDS[kind])


def as_json(edits: Iterable[Edit]) -> str:
    """A list of pairs: the kind of an edit, and what it holds."""
    found = [[type(edit).__name__, _plain(edit)] for edit in edits]
    return json.dumps(found, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value


def from_json(text: str) -> tuple[Edit, ...]:
    """The edits of such a list. Raises ValueError."""
    return tuple(_adapter(kind).validate_python(held) for kind, held in json.loads(text))


def packed(edits: tuple[Edit, ...]) -> bytes:
    """The same list, compressed; edit by edit, as the text of a whole base takes megabytes."""
    pack = zlib.compressobj()
    parts = [pack.compress(b"[")]
    for number, edit in enumerate(edits):
        text = as_json([edit])[1:-1]
        parts.append(pack.compress(f", {text}".encode() if number else text.encode()))
    return b"".join((*parts, pack.compress(b"]"), pack.flush()))


def unpacked(content: bytes) -> tuple[Edit, ...]:
    """The edits of a list that `packed` made."""
    return from_json(zlib.decompress(content).decode())


def whole(base: FactBase) -> tuple[Edit, ...]:
    """The edits that make a base of NOTHING."""
    facts, gaps = map(PutFact, base.facts), map(PutGap, base.gaps)
    return (PutArticle(base.article), PutSynonyms(base.synonyms), *facts, *gaps)
