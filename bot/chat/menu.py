"""The menus of commands: which are shown to whom, in every language. A menu is no permission."""

import logging
from collections.abc import Mapping, Sequence

from telegram import (
    Bot,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError

from bot.texts import FALLBACK, Texts

log = logging.getLogger(__name__)

PRIVATE = (
    *("start", "ask", "facts", "article", "language", "help", "privacy"),
    *("mydata", "forget"),
)
GROUP = ("ask", "help")
ADMINISTRATORS = (*GROUP, "settings")

Menus = Mapping[BotCommandScope, Sequence[str]]


def menus() -> Menus:
    """Scope → commands, as the menu shows them."""
    return {
        BotCommandScopeAllPrivateChats(): PRIVATE,
        BotCommandScopeAllGroupChats(): GROUP,
        BotCommandScopeAllChatAdministrators(): ADMINISTRATORS,
    }


async def set_menus(bot: Bot, texts: Texts) -> None:
    """Register every menu in every language; the fallback's is for all other languages too."""
    for scope, names in menus().items():
        for language in texts.languages:
            commands = [(name, texts(f"command.{name}", language)) for name in names]
            code = None if language == FALLBACK else language
            try:
                await bot.set_my_commands(commands, scope, code)
            except TelegramError as error:
                log.warning("a menu of commands is not set for %s: %s", language, error)
