"""The menus of commands: which are shown to whom, in every language. A menu is no permission."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial

from telegram import (
    Bot,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import RetryAfter, TelegramError

from bot.chat.outbox import PAUSES, Trouble, seconds, trouble
from bot.team import Standing, Team
from bot.texts import FALLBACK, Texts

log = logging.getLogger(__name__)

PRIVATE = (
    *("start", "ask", "facts", "article", "language", "help", "privacy"),
    *("mydata", "forget"),
)
GROUP = ("ask", "help")
ADMINISTRATORS = (*GROUP, "settings")

# What the team has besides, by the least standing that it takes.
REVIEWERS = ("review", "say", "gap", "preview", "publish", "cancel", "history", "diff", "team")
EDITORS = (
    "add",
    "edit",
    "retire",
    "undo",
    "rollback",
    "correct",
    "audit",
    "export",
    "stats",
    "digest",
)
OWNERS = ("grant", "revoke", "why")
TEAM: Mapping[Standing, Sequence[str]] = {
    "reviewer": (*PRIVATE, *REVIEWERS),
    "editor": (*PRIVATE, *REVIEWERS, *EDITORS),
    "owner": (*PRIVATE, *REVIEWERS, *EDITORS, *OWNERS),
}


def menus() -> Mapping[BotCommandScope, Sequence[str]]:
    """Everybody's: scope → commands, as the menu shows them."""
    return {
        BotCommandScopeAllPrivateChats(): PRIVATE,
        BotCommandScopeAllGroupChats(): GROUP,
        BotCommandScopeAllChatAdministrators(): ADMINISTRATORS,
    }


class Menus:
    """One task: nobody waits until Telegram takes a menu."""

    def __init__(
        self,
        bot: Bot,
        texts: Texts,
        team: Team,
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._bot, self._texts, self._team, self._sleep = bot, texts, team, sleep
        self._changed = asyncio.Queue[int]()  # whose own menu is to be set
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Set every menu, and from then on those of whom `changed` names, until `close`."""
        for person in self._team.people:
            self.changed(person)
        self._task = asyncio.create_task(self._for_ever(), name="set menus")

    def changed(self, person: int) -> None:
        """Somebody is more or less than before."""
        self._changed.put_nowait(person)

    async def close(self) -> None:
        """Stop; the next start sets every menu."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _for_ever(self) -> None:
        for scope, names in menus().items():
            await self._set(scope, names)
        while True:  # in private, the menu of a person's highest standing, or that of all readers
            person = await self._changed.get()
            standing = self._team.highest(person)
            await self._set(BotCommandScopeChat(person), TEAM[standing] if standing else ())

    async def _set(self, scope: BotCommandScope, names: Sequence[str]) -> None:
        """One menu in all languages; none where there are no names. Failing does no harm."""
        try:
            for language in self._texts.languages:
                await self._insist(partial(self._set_in, language, scope, names))
        except TelegramError as error:  # say, somebody of the team has never written to the bot
            log.warning("a menu of commands is not set for %s: %s", scope.type, error)

    async def _set_in(self, language: str, scope: BotCommandScope, names: Sequence[str]) -> None:
        """One menu in one language; the fallback's is for all other languages too."""
        code = None if language == FALLBACK else language
        commands = [(name, self._texts(f"command.{name}", language)) for name in names]
        if commands:
            await self._bot.set_my_commands(commands, scope, code)
        else:
            await self._bot.delete_my_commands(scope, code)

    async def _insist(self, call: Callable[[], Awaitable[None]]) -> None:
        """Call until Telegram takes it; raises TelegramError where it never will."""
        tries = 0
        while True:
            try:
                return await call()
            except RetryAfter as error:
                pause = seconds(error)
            except TelegramError as error:
                if trouble(error) in (Trouble.AWAY, Trouble.REFUSED):
                    raise
                pause = PAUSES[min(tries, len(PAUSES) - 1)]
                tries += 1
            log.info("a menu of commands is not set yet, trying again in %.1f s", pause)
            await self._sleep(pause)
