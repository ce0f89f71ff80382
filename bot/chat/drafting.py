"""How an editor writes: a new fact or gap, other phrasings, something retired; step by step."""

from dataclasses import replace
from typing import Any

from bot.chat.blocks import Block
from bot.chat.pickers import Pickers
from bot.chat.screens import Action, Choice, Screens, Turn, turns
from bot.chat.sheets import Sheet
from bot.core import phrasings
from bot.core.edits import Edit, PutFact, PutGap, RetireFact, RetireGap
from bot.core.facts import Fact, FactBase, Gap
from bot.core.refusal import Refusal
from bot.curation import Curation, Draft
from bot.examination import Examination
from bot.texts import Texts

A_PAGE = 8  # buttons with a question on them


class Drafting:
    """Every change goes into the editor's draft at once; nothing of it reaches readers here."""

    def __init__(
        self, curation: Curation, examination: Examination, screens: Screens, texts: Texts
    ) -> None:
        self._curation = curation
        self._examination = examination
        self._screens = screens
        self._texts = texts
        self.pickers = Pickers(curation, screens, texts, self.card)

    async def add(self, turn: Turn) -> None:
        """/add: a new fact, from its questions on; they may stand behind the command."""
        await self._begin(turn, {"step": "asks", "new": "fact"}, "edit.ask-fact")

    async def gap(self, turn: Turn) -> None:
        """/gap: a new gap, in the same way."""
        await self._begin(turn, {"step": "asks", "new": "gap"}, "edit.ask-gap")

    async def edit(self, turn: Turn) -> None:
        """/edit with an id or words; without, all there is to choose from."""
        await self._chosen(turn, "card")

    async def say(self, turn: Turn) -> None:
        """/say: add phrasings to a fact or gap."""
        await self._chosen(turn, "say")

    async def retire(self, turn: Turn) -> None:
        """/retire: take a fact or gap away."""
        await self._chosen(turn, "retire")

    async def cancel(self, turn: Turn) -> None:
        """/cancel: leave the exchange; what is in the draft stays there."""
        draft = await self._curation.draft(turn.article, turn.person)
        was_begun = bool(draft.exchange)
        draft = await self._curation.go_on(draft, {})
        count = len(draft.changes)
        if not count:
            await self._screens.say(turn, "edit.left" if was_begun else "edit.cancelled")
            return
        kept = self._texts.plural("edit.kept", count, turn.language)
        rows = [
            [self._preview(turn, count), self._label(turn, "button.discard", {"do": "discard"})]
        ]
        await self._screens.show(turn, [Block(kept)], rows)

    async def choices(self, turn: Turn, action: Action) -> None:
        """A page of all facts and gaps; a tap does `then` with the one that is tapped."""
        draft = await self._curation.draft(turn.article, turn.person)
        owners = phrasings.owners(draft.base)
        last = max(0, (len(owners) - 1) // A_PAGE)
        page = min(action["page"], last)
        rows: list[list[Choice]] = [
            [(each.question(turn.language), {"do": action["then"], "id": each.id})]
            for each in owners[page * A_PAGE : (page + 1) * A_PAGE]
        ]
        title = self._screens.line(turn, "edit.choose", page=page + 1, pages=last + 1)
        await self._screens.show(turn, [title], [*rows, turns(page, last, action)])

    async def show_card(self, turn: Turn, action: Action) -> None:
        """A fact or gap, and all that can be done to it."""
        draft = await self._curation.draft(turn.article, turn.person)
        await self.card(turn, await self._curation.go_on(draft, {}), action["id"])

    async def card(self, turn: Turn, draft: Draft, name: str) -> None:
        """The same for a draft at hand; it also says what is wrong with the draft by now."""
        owner = phrasings.owner(draft.base, name)
        sheet = Sheet(turn.article, draft.base, self._texts, turn.language)
        errors = await self._examination.errors(turn.article, draft.base)
        lines = [sheet.seen(owner), sheet.card(owner), *sheet.errors(errors)]
        await self._screens.show(turn, lines, self._ways(turn, owner, len(draft.changes)))

    def _ways(self, turn: Turn, owner: Fact | Gap, count: int) -> list[list[Choice]]:
        """The buttons under a card."""
        of = {"id": owner.id}
        phrasings = [
            self._label(turn, "button.say", {**of, "do": "say"}),
            self._label(turn, "button.unsay", {**of, "do": "asks", "page": 0}),
        ]
        retire = self._label(turn, "button.retire", {**of, "do": "retire"})
        if isinstance(owner, Gap):
            near = self._label(turn, "button.near", {**of, "do": "near"})
            rows = [phrasings, [near, retire]]
        else:
            what = [
                self._label(turn, "button.cites", {**of, "do": "cites"}),
                self._label(turn, "button.answer", {**of, "do": "answer"}),
                self._label(turn, "button.kinds", {**of, "do": "kinds"}),
            ]
            rows = [what, phrasings, [retire]]
        return [*rows, [self._preview(turn, count)]] if count else rows

    async def ask_phrasings(self, turn: Turn, action: Action) -> None:
        """Ask for phrasings of a fact or gap."""
        draft = await self._curation.draft(turn.article, turn.person)
        owner = phrasings.owner(draft.base, action["id"])
        await self._curation.go_on(draft, {"step": "asks", "id": owner.id})
        sheet = Sheet(turn.article, draft.base, self._texts, turn.language)
        lines = [sheet.seen(owner), self._screens.line(turn, "edit.ask-phrasings")]
        await self._screens.show(turn, lines)

    async def phrasings_written(self, turn: Turn, draft: Draft) -> None:
        """Phrasings, one a line, each in the language that it is in or is marked with."""
        added = await self._read(turn)
        new = draft.exchange.get("new")
        if new is None:
            owner = phrasings.with_asks(phrasings.owner(draft.base, draft.exchange["id"]), added)
            draft = await self._curation.change(draft, [_put(owner)])
            await self.card(turn, draft, owner.id)
            return
        name = phrasings.new_id(draft.base, added[0][1])
        if new == "gap":
            gap = phrasings.with_asks(Gap(name, {}), added)
            await self._curation.change(draft, [_put(gap)])
            await self.pickers.near(turn, {"id": name})
        else:
            begun = phrasings.with_asks(Fact(name, (), {}), added)
            asks = {code: list(texts) for code, texts in begun.asks.items()}
            await self._curation.go_on(draft, {"step": "cites", "id": name, "asks": asks})
            await self.pickers.cites(turn, {"id": name})

    async def _read(self, turn: Turn) -> list[tuple[str, str]]:
        """The language and text of each phrasing of a message."""
        read = phrasings.read(turn.text)
        texts = [each.text for each in read]
        asked = await self._curation.read(turn.article, texts, turn.language)
        languages = [
            each.language or question.language for each, question in zip(read, asked, strict=True)
        ]
        return list(zip(languages, texts, strict=True))

    async def asks(self, turn: Turn, action: Action) -> None:
        """A page of the phrasings of a fact or gap; a tap takes one away."""
        draft = await self._curation.draft(turn.article, turn.person)
        owner = phrasings.owner(draft.base, action["id"])
        texts = [(code, text) for code, each in owner.asks.items() for text in each]
        last = max(0, (len(texts) - 1) // A_PAGE)
        page = min(action["page"], last)
        drop = {"do": "drop", "id": owner.id, "page": page}
        rows: list[list[Choice]] = [
            [(f"✕ {code}: {text}", {**drop, "language": code, "text": text})]
            for code, text in texts[page * A_PAGE : (page + 1) * A_PAGE]
        ]
        rows.append(turns(page, last, {"do": "asks", "id": owner.id}))
        rows.append([self._label(turn, "button.done", {"do": "card", "id": owner.id})])
        title = self._screens.line(turn, "edit.pick-dropped", page=page + 1, pages=last + 1)
        await self._screens.show(turn, [title], rows)

    async def drop(self, turn: Turn, action: Action) -> None:
        """Take one phrasing away."""
        draft = await self._curation.draft(turn.article, turn.person)
        owner = phrasings.without_ask(
            phrasings.owner(draft.base, action["id"]), action["language"], action["text"]
        )
        await self._curation.change(draft, [_put(owner)])
        await self.asks(turn, action)

    async def ask_retire(self, turn: Turn, action: Action) -> None:
        """Show what would go, and ask."""
        draft = await self._curation.draft(turn.article, turn.person)
        owner = phrasings.owner(draft.base, action["id"])
        sheet = Sheet(turn.article, draft.base, self._texts, turn.language)
        yes = self._label(turn, "button.retire", {"do": "retired", "id": owner.id})
        no = self._label(turn, "button.keep-fact", {"do": "card", "id": owner.id})
        lines = [sheet.seen(owner), self._screens.line(turn, "edit.ask-retire", name=owner.id)]
        await self._screens.show(turn, lines, [[yes, no]])

    async def retired(self, turn: Turn, action: Action) -> None:
        """Take a fact or gap away, also from what gaps offer."""
        draft = await self._curation.draft(turn.article, turn.person)
        owner = phrasings.owner(draft.base, action["id"])
        draft = await self._curation.change(draft, _retire(draft.base, owner))
        line = self._screens.line(turn, "edit.retired", name=owner.id)
        await self._screens.show(turn, [line], [[self._preview(turn, len(draft.changes))]])

    async def why(self, turn: Turn) -> None:
        """/why with a question: what decides about it in the version that readers get."""
        if not turn.text:
            raise Refusal("why.empty")
        lines = await self._curation.why(turn.article, turn.text)
        await self._screens.show(turn, [Block("\n".join(lines))])

    async def _begin(self, turn: Turn, exchange: dict[str, Any], key: str) -> None:
        draft = await self._curation.draft(turn.article, turn.person)
        draft = await self._curation.go_on(draft, exchange)
        if turn.text:
            await self.phrasings_written(turn, draft)
        else:
            await self._screens.say(turn, key)

    async def _chosen(self, turn: Turn, then: str) -> None:
        """Do `then` with the fact or gap that stands behind the command."""
        if not turn.text:
            await self.choices(turn, {"do": "list", "then": then, "page": 0})
            return
        draft = await self._curation.draft(turn.article, turn.person)
        owner = await self._curation.find(draft, turn.text)
        ways = {"card": self.show_card, "say": self.ask_phrasings, "retire": self.ask_retire}
        await ways[then](turn, {"id": owner.id})

    def _label(self, turn: Turn, key: str, action: Action) -> Choice:
        return self._screens.label(turn, key, action)

    def _preview(self, turn: Turn, count: int) -> Choice:
        return self._screens.label(turn, "button.preview", {"do": "preview"}, count=count)


def _put(owner: Fact | Gap) -> Edit:
    return PutFact(owner) if isinstance(owner, Fact) else PutGap(owner)


def _retire(base: FactBase, owner: Fact | Gap) -> list[Edit]:
    if isinstance(owner, Gap):
        return [RetireGap(owner.id)]
    offering = [gap for gap in base.gaps if owner.id in gap.near]
    without = [
        replace(gap, near=tuple(name for name in gap.near if name != owner.id)) for gap in offering
    ]
    return [*map(PutGap, without), RetireFact(owner.id)]
