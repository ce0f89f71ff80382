"""The one model of Telegram behind both ways in; synchronous, without a network."""

import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from .faults import Fault, Faults
from .inject import Inject
from .methods import METHODS
from .people import the_bot
from .problem import Problem, Upload
from .schema import Schema, published
from .sending import Request
from .validate import checked
from .views import MessageView
from .world import ApiError, World

Json = dict[str, Any]

_ASKED_FOR = {"chat_member", "message_reaction", "message_reaction_count"}  # never by default
_OWN = {"getUpdates", "setWebhook", "deleteWebhook", "getWebhookInfo"}  # answered here
_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


@dataclass(frozen=True, slots=True)
class Call:
    """A request of the bot with decoded parameters; `at` is Unix time in seconds."""

    method: str
    params: Json
    at: float
    error_code: int | None = None
    description: str | None = None

    @property
    def ok(self) -> bool:
        return self.error_code is None


@dataclass(frozen=True, slots=True)
class Reply:
    """What Telegram answers, and how the answer travels (see Fault)."""

    answer: Json
    params: Json = field(default_factory=dict)
    delay: float = 0.0
    close: bool = False
    malformed: bool = False

    @property
    def status(self) -> int:
        """The HTTP status."""
        return int(self.answer.get("error_code", 200))

    @property
    def body(self) -> bytes:
        return b'{"ok":tru' if self.malformed else json.dumps(self.answer).encode()


class Gateway:
    """Telegram for one bot.

    A request against the rules is noted in `violations`. With `strict` it is also refused;
    without, only what Telegram itself is known to refuse.
    """

    def __init__(
        self,
        *,
        strict: bool = True,
        clock: Callable[[], float] = time.time,
        query_lifetime: float = 60.0,  # seconds; the real figure is unpublished
        bot: Json | None = None,
    ) -> None:
        self.strict, self.clock = strict, clock
        self.world = World(bot or the_bot(), clock, query_lifetime)
        self.inject = Inject(self.world, self.deliver)
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.pending: deque[Json] = deque()
        self.polls = 0  # how many getUpdates calls there were; a newer one ends an older one
        self.listeners: list[Callable[[], None]] = []  # told after every call and update
        self._faults = Faults()
        self._schema: Schema | None = published()
        self._allowed: frozenset[str] | None = None  # None: Telegram's default set

    def call(self, method: str, params: Json, now: float) -> Json:
        """The JSON that Telegram answers; form fields may be JSON-encoded."""
        return self.reply(method, params, now).answer

    def reply(self, method: str, params: Json, now: float) -> Reply:
        """The same with the scripted troubles of the way back."""
        decoded, problems = checked(method, params, self._schema)
        self.violations += [f"{method} {problem}" for problem in problems]
        fault = self._faults.take(method, decoded, now)
        try:
            answer: Json = {
                "ok": True,
                "result": self._result(method, decoded, now, problems, fault),
            }
            self.calls.append(Call(method, decoded, now))
        except ApiError as error:
            answer = _refusal(error)
            self.calls.append(Call(method, decoded, now, error.code, error.description))
        self._tell()
        if fault is None:
            return Reply(answer, decoded)
        return Reply(answer, decoded, fault.delay, fault.close, fault.malformed)

    def calls_of(self, method: str) -> list[Call]:
        """The calls of one method, refused ones too, oldest first."""
        return [call for call in self.calls if call.method == method]

    def messages(self, chat_id: int) -> list[MessageView]:
        """The chat as a person sees it now, oldest message first."""
        return self.world.messages(chat_id)

    def file_at(self, path: str) -> Upload | None:
        """The file behind a `file_path` of getFile."""
        return self.world.files.get(path.removeprefix("documents/"))

    def deliver(self, update: Json) -> None:
        """Queue an update for the bot, if it is of a kind that the bot asked for."""
        kinds = set(update) - {"update_id"}
        default = self._allowed is None and not kinds & _ASKED_FOR
        if default or (self._allowed is not None and kinds & self._allowed) or not kinds:
            self.pending.append(update)
            self._tell()

    def waiting(self, limit: int = 100) -> list[Json]:
        """The first pending updates; they stay pending until an offset passes them."""
        return list(islice(self.pending, max(1, min(limit, 100))))

    def fault(
        self,
        method: str,
        error_code: int | None = None,
        times: int = 1,
        retry_after: int | None = None,
        chat_id: int | None = None,
        *,
        delay: float = 0.0,
        close: bool = False,
        malformed: bool = False,
        description: str | None = None,
    ) -> None:
        """Script the next `times` calls of a method (see Fault for the meaning of the rest)."""
        way = (delay, close, malformed, description)
        self._faults.add(Fault(method, error_code, times, chat_id, retry_after, *way))

    def down_until(self, moment: float) -> None:
        """Answer 500 to everything before that Unix time in seconds."""
        self._faults.down_until = moment

    def _result(
        self, method: str, params: Json, now: float, problems: list[Problem], fault: Fault | None
    ) -> object:
        if fault is not None and fault.error is not None:
            raise fault.error
        if method not in METHODS and method not in _OWN:
            self.violations.append(f"{method} is not modelled")
            raise ApiError(404, "Not Found")
        self._refuse_invalid(problems)
        match method:
            case "getUpdates":
                return self._get_updates(params)
            case "setWebhook" | "deleteWebhook":
                return self._set_webhook(params)
            case "getWebhookInfo":
                return self._webhook_info()
        return self._carried_out(Request(self.world, params, now), method, problems)

    def _carried_out(self, request: Request, method: str, problems: list[Problem]) -> object:
        try:
            return METHODS[method](request)
        except (AttributeError, KeyError, TypeError) as error:
            if not problems:  # then the fault is in the model
                raise
            raise ApiError(400, f"Bad Request: {problems[0]}") from error

    def _refuse_invalid(self, problems: list[Problem]) -> None:
        """Telegram's own words come first, then in strict mode those of the validator."""
        known = [problem.telegram for problem in problems if problem.telegram]
        if known or (problems and self.strict):
            raise ApiError(400, f"Bad Request: {known[0] if known else problems[0]}")

    def _get_updates(self, params: Json) -> list[Json]:
        if self.world.webhook:
            raise ApiError(409, _WEBHOOK_ACTIVE)
        self.polls += 1
        self._allow(params)
        self._forget(params.get("offset", 0))
        return self.waiting(params.get("limit", 100))

    def _forget(self, offset: int) -> None:
        """Drop updates below the offset; a negative one counts from the end of the queue."""
        while offset < 0 and len(self.pending) > -offset:
            self.pending.popleft()
        while offset > 0 and self.pending and self.pending[0]["update_id"] < offset:
            self.pending.popleft()

    def _allow(self, params: Json) -> None:
        if "allowed_updates" in params:  # else Telegram keeps what it was told before
            self._allowed = frozenset(params["allowed_updates"]) or None

    def _set_webhook(self, params: Json) -> bool:
        if params.get("drop_pending_updates"):
            self.pending.clear()
        self._allow(params)
        self.world.webhook = params if params.get("url") else {}
        return True

    def _webhook_info(self) -> Json:
        url = self.world.webhook.get("url", "")
        waiting = len(self.pending)
        return {"url": url, "has_custom_certificate": False, "pending_update_count": waiting}

    def _tell(self) -> None:
        for listener in list(self.listeners):
            listener()


def _refusal(error: ApiError) -> Json:
    answer = {"ok": False, "error_code": error.code, "description": error.description}
    return {**answer, "parameters": error.parameters} if error.parameters else answer
