"""An editorial without Telegram, on a real database: for two editors at once, and for kill -9."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from chat.world import BASE

from bot.core.match import Matcher
from bot.curation import Curation, Draft, Stale
from bot.desk import Desk
from bot.examination import Examination
from bot.files import Files
from bot.folders import Folders
from bot.history import History
from bot.storage.database import Database
from bot.storage.drafts import Drafts
from bot.storage.facts_toml import to_toml
from bot.storage.imports import Imports
from bot.storage.languages import read_languages
from bot.storage.revisions import Revision, Revisions
from bot.storage.team import Grants
from bot.storage.weights import read_weights

ARTICLE = "bridge"
LANGUAGES = {  # without small talk, which takes most of the time and matters not here
    code: replace(language, smalltalk={}) for code, language in read_languages().items()
}
WEIGHTS = read_weights()
TEMPLATE = "# The bridge.\n" + to_toml(BASE).replace("cites = [2]", "cites = [2] # its size")


@dataclass(frozen=True, slots=True)
class Newsdesk:
    desk: Desk
    revisions: Revisions
    curation: Curation
    history: History
    files: Files

    async def publish(self, draft: Draft) -> Revision | None:
        """Publish a draft, put upon what was published meanwhile as often as need be; None where
        nothing of it is left.
        """
        while draft.changes:
            try:
                return await self.curation.publish(draft, "")
            except Stale:
                rebased = await self.curation.rebase(draft)
                draft = await self.curation.go_on(rebased.draft, {})
        return None


@asynccontextmanager
async def newsdesk(path: Path) -> AsyncIterator[Newsdesk]:
    """On the database at `path`, as a start of the bot puts it together."""
    async with Database.opened(path) as db:
        revisions, imports = Revisions(db, lambda: 100.0), Imports(db, lambda: 100.0)
        base = await Folders(revisions, imports).bring(ARTICLE, BASE, TEMPLATE)
        desk = Desk({ARTICLE: Matcher(base, LANGUAGES, WEIGHTS)})
        examination = Examination(desk, {}, LANGUAGES, WEIGHTS)
        yield Newsdesk(
            desk,
            revisions,
            Curation(desk, revisions, Drafts(db), examination),
            History(revisions, Grants(db), imports),
            Files(desk, imports),
        )
