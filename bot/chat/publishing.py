"""From a draft to what readers get: preview, questions to the draft, publish; and back again."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.chat.blocks import Block
from bot.chat.screens import Action, Choice, Screens, Turn
from bot.chat.sheets import Sheet
from bot.core.facts import FactBase
from bot.core.refusal import Refusal
from bot.curation import Curation, Draft, Rebased, Revision, Stale
from bot.examination import Examination, Findings
from bot.texts import Texts

SEEN = 3  # changed answers that a preview shows in full


@dataclass(frozen=True, slots=True)
class Published:
    """A change that readers get from now on."""

    revision: Revision
    old: FactBase
    new: FactBase


After = Callable[[Turn, Published], Awaitable[None]]


class Publishing:
    """Nothing is published but from under a preview of exactly that."""

    def __init__(
        self,
        curation: Curation,
        examination: Examination,
        screens: Screens,
        texts: Texts,
        after: tuple[After, ...] = (),
    ) -> None:
        """`after`: what else is to be done once something has been published."""
        self._curation = curation
        self._examination = examination
        self._screens = screens
        self._texts = texts
        self._after = after

    async def preview(self, turn: Turn) -> None:
        """/preview and /publish, the reason for the change behind them: what readers would see,
        what is different, what is wrong, and the button that publishes it.
        """
        draft = await self._curation.draft(turn.article, turn.person)
        draft = await self._curation.go_on(draft, {})
        if not draft.changes:
            raise Refusal("publish.nothing")
        await self._preview(turn, draft, turn.text)

    async def _preview(self, turn: Turn, draft: Draft, why: str, *above: Block) -> None:
        sheet = Sheet(turn.article, draft.base, self._texts, turn.language)
        seen = sheet.changed(draft.old, SEEN)
        if seen:
            title = self._screens.line(turn, "preview.seen")
            await self._screens.show(turn, [*above, title, *seen])
            above = ()
        findings = await self._examination.examine(turn.article, draft.old, draft.base)
        lines = [*above, *sheet.changes(draft.changes), *sheet.findings(findings)]
        publish = self._label(turn, "button.publish", {"do": "publish", "why": why})
        others = [
            self._label(turn, "button.try", {"do": "try"}),
            self._label(turn, "button.discard", {"do": "discard"}),
        ]
        ways = [others] if findings.errors else [[publish], others]
        show = self._screens.then if seen else self._screens.show
        await show(turn, lines, ways, _both(draft))

    async def publish(self, turn: Turn, action: Action) -> None:
        """Publish what the preview showed; with a reason first, where questions newly break."""
        draft = await self._curation.draft(turn.article, turn.person)
        if turn.version != _both(draft):
            note = self._screens.line(turn, "publish.changed-since")
            await self._preview(turn, draft, action["why"], note)
            return
        await self._publish(turn, draft, action["why"], None)

    async def _publish(self, turn: Turn, draft: Draft, why: str, override: str | None) -> None:
        findings = await self._examination.examine(turn.article, draft.old, draft.base)
        if findings.broken and not override:
            waits = {"step": "reason", "why": why, "version": _both(draft)}
            await self.ask_reason(turn, findings, waits)
            return
        try:
            revision = await self._curation.publish(draft, why, override)
        except Stale:
            await self._rebase(turn, draft, why)
        else:
            await self.done(turn, Published(revision, draft.old, draft.base))

    async def ask_reason(self, turn: Turn, findings: Findings, waits: dict[str, Any]) -> None:
        """Show which questions break, and ask why they may; `waits` is kept until it is said."""
        draft = await self._curation.draft(turn.article, turn.person)
        await self._curation.go_on(draft, waits)
        sheet = Sheet(turn.article, draft.base, self._texts, turn.language)
        ask = self._screens.line(turn, "publish.ask-reason")
        await self._screens.then(turn, [*sheet.findings(findings), ask])

    async def reason_written(self, turn: Turn, draft: Draft) -> None:
        """Why questions of the bank may break."""
        waits = draft.exchange
        if waits["version"] == _both(draft):
            await self._publish(turn, draft, waits["why"], " ".join(turn.text.split()))
        else:
            await self._preview(turn, draft, waits["why"])

    async def _rebase(self, turn: Turn, draft: Draft, why: str) -> None:
        """Somebody published meanwhile: show what, and go on from there where that is plain."""
        rebased = await self._curation.rebase(draft)
        sheet = Sheet(turn.article, rebased.draft.old, self._texts, turn.language)
        number, author = rebased.published.number, rebased.published.author
        told = self._screens.line(turn, "publish.stale", number=str(number), author=str(author))
        lines = [told, *sheet.changes(rebased.theirs)]
        if rebased.conflicts:
            both = {"do": "rebase", "why": why}
            rows = [
                [
                    self._label(turn, "button.mine", {**both, "keep": "ours"}),
                    self._label(turn, "button.theirs", {**both, "keep": "theirs"}),
                ]
            ]
            clash = self._screens.line(turn, "publish.conflict")
            lines += [clash, *sheet.conflicts(rebased.conflicts)]
            await self._screens.show(turn, lines, rows, _both(draft))
            return
        await self._screens.show(turn, lines)
        await self._follow(replace(turn, shown=None), rebased, why)

    async def rebase(self, turn: Turn, action: Action) -> None:
        """The editor has chosen whose changes stand where two changed one thing."""
        draft = await self._curation.draft(turn.article, turn.person)
        if turn.version != _both(draft):
            raise Refusal("press.stale")
        keeps_ours = action["keep"] == "ours"
        rebased = await self._curation.rebase(draft, keeps_ours=keeps_ours)
        await self._follow(turn, rebased, action["why"])

    async def _follow(self, turn: Turn, rebased: Rebased, why: str) -> None:
        draft = await self._curation.go_on(rebased.draft, {})
        if draft.changes:
            await self._preview(turn, draft, why)
        else:
            await self._screens.then(turn, [self._screens.line(turn, "publish.nothing-left")])

    async def done(self, turn: Turn, published: Published) -> None:
        """Say that readers get it from now on, and do what follows from that."""
        number = published.revision.number
        line = self._screens.line(turn, "publish.done", number=str(number))
        await self._screens.show(turn, [line], [[self._label(turn, "button.undo", {"do": "undo"})]])
        for follow in self._after:
            await follow(turn, published)

    async def try_(self, turn: Turn, _: Action) -> None:
        """From now on, what is typed is asked of the draft."""
        draft = await self._curation.draft(turn.article, turn.person)
        await self._curation.go_on(draft, {"step": "question"})
        await self._screens.then(turn, [self._screens.line(turn, "preview.ask")])

    async def question_written(self, turn: Turn, draft: Draft) -> None:
        """What a reader who asked this would get if the draft were published."""
        matcher = await self._examination.matcher(turn.article, draft.base)
        ranking, answer = await asyncio.to_thread(matcher.answer, turn.text, turn.language)
        sheet = Sheet(turn.article, draft.base, self._texts, ranking.question.language)
        count = len(draft.changes)
        preview = self._screens.label(turn, "button.preview", {"do": "preview"}, count=count)
        lines = [self._screens.line(turn, "preview.from-draft"), sheet.answer(answer)]
        await self._screens.show(turn, lines, [[preview]])

    async def discard(self, turn: Turn, _: Action) -> None:
        """Throw the draft away."""
        await self._curation.drop(await self._curation.draft(turn.article, turn.person))
        await self._screens.say(turn, "edit.discarded")

    def _label(self, turn: Turn, key: str, action: Action) -> Choice:
        return self._screens.label(turn, key, action)


def _both(draft: Draft) -> str:
    """What a preview was of: the version that was published then, and the draft's."""
    return f"{draft.old.version}/{draft.base.version}"
