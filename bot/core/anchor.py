"""A new text of an article: which sentences stayed, moved, changed or are gone, and their facts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from rapidfuzz import fuzz

from bot.core.edits import Conflict, Merged, merge
from bot.core.facts import Article, Fact, FactBase, Gap, Sentence
from bot.core.normalize import fold

# Per cent. Two sentences of one article are alike by at most 57 (seven texts in five languages);
# one with a third of its words replaced is like itself by 81 in the middle, 76 in nine of ten.
ALIKE = 70.0


@dataclass(frozen=True, slots=True)
class Move:
    """A sentence of the old text, and where it stands in the new one; None: nowhere."""

    old: Sentence
    new: Sentence | None

    @property
    def how(self) -> Literal["same", "moved", "changed", "gone"]:
        """What has become of the sentence."""
        if self.new is None:
            return "gone"
        if self.old.text != self.new.text:
            return "changed"
        return "same" if self.old.number == self.new.number else "moved"


@dataclass(frozen=True, slots=True)
class Anchored:
    """A base on another text of its article."""

    base: FactBase
    retired: tuple[str, ...]  # ids of facts of which a sentence is gone
    unmarked: tuple[str, ...]  # ids of facts whose answer is no longer in the sentence


def moves(old: Sequence[Sentence], new: Sequence[Sentence]) -> tuple[Move, ...]:
    """Where each sentence of `old` stands in `new`: by its words, else by what is most alike."""
    places = defaultdict[str, list[Sentence]](list)
    for sentence in new:
        places[fold(sentence.text)].append(sentence)
    found: dict[int, Sentence] = {}
    for sentence in old:
        if same := places[fold(sentence.text)]:
            found[sentence.number] = same.pop(0)
    taken = {sentence.number for sentence in found.values()}
    rest = [sentence for sentence in old if sentence.number not in found]
    free = [sentence for sentence in new if sentence.number not in taken]
    found |= _alike(rest, free)
    return tuple(Move(sentence, found.get(sentence.number)) for sentence in old)


def _alike(old: Sequence[Sentence], new: Sequence[Sentence]) -> dict[int, Sentence]:
    """Old number → the new sentence that it has become, the best pairs first."""
    pairs = [
        (fuzz.ratio(fold(one.text), fold(other.text)), -one.number, -other.number, one, other)
        for one in old
        for other in new
    ]
    found: dict[int, Sentence] = {}
    taken = set[int]()
    for score, _, _, one, other in sorted(pairs, key=lambda pair: pair[:3], reverse=True):
        if score >= ALIKE and one.number not in found and other.number not in taken:
            found[one.number] = other
            taken.add(other.number)
    return found


def with_sentences(article: Article, sentences: tuple[Sentence, ...]) -> Article:
    """The article with a new text; of its translations those of sentences that are as before."""
    kept = [
        (move.old.number, move.new.number)
        for move in moves(article.sentences, sentences)
        if move.new and move.how != "changed"
    ]
    translations: dict[str, Mapping[int, str]] = {
        code: MappingProxyType({new: lines[old] for old, new in kept if old in lines})
        for code, lines in article.translations.items()
    }
    return replace(article, sentences=sentences, translations=MappingProxyType(translations))


def anchored(base: FactBase, article: Article) -> Anchored:
    """The base on another text: facts keep their sentences by what these say.

    A fact of which a sentence is gone is retired, also from what gaps offer; an answer that is
    not in the sentence any more, character for character, is no longer marked.
    """
    if base.article.sentences == article.sentences:
        return Anchored(replace(base, article=article), (), ())
    now = {move.old.number: move.new for move in moves(base.article.sentences, article.sentences)}
    facts: list[Fact] = []
    retired: list[str] = []
    unmarked: list[str] = []
    for fact in base.facts:
        cited = [now.get(number) for number in fact.cites]
        if not all(cited):
            retired.append(fact.id)
            continue
        there = [sentence for sentence in cited if sentence]
        answer = fact.answer if fact.answer and fact.answer in there[0].text else None
        if answer != fact.answer:
            unmarked.append(fact.id)
        numbers = tuple(sentence.number for sentence in there)
        facts.append(replace(fact, cites=numbers, answer=answer))
    gaps = tuple(_without(gap, retired) for gap in base.gaps)
    on_it = FactBase(article, tuple(facts), gaps, base.synonyms)
    return Anchored(on_it, tuple(retired), tuple(unmarked))


def _without(gap: Gap, retired: Sequence[str]) -> Gap:
    return replace(gap, near=tuple(name for name in gap.near if name not in retired))


def merge_anchored(base: FactBase, ours: FactBase, theirs: FactBase) -> Merged:
    """Both changes of `base`, as `merge` does it, also where a side has another text of the
    article: then all are put upon the one that is to stand, ours where both have another.
    """
    before, our, their = (each.article.sentences for each in (base, ours, theirs))
    if before == our == their:
        return merge(base, ours, theirs)
    is_theirs = our in (before, their) and before != their
    article = _named(theirs.article if is_theirs else ours.article, base, ours, theirs)
    merged = merge(*(anchored(each, article).base for each in (base, ours, theirs)))
    if is_theirs or their in (before, our):
        return merged
    clash = Conflict("article", "", "", ours.article, theirs.article)
    return Merged(merged.base, (clash, *merged.conflicts))


def _named(article: Article, base: FactBase, ours: FactBase, theirs: FactBase) -> Article:
    """The article with the label and language that one side changed, ours where both did."""
    names = [(each.article.label, each.article.language) for each in (base, ours, theirs)]
    label, language = names[2] if names[1] == names[0] else names[1]
    return replace(article, label=label, language=language)
