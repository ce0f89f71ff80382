"""What the reactions to a message say of it, as far as they plainly say something."""

from collections.abc import Iterable
from typing import Literal

from telegram import MessageReactionUpdated, ReactionType, ReactionTypeEmoji

_LIKES = frozenset("👍❤🔥👏🎉💯🙏👌🤩😍🏆")
_DISLIKES = frozenset("👎💩🤮🤬😡")


def meaning(reactions: Iterable[ReactionType]) -> Literal[-1, 1] | None:
    """A vote, or None where the reactions are none."""
    emoji = {each.emoji[:1] for each in reactions if isinstance(each, ReactionTypeEmoji)}
    if emoji & _DISLIKES:
        return -1
    return 1 if emoji & _LIKES else None


def is_of_interest(changed: MessageReactionUpdated) -> bool:
    """Whether a change of reactions gives a vote or takes one back."""
    return bool(meaning(changed.new_reaction) or meaning(changed.old_reaction))
