"""Where log lines go, and that no secret and no reader's words are in them."""

import logging
import sys
import threading
from collections.abc import Iterable
from types import TracebackType

HIDDEN = "***"
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"

# Below these levels they write whole requests, updates and SQL: the token, readers' words.
_QUIET = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "telegram": logging.INFO,
    # It says one thing: a whole body that is no JSON. The error that follows says that much.
    "telegram.request.BaseRequest": logging.CRITICAL,
}


class RedactingFormatter(logging.Formatter):
    """Hides secrets in the finished line, traceback included: a filter would come too early."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__(FORMAT)
        self._secrets = _with_tails(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """The line without secrets; never raises, or logging would print the bare arguments."""
        try:
            line = super().format(record)
        except Exception:
            line = f"a log record that cannot be formatted, from {record.pathname}:{record.lineno}"
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return line


def set_up(level: int | str, secrets: Iterable[str]) -> None:
    """Log to stderr from `level` on, with every one of `secrets` hidden, uncaught errors too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name, lowest in _QUIET.items():
        logger = logging.getLogger(name)
        logger.setLevel(max(lowest, logging.getLogger().level))
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
    threading.excepthook = _log_uncaught_in_thread
    sys.unraisablehook = _log_unraisable


def _with_tails(secrets: Iterable[str]) -> list[str]:
    """Longest first; the half of a token behind its colon is a secret of its own."""
    found = {part for secret in secrets for part in (secret, secret.partition(":")[2])}
    return sorted((part for part in found if part), key=len, reverse=True)


def _log_uncaught(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("citebot").critical("uncaught", exc_info=(kind, error, traceback))


def _log_uncaught_in_thread(uncaught: threading.ExceptHookArgs) -> None:
    if uncaught.exc_value is not None:
        _log_uncaught(uncaught.exc_type, uncaught.exc_value, uncaught.exc_traceback)


def _log_unraisable(uncaught: "sys.UnraisableHookArgs") -> None:
    if uncaught.exc_value is not None:
        _log_uncaught(uncaught.exc_type, uncaught.exc_value, uncaught.exc_traceback)
