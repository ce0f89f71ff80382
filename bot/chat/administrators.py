"""Who administers a group, by its own rights; what the bot was asked by nameless ones is theirs."""

from telegram import Bot, Message, User
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden

from bot.chat.outbox import Outbox
from bot.readers import Readers, Replied

_STATUSES = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


def sender(written: Message) -> int:
    """The id of who wrote a message: the group's own for an administrator who hides their name."""
    if written.sender_chat:
        return written.sender_chat.id
    assert written.from_user is not None, "posts of channels are not let in"
    return written.from_user.id


class Administrators:
    """Asked anew each time: rights are given and taken."""

    def __init__(self, bot: Bot, outbox: Outbox, readers: Readers) -> None:
        self._bot = bot
        self._outbox = outbox
        self._readers = readers

    async def have(self, chat: int, person: int) -> bool:
        """Whether a person administers a group, or speaks as the group itself."""
        if person == chat:
            return True
        try:
            member = await self._outbox.ask(lambda: self._bot.get_chat_member(chat, person))
        except (BadRequest, Forbidden):  # not there, or the bot is not
            return False
        return member.status in _STATUSES

    async def asked(self, said: Replied, chat: int, person: User) -> bool:
        """Whether a message of the bot answers this person, or the nameless administrators."""
        if self._readers.is_asker(said, person.id):
            return True
        return self._readers.is_asker(said, chat) and await self.have(chat, person.id)
