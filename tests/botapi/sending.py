"""The methods with which a bot writes, edits and deletes messages."""

from dataclasses import dataclass
from typing import Any

from .entities import trimmed, units
from .problem import Upload
from .views import words
from .world import ApiError, World

Json = dict[str, Any]

TWO_DAYS = 48 * 3600  # seconds after which a bot may not delete a message
_FORMATTING = {
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "custom_emoji",
    "date_time",
}


@dataclass(frozen=True, slots=True)
class Request:
    """One call of the bot; `now` is Unix time in seconds."""

    world: World
    params: Json
    now: float

    def need(self, name: str) -> Any:
        """A parameter. Raises ApiError when the bot left it out."""
        if name not in self.params:
            raise ApiError(400, f"Bad Request: parameter {name} is required")
        return self.params[name]


def send_message(request: Request) -> Json:
    text, entities = trimmed(request.need("text"), request.params.get("entities", []))
    return _send(request, with_entities({"text": text}, "entities", entities))


def send_document(request: Request) -> Json:
    file_id, upload = _file(request, "document")
    kept = {"file_id": file_id, "file_unique_id": f"u-{file_id}", "file_name": upload.name}
    size = {"mime_type": upload.mime, "file_size": len(upload.data)}
    return _send(request, {"document": {**kept, **size}, **_caption(request)})


def send_photo(request: Request) -> Json:
    file_id, _ = _file(request, "photo")
    photo = {"file_id": file_id, "file_unique_id": f"u-{file_id}", "width": 320, "height": 240}
    return _send(request, {"photo": [photo], **_caption(request)})


def edit_message_text(request: Request) -> Json | bool:
    text, entities = trimmed(request.need("text"), request.params.get("entities", []))
    return _edit(request, with_entities({"text": text}, "entities", entities))


def edit_message_reply_markup(request: Request) -> Json | bool:
    return _edit(request, {})


def delete_message(request: Request) -> bool:
    chat = request.world.writable(request.need("chat_id"))
    message = request.world.found(chat["id"], request.need("message_id"))
    if message is None:
        raise ApiError(400, "Bad Request: message to delete not found")
    if not _may_delete(request.world, message) or request.now > message["date"] + TWO_DAYS:
        raise ApiError(400, "Bad Request: message can't be deleted")
    del request.world.history[chat["id"]][message["message_id"]]
    return True


def with_entities(content: Json, name: str, entities: list[Json]) -> Json:
    """The content with its entities in the order of the text; no field where there are none."""
    ordered = sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
    return {**content, name: ordered} if ordered else content


def inline_markup(params: Json) -> Json:
    """The inline keyboard as a message shows it; an empty one removes the keyboard."""
    markup = params.get("reply_markup", {})
    return {"reply_markup": markup} if markup.get("inline_keyboard") else {}


def _send(request: Request, content: Json) -> Json:
    world = request.world
    chat = world.writable(request.need("chat_id"))
    where = {**_thread(request, chat), **_reply(request, chat), **inline_markup(request.params)}
    return world.post(chat, world.bot_user, request.now, {**content, **where})


def _thread(request: Request, chat: Json) -> Json:
    thread = request.params.get("message_thread_id")
    if thread is None:
        return {}
    opening = request.world.found(chat["id"], thread)
    if opening is None or "forum_topic_created" not in opening:
        raise ApiError(400, "Bad Request: message thread not found")
    return {"message_thread_id": thread, "is_topic_message": True}


def _reply(request: Request, chat: Json) -> Json:
    reply = request.params.get("reply_parameters")
    if reply is None:
        return {}
    message = request.world.found(reply.get("chat_id", chat["id"]), reply.get("message_id"))
    if message is None:
        if reply.get("allow_sending_without_reply"):
            return {}
        raise ApiError(400, "Bad Request: message to be replied not found")
    bare = {name: value for name, value in message.items() if name != "reply_to_message"}
    return {"reply_to_message": bare, **_quote(reply, message)}


def _quote(reply: Json, message: Json) -> Json:
    """The quote where it stands in the message, formatting included; quotes count UTF-16."""
    quote = reply.get("quote")
    if not quote:
        return {}
    text, marks = words(message)
    wanted = _formatting(reply.get("quote_entities", []), 0, units(quote))
    for place in _places(text, quote):
        position = units(text[:place])
        if _formatting(marks, position, units(quote)) == wanted:
            return {"quote": {"text": quote, "position": position, "is_manual": True}}
    raise ApiError(400, "Bad Request: message quote not found")


def _places(text: str, quote: str) -> list[int]:
    return [place for place in range(len(text)) if text.startswith(quote, place)]


def _formatting(entities: list[Json], start: int, length: int) -> set[tuple[str, int, int]]:
    """Formatting entities inside a range, cut to it, with positions relative to its start."""
    cuts = {
        (
            str(entity["type"]),
            max(0, entity["offset"] - start),
            min(length, entity["offset"] + entity["length"] - start),
        )
        for entity in entities
        if entity["type"] in _FORMATTING
    }
    return {(kind, low, high) for kind, low, high in cuts if low < high}


def _caption(request: Request) -> Json:
    given, marks = request.params.get("caption", ""), request.params.get("caption_entities", [])
    text, entities = trimmed(given, marks)
    return with_entities({"caption": text}, "caption_entities", entities) if text else {}


def _file(request: Request, name: str) -> tuple[str, Upload]:
    given = request.need(name)
    if isinstance(given, Upload):
        return request.world.keep_file(given), given
    if str(given) in request.world.files:
        return str(given), request.world.files[str(given)]
    raise ApiError(400, "Bad Request: wrong remote file identifier specified")


def _edit(request: Request, content: Json) -> Json | bool:
    old = _to_edit(request)
    if content and "text" not in old:
        raise ApiError(400, "Bad Request: there is no text in the message to edit")
    kept = {name: value for name, value in old.items() if name not in _replaced(content)}
    new = {**kept, **content, **inline_markup(request.params)}
    if new == old:
        raise ApiError(
            400,
            "Bad Request: message is not modified: specified new message content and reply markup "
            "are exactly the same as a current content and reply markup of the message",
        )
    edited = request.world.store({**new, "edit_date": int(request.now)})
    return True if "inline_message_id" in request.params else edited


def _replaced(content: Json) -> set[str]:
    return {"reply_markup", "text", "entities"} if content else {"reply_markup"}


def _to_edit(request: Request) -> Json:
    world = request.world
    if "inline_message_id" in request.params:
        chat_id, message_id = world.inline.get(request.params["inline_message_id"], (0, 0))
        message = world.found(chat_id, message_id)
    else:
        chat = world.writable(request.need("chat_id"))
        message = world.found(chat["id"], request.need("message_id"))
    if message is None:
        raise ApiError(400, "Bad Request: message to edit not found")
    if not world.view(message).from_bot:
        raise ApiError(400, "Bad Request: message can't be edited")
    return message


def _may_delete(world: World, message: Json) -> bool:
    chat, own = message["chat"], world.view(message).from_bot
    admin = world.statuses.get((chat["id"], world.bot["id"])) == "administrator"
    return own or admin or chat["type"] == "private"
