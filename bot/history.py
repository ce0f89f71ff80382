"""What has been published, when, by whom and why; nothing in it is ever changed."""

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict

from bot.core.refusal import Refusal
from bot.storage.cells import neutral
from bot.storage.imports import Import, Imports
from bot.storage.revisions import Revision, Revisions
from bot.storage.team import Grant, Grants

MANY = 1000  # revisions that are read at a time


class History:
    """The revisions of every article, as an editor names them: by number or by version."""

    def __init__(self, revisions: Revisions, grants: Grants, imports: Imports) -> None:
        self._revisions = revisions
        self._grants = grants
        self._imports = imports

    async def left_out(self, article: str) -> Import | None:
        """The folder that came in last, where not all of it could be taken."""
        last = await self._imports.last(article)
        return last if last and (last.conflicts or last.faults) else None

    async def head(self, article: str) -> Revision:
        """The revision in force."""
        head = await self._revisions.head(article)
        assert head is not None, "the bot runs on what was published"
        return head

    async def page(self, article: str, page: int, size: int) -> tuple[list[Revision], int]:
        """A page of revisions, newest first, and the number of the last page, counted from 0.

        A page that is not there is the last one.
        """
        count = await self._revisions.count(article)
        last = max(0, (count - 1) // size)
        return await self._revisions.history(article, size, skip=min(page, last) * size), last

    async def revision(self, article: str, name: str) -> Revision:
        """The revision with this number, or the newest of this version. Raises Refusal."""
        found = await self._revisions.named(article, name.strip().lstrip("#"))
        if found is None:
            raise Refusal("history.no-revision", name=name[:20])
        return found

    async def two(self, article: str, names: str) -> tuple[Revision, Revision]:
        """The revisions of "a b"; of "b", that before it and it; of "", the last two."""
        match names.split():
            case [old, new]:
                return await self.revision(article, old), await self.revision(article, new)
            case [name]:
                newer = await self.revision(article, name)
            case []:
                newer = await self.head(article)
            case _:
                raise Refusal("history.two")
        older = await self._revisions.history(article, 1, newer.number)
        if not older:
            raise Refusal("history.first", number=str(newer.number))
        return older[0], newer

    async def as_csv(self, article: str) -> str:
        """Every publication and every change of the team, as tables for a spreadsheet."""
        revisions, before = list[Revision](), None
        while found := await self._revisions.history(article, MANY, before):
            revisions += found
            before = found[-1].number
        grants = await self._grants.all(article)
        return _table(revisions[::-1]) + "\n" + _table(grants)

    async def before_last(self, article: str) -> tuple[Revision, str]:
        """The last revision that stands, and the version before it.

        An undo takes the last one that stands, so that undoing twice goes two steps back and not
        there and back. Raises Refusal where there is nothing to take back.
        """
        undone, before = 0, None
        while revisions := await self._revisions.history(article, MANY, before):
            for revision in revisions:
                if revision.kind == "undo":
                    undone += 1
                elif undone:
                    undone -= 1
                elif revision.parent is None:
                    break
                else:
                    return revision, revision.parent
            before = revisions[-1].number
        raise Refusal("history.nothing-to-undo")


def _table(rows: Sequence[Revision] | Sequence[Grant]) -> str:
    """CSV with a line of names; no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if rows:
        writer.writerow(asdict(rows[0]))
    for row in rows:
        writer.writerow(map(_cell, asdict(row).values()))
    return text.getvalue()


def _cell(value: object) -> object:
    return neutral(value) if isinstance(value, str) else value
