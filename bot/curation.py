"""What an editor can do: draft changes, see what they would do, publish them, take them back."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from bot.core.edits import Change, Conflict, Edit, Merged, apply, describe, diff, merge
from bot.core.facts import Fact, FactBase, Gap
from bot.core.phrasings import owners
from bot.core.question import Question
from bot.core.refusal import Refusal
from bot.core.why import why
from bot.desk import Desk
from bot.examination import Examination
from bot.storage.drafts import Draft as Stored
from bot.storage.drafts import Drafts
from bot.storage.revisions import Kind, Revisions
from bot.storage.revisions import Revision as Revision
from bot.storage.revisions import Stale as Stale


@dataclass(frozen=True)
class Draft:
    """An editor's changes to one article that readers do not see yet."""

    article: str
    editor: int  # Telegram user id
    old: FactBase  # the published version that they were begun on
    base: FactBase  # the same with the changes
    exchange: Mapping[str, Any] = field(default_factory=dict)  # where the editor stands; JSON

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What is different from `old`."""
        return describe(self.old, self.base)


@dataclass(frozen=True, slots=True)
class Rebased:
    """A draft put upon what somebody else has published meanwhile."""

    draft: Draft  # where both changed one thing, as the draft has it
    published: Revision
    theirs: tuple[Change, ...]  # what they changed
    conflicts: tuple[Conflict, ...]


class Curation:
    """The only way to change what readers get; every change has an author and a version."""

    def __init__(
        self,
        desk: Desk,
        revisions: Revisions,
        drafts: Drafts,
        examination: Examination,
    ) -> None:
        self._revisions = revisions
        self._desk = desk
        self._drafts = drafts
        self._examination = examination
        self._publishing = asyncio.Lock()

    async def draft(self, article: str, editor: int) -> Draft:
        """What an editor has under way; where there is nothing, an empty draft on the newest."""
        stored = await self._drafts.load(article, editor)
        if stored is None or not stored.edits:
            base = self._desk.base(article)
            return Draft(article, editor, base, base, stored.exchange if stored else {})
        old = await self.base(article, stored.based_on)
        base = await asyncio.to_thread(_applied, old, stored.edits)
        return Draft(article, editor, old, base, stored.exchange)

    async def change(
        self, draft: Draft, edits: Iterable[Edit], exchange: Mapping[str, Any] | None = None
    ) -> Draft:
        """Add edits to a draft and store it. Raises Refusal for what is not there to be edited."""
        base = await asyncio.to_thread(_applied, draft.base, tuple(edits))
        return await self._store(replace(draft, base=base, exchange=exchange or {}))

    async def go_on(self, draft: Draft, exchange: Mapping[str, Any]) -> Draft:
        """Note where the editor stands in an exchange; {} where it has ended."""
        return await self._store(replace(draft, exchange=exchange))

    async def drop(self, draft: Draft) -> None:
        """Forget the draft, changes and exchange."""
        await self._drafts.drop(draft.article, draft.editor)

    async def _store(self, draft: Draft) -> Draft:
        edits = diff(draft.old, draft.base)
        if not edits and not draft.exchange:
            await self.drop(draft)
            return draft
        await self._drafts.save(
            Stored(draft.article, draft.editor, draft.old.version, edits, draft.exchange)
        )
        return draft

    async def base(self, article: str, version: str) -> FactBase:
        """A published version. Raises Refusal for one that never was."""
        published = self._desk.base(article)
        if published.version == version:
            return published
        return await self._revisions.base(article, version)

    async def read(self, article: str, texts: Sequence[str], client: str) -> list[Question]:
        """Texts understood as a reader's would be, of an app in the language `client`."""
        matcher = self._desk.matcher(article)
        return await asyncio.to_thread(
            lambda: [matcher.rank(text, client).question for text in texts]
        )

    async def find(self, draft: Draft, text: str) -> Fact | Gap:
        """The fact or gap of a draft with this id, else the nearest to these words.

        Raises Refusal where nothing is near.
        """
        known = {each.id: each for each in owners(draft.base)}
        if text in known:
            return known[text]
        matcher = self._desk.matcher(draft.article)
        ranking = await asyncio.to_thread(matcher.rank, text)
        best = max((*ranking.facts[:1], *ranking.gaps[:1]), key=lambda m: m.score, default=None)
        if best is None or best.owner.id not in known:
            raise Refusal("edit.no-fact", name=text[:80])
        return known[best.owner.id]

    async def why(self, article: str, text: str) -> tuple[str, ...]:
        """What decides about a question in the published version, in lines of English."""
        return await asyncio.to_thread(why, self._desk.matcher(article), text)

    async def nearest(self, draft: Draft, text: str) -> list[str]:
        """The ids of the draft's facts that are published and nearest to a text, best first."""
        matcher = self._desk.matcher(draft.article)
        ranking = await asyncio.to_thread(matcher.rank, text)
        return [each.owner.id for each in ranking.facts if each.owner.id in draft.base.by_id]

    async def publish(self, draft: Draft, why: str, override: str | None = None) -> Revision:
        """Make a draft what readers get; it is forgotten then.

        Raises Stale when another version has been published since the draft was begun, Refusal
        for an empty or faulty draft, or one that breaks questions of the bank while there is no
        reason to do so in `override`.
        """
        revision = await self._publish(
            draft.article, draft.old, draft.base, draft.editor, why, "publish", override
        )
        await self.drop(draft)
        return revision

    async def restore(
        self,
        article: str,
        current: str,
        base: FactBase,
        editor: int,
        kind: Kind,
        override: str | None = None,
    ) -> Revision:
        """Publish an earlier `base` anew, over the version `current`. Raises like `publish`."""
        old = await self.base(article, current)
        return await self._publish(article, old, base, editor, "", kind, override)

    async def _publish(
        self,
        article: str,
        old: FactBase,
        new: FactBase,
        editor: int,
        why: str,
        kind: Kind,
        override: str | None,
    ) -> Revision:
        if old.version == new.version:
            raise Refusal("publish.nothing")
        findings = await self._examination.examine(article, old, new)
        if findings.errors:
            raise Refusal("publish.faulty", count=len(findings.errors))
        if findings.broken and not override:
            raise Refusal("publish.no-reason", count=len(findings.broken))
        matcher = await self._examination.matcher(article, new)
        async with self._publishing:  # so that the desk gets versions in their order
            revision = await self._revisions.publish(
                article, old.version, new, editor, why, kind=kind, override=override
            )
            self._desk.publish(article, matcher)
        return revision

    async def rebase(self, draft: Draft, *, keeps_ours: bool = True) -> Rebased:
        """The draft upon the newest version, not stored yet; where both changed one thing, as the
        draft has it or, unless it `keeps_ours`, as the newest version has it.
        """
        head = await self._revisions.head(draft.article)
        assert head is not None, "a draft is begun on something published"
        newest = await self.base(draft.article, head.version)
        sides = (draft.base, newest) if keeps_ours else (newest, draft.base)
        merged = await asyncio.to_thread(_merged, draft.old, *sides)
        rebased = replace(draft, old=newest, base=merged.base, exchange={})
        return Rebased(rebased, head, describe(draft.old, newest), merged.conflicts)


def _applied(base: FactBase, edits: Sequence[Edit]) -> FactBase:
    changed = apply(base, edits)
    assert changed.version  # worked out here, in a thread: a hash of a megabyte
    return changed


def _merged(old: FactBase, ours: FactBase, theirs: FactBase) -> Merged:
    merged = merge(old, ours, theirs)
    assert merged.base.version  # as above
    return merged
