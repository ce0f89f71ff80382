"""What a publication changed for those who had an answer before, and whom to correct it for."""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.core.facts import FactBase
from bot.core.quoted import Requoted, difference, requoted
from bot.core.refusal import Refusal
from bot.desk import Desk
from bot.storage.corrections import Correction as Correction
from bot.storage.corrections import Corrections as Stored
from bot.storage.corrections import Given, Row
from bot.storage.corrections import Kind as Kind
from bot.storage.corrections import Outcome as Outcome
from bot.storage.pseudonyms import Pseudonyms
from bot.storage.revisions import Revision, Revisions

DAY = 86_400  # seconds


@dataclass(frozen=True, slots=True)
class Affected:
    """The answers that say what is not published any more."""

    revision: int  # the last one
    version: str
    answers: tuple[Given, ...]
    private: tuple[Given, ...]  # of each private chat the last one

    @property
    def chats(self) -> int:
        """In how many chats they are."""
        return len({each.chat for each in self.answers})

    def since(self, moment: float) -> tuple[Given, ...]:
        """The private chats whose last one was asked for after a Unix time in seconds."""
        return tuple(each for each in self.private if each.at >= moment)


@dataclass(frozen=True, slots=True)
class Order:
    """A message to be edited, or a chat to be told that one was."""

    row: int
    kind: Kind
    chat: int
    message: int
    language: str
    base: FactBase  # what is published now
    change: Requoted | None  # None: the message is right as it is
    stays: bool  # False: the chat has the bot's messages deleted after a while


@dataclass(frozen=True, slots=True)
class Progress:
    """How many messages and notices have come to which end; a notice that was not needed, as its
    message was not edited, is done and no more.
    """

    total: int
    done: int
    edited: int
    replied: int
    told: int
    skipped: int
    failed: int


class Corrections:
    """Always corrects to what is published now, whatever was published when it was ordered."""

    def __init__(
        self,
        desk: Desk,
        revisions: Revisions,
        stored: Stored,
        pseudonyms: Pseudonyms,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`clock` gives Unix time in seconds."""
        self._desk, self._revisions, self._stored = desk, revisions, stored
        self._pseudonyms, self._clock = pseudonyms, clock

    async def has_requoted(self, article: str) -> bool:
        """Whether the last revision of an article quotes anything otherwise than the one before."""
        head = await self._head(article)
        if head.parent is None:
            return False
        old, new = [await self._base(article, each) for each in (head.parent, head.version)]
        return bool(requoted(old, new))

    async def affected(self, article: str) -> Affected:
        """The answers that say what is not published any more, whichever revision changed it."""
        head = await self._head(article)
        new = await self._base(article, head.version)
        by_version: dict[str, list[Given]] = {}
        for each in await self._stored.given(article):
            by_version.setdefault(each.version, []).append(each)
        stale = []
        for version, given in by_version.items():  # one base at a time: there may be many
            bases = await self._bases(article, [version])
            stale += await asyncio.to_thread(_stale, given, bases.get(version, new), new)
        stale.sort(key=lambda each: each.query)
        private = [each for each in stale if self._pseudonyms.unsealed(each.address) > 0]
        last = {each.chat: each for each in private}
        return Affected(head.number, head.version, tuple(stale), tuple(last.values()))

    async def _head(self, article: str) -> Revision:
        head = await self._revisions.head(article)
        assert head is not None, "the bot runs on what was published"
        return head

    async def order(
        self, article: str, version: str, days: int, chat: int, message: int, language: str
    ) -> None:
        """Have the answers corrected that say what is not published any more, and private readers
        of the last `days` told; progress goes to `message`. `version` is that of the last revision.

        Raises Refusal where something else has been published, nothing says it, or it is under way.
        """
        affected = await self.affected(article)
        if affected.version != version:
            raise Refusal("press.stale")
        if not affected.answers:
            raise Refusal("correct.nothing")
        now = int(self._clock())
        told = affected.since(now - days * DAY) if days else ()
        ordered = Correction(0, article, affected.revision, chat, message, language, now)
        if not await self._stored.order(ordered, affected.answers, told):
            raise Refusal("correct.already", revision=str(affected.revision))

    async def unfinished(self) -> list[Correction]:
        """The corrections under way, oldest first."""
        return await self._stored.unfinished()

    async def orders(self, correction: Correction, kind: Kind) -> list[Order]:
        """What is still to be done of one."""
        rows = await self._stored.rows(correction.id, kind)
        new = self._desk.base(correction.article)
        bases = await self._bases(correction.article, {row.version for row in rows})
        return await asyncio.to_thread(lambda: [self._order(row, bases, new) for row in rows])

    def _order(self, row: Row, bases: dict[str, FactBase], new: FactBase) -> Order:
        change = difference(bases.get(row.version, new), new, row.facts)
        chat = self._pseudonyms.unsealed(row.address)
        return Order(row.id, row.kind, chat, row.message, row.language, new, change, row.stays)

    def is_current(self, correction: Correction, order: Order) -> bool:
        """Whether what an order says is published still."""
        return self._desk.base(correction.article) is order.base

    async def begin(self, order: Order) -> bool:
        """Note that an order is under way; False where it is not to be done any more."""
        return await self._stored.begin(order.row)

    async def settle(self, order: Order, outcome: Outcome) -> None:
        """Note what became of an order; whatever it was, this version is not to be said again."""
        says = order.base.version if order.kind == "edit" else None
        await self._stored.settle(order.row, outcome, says)

    async def postpone(self, order: Order) -> None:
        """Let an order wait that could not be done; after the third time it has failed, and can be
        ordered again.
        """
        await self._stored.postpone(order.row)

    async def progress(self, correction: Correction) -> Progress:
        """How far a correction has come; those who are forgotten are not counted."""
        counts = await self._stored.counts(correction.id)
        ends = dict.fromkeys(("edited", "replied", "told", "skipped", "failed"), 0)
        done = 0
        for (kind, state), count in counts.items():
            if state in ends:
                done += count
                ends[state] += 0 if (kind, state) == ("notice", "skipped") else count
        return Progress(sum(counts.values()), done, **ends)

    async def close(self, correction: Correction) -> None:
        """Note that nothing is left to be done."""
        await self._stored.close(correction.id, int(self._clock()))

    async def _bases(self, article: str, versions: Iterable[str]) -> dict[str, FactBase]:
        """The published ones of these versions."""
        found = {}
        for version in versions:
            try:
                found[version] = await self._base(article, version)
            except Refusal:  # from before versions were kept: nobody knows what it said
                continue
        return found

    async def _base(self, article: str, version: str) -> FactBase:
        published = self._desk.base(article)
        if published.version == version:
            return published
        return await self._revisions.base(article, version)


def _stale(given: Sequence[Given], old: FactBase, new: FactBase) -> list[Given]:
    is_changed = {
        facts: difference(old, new, facts) is not None for facts in {each.facts for each in given}
    }
    return [each for each in given if each.is_open or is_changed[each.facts]]
