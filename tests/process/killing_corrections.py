"""Corrects answers in a process of its own, kills it again and again, and counts what was sent.

    python killing_corrections.py DATABASE KILLS ANSWERS

Prints, of all answers, how many were corrected in the end, how many replies were sent, and how many
were to be. Every second message can no longer be edited: its correction is a reply.
"""

import asyncio
import json
import os
import signal
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from chat.world import BASE, LENGTH
from newsdesk import ARTICLE, LANGUAGES, WEIGHTS
from telegram.error import BadRequest

from bot.chat.corrector import Corrector
from bot.core.edits import PutFact, apply
from bot.core.match import Matcher
from bot.corrections import Corrections
from bot.desk import Desk
from bot.readers import Readers
from bot.storage.choices import Choices
from bot.storage.corrections import Corrections as Stored
from bot.storage.database import Database
from bot.storage.feedback import Feedback
from bot.storage.privacy import Privacy
from bot.storage.pseudonyms import Pseudonyms
from bot.storage.querylog import Delivery, Query, QueryLog
from bot.storage.revisions import Revisions
from bot.texts import load_texts

NEW = apply(BASE, [PutFact(replace(LENGTH, cites=(4,), answer=None))])
TEXTS = load_texts()
KEY = Pseudonyms(b"k" * 32)
EDITOR = 7


class Wire:
    """A bot whose calls are written to a pipe, a line each, as Telegram would have got them."""

    username = "citebot"

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe

    async def edit_message_text(self, _text: str, chat: int, message: int, **_: Any) -> None:
        if chat == EDITOR:
            return
        if message % 2:
            raise BadRequest("message can't be edited")
        os.write(self._pipe, f"edit {message}\n".encode())
        await asyncio.sleep(0)

    async def say(self, _chat: int, fields: Any) -> int:
        replied = json.loads(fields["reply_parameters"])
        os.write(self._pipe, f"send {replied['message_id']}\n".encode())
        await asyncio.sleep(0)
        return 9


def services(db: Database, clock: Any = lambda: 100.0) -> tuple[Corrections, Readers, Revisions]:
    revisions = Revisions(db, clock)
    desk = Desk({ARTICLE: Matcher(NEW, LANGUAGES, WEIGHTS)})
    readers = Readers(Choices(db), Feedback(db), Privacy(db), QueryLog(db), KEY, clock)
    return Corrections(desk, revisions, Stored(db), KEY, clock), readers, revisions


async def prepare(path: Path, answers: int) -> None:
    """Answers that quote the old base, each in a chat of its own, and the order to correct them."""
    async with Database.opened(path) as db:
        corrections, _, revisions = services(db)
        await revisions.publish(ARTICLE, None, BASE, 0, "", "import")
        log = QueryLog(db)
        for number in range(1, answers + 1):
            chat, address = KEY.of_chat(100 + number), KEY.sealed(100 + number)
            said = ("q", "cited", "length", None, 1.0, BASE.version, 1.0, ARTICLE)
            query = Query(None, 50, KEY.of_person(number), chat, "en", *said)
            await log.record(query, Delivery(chat, number, number, address))
        await revisions.publish(ARTICLE, BASE.version, NEW, EDITOR, "", "publish")
        await corrections.order(ARTICLE, NEW.version, 0, EDITOR, 1, "en")


async def correct(path: Path, pipe: int) -> None:
    """Correct until nothing is left."""
    async with Database.opened(path) as db:
        corrections, readers, _ = services(db)
        corrector = Corrector(Wire(pipe), corrections, readers, TEXTS, lambda: 100.0, _no_time)  # type: ignore[arg-type]
        await corrector.sweep()


async def _no_time(_: float) -> None:
    await asyncio.sleep(0)


def attempt(path: Path, after: float | None) -> list[str]:
    """Let a process correct, kill it after so many seconds, and say what it sent."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        asyncio.run(correct(path, writing))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as sent:
        if after is not None:
            first = sent.readline()
            signal.setitimer(signal.ITIMER_REAL, after)
            signal.sigwait({signal.SIGALRM})
            os.kill(process, signal.SIGKILL)
        else:
            first = ""
        os.waitpid(process, 0)
        return [line.strip() for line in (first, *sent) if line.strip()]


def main(path: Path, kills: int, answers: int) -> None:
    random = Random(5)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    asyncio.run(prepare(path, answers))
    sent: list[str] = []
    for _ in range(kills):
        sent += attempt(path, random.uniform(0.0005, 0.01))
    sent += attempt(path, None)
    counts = Counter(sent)
    replies = sum(count for line, count in counts.items() if line.startswith("send"))
    print(len({line.split()[1] for line in counts}), replies, (answers + 1) // 2)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
