"""What the team works with, put together: who is on it, the drafts, and what has been published."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from bot.core.encoded import Meaning
from bot.core.facts import BankQuestion
from bot.core.language import Languages
from bot.core.weights import Weights
from bot.corrections import Corrections
from bot.curation import Curation
from bot.desk import Desk
from bot.examination import Examination
from bot.files import Files
from bot.history import History
from bot.review import Review
from bot.statistics import Statistics
from bot.storage.corrections import Corrections as Stored
from bot.storage.database import Database
from bot.storage.digests import Digests
from bot.storage.drafts import Drafts
from bot.storage.imports import Imports
from bot.storage.nonces import Nonces
from bot.storage.pseudonyms import Pseudonyms
from bot.storage.review import Reviews
from bot.storage.revisions import Revisions
from bot.storage.statistics import Counting
from bot.storage.team import Grants
from bot.team import Team


@dataclass(frozen=True, slots=True)
class Editorial:
    """The services for the team."""

    team: Team
    curation: Curation
    examination: Examination
    history: History
    review: Review
    files: Files
    corrections: Corrections
    statistics: Statistics

    @classmethod
    async def opened(
        cls,
        database: Database,
        desk: Desk,
        languages: Languages,
        weights: Weights,
        pseudonyms: Pseudonyms,
        *,
        owners: Collection[int] = (),
        banks: Mapping[str, Sequence[BankQuestion]] | None = None,
        meaning: Meaning | None = None,
        clock: Callable[[], float] = time.time,
    ) -> Self:
        """On a database in which every article of the desk is published.

        `owners` are Telegram user ids; `banks` are test questions by article.
        """
        revisions, grants = Revisions(database, clock), Grants(database)
        imports = Imports(database, clock)
        examination = Examination(desk, banks or {}, languages, weights, meaning)
        curation = Curation(desk, revisions, Drafts(database), examination)
        return cls(
            await Team.opened(grants, Nonces(database), owners, clock),
            curation,
            examination,
            History(revisions, grants, imports),
            Review(desk, curation, Reviews(database), pseudonyms, clock),
            Files(desk, imports),
            Corrections(desk, revisions, Stored(database), pseudonyms, clock),
            Statistics(desk, Counting(database), Digests(database), clock),
        )
