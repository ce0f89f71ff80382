"""Messages as a person sees them."""

from dataclasses import dataclass
from typing import Any

from .entities import Span, spans
from .problem import Upload

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Button:
    """One button; exactly one of the fields after the label says what it does."""

    label: str
    data: str | None = None
    url: str | None = None
    copied: str | None = None
    inline_query: str | None = None
    style: str | None = None


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message after all edits; `text` is the caption where there is a file."""

    chat_id: int
    message_id: int
    from_bot: bool
    text: str
    entities: tuple[Span, ...]
    rows: tuple[tuple[Button, ...], ...]
    reply_to: int | None
    thread: int | None
    quote: str | None
    document: Upload | None
    edited: bool

    def marked(self, kind: str) -> tuple[str, ...]:
        """The pieces of text with an entity of that kind, such as `bold`."""
        return tuple(span.text for span in self.entities if span.type == kind)

    @property
    def labels(self) -> tuple[tuple[str, ...], ...]:
        """The labels of the buttons, row by row."""
        return tuple(tuple(button.label for button in row) for row in self.rows)

    def button(self, wanted: str) -> Button | None:
        """The first button with that label, else with that callback data."""
        buttons = [button for row in self.rows for button in row]
        found = [b for b in buttons if b.label == wanted] or [
            b for b in buttons if b.data == wanted
        ]
        return found[0] if found else None


def view(message: Json, bot_id: int, files: dict[str, Upload]) -> MessageView:
    """A stored message as a person sees it; the bot's guest and inline answers count as its own."""
    text, entities = words(message)
    author: Json = message.get("via_bot") or message.get("from") or {}
    return MessageView(
        chat_id=message["chat"]["id"],
        message_id=message["message_id"],
        from_bot=author.get("id") == bot_id,
        text=text,
        entities=spans(text, entities),
        rows=_rows(message.get("reply_markup", {})),
        reply_to=message.get("reply_to_message", {}).get("message_id"),
        thread=message.get("message_thread_id"),
        quote=message.get("quote", {}).get("text"),
        document=files.get(message.get("document", {}).get("file_id")),
        edited="edit_date" in message,
    )


def words(message: Json) -> tuple[str, list[Json]]:
    """The text or caption of a message and its entities."""
    if "text" in message:
        return message["text"], message.get("entities", [])
    return message.get("caption", ""), message.get("caption_entities", [])


def _rows(markup: Json) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(map(_button, row)) for row in markup.get("inline_keyboard", []))


def _button(button: Json) -> Button:
    here, elsewhere = "switch_inline_query_current_chat", "switch_inline_query"
    return Button(
        label=button["text"],
        data=button.get("callback_data"),
        url=button.get("url"),
        copied=button.get("copy_text", {}).get("text"),
        inline_query=button.get(here, button.get(elsewhere)),
        style=button.get("style"),
    )
