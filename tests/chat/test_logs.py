"""No secret in the log, whichever way it tries to get there."""

import logging
import sys
from collections.abc import Iterator

import pytest
from telegram.error import InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot.logs import set_up
from chat.world import TOKEN


@pytest.fixture(autouse=True)
def logging_as_it_was() -> Iterator[None]:
    root, hooks = logging.getLogger(), (sys.excepthook, sys.unraisablehook)
    before = root.level, root.handlers[:]
    yield
    root.setLevel(before[0])
    root.handlers[:] = before[1]
    sys.excepthook, sys.unraisablehook = hooks
    logging.captureWarnings(False)
    for name in ("httpx", "httpcore", "aiosqlite", "telegram", "telegram.request.BaseRequest"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err


def test_a_token_in_a_message_and_its_arguments_is_hidden(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up("DEBUG", [TOKEN])
    logging.getLogger("somebody.else").info("POST /bot%s/getMe", TOKEN)
    assert "POST /bot***/getMe" in told(capsys)


def test_a_token_in_a_traceback_is_hidden(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("DEBUG", [TOKEN])
    try:
        raise InvalidToken(f"The token `{TOKEN}` was rejected by the server.")
    except InvalidToken:
        logging.getLogger("telegram").exception("failed")
    line = told(capsys)
    assert TOKEN not in line
    assert "The token `***` was rejected" in line


def test_half_a_token_is_hidden_too(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("DEBUG", [TOKEN])
    logging.warning(TOKEN.partition(":")[2])
    assert TOKEN.partition(":")[2] not in told(capsys)


def test_a_token_in_an_uncaught_error_is_hidden(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("INFO", [TOKEN])
    error = RuntimeError(TOKEN)
    sys.excepthook(RuntimeError, error, None)
    line = told(capsys)
    assert "uncaught" in line
    assert TOKEN not in line


def test_a_record_that_cannot_be_formatted_shows_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up("INFO", [TOKEN])
    logging.info("%d", TOKEN)
    line = told(capsys)
    assert "cannot be formatted" in line
    assert TOKEN not in line


@pytest.mark.parametrize("name", ["httpx", "telegram.Bot", "telegram.ext.Application", "aiosqlite"])
def test_at_debug_level_nobody_writes_whole_requests_or_updates(
    capsys: pytest.CaptureFixture[str], name: str
) -> None:
    set_up("DEBUG", [TOKEN])
    logging.getLogger(name).debug("a reader's words")
    assert told(capsys) == ""


def test_a_body_that_was_cut_off_is_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("INFO", [TOKEN])
    with pytest.raises(TelegramError):
        BaseRequest.parse_json_payload(b'{"ok":true,"result":[{"text":"my private question"}')
    assert told(capsys) == ""


def test_an_empty_secret_hides_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("INFO", ["", TOKEN])
    logging.info("plain words")
    assert told(capsys).endswith("plain words\n")
