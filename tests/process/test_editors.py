"""Editors at the real process: what they publish is what readers get, also after a kill -9."""

from typing import Any

from botapi.gateway import Gateway
from botapi.people import user
from botapi.problem import Upload
from botapi.server import BotApiServer

from process.running import Bot

OWNER, EDITOR, READER = user(601, "Olga"), user(602, "Ed"), user(603, "Rea")
QUESTION = "Which port is it about?"
QUOTE = "❝ The old harbour of Port Ellen was closed in March 2019. ❞"


class Talk:
    """One person's chat with the process; each act waits for what the bot is to show."""

    def __init__(self, server: BotApiServer, gateway: Gateway, person: dict[str, Any]) -> None:
        self._server, self._gateway, self._person = server, gateway, person

    async def say(self, text: str, expected: str) -> None:
        before = self._shown()
        self._gateway.inject.message(self._person, text)
        await self._expect(before, expected)

    async def press(self, label: str, expected: str) -> None:
        before = self._shown()
        self._gateway.inject.press(self._person, label)
        await self._expect(before, expected)

    async def send(self, upload: Upload, expected: str) -> None:
        before = self._shown()
        self._gateway.inject.document(self._person, upload)
        await self._expect(before, expected)

    def _shown(self) -> set[tuple[int, str]]:
        """Text and buttons of each message of the bot, by its id."""
        messages = self._gateway.messages(self._person["id"])
        return {(m.message_id, f"{m.text} {m.labels}") for m in messages if m.from_bot}

    async def _expect(self, before: set[tuple[int, str]], expected: str) -> None:
        await self._server.wait_for(
            lambda: any(expected in text for _, text in self._shown() - before), 20
        )


async def add_port(editor: Talk) -> None:
    """A new fact in the draft."""
    await editor.say(f"/add {QUESTION}", "Which sentences")
    await editor.say("1", "Which words")
    await editor.say("Port Ellen", "What does the question ask for?")
    await editor.press("which", "✓ which")
    await editor.press("Done", "which-port-is-it-about")


async def test_an_editor_adds_a_fact_publishes_it_and_takes_it_back(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    owner, editor, reader = (Talk(server, gateway, each) for each in (OWNER, EDITOR, READER))
    await bot.start(CITEBOT_OWNERS="601")
    await editor.say("/edit", "your number: 602")
    await owner.say("/grant 602", "602 is editor")
    await reader.say(QUESTION, "The article does not say")
    await add_port(editor)
    await editor.say("/publish", "'Publish'")
    await editor.press("Publish", "Published as revision 2")
    await reader.say(QUESTION, QUOTE)
    await editor.say("/undo", "Revision 2 would be taken back")
    await editor.press("Yes, go back", "Published as revision 3")
    assert gateway.violations == []


async def test_a_draft_and_what_is_published_outlive_a_kill(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    owner, reader = (Talk(server, gateway, each) for each in (OWNER, READER))
    await bot.start(CITEBOT_OWNERS="601")
    await add_port(owner)
    await bot.kill()
    await bot.start(CITEBOT_OWNERS="601")
    await owner.say("/publish the port was missing", "'Publish'")
    await owner.press("Publish", "Published as revision 2")
    await bot.kill()
    await bot.start(CITEBOT_OWNERS="601")
    await reader.say(QUESTION, QUOTE)
    await owner.say("/history", "the port was missing")
    await bot.stop()
    assert bot.rows("SELECT kind FROM revisions ORDER BY number") == [("import",), ("publish",)]
