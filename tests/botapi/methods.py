"""Every method of the Bot API that the model knows, by name."""

import json
from collections.abc import Callable
from typing import Any

from .entities import trimmed
from .sending import (
    Request,
    delete_message,
    edit_message_reply_markup,
    edit_message_text,
    inline_markup,
    send_document,
    send_message,
    send_photo,
    with_entities,
)
from .world import ApiError

Json = dict[str, Any]

_RIGHTS = (
    *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages"),
    *("can_manage_video_chats", "can_restrict_members", "can_promote_members", "can_change_info"),
    *("can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories"),
)
_GIFTS = (
    *("unlimited_gifts", "limited_gifts", "unique_gifts"),
    *("premium_subscription", "gifts_from_channels"),
)


def get_me(request: Request) -> Json:
    return request.world.bot


def answer_callback_query(request: Request) -> bool:
    request.world.close_query(
        "callback", request.need("callback_query_id"), request.now, request.params
    )
    return True


def answer_inline_query(request: Request) -> bool:
    request.world.close_query(
        "inline", request.need("inline_query_id"), request.now, request.params
    )
    return True


def answer_guest_query(request: Request) -> Json:
    world, query_id = request.world, request.need("guest_query_id")
    query = world.close_query("guest", query_id, request.now, request.params)
    assert query.chat is not None, "a guest query is opened with its chat"
    content = {**inline_content(request.need("result")), "via_bot": world.bot_user}
    message = world.post(query.chat, query.sender, request.now, content)
    return {"inline_message_id": world.keep_inline(message)}


def inline_content(result: Json) -> Json:
    """What a chosen inline result shows as a message; only texts are modelled."""
    sent = result.get("input_message_content", {})
    text, entities = trimmed(sent.get("message_text", ""), sent.get("entities", []))
    return {**with_entities({"text": text}, "entities", entities), **inline_markup(result)}


def in_chat(request: Request) -> bool:
    """For calls that change nothing that is modelled, and need a chat to write to."""
    request.world.writable(request.need("chat_id"))
    return True


def set_message_reaction(request: Request) -> bool:
    chat = request.world.writable(request.need("chat_id"))
    if request.world.found(chat["id"], request.need("message_id")) is None:
        raise ApiError(400, "Bad Request: message to react not found")
    return True


def leave_chat(request: Request) -> bool:
    request.world.leave(request.world.writable(request.need("chat_id"))["id"])
    return True


def get_chat(request: Request) -> Json:
    full = {"accent_color_id": 0, "max_reaction_count": 11}
    gifts = dict.fromkeys(_GIFTS, False)
    return {**request.world.writable(request.need("chat_id")), **full, "accepted_gift_types": gifts}


def get_chat_member(request: Request) -> Json:
    chat = request.world.writable(request.need("chat_id"))
    user = request.world.users.get(request.need("user_id"))
    if user is None:
        raise ApiError(400, "Bad Request: user not found")
    return member(user, request.world.statuses.get((chat["id"], user["id"]), "member"))


def get_chat_administrators(request: Request) -> list[Json]:
    world, chat = request.world, request.world.writable(request.need("chat_id"))
    if chat["type"] == "private":
        raise ApiError(400, "Bad Request: there are no administrators in the private chat")
    return [
        member(world.users[user_id], status)
        for (chat_id, user_id), status in world.statuses.items()
        if chat_id == chat["id"] and status in ("creator", "administrator")
    ]


def member(user: Json, status: str) -> Json:
    """A ChatMember of that status with every field that its type requires."""
    fields: dict[str, Json] = {
        "creator": {"is_anonymous": False},
        "administrator": dict.fromkeys(_RIGHTS, False),
        "kicked": {"until_date": 0},
    }
    return {"status": status, "user": user, **fields.get(status, {})}


def get_file(request: Request) -> Json:
    file_id = request.need("file_id")
    if file_id not in request.world.files:
        raise ApiError(400, "Bad Request: invalid file_id")
    size = len(request.world.files[file_id].data)
    if size > 20_000_000:  # the limit of getFile in the Bot API description
        raise ApiError(400, "Bad Request: file is too big")
    path = f"documents/{file_id}"
    return {
        "file_id": file_id,
        "file_unique_id": f"u-{file_id}",
        "file_size": size,
        "file_path": path,
    }


def set_my_commands(request: Request) -> bool:
    request.world.profile[_commands_key(request)] = request.need("commands")
    return True


def delete_my_commands(request: Request) -> bool:
    request.world.profile.pop(_commands_key(request), None)
    return True


def get_my_commands(request: Request) -> object:
    return request.world.profile.get(_commands_key(request), [])


def _commands_key(request: Request) -> str:
    scope = request.params.get("scope", {"type": "default"})
    language = request.params.get("language_code", "")
    return f"commands {json.dumps(scope, sort_keys=True)} {language}"


def _profile(name: str) -> Callable[[Request], object]:
    def keep(request: Request) -> bool:
        key = f"{name} {request.params.get('language_code', '')}"
        request.world.profile[key] = request.params.get(name, "")
        return True

    return keep


METHODS: dict[str, Callable[[Request], object]] = {
    "getMe": get_me,
    "sendMessage": send_message,
    "sendDocument": send_document,
    "sendPhoto": send_photo,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "answerGuestQuery": answer_guest_query,
    "sendChatAction": in_chat,
    "setMessageReaction": set_message_reaction,
    "leaveChat": leave_chat,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getFile": get_file,
    "setMyCommands": set_my_commands,
    "deleteMyCommands": delete_my_commands,
    "getMyCommands": get_my_commands,
    "setMyName": _profile("name"),
    "setMyDescription": _profile("description"),
    "setMyShortDescription": _profile("short_description"),
}
