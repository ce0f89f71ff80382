"""Brings what was changed in an article's folder to readers, and loses nothing of the editors'."""

import asyncio
import logging

from bot.core.anchor import merge_anchored
from bot.core.check import check
from bot.core.edits import Conflict, Merged
from bot.core.facts import BankQuestion, FactBase
from bot.storage.imports import Imports
from bot.storage.revisions import Revisions

log = logging.getLogger(__name__)


class Folders:
    """The folder is how people review facts; what is published is what readers get."""

    def __init__(self, revisions: Revisions, imports: Imports) -> None:
        self._revisions = revisions
        self._imports = imports

    async def bring(
        self, article: str, folder: FactBase, template: str, bank: tuple[BankQuestion, ...] = ()
    ) -> FactBase:
        """What is in force once a folder's changes since it last came in have been published.

        `template` is its facts.toml, `bank` its test questions. Where editors have changed the
        same, theirs stays in force, and the folder's side is kept and told of. Where both together
        would be faulty nothing is published, and it is tried again at the next start.
        """
        head = await self._revisions.head(article)
        if head is None:
            first = await self._revisions.publish(article, None, folder, 0, "", "import")
            await self._imports.add(article, "folder", folder, template, revision=first.number)
            return folder
        last = await self._imports.last(article)
        is_known = last is not None and last.is_taken and last.version == folder.version
        if is_known and head.version == folder.version:
            return folder  # nothing to read: a second base would double the memory of the start
        ours = await self._revisions.base(article)
        if is_known:
            return ours
        base = await self._imports.base(article) or folder
        merged, faults = await asyncio.to_thread(_merged, base, ours, folder, bank)
        for conflict in merged.conflicts:
            log.warning("%s: %s was changed by editors and in the folder", article, _name(conflict))
        for fault in faults:
            log.error("%s: the folder's changes are not published: %s", article, fault)
        if faults and last and last.version == folder.version:
            return ours  # it is kept already
        number = None
        if not faults and merged.base.version != ours.version:
            published = await self._revisions.publish(
                article, ours.version, merged.base, 0, "", "import"
            )
            number = published.number
            log.info("%s: the folder's changes are published as revision %d", article, number)
        await self._imports.add(
            article,
            "folder",
            folder,
            template,
            revision=number,
            conflicts=merged.conflicts,
            faults=faults,
        )
        return ours if faults else merged.base


def _merged(
    base: FactBase, ours: FactBase, theirs: FactBase, bank: tuple[BankQuestion, ...]
) -> tuple[Merged, tuple[str, ...]]:
    """Both, and what is wrong with that."""
    merged = merge_anchored(base, ours, theirs)
    assert merged.base.version  # worked out here, in a thread
    problems = check(merged.base, lambda _owner, _text: ("", 0), [each.question for each in bank])
    return merged, tuple(each.message for each in problems if each.severity == "error")


def _name(conflict: Conflict) -> str:
    return " ".join(part for part in (conflict.what, conflict.id, conflict.field) if part)
