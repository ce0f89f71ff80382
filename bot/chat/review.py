"""What reviewers see of the queue: a card for a question, buttons that say what it asks for."""

from collections.abc import Awaitable
from typing import TypeVar

from bot.chat.blocks import Block, joined
from bot.chat.pickers import Pickers
from bot.chat.screens import Action, Choice, Screens, Turn
from bot.chat.sheets import Sheet
from bot.core.cluster import Cluster
from bot.core.refusal import Refusal
from bot.curation import Curation, Draft
from bot.review import Card, Review
from bot.team import Team
from bot.texts import Texts

T = TypeVar("T")

SHOWN = 300  # characters of an example


class Reviewing:
    """From a card to the draft in one tap; what is in the draft goes on to the preview."""

    def __init__(
        self,
        review: Review,
        curation: Curation,
        team: Team,
        pickers: Pickers,
        screens: Screens,
        texts: Texts,
    ) -> None:
        self._review, self._curation, self._team = review, curation, team
        self._pickers, self._screens, self._texts = pickers, screens, texts

    async def review(self, turn: Turn) -> None:
        """/review: read the log, and show the question that was asked most."""
        await self._review.read(turn.article)
        await self._show(turn, 0)

    async def card(self, turn: Turn, action: Action) -> None:
        """The card at a place in the queue."""
        await self._show(turn, action["at"])

    async def means(self, turn: Turn, action: Action) -> None:
        """The question asks for this fact."""
        deciding = self._review.means(turn.article, action["card"], turn.person, action["id"])
        if draft := await self._try(turn, action, deciding):
            question = draft.base.by_id[action["id"]].question(turn.language)
            note = self._screens.line(turn, "review.means", question=question)
            await self._show(turn, action["at"], note)

    async def absent(self, turn: Turn, action: Action) -> None:
        """The article does not say it."""
        if await self._try(
            turn, action, self._review.gap(turn.article, action["card"], turn.person)
        ):
            await self._show(turn, action["at"], self._screens.line(turn, "review.absent"))

    async def new_fact(self, turn: Turn, action: Action) -> None:
        """The article says it, and no fact does: on to the sentences that say it."""
        deciding = self._review.new_fact(turn.article, action["card"], turn.person)
        if fact := await self._try(turn, action, deciding):
            asks = {code: list(texts) for code, texts in fact.asks.items()}
            draft = await self._curation.draft(turn.article, turn.person)
            await self._curation.go_on(draft, {"step": "cites", "id": fact.id, "asks": asks})
            await self._pickers.cites(turn, {"id": fact.id})

    async def ignore(self, turn: Turn, action: Action) -> None:
        """The question is not worth an answer; that can be taken back under the next card."""
        deciding = self._review.ignore(turn.article, action["card"], turn.person)
        if ignored := await self._try(turn, action, deciding):
            back = self._label(turn, "button.take-back", {"do": "unignore", "card": ignored})
            note = self._screens.line(turn, "review.ignored")
            await self._show(turn, action["at"], note, [back])

    async def take_back(self, turn: Turn, action: Action) -> None:
        """Do not ignore it after all."""
        await self._review.take_back(turn.article, action["card"], turn.person)
        await self._show(turn, 0)

    async def _try(self, turn: Turn, action: Action, deciding: Awaitable[T]) -> T | None:
        """Decide. What keeps that from being done is shown over the card that stands there now."""
        try:
            return await deciding
        except Refusal as refusal:
            note = self._screens.line(turn, refusal.key, **refusal.values)
            await self._show(turn, action["at"], note)
            return None

    async def _show(
        self, turn: Turn, at: int, note: Block | None = None, back: list[Choice] | None = None
    ) -> None:
        """The card at a place, `note` about the last one above it, and the way to the preview."""
        draft = await self._curation.draft(turn.article, turn.person)
        card = await self._review.card(turn.article, at)
        above = [note] if note else []
        last = [*(back or []), *self._preview(turn, draft)]
        if card is None:
            empty = self._screens.line(turn, "review.empty")
            await self._screens.show(turn, [*above, empty], [last])
            return
        lines = [*above, *self._lines(turn, card)]
        await self._screens.show(turn, lines, [*self._ways(turn, card, draft), last])

    def _lines(self, turn: Turn, card: Card) -> list[Block]:
        """How often the question was asked, what came of it, and how it was put."""
        cluster, language = card.cluster, turn.language
        times = self._texts.plural("review.times", cluster.times, language)
        languages = ", ".join(f"{code} {count}" for code, count in cluster.languages)
        place = self._screens.line(
            turn,
            "review.card",
            at=card.at + 1,
            count=card.waiting,
            times=times,
            languages=languages,
        )
        lines = [joined([place, Block(self._outcomes(turn, cluster))], "\n")]
        lines += [Block(_cut(each.text)).marked("blockquote") for each in cluster.examples]
        if more := len(cluster.asked) - len(cluster.examples):
            lines.append(Block(self._texts.plural("review.more", more, language)))
        if any(each.disliked for each in cluster.asked):
            sheet = Sheet(turn.article, card.base, self._texts, language)
            lines += [self._screens.line(turn, "review.now"), sheet.answer(card.answer)]
        return lines

    def _outcomes(self, turn: Turn, cluster: Cluster) -> str:
        """How often there was no good answer, and why."""
        counts = {
            name: sum(getattr(each, name) for each in cluster.asked)
            for name in ("unknown", "suggested", "refused", "disliked")
        }
        return " · ".join(
            self._texts(f"review.{name}", turn.language, count=count)
            for name, count in counts.items()
            if count
        )

    def _ways(self, turn: Turn, card: Card, draft: Draft) -> list[list[Choice]]:
        """The buttons under a card: what it means, or that it means nothing."""
        of = {"card": card.key, "at": card.at}
        rows = [
            [
                self._screens.label(
                    turn,
                    "button.means",
                    {**of, "do": "means", "id": fact.id},
                    question=fact.question(turn.language),
                )
            ]
            for fact in card.near
            if fact.id in draft.base.by_id
        ]
        absent = self._label(turn, "button.absent", {**of, "do": "absent"})
        fact = self._label(turn, "button.new-fact", {**of, "do": "new-fact"})
        is_editor = self._team.standing(turn.person, turn.article) in ("owner", "editor")
        ignore = self._label(turn, "button.ignore", {**of, "do": "ignore"})
        skip = self._label(turn, "button.skip", {"do": "review", "at": card.at + 1})
        is_last = card.waiting == 1
        return [
            *rows,
            [absent],
            [fact] if is_editor else [],
            [ignore] if is_last else [ignore, skip],
        ]

    def _preview(self, turn: Turn, draft: Draft) -> list[Choice]:
        count = len(draft.changes)
        preview = self._screens.label(turn, "button.preview", {"do": "preview"}, count=count)
        return [preview] if count else []

    def _label(self, turn: Turn, key: str, action: Action) -> Choice:
        return self._screens.label(turn, key, action)


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
