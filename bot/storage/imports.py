"""What has come in from folders and files: each as it was, and what of it could not be taken."""

import asyncio
import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from bot.core.edits import Conflict, apply
from bot.core.facts import Article, Fact, FactBase, Gap
from bot.storage.database import Database
from bot.storage.edits import NOTHING, packed, unpacked, whole

Source = Literal["folder", "file"]


@dataclass(frozen=True, slots=True)
class Import:
    """One fact base that came in."""

    article: str
    source: Source
    version: str  # of the fact base
    is_taken: bool  # else nothing of it was: `faults` say why
    revision: int | None  # what it was published as; None: it changed nothing
    conflicts: tuple[Conflict, ...]  # values as JSON has them
    faults: tuple[str, ...]
    at: int  # Unix s


class Imports:
    def __init__(self, db: Database, clock: Callable[[], float]) -> None:
        self._db = db
        self._clock = clock

    async def last(self, article: str) -> Import | None:
        """The last folder that came in; None: none has."""
        statement = """
            SELECT article, source, version, is_taken, revision, conflicts, faults, at FROM imports
            WHERE article = :article AND source = 'folder' ORDER BY id DESC LIMIT 1"""
        for row in await self._db.read(statement, {"article": article}):
            name, source, version, is_taken, revision, conflicts, faults, at = row
            clashes = tuple(Conflict(*each) for each in json.loads(conflicts))
            told = tuple(json.loads(faults))
            return Import(name, source, version, bool(is_taken), revision, clashes, told, at)
        return None

    async def base(self, article: str) -> FactBase | None:
        """The last folder that was taken, as it came; None: none has been."""
        statement = """
            SELECT content FROM imports
            WHERE article = :article AND source = 'folder' AND is_taken ORDER BY id DESC LIMIT 1"""
        rows = await self._db.read(statement, {"article": article})
        return await asyncio.to_thread(_base, rows[0]["content"]) if rows else None

    async def template(self, article: str) -> str:
        """The text of the last facts.toml that was taken; empty: none has been."""
        statement = """
            SELECT template FROM imports
            WHERE article = :article AND is_taken ORDER BY id DESC LIMIT 1"""
        for (template,) in await self._db.read(statement, {"article": article}):
            return zlib.decompress(template).decode()
        return ""

    async def add(
        self,
        article: str,
        source: Source,
        base: FactBase,
        template: str,
        *,
        revision: int | None,
        conflicts: tuple[Conflict, ...] = (),
        faults: tuple[str, ...] = (),
    ) -> None:
        """Keep what has come in; `template` is its facts.toml. With `faults` it is not taken."""
        statement = """
            INSERT INTO imports (article, source, version, content, template, is_taken, revision,
                conflicts, faults, at)
            VALUES (:article, :source, :version, :content, :template, :is_taken, :revision,
                :conflicts, :faults, :at)"""
        values: dict[str, Any] = {
            "article": article,
            "source": source,
            "version": base.version,
            "content": await asyncio.to_thread(packed, whole(base)),
            "template": zlib.compress(template.encode()),
            "is_taken": not faults,
            "revision": revision,
            "conflicts": json.dumps(list(map(_plain, conflicts)), ensure_ascii=False),
            "faults": json.dumps(faults, ensure_ascii=False),
            "at": int(self._clock()),
        }
        await self._db.change((statement, values))


def _base(content: bytes) -> FactBase:
    return apply(NOTHING, unpacked(content))


def _plain(conflict: Conflict) -> list[Any]:
    """Of a fact or gap its question, of an article its label: the whole stands in the content."""
    sides = [_named(side) for side in (conflict.ours, conflict.theirs)]
    return [conflict.what, conflict.id, conflict.field, *sides]


def _named(side: Any) -> Any:
    if isinstance(side, Fact | Gap):
        return side.question("en")
    return side.label if isinstance(side, Article) else side
