"""Users and chats as Telegram describes them; every function makes a plain JSON object."""

from typing import Any

Json = dict[str, Any]

ANONYMOUS_ADMIN = 1087968824  # Telegram's stand-in for an administrator who hides their name
BOT_ID = 7_000_000_001


def the_bot(**flags: object) -> Json:
    """The bot as getMe describes it; a flag given here replaces the usual one."""
    return {
        "id": BOT_ID,
        "is_bot": True,
        "first_name": "Citebot",
        "username": "citebot",
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "supports_guest_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_join_request_queries": False,
        **flags,
    }


def user(user_id: int, name: str = "Ann", language_code: str | None = "en") -> Json:
    """A person; no language code where their client tells none."""
    head = {"id": user_id, "is_bot": False, "first_name": name, "username": f"user{user_id}"}
    return {**head, "language_code": language_code} if language_code else head


def anonymous_admin() -> Json:
    """The sender of what an anonymous administrator writes."""
    return {
        "id": ANONYMOUS_ADMIN,
        "is_bot": True,
        "first_name": "Group",
        "username": "GroupAnonymousBot",
    }


def private(person: Json) -> Json:
    """The private chat with a person; its id is theirs."""
    named = {"first_name": person["first_name"], "username": person["username"]}
    return {"id": person["id"], "type": "private", **named}


def group(chat_id: int, title: str = "Group") -> Json:
    """A basic group; its id is negative."""
    return {"id": chat_id, "type": "group", "title": title}


def supergroup(chat_id: int, title: str = "Supergroup", *, forum: bool = False) -> Json:
    """A supergroup; its id begins with -100."""
    plain = {"id": chat_id, "type": "supergroup", "title": title}
    return {**plain, "is_forum": True} if forum else plain


def channel(chat_id: int, title: str = "Channel") -> Json:
    """A channel; its id begins with -100."""
    return {"id": chat_id, "type": "channel", "title": title}


ELSEWHERE = supergroup(-1009999999999, "Elsewhere")  # a chat that the bot is not in
