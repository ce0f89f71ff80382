"""Every route on one page: which update goes to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    MessageReactionHandler,
    TypeHandler,
    filters,
)

from bot.chat.buttons import verbs
from bot.chat.choosing import Choosing
from bot.chat.editor import Editors
from bot.chat.feedback import Feedback
from bot.chat.gate import Gate
from bot.chat.group import Groups
from bot.chat.guest import Guests
from bot.chat.inline import Inline
from bot.chat.presses import Presses
from bot.chat.private_data import PrivateData
from bot.chat.reader import Reader
from bot.chat.screens import VERB

Routes = dict[int, Sequence[BaseHandler[Any, Any, Any]]]

# Telegram remembers this list: it is sent at every start, and names only what has a route.
ALLOWED_UPDATES = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.INLINE_QUERY,
    Update.CHOSEN_INLINE_RESULT,
    Update.GUEST_MESSAGE,
    Update.MESSAGE_REACTION,
]


@dataclass(frozen=True, slots=True)
class Everybody:
    """All who handle updates."""

    gate: Gate
    editors: Editors
    groups: Groups
    reader: Reader
    choosing: Choosing
    private_data: PrivateData
    feedback: Feedback
    presses: Presses
    inline: Inline
    guests: Guests


def routes(to: Everybody) -> Routes:
    """Every route: in each group, from top to bottom, the first that fits."""
    new = filters.UpdateType.MESSAGE  # without it an edited command would run again
    edited = filters.UpdateType.EDITED_MESSAGE
    in_group = filters.ChatType.GROUPS
    alone = filters.ChatType.PRIVATE
    editors, reader = to.editors, to.reader
    return {
        -2: [TypeHandler(Update, to.gate.check)],
        -1: [  # a group's messages go on to the readers' routes
            CommandHandler(editors.commands, editors.command, filters=new & alone),
            MessageHandler(new & alone & filters.TEXT & ~filters.COMMAND, editors.text),
            MessageHandler(new & alone & filters.Document.ALL, editors.document),
            MessageHandler(edited & alone & filters.TEXT, editors.edited),
            CallbackQueryHandler(editors.press, f"^{VERB}:"),
            CallbackQueryHandler(editors.press_fact, r"^(edit|say):[0-9a-f]{8}$"),
        ],
        0: [
            MessageHandler(filters.UpdateType.GUEST_MESSAGE, to.guests.asked),
            InlineQueryHandler(to.inline.offer),
            ChosenInlineResultHandler(to.inline.chosen),
            MessageReactionHandler(to.feedback.reacted),
            MessageHandler(new & in_group & filters.StatusUpdate.MIGRATE, to.groups.moved),
            MessageHandler(new & in_group, to.groups.written),
            MessageHandler(edited & in_group, to.groups.edited),
            ChatMemberHandler(to.groups.membership, ChatMemberHandler.MY_CHAT_MEMBER),
            CommandHandler("start", reader.start, filters=new),
            CommandHandler("help", reader.help, filters=new),
            CommandHandler("ask", reader.ask, filters=new),
            CommandHandler("facts", reader.facts, filters=new),
            CommandHandler("article", reader.article, filters=new),
            CommandHandler("language", to.choosing.language, filters=new),
            CommandHandler("privacy", reader.privacy, filters=new),
            CommandHandler("mydata", to.private_data.mydata, filters=new),
            CommandHandler("forget", to.private_data.forget, filters=new),
            MessageHandler(new & filters.COMMAND, reader.unknown_command),
            MessageHandler(new & filters.TEXT, reader.ask),
            MessageHandler(new & ~filters.StatusUpdate.ALL, reader.other),
            MessageHandler(edited & filters.TEXT, reader.edited),
            CallbackQueryHandler(to.feedback.press, verbs("up", "down", "why", "wish")),
            CallbackQueryHandler(to.choosing.press, verbs("speak", "open")),
            CallbackQueryHandler(to.private_data.press, verbs("forget")),
            CallbackQueryHandler(to.presses.press),
            TypeHandler(Update, reader.ignore),  # pinned a message, moved a live location …
        ],
    }
