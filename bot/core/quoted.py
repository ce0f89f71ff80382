"""What readers see of facts, and what of it another version says differently."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.facts import Fact, FactBase


@dataclass(frozen=True, slots=True)
class Quoted:
    """The words under a fact; the numbers of its sentences are none of it."""

    sentences: tuple[str, ...]
    answer: str | None


def quoted(base: FactBase, name: str) -> Quoted | None:
    """What readers see of the fact with this id; None where there is none."""
    fact = base.by_id.get(name)
    if fact is None:
        return None
    return Quoted(tuple(base.article[number].text for number in fact.cites), fact.answer)


def requoted(old: FactBase, new: FactBase) -> frozenset[str]:
    """The ids of the facts that `new` quotes otherwise than `old`, or no longer."""
    return frozenset(name for name in old.by_id if quoted(old, name) != quoted(new, name))


@dataclass(frozen=True, slots=True)
class Requoted:
    """What an answer said, and the facts that it is to quote now; none: it is withdrawn."""

    was: str
    facts: tuple[Fact, ...]


def difference(old: FactBase, new: FactBase, names: Sequence[str]) -> Requoted | None:
    """How an answer that quotes these facts changes; None where it does not.

    `was` is only what is gone: sentences, else the marked answer, else all that was quoted.
    """
    before = [each for name in names if (each := quoted(old, name))]
    after = [each for name in names if (each := quoted(new, name))]
    if before == after:
        return None
    facts = tuple(new.by_id[name] for name in names if name in new.by_id)
    said, says = (_sentences(side) for side in (before, after))
    gone = [text for text in said if text not in says]
    answers = [each.answer for each in before if each.answer and each not in after]
    return Requoted(" ".join(gone or answers or said), facts)


def _sentences(side: Sequence[Quoted]) -> list[str]:
    return list(dict.fromkeys(text for each in side for text in each.sentences))
