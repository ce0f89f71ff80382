"""Who may edit: the team shown, somebody made editor or reviewer, somebody made a reader again."""

from collections.abc import Callable

from bot.chat.blocks import Block
from bot.chat.screens import Screens, Turn
from bot.core.refusal import Refusal
from bot.team import Role, Team
from bot.texts import Texts

ROLES: tuple[Role, ...] = ("editor", "reviewer")


class TeamTalk:
    """The commands about the team of one article."""

    def __init__(
        self,
        team: Team,
        screens: Screens,
        texts: Texts,
        changed: Callable[[int], None],
    ) -> None:
        """`changed` is told who is more or less than before."""
        self._team = team
        self._screens = screens
        self._texts = texts
        self._changed = changed

    async def team(self, turn: Turn) -> None:
        """/team: everybody by number and standing."""
        lines = [self._screens.line(turn, "team.title", article=turn.article)]
        for person, standing in self._team.of(turn.article):
            lines.append(Block(f"{person} – {self._texts(f'standing.{standing}', turn.language)}"))
        await self._screens.show(turn, lines)

    async def grant(self, turn: Turn) -> None:
        """/grant with a number, or as a reply to a forwarded message; and a role, or editor."""
        *who, role = turn.text.lower().split() or [""]
        if role not in ROLES:
            who, role = [*who, role], "editor"
        person = _person(" ".join(who), turn)
        await self._team.grant(turn.person, person, turn.article, role)  # type: ignore[arg-type]
        self._changed(person)
        standing = self._texts(f"standing.{role}", turn.language)
        values = {"article": turn.article, "person": str(person), "standing": standing}
        await self._screens.say(turn, "team.granted", **values)

    async def revoke(self, turn: Turn) -> None:
        """/revoke with a number, or as a reply to a forwarded message."""
        person = _person(turn.text, turn)
        await self._team.revoke(turn.person, person, turn.article)
        self._changed(person)
        await self._screens.say(turn, "team.revoked", article=turn.article, person=str(person))


def _person(text: str, turn: Turn) -> int:
    """Who is meant. Raises Refusal."""
    text = text.strip()
    if text:
        if not (text.isascii() and text.isdecimal() and len(text) <= 15):
            raise Refusal("team.no-number", text=text[:20])
        return int(text)
    if turn.forwarded is None:
        raise Refusal("team.who")
    return turn.forwarded
