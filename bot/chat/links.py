"""Links that open the private chat with the bot, at a fact or an article."""

import re
from urllib.parse import quote, urlencode

from telegram.helpers import create_deep_linked_url

from bot.core.facts import Fact
from bot.desk import fact_code

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")  # what Telegram takes behind /start


def to_fact(bot: str, article: str, fact: Fact) -> str:
    """The link that shows one fact; `bot` is the bot's username."""
    # Not by its id: two articles may have facts of the same one.
    return create_deep_linked_url(bot, f"f_{fact_code(article, fact)}")


def to_article(bot: str, article: str) -> str:
    """The link that opens an article; the plain chat where its id fits into no link."""
    return create_deep_linked_url(bot, article_payload(article))


def article_payload(article: str) -> str | None:
    """What stands behind /start to open an article; None where Telegram would not take it."""
    payload = f"a_{article}"
    return payload if _PAYLOAD.fullmatch(payload) else None


def share(bot: str, article: str, fact: Fact, question: str) -> str:
    """The address at which Telegram asks to whom the link to a fact is to be sent."""
    values = urlencode({"url": to_fact(bot, article, fact), "text": question}, quote_via=quote)
    return f"https://t.me/share/url?{values}"
