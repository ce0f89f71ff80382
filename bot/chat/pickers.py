"""What an editor picks by buttons: sentences, the span that answers, kinds, the nearest facts."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bot.chat.blocks import Block, joined, units
from bot.chat.screens import Action, Choice, Screens, Turn, grid, turns
from bot.chat.sheets import Sheet
from bot.core.answer import SUGGESTIONS
from bot.core.edits import PutFact, PutGap
from bot.core.facts import KINDS, Fact, FactBase, Gap, Sentence
from bot.core.refusal import Refusal
from bot.curation import Curation, Draft
from bot.texts import Texts

SENTENCES_A_PAGE = 25
UNITS_A_PAGE = 3000  # of the sentences; the rest of a message is for the words around them
MOST_WORDS = 88  # as buttons; Telegram takes a hundred in all
TRIMMED = " ,.;:!?…()[]«»“”\"'"  # around a span that is tapped
NEAR_OFFERED = 6

Card = Callable[[Turn, Draft, str], Awaitable[None]]


class Pickers:
    """Each choice is in the draft at once; what a button chooses, it carries wholly."""

    def __init__(self, curation: Curation, screens: Screens, texts: Texts, card: Card) -> None:
        """`card` shows a fact or gap of a draft with all that can be done to it."""
        self._curation = curation
        self._screens = screens
        self._texts = texts
        self._card = card

    # -- sentences

    async def cites(self, turn: Turn, action: Action) -> None:
        """The numbered article, a page of it, with a button for each sentence."""
        draft = await self._curation.draft(turn.article, turn.person)
        fact = subject(draft, action["id"])
        chosen = list(action.get("chosen", fact.cites))
        begun = {} if fact.cites else {"asks": draft.exchange["asks"]}
        draft = await self._curation.go_on(draft, {"step": "cites", "id": fact.id, **begun})
        await self._show_sentences(turn, draft.base, fact, chosen, action.get("page", 0))

    async def _show_sentences(
        self, turn: Turn, base: FactBase, fact: Fact, chosen: list[int], page: int
    ) -> None:
        pages = _pages(base.article.sentences)
        page = min(page, len(pages) - 1)
        same: dict[str, Any] = {"do": "cites", "id": fact.id}
        lines = [_numbered(each, each.number in chosen) for each in pages[page]]
        buttons = [
            (
                f"✓ {each.number}" if each.number in chosen else str(each.number),
                {**same, "chosen": _toggled(chosen, each.number), "page": page},
            )
            for each in pages[page]
        ]
        done = self._screens.label(
            turn, "button.done", {"do": "cited", "id": fact.id, "chosen": chosen}
        )
        rows = [*grid(buttons, 5), turns(page, len(pages) - 1, {**same, "chosen": chosen})]
        rows.append([done] if chosen else [])
        title = self._screens.line(turn, "edit.pick-sentences")
        await self._screens.show(turn, [title, joined(lines, "\n")], rows)

    async def cited(self, turn: Turn, action: Action) -> None:
        """The sentences are chosen."""
        draft = await self._curation.draft(turn.article, turn.person)
        await self._cite(turn, draft, action["id"], list(action["chosen"]))

    async def cites_written(self, turn: Turn, draft: Draft) -> None:
        """Sentence numbers, typed."""
        numbers = list(dict.fromkeys(map(int, re.findall(r"\d{1,6}", turn.text))))
        if not numbers:
            raise Refusal("edit.no-number")
        await self._cite(turn, draft, draft.exchange["id"], numbers)

    async def _cite(self, turn: Turn, draft: Draft, name: str, chosen: list[int]) -> None:
        known = draft.base.article.numbers
        for number in chosen:
            if number not in known:
                raise Refusal("edit.no-sentence", number=number, first=known[0], last=known[-1])
        fact = replace(subject(draft, name), cites=tuple(chosen))
        is_new = fact.id not in draft.base.by_id
        if fact.answer and fact.answer not in draft.base.article[chosen[0]].text:
            fact = replace(fact, answer=None)
        draft = await self._curation.change(draft, [PutFact(fact)])
        if is_new or fact.answer is None:
            await self._show_words(turn, draft, fact, is_guided=is_new)
        else:
            await self._card(turn, draft, fact.id)

    # -- the span that answers

    async def answer(self, turn: Turn, action: Action) -> None:
        """The first cited sentence, a button for each word; with "at", the words from there."""
        draft = await self._curation.draft(turn.article, turn.person)
        fact = subject(draft, action["id"])
        await self._show_words(
            turn, draft, fact, is_guided=action.get("guided", False), start=action.get("at")
        )

    async def _show_words(
        self, turn: Turn, draft: Draft, fact: Fact, *, is_guided: bool, start: int | None = None
    ) -> None:
        same: dict[str, Any] = {"id": fact.id, "guided": is_guided}
        draft = await self._curation.go_on(draft, {**same, "step": "answer"})
        sentence = draft.base.article[fact.cites[0]].text
        words = [each for each in re.finditer(r"\S+", sentence) if each.start() >= (start or 0)]
        buttons: list[Choice] = [
            (
                each[0],
                {**same, "do": "answer", "at": each.start()}
                if start is None
                else {**same, "do": "span", "text": sentence[start : each.end()].strip(TRIMMED)},
            )
            for each in words[:MOST_WORDS]
        ]
        none = self._screens.label(turn, "button.no-span", {**same, "do": "span", "text": None})
        key = "edit.pick-first-word" if start is None else "edit.pick-last-word"
        seen = self._sheet(turn, draft).seen(replace(fact, answer=None))
        lines = [seen, self._screens.line(turn, key)]
        await self._screens.show(turn, lines, [*grid(buttons, 4), [none]])

    async def span(self, turn: Turn, action: Action) -> None:
        """The span is chosen, or that there is none."""
        draft = await self._curation.draft(turn.article, turn.person)
        await self._answer(turn, draft, action["id"], action["text"], is_guided=action["guided"])

    async def answer_written(self, turn: Turn, draft: Draft) -> None:
        """The span, typed."""
        name, is_guided = draft.exchange["id"], draft.exchange["guided"]
        await self._answer(turn, draft, name, " ".join(turn.text.split()), is_guided=is_guided)

    async def _answer(
        self, turn: Turn, draft: Draft, name: str, text: str | None, *, is_guided: bool
    ) -> None:
        fact = subject(draft, name)
        sentence = draft.base.article[fact.cites[0]].text
        fact = replace(fact, answer=None if text is None else _verbatim(text, sentence))
        draft = await self._curation.change(draft, [PutFact(fact)])
        if is_guided:
            await self._show_kinds(turn, draft, fact, list(fact.kinds))
        else:
            await self._card(turn, draft, fact.id)

    # -- kinds

    async def kinds(self, turn: Turn, action: Action) -> None:
        """What is asked for, a button for each kind."""
        draft = await self._curation.draft(turn.article, turn.person)
        fact = subject(draft, action["id"])
        await self._show_kinds(turn, draft, fact, list(action.get("kinds", fact.kinds)))

    async def _show_kinds(self, turn: Turn, draft: Draft, fact: Fact, chosen: list[str]) -> None:
        same: dict[str, Any] = {"do": "kinds", "id": fact.id}
        buttons: list[Choice] = []
        for kind in KINDS:
            words = self._texts(f"kind.{kind}", turn.language)
            label = f"✓ {words}" if kind in chosen else words
            buttons.append((label, {**same, "kinds": _toggled(chosen, kind)}))
        done = {"do": "kinded", "id": fact.id, "kinds": chosen}
        rows = [*grid(buttons, 3), [self._screens.label(turn, "button.done", done)]]
        seen = self._sheet(turn, draft).seen(fact)
        await self._screens.show(turn, [seen, self._screens.line(turn, "edit.pick-kinds")], rows)

    async def kinded(self, turn: Turn, action: Action) -> None:
        """The kinds are chosen."""
        draft = await self._curation.draft(turn.article, turn.person)
        chosen = tuple(kind for kind in KINDS if kind in action["kinds"])
        fact = replace(subject(draft, action["id"]), kinds=chosen)
        draft = await self._curation.change(draft, [PutFact(fact)])
        await self._card(turn, draft, fact.id)

    # -- the facts nearest to a gap

    async def near(self, turn: Turn, action: Action) -> None:
        """Facts to offer where the article does not say, a button for each of the likeliest."""
        draft = await self._curation.draft(turn.article, turn.person)
        gap = _gap(draft, action["id"])
        chosen = list(action.get("near", gap.near))
        offered = [*gap.near, *await self._curation.nearest(draft, gap.question(turn.language))]
        same: dict[str, Any] = {"do": "near", "id": gap.id}
        buttons: list[list[Choice]] = []
        for name in list(dict.fromkeys(offered))[:NEAR_OFFERED]:
            question = draft.base.by_id[name].question(turn.language)
            label = f"✓ {question}" if name in chosen else question
            buttons.append([(label, {**same, "near": _toggled(chosen, name)[-SUGGESTIONS:]})])
        done = {"do": "neared", "id": gap.id, "near": chosen}
        rows = [*buttons, [self._screens.label(turn, "button.done", done)]]
        seen = self._sheet(turn, draft).seen(replace(gap, near=tuple(chosen)))
        await self._screens.show(turn, [seen, self._screens.line(turn, "edit.pick-near")], rows)

    async def neared(self, turn: Turn, action: Action) -> None:
        """The nearest facts are chosen."""
        draft = await self._curation.draft(turn.article, turn.person)
        gap = replace(_gap(draft, action["id"]), near=tuple(action["near"]))
        draft = await self._curation.change(draft, [PutGap(gap)])
        await self._card(turn, draft, gap.id)

    def _sheet(self, turn: Turn, draft: Draft) -> Sheet:
        return Sheet(turn.article, draft.base, self._texts, turn.language)


def subject(draft: Draft, name: str) -> Fact:
    """The fact of a draft with this id, also one that is being begun. Raises Refusal."""
    if name in draft.base.by_id:
        return draft.base.by_id[name]
    begun = draft.exchange
    if begun.get("id") == name and "asks" in begun:
        return Fact(name, (), {code: tuple(texts) for code, texts in begun["asks"].items()})
    raise Refusal("edit.no-fact", name=name)


def _gap(draft: Draft, name: str) -> Gap:
    for gap in draft.base.gaps:
        if gap.id == name:
            return gap
    raise Refusal("edit.no-fact", name=name)


def _toggled(chosen: list[Any], one: Any) -> list[Any]:
    return [each for each in chosen if each != one] if one in chosen else [*chosen, one]


def _verbatim(text: str, sentence: str) -> str:
    """The span as the sentence has it; case does not matter. Raises Refusal."""
    found = re.search(re.escape(text), sentence) or re.search(
        re.escape(text), sentence, re.IGNORECASE
    )
    if not text or not found:
        raise Refusal("edit.not-in-sentence", text=text[:80], sentence=sentence)
    return found[0]


def _numbered(sentence: Sentence, is_chosen: bool) -> Block:
    block = Block(f"[{sentence.number}] {sentence.text}")
    return block.marked("bold") if is_chosen else block


def _pages(sentences: tuple[Sentence, ...]) -> list[list[Sentence]]:
    found: list[list[Sentence]] = [[]]
    for sentence in sentences:
        length = sum(units(each.text) for each in found[-1]) + units(sentence.text)
        if found[-1] and (len(found[-1]) == SENTENCES_A_PAGE or length > UNITS_A_PAGE):
            found.append([])
        found[-1].append(sentence)
    return found
