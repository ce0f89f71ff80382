"""The phrasings that an editor types: read, given to a fact or a gap, taken from it, named by."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.core.facts import LANGUAGES, Asks, Fact, FactBase, Gap
from bot.core.normalize import LONGEST, fold
from bot.core.refusal import Refusal

MOST = 50  # phrasings of one message
ID_WORDS = 5

_MARKED = re.compile(rf"({'|'.join(LANGUAGES)})\s*[:：]\s*(.+)", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-–—•*]|\d{1,2}[.)])\s+")


Owner = Fact | Gap


def owners(base: FactBase) -> tuple[Owner, ...]:
    """Whatever has phrasings: facts, then gaps."""
    return (*base.facts, *base.gaps)


def owner(base: FactBase, name: str) -> Owner:
    """The fact or gap with this id. Raises Refusal."""
    for each in owners(base):
        if each.id == name:
            return each
    raise Refusal("edit.no-fact", name=name)


@dataclass(frozen=True, slots=True)
class Phrasing:
    """One way to ask, and the language that it is marked with, as in "it: Quando?"."""

    text: str
    language: str | None = None


def read(text: str) -> tuple[Phrasing, ...]:
    """The phrasings of a message, one a line. Raises Refusal for none, too many, or a long one."""
    lines = (" ".join(_BULLET.sub("", line).split()) for line in text.splitlines())
    found = tuple(_read(line) for line in lines if line)
    if not any(fold(each.text) for each in found):
        raise Refusal("edit.no-phrasing")
    if len(found) > MOST:
        raise Refusal("edit.many-phrasings", count=len(found), most=MOST)
    for each in found:
        if len(each.text) > LONGEST:
            raise Refusal("edit.long-phrasing", text=each.text[:40], most=LONGEST)
        if not fold(each.text):
            raise Refusal("edit.wordless-phrasing", text=each.text)
    return found


def _read(line: str) -> Phrasing:
    marked = _MARKED.fullmatch(line)
    return Phrasing(marked[2], marked[1].lower()) if marked else Phrasing(line)


def with_asks(to: Owner, added: Iterable[tuple[str, str]]) -> Owner:
    """A fact or gap with more phrasings, pairs of language and text; known ones are skipped."""
    asks = {language: list(texts) for language, texts in to.asks.items()}
    known = {fold(text) for texts in asks.values() for text in texts}
    for language, text in added:
        if fold(text) not in known:
            known.add(fold(text))
            asks.setdefault(language, []).append(text)
    return replace(to, asks=_frozen(asks))


def without_ask(of: Owner, language: str, text: str) -> Owner:
    """A fact or gap without one phrasing. Raises Refusal when it is the last one."""
    asks = {
        code: [each for each in texts if (code, each) != (language, text)]
        for code, texts in of.asks.items()
    }
    if not any(asks.values()):
        raise Refusal("edit.last-phrasing")
    return replace(of, asks=_frozen(asks))


def _frozen(asks: dict[str, list[str]]) -> Asks:
    return MappingProxyType({code: tuple(texts) for code, texts in asks.items() if texts})


def new_id(base: FactBase, text: str) -> str:
    """An id that no fact and no gap has, from the first words of a phrasing."""
    words = re.findall(r"[a-z0-9]+", fold(text))[:ID_WORDS]
    name = "-".join(words)[:56].strip("-") or "new"
    taken = {each.id for each in owners(base)}
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return next(each for each in (name, *numbered) if each not in taken)
