"""Publishes in a process of its own, kills it again and again, and looks at what is left.

    python killing.py DATABASE KILLS

Prints the kills, the publications that were confirmed, and those that the database has. A process
is forked for each kill: importing everything anew would take half a minute.
"""

import asyncio
import os
import signal
import sys
import time
from itertools import pairwise
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from newsdesk import ARTICLE, LANGUAGES, WEIGHTS, Newsdesk, newsdesk

from bot.core.edits import PutFact
from bot.core.match import Matcher
from bot.core.phrasings import with_asks

LONGEST = 0.05  # seconds from the first publication to the kill
EDITOR = 2


async def publish_for_ever(path: Path, confirmed: int) -> None:
    """Write each version that was published to the file descriptor `confirmed`."""
    async with newsdesk(path) as desk:
        while True:
            if version := await publish(desk):
                os.write(confirmed, f"{version}\n".encode())


async def publish(desk: Newsdesk) -> str | None:
    draft = await desk.curation.draft(ARTICLE, EDITOR)
    count = await desk.revisions.count(ARTICLE)
    fact = draft.base.by_id["length"]
    kept = {"en": fact.asks["en"][:3]}  # so that the base does not grow
    said = with_asks(fact, [("it", f"Quanto è lungo, {count}?")])
    edit = PutFact(type(fact)(fact.id, fact.cites, {**said.asks, **kept}, fact.answer))
    revision = await desk.publish(await desk.curation.change(draft, [edit]))
    return revision.version if revision else None


def killed(path: Path, after: float) -> list[str]:
    """Let a process publish for a while and kill it; the versions that it saw published."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        asyncio.run(publish_for_ever(path, writing))
    os.close(writing)
    with os.fdopen(reading) as said:
        versions = [said.readline()]
        time.sleep(after)
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        return [each.strip() for each in (*versions, *said) if each.endswith("\n")]


async def look(path: Path) -> list[str]:
    """All versions, oldest first, once it is clear that they are a chain and the last is whole."""
    async with newsdesk(path) as desk:
        rows = (await desk.revisions.history(ARTICLE, 1_000_000))[::-1]
        assert all(new.parent == old.version for old, new in pairwise(rows)), "a broken chain"
        base = await desk.revisions.base(ARTICLE)
        assert base.version == rows[-1].version, "the head is not what it says"
        matcher = Matcher(base, LANGUAGES, WEIGHTS)
        assert matcher.base.version == desk.desk.base(ARTICLE).version, "another one answers"
        return [row.version for row in rows]


def main(path: Path, kills: int) -> None:
    random = Random(9)
    confirmed: list[str] = []
    for _ in range(kills):
        confirmed += killed(path, random.uniform(0, LONGEST))
        versions = asyncio.run(look(path))
        assert set(confirmed) <= set(versions), "a confirmed publication is gone"
    print(kills, len(confirmed), len(versions) - 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
