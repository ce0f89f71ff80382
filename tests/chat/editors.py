"""Editors at work: a world with an owner, and the short ways through their conversations."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from botapi.gateway import Gateway
from fake_telegram import Person

from bot.core.facts import BankQuestion
from chat.world import Clock, World, opened

OWNER, EDITOR, REVIEWER, STRANGER = 1, 2, 3, 4

DREW = "Who drew the bridge?"
QUOTE_DREW = "❝ Engineer Mira Kolb drew it 🌉 after a journey to Norway. ❞"


@asynccontextmanager
async def newsroom(
    folder: Path,
    bank: tuple[BankQuestion, ...] = (),
    gateway: Gateway | None = None,
    clock: Clock | None = None,
) -> AsyncIterator[World]:
    """A world with an owner, an editor and a reviewer."""
    async with opened(folder, owners=(OWNER,), bank=bank, gateway=gateway, clock=clock) as world:
        team = world.editorial.team
        await team.grant(OWNER, EDITOR, "bridge", "editor")
        await team.grant(OWNER, REVIEWER, "bridge", "reviewer")
        yield world
        assert world.gateway.violations == []


async def add_drawing(editor: Person) -> None:
    """A new fact in the editor's draft, with all that can be picked."""
    await editor.say(f"/add {DREW}")
    for press in ("3", "Done", "Mira", "Kolb", "who", "Done"):
        await editor.press(press)


async def say_differently(editor: Person, fact: str, *phrasings: str) -> None:
    """More phrasings in the editor's draft."""
    await editor.say(f"/say {fact}")
    await editor.say("\n".join(phrasings))


async def publish(editor: Person, why: str = "") -> None:
    """The draft, through its preview."""
    await editor.say(f"/publish {why}")
    await editor.press("Publish")


async def versions(world: World) -> list[str]:
    """The kinds of all that has been published, oldest first."""
    rows = await world.rows("SELECT kind FROM revisions ORDER BY number")
    return [str(kind) for (kind,) in rows]
