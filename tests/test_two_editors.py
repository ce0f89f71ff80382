"""Two editors at once: no edit is lost, and when all is undone every byte is as it was."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from newsdesk import ARTICLE, Newsdesk, newsdesk

from bot.core.edits import Edit, PutFact, PutGap, RetireFact
from bot.core.facts import Fact, FactBase, Gap
from bot.core.phrasings import owners, with_asks
from bot.core.refusal import Refusal

EDITS = 1_000
AT_ONCE = 8  # edits of a draft, at most
SHARED = ("opened", "length", "journey", "whole", "colour")


class Editor:
    """Makes up edits: phrasings and values of what both edit, facts of their own."""

    def __init__(self, number: int, seed: int) -> None:
        self.number = number
        self._random = Random(seed)
        self._made = 0
        self.said: set[tuple[str, str]] = set()  # id and phrasing

    def edit(self, base: FactBase) -> Edit:
        self._made += 1
        by_id = {each.id: each for each in owners(base)}
        own = [name for name in by_id if name.startswith(f"own-{self.number}-")]
        match self._random.choice(("say", "say", "cites", "add", "retire")):
            case "cites":
                fact = base.by_id[self._random.choice(SHARED[:4])]
                return PutFact(replace(fact, cites=(fact.cites[0], self._random.randint(1, 4))))
            case "retire" if own:
                return RetireFact(self._random.choice(own))
            case "say":
                return self._say(by_id[self._random.choice(SHARED)])
        name = f"own-{self.number}-{self._made}"
        return PutFact(Fact(name, (1,), {"en": (f"Question {name}?",)}))

    def _say(self, owner: Fact | Gap) -> Edit:
        text = f"Editor {self.number} asks {self._made}?"
        self.said.add((owner.id, text))
        said = with_asks(owner, [(self._random.choice(("en", "it")), text)])
        return PutFact(said) if isinstance(said, Fact) else PutGap(said)


async def work(desk: Newsdesk, editors: tuple[Editor, ...]) -> tuple[int, int]:
    """How many edits were made and how many revisions published: both begin on one version, and
    the second has to put theirs upon the first's.
    """
    edits = published = 0
    random = Random(5)
    while edits < EDITS:
        drafts = []
        for editor in random.sample(editors, len(editors)):
            draft = await desk.curation.draft(ARTICLE, editor.number)
            for _ in range(random.randint(1, AT_ONCE)):
                draft = await desk.curation.change(draft, [editor.edit(draft.base)])
                edits += 1
            drafts.append(draft)
        for draft in drafts:
            published += await desk.publish(draft) is not None
    return edits, published


async def undo_all(desk: Newsdesk) -> int:
    """Take back one after the other; how many there were."""
    undone = 0
    while True:
        try:
            _, target = await desk.history.before_last(ARTICLE)
        except Refusal:
            return undone
        current = desk.desk.base(ARTICLE).version
        base = await desk.curation.base(ARTICLE, target)
        await desk.curation.restore(ARTICLE, current, base, 1, "undo")
        undone += 1


async def exports(desk: Newsdesk) -> tuple[str, str]:
    return await desk.files.as_toml(ARTICLE), await desk.files.as_csv(ARTICLE)


def asked(base: FactBase) -> Iterator[tuple[str, str]]:
    for owner in owners(base):
        for texts in owner.asks.values():
            yield from ((owner.id, text) for text in texts)


async def test_a_thousand_edits_by_two_lose_nothing_and_undone_leave_no_trace(
    tmp_path: Path,
) -> None:
    editors = (Editor(1, seed=1), Editor(2, seed=2))
    async with newsdesk(tmp_path / "bot.db") as desk:
        before = await exports(desk)
        edits, published = await work(desk, editors)
        assert edits >= EDITS
        said = editors[0].said | editors[1].said
        assert said - set(asked(desk.desk.base(ARTICLE))) == set()
        assert await desk.revisions.count(ARTICLE) == 1 + published
        assert await exports(desk) != before
        undone = await undo_all(desk)
        assert (undone, await desk.revisions.count(ARTICLE)) == (published, 1 + 2 * published)
        assert await exports(desk) == before
