"""Back to an earlier version, and what there has been: undo, rollback, history, differences."""

from typing import Any

from bot.chat.blocks import Block
from bot.chat.publishing import Published, Publishing
from bot.chat.screens import Action, Screens, Turn, turns
from bot.chat.sheets import Sheet
from bot.core.edits import describe
from bot.core.facts import FactBase
from bot.core.refusal import Refusal
from bot.curation import Curation, Draft, Revision, Stale
from bot.examination import Examination
from bot.history import History
from bot.texts import Texts

A_PAGE = 8  # revisions


class Restoring:
    """Nothing is ever taken out of the history: going back is a new version too."""

    def __init__(
        self,
        curation: Curation,
        examination: Examination,
        history: History,
        publishing: Publishing,
        screens: Screens,
        texts: Texts,
    ) -> None:
        self._curation = curation
        self._examination = examination
        self._history = history
        self._publishing = publishing
        self._screens = screens
        self._texts = texts

    async def undo(self, turn: Turn) -> None:
        """/undo: the last change that stands, as it would be taken back."""
        undone, target = await self._history.before_last(turn.article)
        await self._show(turn, {"kind": "undo", "to": target}, undone.number)

    async def rollback(self, turn: Turn) -> None:
        """/rollback with a revision: what going back to it would change."""
        if not turn.text:
            raise Refusal("history.which")
        found = await self._history.revision(turn.article, turn.text)
        await self._show(turn, {"kind": "rollback", "to": found.version}, found.number)

    async def _show(self, turn: Turn, restore: dict[str, Any], number: int) -> None:
        head = await self._head(turn)
        old, new = await self._pair(turn, head.version, restore["to"])
        if old.version == new.version:
            raise Refusal("publish.nothing")
        sheet = Sheet(turn.article, new, self._texts, turn.language)
        findings = await self._examination.examine(turn.article, old, new)
        title = self._screens.line(turn, f"restore.{restore['kind']}", number=str(number))
        lines = [title, *sheet.changes(describe(old, new)), *sheet.findings(findings)]
        go = self._screens.label(turn, "button.restore", {**restore, "do": "restore"})
        await self._screens.show(turn, lines, [] if findings.errors else [[go]], head.version)

    async def restore(self, turn: Turn, action: Action) -> None:
        """Go back to what was shown; with a reason first, where questions newly break."""
        await self._restore(turn, dict(action), turn.version, None)

    async def reason_written(self, turn: Turn, draft: Draft) -> None:
        """Why questions of the bank may break."""
        waits = draft.exchange
        await self._curation.go_on(draft, {})
        reason = " ".join(turn.text.split())
        await self._restore(turn, waits["restore"], waits["version"], reason)

    async def _restore(
        self, turn: Turn, restore: dict[str, Any], current: str, override: str | None
    ) -> None:
        old, new = await self._pair(turn, current, restore["to"])
        findings = await self._examination.examine(turn.article, old, new)
        if findings.broken and not override:
            waits = {"step": "restore-reason", "restore": restore, "version": current}
            await self._publishing.ask_reason(turn, findings, waits)
            return
        try:
            revision = await self._curation.restore(
                turn.article, current, new, turn.person, restore["kind"], override
            )
        except Stale as stale:
            number = stale.current.number if stale.current else 0
            raise Refusal("restore.stale", number=str(number)) from None
        await self._publishing.done(turn, Published(revision, old, new))

    async def _pair(self, turn: Turn, old: str, new: str) -> tuple[FactBase, FactBase]:
        return (
            await self._curation.base(turn.article, old),
            await self._curation.base(turn.article, new),
        )

    async def history(self, turn: Turn) -> None:
        """/history: who changed what when, and why; newest first."""
        await self.history_page(turn, {"page": 0})

    async def history_page(self, turn: Turn, action: Action) -> None:
        """A page of it."""
        revisions, last = await self._history.page(turn.article, action["page"], A_PAGE)
        page = min(action["page"], last)
        title = self._screens.line(turn, "history.title", page=page + 1, pages=last + 1)
        above = [] if page else await self._left_out(turn)
        lines = [*above, title, *(self._line(turn, each) for each in revisions)]
        await self._screens.show(turn, lines, [turns(page, last, {"do": "history"})])

    async def _left_out(self, turn: Turn) -> list[Block]:
        """What of the article's folder was not taken over when it last came in."""
        last = await self._history.left_out(turn.article)
        if last is None:
            return []
        if last.faults:
            faults = [Block(f"❗ {each}") for each in last.faults]
            return [self._screens.line(turn, "history.faults"), *faults]
        base = await self._curation.base(turn.article, (await self._head(turn)).version)
        sheet = Sheet(turn.article, base, self._texts, turn.language)
        clashes = sheet.conflicts(last.conflicts, "history.conflict")
        return [self._screens.line(turn, "history.left-out"), *clashes]

    async def _head(self, turn: Turn) -> Revision:
        return await self._history.head(turn.article)

    def _line(self, turn: Turn, revision: Revision) -> Block:
        at = self._texts.moment(revision.at, turn.language)
        kind = self._texts(f"revision.{revision.kind}", turn.language)
        author = revision.author or self._texts("history.command-line", turn.language)
        head = f"{revision.number} · {kind} · {at} · {author} · {revision.version}"
        lines = [head, *([revision.why] if revision.why else [])]
        if revision.override:
            lines.append(self._texts("history.override", turn.language, why=revision.override))
        return Block("\n".join(lines)).marked("bold", str(revision.number))

    async def audit(self, turn: Turn) -> None:
        """/audit: all that was ever published or granted, as a file."""
        table = await self._history.as_csv(turn.article)
        await self._screens.send_file(turn, f"{turn.article}-history.csv", table, "audit.caption")

    async def diff(self, turn: Turn) -> None:
        """/diff with two revisions; with one, what it changed; without, what the last changed."""
        old, new = await self._history.two(turn.article, turn.text)
        bases = await self._pair(turn, old.version, new.version)
        sheet = Sheet(turn.article, bases[1], self._texts, turn.language)
        title = self._screens.line(turn, "diff.title", old=old.number, new=new.number)
        found = sheet.changes(describe(*bases)) or [self._screens.line(turn, "diff.none")]
        await self._screens.show(turn, [title, *found])
