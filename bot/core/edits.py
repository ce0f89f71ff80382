"""Changes to a fact base as values: applied, found between two bases, merged, told."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, TypeVar

from bot.core.facts import Article, Fact, FactBase, Gap
from bot.core.refusal import Refusal

Owner = TypeVar("Owner", Fact, Gap)


@dataclass(frozen=True, slots=True)
class PutFact:
    """Add a fact, or replace the one with its id."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class RetireFact:
    """Take a fact away."""

    id: str


@dataclass(frozen=True, slots=True)
class PutGap:
    """Add a gap, or replace the one with its id."""

    gap: Gap


@dataclass(frozen=True, slots=True)
class RetireGap:
    """Take a gap away."""

    id: str


@dataclass(frozen=True, slots=True)
class PutSynonyms:
    """Replace all synonyms."""

    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class PutArticle:
    """Replace the article: its label, sentences and translations."""

    article: Article


Edit = PutFact | RetireFact | PutGap | RetireGap | PutSynonyms | PutArticle


@dataclass(frozen=True, slots=True)
class Change:
    """One difference, for people; None: there was, or is, nothing."""

    what: Literal["fact", "gap", "synonyms", "article"]
    id: str  # of a fact or gap, else empty
    field: str  # of it; empty: the whole
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Conflict:
    """What two people changed differently; None: one of them took it away."""

    what: Literal["fact", "gap", "synonyms", "article"]
    id: str
    field: str
    ours: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """Both changes in one; where they conflict, ours."""

    base: FactBase
    conflicts: tuple[Conflict, ...]


def apply(base: FactBase, edits: Iterable[Edit]) -> FactBase:
    """The base with the edits, in their order. Raises Refusal for an unknown id to retire."""
    facts = {fact.id: fact for fact in base.facts}
    gaps = {gap.id: gap for gap in base.gaps}
    article, synonyms = base.article, base.synonyms
    for edit in edits:
        match edit:
            case PutFact(fact):
                facts[fact.id] = fact
            case PutGap(gap):
                gaps[gap.id] = gap
            case RetireFact(name):
                _take(facts, name)
            case RetireGap(name):
                _take(gaps, name)
            case PutSynonyms(groups):
                synonyms = groups
            case PutArticle():
                article = edit.article
    return FactBase(article, tuple(facts.values()), tuple(gaps.values()), synonyms)


def _take(owners: dict[str, Any], name: str) -> None:
    if owners.pop(name, None) is None:
        raise Refusal("edit.no-fact", name=name)


def diff(old: FactBase, new: FactBase) -> tuple[Edit, ...]:
    """Edits that make `new` of `old`; none where both are of one version."""
    found: list[Edit] = []
    before, after = old.by_id, new.by_id
    found += [PutFact(fact) for fact in new.facts if before.get(fact.id) != fact]
    found += [RetireFact(fact.id) for fact in old.facts if fact.id not in after]
    gaps = {gap.id: gap for gap in old.gaps}
    found += [PutGap(gap) for gap in new.gaps if gaps.get(gap.id) != gap]
    kept = {gap.id for gap in new.gaps}
    found += [RetireGap(gap.id) for gap in old.gaps if gap.id not in kept]
    if old.synonyms != new.synonyms:
        found.append(PutSynonyms(new.synonyms))
    if old.article != new.article:
        found.append(PutArticle(new.article))
    return tuple(found)


def describe(old: FactBase, new: FactBase) -> tuple[Change, ...]:
    """What is different, field by field."""
    found = [*_changes("fact", old.facts, new.facts), *_changes("gap", old.gaps, new.gaps)]
    if old.synonyms != new.synonyms:
        found.append(Change("synonyms", "", "", old.synonyms, new.synonyms))
    if old.article != new.article:
        found.append(Change("article", "", "", old.article, new.article))
    return tuple(found)


def _changes(
    what: Literal["fact", "gap"], old: Iterable[Fact | Gap], new: Iterable[Fact | Gap]
) -> Iterator[Change]:
    before = {each.id: each for each in old}
    after = {each.id: each for each in new}
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        if was is None or now is None:
            yield Change(what, name, "", was, now)
            continue
        for part in fields(was):
            one, other = getattr(was, part.name), getattr(now, part.name)
            if one != other:
                yield Change(what, name, part.name, one, other)


def merge(base: FactBase, ours: FactBase, theirs: FactBase) -> Merged:
    """Both changes of `base`, by id and field; phrasings by language and text."""
    conflicts: list[Conflict] = []
    facts = _merged("fact", base.facts, ours.facts, theirs.facts, conflicts)
    gaps = _merged("gap", base.gaps, ours.gaps, theirs.gaps, conflicts)
    synonyms = _either("synonyms", "", "", base.synonyms, ours.synonyms, theirs.synonyms, conflicts)
    article = _either("article", "", "", base.article, ours.article, theirs.article, conflicts)
    return Merged(FactBase(article, facts, gaps, synonyms), tuple(conflicts))


def _either(
    what: Any, name: str, part: str, base: Any, ours: Any, theirs: Any, found: list[Conflict]
) -> Any:
    if ours == theirs or theirs == base:
        return ours
    if ours == base:
        return theirs
    found.append(Conflict(what, name, part, ours, theirs))
    return ours


def _merged(
    what: Literal["fact", "gap"],
    base: tuple[Owner, ...],
    ours: tuple[Owner, ...],
    theirs: tuple[Owner, ...],
    found: list[Conflict],
) -> tuple[Owner, ...]:
    was: dict[str, Owner] = {each.id: each for each in base}
    our: dict[str, Owner] = {each.id: each for each in ours}
    their: dict[str, Owner] = {each.id: each for each in theirs}
    merged: list[Owner] = []
    for name in dict.fromkeys((*their, *our)):
        b, o, t = was.get(name), our.get(name), their.get(name)
        one = (
            _fields(what, b, o, t, found)
            if b and o and t
            else _either(what, name, "", b, o, t, found)
        )
        if one is not None:
            merged.append(one)
    return tuple(merged)


def _fields(what: Any, base: Owner, ours: Owner, theirs: Owner, found: list[Conflict]) -> Owner:
    values: dict[str, Any] = {}
    for part in fields(base):
        b, o, t = (getattr(side, part.name) for side in (base, ours, theirs))
        values[part.name] = (
            _asks(b, o, t)
            if part.name in ("asks", "decoys")
            else _either(what, base.id, part.name, b, o, t, found)
        )
    return replace(ours, **values)


def _asks(
    base: Mapping[str, tuple[str, ...]],
    ours: Mapping[str, tuple[str, ...]],
    theirs: Mapping[str, tuple[str, ...]],
) -> dict[str, tuple[str, ...]]:
    merged: dict[str, tuple[str, ...]] = {}
    for code in dict.fromkeys((*ours, *theirs)):
        was, our, their = (side.get(code, ()) for side in (base, ours, theirs))
        kept = list(their)  # in their order, which they may have changed
        if our != was:
            kept = [text for text in our if text in their or text not in was]
            kept += [text for text in their if text not in our and text not in was]
        if kept:
            merged[code] = tuple(kept)
    return merged
