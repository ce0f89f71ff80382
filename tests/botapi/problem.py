"""What is wrong with a request, and a file as the bot uploads it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One broken rule; `telegram` holds Telegram's own words where it refuses such a request."""

    where: str  # path of the field, such as "reply_markup.inline_keyboard[0][1].url"
    what: str
    telegram: str | None = None

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Upload:
    """The bytes of a file with the name and type that its sender gave."""

    name: str
    data: bytes
    mime: str = "application/octet-stream"
