"""After a publication: which answers say the old text, and what the editor wants done with them."""

from collections.abc import Callable

from bot.chat.publishing import Published
from bot.chat.screens import Action, Choice, Screens, Turn
from bot.core.refusal import Refusal
from bot.corrections import DAY, Affected, Corrections
from bot.texts import Texts

DAYS = (7, 30)  # whose readers may be notified


class Correcting:
    """Offers corrections and orders them; they are made in the background."""

    def __init__(
        self,
        corrections: Corrections,
        screens: Screens,
        texts: Texts,
        clock: Callable[[], float],
        ordered: Callable[[], None],
    ) -> None:
        """`clock` gives Unix time in seconds; `ordered` is called once there is something to do."""
        self._corrections, self._screens, self._texts = corrections, screens, texts
        self._clock, self._ordered = clock, ordered

    async def published(self, turn: Turn, _published: Published) -> None:
        """Offer to correct what was said before; silent where no quote has changed, or nobody has
        been told what it was.
        """
        if not await self._corrections.has_requoted(turn.article):
            return
        affected = await self._corrections.affected(turn.article)
        if affected.answers:
            await self._offer(turn, affected)

    async def correct(self, turn: Turn) -> None:
        """/correct: the offer once more, also for what was left after earlier publications."""
        affected = await self._corrections.affected(turn.article)
        if not affected.answers:
            raise Refusal("correct.nothing")
        await self._offer(turn, affected)

    async def _offer(self, turn: Turn, affected: Affected) -> None:
        offer = self._screens.line(
            turn, "correct.offer", answers=len(affected.answers), chats=affected.chats
        )
        edit = self._screens.label(turn, "button.correct", {"do": "correct", "days": 0})
        leave = self._screens.label(turn, "button.leave", {"do": "leave"})
        notify = [[self._notify(turn, affected, days)] for days in DAYS if affected.private]
        await self._screens.then(turn, [offer], [[edit], *notify, [leave]], affected.version)

    def _notify(self, turn: Turn, affected: Affected, days: int) -> Choice:
        count = len(affected.since(self._clock() - days * DAY))
        action = {"do": "correct", "days": days}
        return self._screens.label(turn, "button.correct-notify", action, days=days, count=count)

    async def order(self, turn: Turn, action: Action) -> None:
        """Correct them; this message shows how far it has come."""
        assert turn.shown is not None, "a button is under a message"
        place = (turn.chat, turn.shown, turn.language)
        await self._corrections.order(turn.article, turn.version, action["days"], *place)
        self._ordered()

    async def leave(self, turn: Turn, _: Action) -> None:
        """Correct nothing."""
        await self._screens.say(turn, "correct.left")
