"""Answers of the private chat as messages; the last ones are kept, as many ask the same."""

from collections.abc import Callable

from bot.chat.blocks import Message
from bot.chat.render import Renderer
from bot.core.answer import Answer, Cited, Unknown
from bot.desk import Desk, Reply

KEPT = 64  # messages of about 6 KB

Key = tuple[str | None, ...]


class Replies:
    """Puts a reply into words, once for each fact base, language and outcome."""

    def __init__(self, desk: Desk, render: Callable[[str, str], Renderer]) -> None:
        """`render` is given an article and a language."""
        self._desk = desk
        self._render = render
        self._kept = dict[Key, Message]()

    def message(self, reply: Reply) -> Message:
        """The answer, and where there are several articles which one does not say it."""
        key = (reply.article, reply.version, reply.language, *_names(reply.answer))
        found = self._kept.pop(key, None) or self._said(reply)
        self._kept[key] = found  # the last one to go
        if len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        return found

    def _said(self, reply: Reply) -> Message:
        say = self._render(reply.article, reply.language)
        message = say.reply(reply)
        several = len(self._desk.articles) > 1 and not isinstance(reply.answer, Cited)
        return say.of_article(message) if several else message


def _names(answer: Answer) -> Key:
    """What an answer says, by the ids of a fact base."""
    if isinstance(answer, Unknown):
        gap = answer.gap.id if answer.gap else None
        return "unknown", gap, answer.smalltalk, *(fact.id for fact in answer.near)
    return type(answer).__name__, *(fact.id for fact in answer.facts)
