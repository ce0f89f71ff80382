"""Troubles that a test scripts: refusals, outages, slow, lost and broken answers."""

from dataclasses import dataclass, field
from typing import Any

from .world import ApiError

Json = dict[str, Any]

_WORDS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
}


@dataclass(slots=True)
class Fault:
    """What happens to the next `left` calls of a method (in one chat, if given).

    With an error code the call is not carried out. Without one it is, and its answer is
    late (`delay`, seconds), lost (`close`) or no JSON (`malformed`).
    """

    method: str
    error_code: int | None
    left: int
    chat_id: int | None
    retry_after: int | None
    delay: float
    close: bool
    malformed: bool
    description: str | None = None  # of the error; the usual one where none is given

    def hits(self, method: str, params: Json) -> bool:
        """Whether this fault is meant for the call and not used up."""
        there = self.chat_id in (None, params.get("chat_id"))
        return self.left > 0 and method == self.method and there

    @property
    def error(self) -> ApiError | None:
        """What Telegram answers instead of carrying out the call."""
        if self.error_code is None:
            return None
        words = self.description or _WORDS.get(self.error_code, "Error")
        if self.retry_after is None:
            return ApiError(self.error_code, words)
        told = f"{words}: retry after {self.retry_after}"
        return ApiError(self.error_code, told, retry_after=self.retry_after)


@dataclass(slots=True)
class Faults:
    """The script; faults of one method come in the order in which they were added."""

    down_until: float = 0.0  # Unix time in seconds; before it every call gets 500
    _script: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        self._script.append(fault)

    def take(self, method: str, params: Json, now: float) -> Fault | None:
        """The fault that this call meets, used up once."""
        if now < self.down_until:
            return Fault(method, 500, 1, None, None, 0.0, False, False)
        fault = next((fault for fault in self._script if fault.hits(method, params)), None)
        if fault is not None:
            fault.left -= 1
        return fault
