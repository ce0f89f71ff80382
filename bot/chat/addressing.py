"""How a message in a group speaks to the bot, where it does; all other talk is not its business."""

import re
from dataclasses import dataclass
from typing import Literal

from telegram import Message, MessageEntity, Update, User
from telegram.constants import ChatType, MessageLimit

from bot.chat.blocks import units
from bot.readers import Group

BARE = frozenset({"ask", "help", "settings"})  # obeyed without @bot; other bots have the rest too
MOST_UNASKED = 200  # characters of a question that nobody asked the bot

_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
_MENTIONS: list[str | None] = [MessageEntity.MENTION, MessageEntity.TEXT_MENTION]
_FOUND_BY_TELEGRAM = {  # all other entities are formatting, which a quote would have to repeat
    *(MessageEntity.MENTION, MessageEntity.HASHTAG, MessageEntity.CASHTAG),
    *(MessageEntity.BOT_COMMAND, MessageEntity.URL, MessageEntity.EMAIL),
    MessageEntity.PHONE_NUMBER,
}
_AROUND = " \t\n,;:–—"  # beside a mention
_AFTER = " \t\n\"'”»’)!…"  # behind a question mark
_QUOTE_UNITS = MessageLimit.MAX_TEXT_LENGTH // 4  # 1,024, Telegram's limit on a reply's quote


@dataclass(frozen=True, slots=True)
class Address:
    """What is asked of the bot, and how."""

    how: Literal["command", "mention", "reply", "unasked"]
    question: str  # "" where there is none
    asked_in: Message  # the message that the question stands in: the one to answer
    command: str = "ask"  # in small letters; anything else only where `how` is "command"


def address(update: Update, me: User, group: Group) -> Address | None:
    """How a new or edited message of a group speaks to the bot `me`; None where it does not.

    A question to nobody ("unasked") is found only where the group wants that, and never in an edit.
    """
    written = update.message or update.edited_message
    if written is None or written.chat.type not in _GROUPS or not _is_from_person(written):
        return None
    if begins_with_command(written):
        return _by_command(written, me)
    if group.answers_mentions and (mentions := _mentions_of(written, me)):
        return _asked("mention", written, _without(mentions, words(written)), me)
    if group.answers_mentions and _replies_to(written, me) and words(written):
        return Address("reply", words(written).strip(), written)
    if group.answers_unasked and update.message and _is_open_question(written):
        return Address("unasked", words(written).strip(), written)
    return None


def is_private(update: Update) -> bool:
    """Whether somebody wrote something in a private chat."""
    written = update.message or update.edited_message
    return written is not None and written.chat.type == ChatType.PRIVATE


def is_migration(update: Update) -> bool:
    """Whether a group tells that it became a supergroup; both of them do."""
    written = update.message
    return bool(written and (written.migrate_to_chat_id or written.migrate_from_chat_id))


def words(written: Message) -> str:
    """The text of a message, or the caption of its picture."""
    return written.text or written.caption or ""


def question_of(written: Message, me: User) -> str:
    """What a mention asks: the words beside it, else those of the message that it replies to."""
    beside = _without(_mentions_of(written, me), words(written))
    return _asked("mention", written, beside, me).question


def quotable(asked: Address) -> str | None:
    """The words of the question that a reply may quote: at most 1,024 units, without formatting."""
    text = words(asked.asked_in)
    start = units(text[: max(text.find(asked.question), 0)])
    formatted = [
        max(entity.offset, start)
        for entity in asked.asked_in.entities or asked.asked_in.caption_entities
        if entity.type not in _FOUND_BY_TELEGRAM and entity.offset + entity.length > start
    ]
    end = min([*formatted, start + _QUOTE_UNITS])
    piece = text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le", "ignore")
    return piece.strip() or None


def _is_from_person(written: Message) -> bool:
    """Whether a person wrote it, here and themselves; administrators may hide their names."""
    if written.forward_origin or written.via_bot or written.is_automatic_forward:
        return False
    if written.sender_chat:  # the group itself stands for an administrator, a channel for a post
        return written.sender_chat.id == written.chat.id
    return written.from_user is not None and not written.from_user.is_bot


def _by_command(written: Message, me: User) -> Address | None:
    """The command that a message begins with, where it is for this bot."""
    command, *rest = words(written).split(maxsplit=1)
    name, at, wanted = command[1:].lower().partition("@")
    if wanted != _name(me) if at else name not in BARE:
        return None
    return _asked("command", written, "".join(rest).strip(), me, name)


def _asked(
    how: Literal["command", "mention"],
    written: Message,
    question: str,
    me: User,
    command: str = "ask",
) -> Address:
    """What a command or a mention asks: its own words, else those that it replies to."""
    replied = _replied(written)
    if question or command != "ask" or replied is None or _is_from(replied, me):
        return Address(how, question, written, command)
    return Address(how, words(replied).strip(), replied if words(replied) else written)


def begins_with_command(written: Message) -> bool:
    """Whether a message begins with a command, anybody's."""
    entities = written.entities or written.caption_entities
    return any(each.type == MessageEntity.BOT_COMMAND and not each.offset for each in entities)


def _mentions_of(written: Message, me: User) -> set[str]:
    """The pieces of the text that name the bot."""
    return {
        piece
        for entity, piece in _mentions(written).items()
        if piece.lower() == f"@{_name(me)}" or (entity.user and entity.user.id == me.id)
    }


def _mentions(written: Message) -> dict[MessageEntity, str]:
    """Every mention and the piece of the text that it is."""
    if written.text:
        return written.parse_entities(_MENTIONS)
    return written.parse_caption_entities([*_MENTIONS]) if written.caption else {}


def _without(mentions: set[str], text: str) -> str:
    """The text without the mentions, and without the commas and spaces that go with them."""
    for mention in mentions:
        text = re.sub(rf"[ \t]*{re.escape(mention)}\b[ \t]*[,;:]?[ \t]*", " ", text)
    return text.strip(_AROUND)


def _replies_to(written: Message, me: User) -> bool:
    replied = _replied(written)
    return replied is not None and _is_from(replied, me)


def _replied(written: Message) -> Message | None:
    """What a message replies to; in a topic clients name its opening where nothing is meant."""
    replied = written.reply_to_message
    if replied is None or replied.forum_topic_created:
        return None
    is_opening = written.is_topic_message and replied.message_id == written.message_thread_id
    return None if is_opening else replied


def _is_from(written: Message, me: User) -> bool:
    return written.from_user is not None and written.from_user.id == me.id


def _is_open_question(written: Message) -> bool:
    """Whether a short text asks something, of nobody in particular."""
    text = (written.text or "").rstrip(_AFTER)
    is_question = text.endswith("?") and len(text) <= MOST_UNASKED
    return is_question and not _replied(written) and not _mentions(written)


def _name(me: User) -> str:
    return (me.username or "").lower()
