"""The figures of the week, every Monday, for those of the team who want them."""

import asyncio
import logging

from bot.chat.failures import where
from bot.chat.screens import Screens, Turn
from bot.chat.statistics import Figures
from bot.core.refusal import Refusal
from bot.statistics import Statistics
from bot.team import Team

log = logging.getLogger(__name__)

EVERY = 600.0  # seconds between two looks at the clock


class Digest:
    """One task; a digest is noted as sent before it is, so that nobody gets one twice."""

    def __init__(
        self, figures: Figures, statistics: Statistics, team: Team, screens: Screens
    ) -> None:
        self.figures = figures
        self._statistics, self._team, self._screens = statistics, team, screens
        self._task: asyncio.Task[None] | None = None

    async def digest(self, turn: Turn) -> None:
        """/digest on, or off."""
        match turn.text.lower():
            case "on":
                await self._statistics.want_digest(turn.article, turn.person, turn.language)
                await self._screens.say(turn, "digest.on")
            case "off":
                await self._statistics.leave_digest(turn.article, turn.person, turn.language)
                await self._screens.say(turn, "digest.off")
            case _:
                raise Refusal("digest.what")

    def start(self) -> None:
        """Send what is due, now and every few minutes, until `close`."""
        self._task = asyncio.create_task(self._for_ever(), name="send digests")

    async def close(self) -> None:
        """Stop; what is due then is sent after the next start."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _for_ever(self) -> None:
        while True:
            try:
                await self.sweep()
            except Exception as error:
                log.error("not every digest is sent\n%s", where(error))
            await asyncio.sleep(EVERY)

    async def sweep(self) -> None:
        """Send what is due; who is no editor any more gets nothing."""
        for wanted in await self._statistics.due_digests():
            is_editor = self._team.standing(wanted.person, wanted.article) in ("owner", "editor")
            if is_editor and await self._statistics.take_digest(wanted):
                to = Turn(wanted.person, wanted.person, wanted.article, wanted.language)
                await self.figures.stats(to)
