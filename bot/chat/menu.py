"""The menus of commands: which are shown to whom, in every language. A menu is no permission."""

import logging
from collections.abc import Mapping, Sequence

from telegram import (
    Bot,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

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

Menus = Mapping[BotCommandScope, Sequence[str]]


def menus() -> Menus:
    """Scope → commands, as the menu shows them."""
    return {
        BotCommandScopeAllPrivateChats(): PRIVATE,
        BotCommandScopeAllGroupChats(): GROUP,
        BotCommandScopeAllChatAdministrators(): ADMINISTRATORS,
    }


async def set_menus(bot: Bot, texts: Texts, team: Team) -> None:
    """Register every menu in every language; the fallback's is for all other languages too."""
    for scope, names in menus().items():
        await _set(bot, texts, scope, names)
    for person in team.people:
        await set_own_menu(bot, texts, team, person)


async def set_own_menu(bot: Bot, texts: Texts, team: Team, person: int) -> None:
    """Give a person in private the menu of their highest standing, or that of all readers."""
    standing = team.highest(person)
    await _set(bot, texts, BotCommandScopeChat(person), TEAM[standing] if standing else ())


async def _set(bot: Bot, texts: Texts, scope: BotCommandScope, names: Sequence[str]) -> None:
    """One menu in all languages; none where there are no names. Failing does no harm."""
    try:
        for language in texts.languages:
            commands = [(name, texts(f"command.{name}", language)) for name in names]
            code = None if language == FALLBACK else language
            if commands:
                await bot.set_my_commands(commands, scope, code)
            else:
                await bot.delete_my_commands(scope, code)
    except TelegramError as error:  # say, somebody of the team has never written to the bot
        log.warning("a menu of commands is not set for %s: %s", scope.type, error)
