"""From a question in vain to the answer and the word to who waits for it, in the real process."""

from botapi.gateway import Gateway
from botapi.people import user
from botapi.server import BotApiServer

from process.running import Bot
from process.test_editors import Talk

OWNER, READER = user(601, "Olga"), user(603, "Rea")
SHUT = "since which year can no ship land at the harbour"
TOLD = f"You asked: “{SHUT}”."


def told(gateway: Gateway) -> list[str]:
    shown = [message.text for message in gateway.messages(603) if message.from_bot]
    return [text for text in shown if text.startswith(TOLD)]


async def test_a_reader_is_told_of_what_three_taps_published_once_through_a_kill(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    owner, reader = (Talk(server, gateway, each) for each in (OWNER, READER))
    await bot.start(CITEBOT_OWNERS="601")
    await reader.say(SHUT, "The article does not say")
    await reader.press("Tell me if this is added", "I will tell you")
    await owner.say("/review", SHUT)
    gateway.fault("sendMessage", delay=20, chat_id=603)  # arrives, and is never heard of
    for tap, shown in (
        ("It means: When was the old harbour closed?", "In your draft"),
        ("Preview (1)", "'Publish'"),
        ("Publish", "Published as revision 2"),
    ):
        await owner.press(tap, shown)
    await server.wait_for(lambda: bool(told(gateway)))
    await bot.kill()
    await bot.start(CITEBOT_OWNERS="601")
    await reader.say(SHUT, "closed in March 2019")
    assert await bot.stop() == 0
    assert (len(told(gateway)), gateway.violations) == (1, [])
