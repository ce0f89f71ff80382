"""Files and folders against the real process: a file is taken, a changed folder is merged."""

from botapi import people
from botapi.gateway import Gateway
from botapi.problem import Upload
from botapi.server import BotApiServer

from process.running import FACTS, PIER, Bot
from process.test_editors import Talk

OWNER, READER = people.user(601, "Olga"), people.user(602, "Ravi")
PORT = """\
[[facts]]
id = "pier-opened"
cites = [2]
answer = "May 2021"
asks.en = ["In which month was the new pier opened?"]
"""


async def test_a_file_is_published_and_a_changed_folder_loses_nothing_of_it(
    bot: Bot, server: BotApiServer, gateway: Gateway
) -> None:
    owner, reader = (Talk(server, gateway, each) for each in (OWNER, READER))
    await bot.start(CITEBOT_OWNERS="601")
    await owner.say("/edit", "pier")
    await owner.send(Upload("x", PORT.encode(), "text/plain"), "'Publish'")
    await owner.press("Publish", "Published as revision 2")
    await bot.stop()
    changed = FACTS.replace('"Mayor Jo Lind"', '"Jo Lind"').replace("closure", "closing")
    bot.facts.write_text(changed, encoding="utf-8")
    await bot.start(CITEBOT_OWNERS="601")
    await owner.say(
        "/history", "pier-opened, answering words: published is May 2021; the folder has Jo"
    )
    await reader.say("In which month was the new pier opened?", PIER)
    await owner.say("/export", "Keep only the facts")
    await bot.stop()
    assert bot.rows("SELECT kind FROM revisions ORDER BY number") == [
        ("import",),
        ("publish",),
        ("import",),
    ]
    assert gateway.violations == []
