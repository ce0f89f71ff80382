"""What reviewers decide: questions without a good answer, one card each, the most asked first."""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from bot.core.answer import Answer, Cited, Unknown
from bot.core.cluster import Asked, Cluster, clustered, grouped
from bot.core.edits import Edit, PutFact, PutGap
from bot.core.facts import Fact, FactBase, Gap
from bot.core.match import Matcher
from bot.core.normalize import LONGEST, fold
from bot.core.phrasings import new_id, owner, owners, with_asks
from bot.core.refusal import Refusal
from bot.curation import Curation, Draft
from bot.desk import Desk
from bot.storage.pseudonyms import Pseudonyms
from bot.storage.review import Decision, Reviews

SPELLINGS = 10_000  # that are read from the log, the most asked
QUESTIONS = 2000  # of them, folded, that are put into clusters
OFFERED = 3  # facts that a card offers
FRESH = 15 * 60  # seconds for which a list of cards is kept
CLAIM = 60  # seconds in which a decision need not have reached its draft


@dataclass(frozen=True, slots=True)
class Card:
    """One question that waits, and what readers get for it now."""

    key: str  # stands for exactly these texts
    cluster: Cluster
    at: int  # its place among those that wait, from 0
    waiting: int  # how many there are
    base: FactBase  # the published one
    answer: Answer  # of it
    near: tuple[Fact, ...]  # published facts, the nearest first, at most `OFFERED`


@dataclass(frozen=True, slots=True)
class _Listed:
    """The cards of an article as they were read from the log."""

    until: float  # Unix s
    clusters: Mapping[str, Cluster] = field(default_factory=dict)  # by key, most asked first


class Review:
    """Every decision goes into the reviewer's own draft; nothing of it reaches readers here.

    A decision holds as long as its phrasing is published or in the reviewer's draft: a draft that
    is discarded and a publication that is undone bring the card back.
    """

    def __init__(
        self,
        desk: Desk,
        curation: Curation,
        reviews: Reviews,
        pseudonyms: Pseudonyms,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`clock` gives Unix time in seconds."""
        self._desk, self._curation, self._reviews = desk, curation, reviews
        self._pseudonyms, self._clock = pseudonyms, clock
        self._listed = dict[str, _Listed]()
        self._published = dict[str, frozenset[bytes]]()  # version → pseudonyms of its phrasings

    async def read(self, article: str) -> None:
        """Read the log anew for the cards of an article."""
        decided = await self._decided(article)
        asked = await self._reviews.asked(article, SPELLINGS)
        clusters = await asyncio.to_thread(self._clusters, asked, decided)
        self._listed[article] = _Listed(self._clock() + FRESH, clusters)

    async def card(self, article: str, at: int = 0) -> Card | None:
        """The card at a place among those that wait, or the next that has no good answer by now;
        behind the last one begins the first. None where nothing waits.
        """
        waiting = await self._waiting(article)
        at = at if 0 <= at < len(waiting) else 0
        keys = list(waiting)[at:]
        matcher = self._desk.matcher(article)
        passed, found = await asyncio.to_thread(_first_open, matcher, [waiting[k] for k in keys])
        self._drop(article, keys[:passed])
        if found is None:
            return await self.card(article) if at else None
        answer, near = found
        key = keys[passed]
        return Card(key, waiting[key], at, len(waiting) - passed, matcher.base, answer, near)

    async def means(self, article: str, key: str, reviewer: int, fact: str) -> Draft:
        """A card asks for a fact: its examples become phrasings in the reviewer's draft."""
        cluster, draft = await self._begun(article, key, reviewer)
        changed = with_asks(owner(draft.base, fact), _phrasings(cluster))
        return await self._put(draft, key, cluster, changed)

    async def gap(self, article: str, key: str, reviewer: int) -> Draft:
        """The article does not say it: a new gap in the reviewer's draft."""
        cluster, draft = await self._begun(article, key, reviewer)
        gap = Gap(new_id(draft.base, cluster.asked[0].text), {})
        return await self._put(draft, key, cluster, with_asks(gap, _phrasings(cluster)))

    async def new_fact(self, article: str, key: str, reviewer: int) -> Fact:
        """A fact that a card asks for, without sentences yet; the card is the reviewer's."""
        cluster, draft = await self._begun(article, key, reviewer)
        fact = Fact(new_id(draft.base, cluster.asked[0].text), (), {})
        begun = replace(fact, asks=with_asks(fact, _phrasings(cluster)).asks)
        await self._decide(article, key, cluster, reviewer, begun.id)
        return begun

    async def ignore(self, article: str, key: str, reviewer: int) -> str:
        """A card is not worth an answer. What `take_back` takes."""
        cluster = await self._cluster(article, key)
        return await self._decide(article, key, cluster, reviewer, None)

    async def take_back(self, article: str, ignored: str, reviewer: int) -> None:
        """Do not ignore a card after all."""
        card = bytes.fromhex(ignored)
        await self._reviews.take_back([Decision(article, card, reviewer, None, 0)])
        self._listed.pop(article, None)

    async def _begun(self, article: str, key: str, reviewer: int) -> tuple[Cluster, Draft]:
        cluster = await self._cluster(article, key)
        for each in cluster.examples:
            if len(each.text) > LONGEST:
                raise Refusal("edit.long-phrasing", text=each.text[:40], most=LONGEST)
        return cluster, await self._curation.draft(article, reviewer)

    async def _cluster(self, article: str, key: str) -> Cluster:
        """Raises Refusal where the card is decided, or has other texts by now."""
        cluster = (await self._waiting(article)).get(key)
        if cluster is None:
            raise Refusal("review.decided")
        return cluster

    async def _put(self, draft: Draft, key: str, cluster: Cluster, changed: Fact | Gap) -> Draft:
        await self._decide(draft.article, key, cluster, draft.editor, changed.id)
        edit: Edit = PutFact(changed) if isinstance(changed, Fact) else PutGap(changed)
        return await self._curation.change(draft, [edit], draft.exchange)

    async def _decide(
        self, article: str, key: str, cluster: Cluster, reviewer: int, owner: str | None
    ) -> str:
        """Raises Refusal where somebody else was quicker."""
        questions = [self._pseudonyms.of_text(folded) for folded in cluster.folded]
        decision = Decision(article, questions[0], reviewer, owner, int(self._clock()))
        is_first = await self._reviews.decide(decision, questions)
        self._drop(article, [key])
        if not is_first:
            raise Refusal("review.decided")
        return questions[0].hex()

    async def _waiting(self, article: str) -> Mapping[str, Cluster]:
        listed = self._listed.get(article)
        if listed is None or listed.until < self._clock():
            await self.read(article)
        return self._listed[article].clusters

    def _drop(self, article: str, keys: Iterable[str]) -> None:
        if article in self._listed:
            gone, listed = set(keys), self._listed[article]
            kept = {key: each for key, each in listed.clusters.items() if key not in gone}
            self._listed[article] = replace(listed, clusters=kept)

    def _clusters(self, asked: Sequence[Asked], decided: set[bytes]) -> dict[str, Cluster]:
        questions = grouped(asked).items()
        waiting = (each for each in questions if self._pseudonyms.of_text(each[0]) not in decided)
        clusters = clustered(dict(islice(waiting, QUESTIONS)))
        return {self._key(cluster): cluster for cluster in clusters}

    def _key(self, cluster: Cluster) -> str:
        texts = [each.text for each in cluster.examples]
        return self._pseudonyms.of_text("\n".join((*texts, *cluster.folded))).hex()

    async def _decided(self, article: str) -> set[bytes]:
        """The questions that are decided; what came of nothing is not any more."""
        decisions = await self._reviews.decisions(article)
        known = await self._phrasings_of(self._desk.base(article)) if decisions else frozenset()
        drafts = dict[int, Draft]()
        lapsed = []
        for each in decisions:
            if each.card in known or each.at > self._clock() - CLAIM:
                continue
            if each.reviewer not in drafts:
                drafts[each.reviewer] = await self._curation.draft(article, each.reviewer)
            if not self._holds(drafts[each.reviewer], each):
                lapsed.append(each)
        await self._reviews.take_back(lapsed)
        return await self._reviews.decided(article)

    async def _phrasings_of(self, base: FactBase) -> frozenset[bytes]:
        """Pseudonyms of all phrasings of a published base; those of the last one are kept."""
        if base.version not in self._published:
            found = await asyncio.to_thread(self._pseudonyms_of, owners(base))
            self._published = {base.version: found}
        return self._published[base.version]

    def _holds(self, draft: Draft, decision: Decision) -> bool:
        """Whether a draft has what was decided, or its reviewer is at it."""
        if draft.exchange.get("id") == decision.owner:
            return True
        given = [each for each in owners(draft.base) if each.id == decision.owner]
        return decision.card in self._pseudonyms_of(given)

    def _pseudonyms_of(self, given: Iterable[Fact | Gap]) -> frozenset[bytes]:
        texts = (text for each in given for asks in each.asks.values() for text in asks)
        return frozenset(self._pseudonyms.of_text(fold(text)) for text in texts)


def _phrasings(cluster: Cluster) -> list[tuple[str, str]]:
    """What a decision adds: what the card shows, and nothing that its reviewer has not seen."""
    return [(each.language, " ".join(each.text.split())) for each in cluster.examples]


def _first_open(
    matcher: Matcher, clusters: Sequence[Cluster]
) -> tuple[int, tuple[Answer, tuple[Fact, ...]] | None]:
    """How many clusters have a good answer by now before the first that has none, and what readers
    get for that one.
    """
    for passed, cluster in enumerate(clusters):
        example = cluster.asked[0]
        ranking, answer = matcher.answer(example.text, example.language)
        if not _is_settled(cluster, answer):
            owners = (match.owner for match in ranking.facts)
            facts = dict.fromkeys(each.id for each in owners if isinstance(each, Fact))
            return passed, (answer, tuple(matcher.base.by_id[name] for name in facts)[:OFFERED])
    return len(clusters), None


def _is_settled(cluster: Cluster, answer: Answer) -> bool:
    """Whether a question is answered now, curated as not in the article, or asks for nothing."""
    if any(each.disliked for each in cluster.asked):
        return False
    match answer:
        case Cited():
            return True
        case Unknown(gap=gap, smalltalk=smalltalk):
            return bool(gap or smalltalk)
        case _:
            return False
