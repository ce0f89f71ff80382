"""What an editor reads: what readers will see, a fact's card, what changed, what is wrong."""

from collections.abc import Iterator, Sequence

from bot.chat.blocks import Block, joined
from bot.chat.render import Renderer
from bot.core.answer import Answer, Cited, Suggested, Unknown
from bot.core.check import Problem
from bot.core.edits import Change, Conflict
from bot.core.facts import Asks, Fact, FactBase, Gap
from bot.core.phrasings import owners
from bot.examination import Findings, Shift
from bot.texts import Texts

LISTED = 8  # warnings, and questions of the bank, that are listed
SHOWN = 120  # characters of a value that is no quote
NOTHING = "–"


class Sheet:
    """One fact base, put before an editor in the editor's language."""

    def __init__(self, article: str, base: FactBase, texts: Texts, language: str) -> None:
        self._base = base
        self._texts = texts
        self._language = language
        self._readers = Renderer(article, base, texts, language)

    def seen(self, owner: Fact | Gap) -> Block:
        """What readers get for it, with their buttons as lines."""
        if isinstance(owner, Fact):
            return self._readers.quotation([owner])
        near = tuple(self._base.by_id[name] for name in owner.near if name in self._base.by_id)
        return self._refused(Unknown(gap=owner, near=near))

    def answer(self, answer: Answer) -> Block:
        """What a reader gets in answer to a question, with the buttons as lines."""
        match answer:
            case Cited(facts=facts):
                return self._readers.quotation(facts)
            case Suggested(facts=facts):
                return joined([self._line("suggested.title"), *self._buttons(facts)], "\n")
            case Unknown():
                return self._refused(answer)

    def _refused(self, unknown: Unknown) -> Block:
        return joined([self._readers.refusal(unknown), *self._buttons(unknown.near)], "\n")

    def _buttons(self, facts: Sequence[Fact]) -> Iterator[Block]:
        return (Block(f"[ {fact.question(self._language)} ]") for fact in facts)

    def card(self, owner: Fact | Gap) -> Block:
        """Its id, kinds, and how it is asked for: the main question of each language."""
        lines = [Block(owner.id).marked("bold")]
        if isinstance(owner, Fact):
            kinds = self._value("kinds", owner.kinds)
            lines.append(self._line("card.kinds", kinds=kinds))
        for code, texts in owner.asks.items():
            more = f" (+{len(texts) - 1})" if len(texts) > 1 else ""
            lines.append(Block(f"{code}: {texts[0]}{more}"))
        return joined(lines, "\n")

    def changed(self, old: FactBase, most: int) -> list[Block]:
        """What readers will get for what is new or different; of many, the first."""
        known = {each.id: each for each in owners(old)}
        fresh = [each for each in owners(self._base) if known.get(each.id) != each]
        shown = [self.seen(each) for each in fresh[:most]]
        if len(fresh) > most:
            rest = self._texts.plural("preview.more", len(fresh) - most, self._language)
            shown.append(Block(rest))
        return shown

    def changes(self, changes: Sequence[Change]) -> list[Block]:
        """A line for each difference."""
        return [Block(line) for change in changes for line in self._change(change)]

    def _change(self, change: Change) -> Iterator[str]:
        words, name = self._texts, change.id
        if change.what in ("synonyms", "article"):
            yield words(f"change.{change.what}", self._language)
        elif change.field in ("asks", "decoys"):
            yield from self._asks("change.asked", name, change.after, change.before)
            yield from self._asks("change.unasked", name, change.before, change.after)
        elif change.field:
            field = words(f"field.{change.field}", self._language)
            before, after = (self._value(change.field, v) for v in (change.before, change.after))
            yield words(
                "change.field", self._language, name=name, field=field, before=before, after=after
            )
        else:
            key = "change.added" if change.before is None else "change.retired"
            question = (change.after or change.before).question(self._language)
            yield words(key, self._language, name=name, question=question)

    def _asks(self, key: str, name: str, these: Asks, others: Asks) -> Iterator[str]:
        for code, texts in these.items():
            for text in texts:
                if text not in others.get(code, ()):
                    yield self._texts(key, self._language, name=name, code=code, text=text)

    def conflicts(self, conflicts: Sequence[Conflict], key: str = "conflict.both") -> list[Block]:
        """For each thing that two changed differently, both, in the words of `key`."""
        found = []
        for each in conflicts:
            field = self._texts(f"field.{each.field or 'whole'}", self._language)
            ours, theirs = (self._value(each.field, v) for v in (each.ours, each.theirs))
            name = each.id or each.what
            values = {"name": name, "field": field, "ours": ours, "theirs": theirs}
            found.append(self._line(key, **values))
        return found

    def findings(self, findings: Findings) -> list[Block]:
        """What is wrong, and what the bank says."""
        lines = self.errors(findings.errors)
        lines += self._listed("⚠", [self.problem(each) for each in findings.warnings])
        if findings.errors or not findings.asked:
            return lines
        lines.append(Block(self._texts.plural("findings.bank", findings.asked, self._language)))
        for key, shifts in (("broken", findings.broken), ("right", findings.right)):
            if shifts:
                title = self._texts.plural(f"findings.{key}", len(shifts), self._language)
                lines += [Block(title), *self._listed("•", [self._shift(each) for each in shifts])]
        return lines

    def errors(self, errors: Sequence[Problem]) -> list[Block]:
        """What keeps it from being published."""
        return [Block(f"❗ {self.problem(each)}") for each in errors]

    def problem(self, problem: Problem) -> str:
        """What is wrong, in words of the catalogue where it has them."""
        if not problem.key:
            return problem.message
        return self._texts(f"check.{problem.key}", self._language, **problem.values)

    def _shift(self, shift: Shift) -> str:
        was, now = (self._texts(f"verdict.{v}", self._language) for v in (shift.was, shift.now))
        values = {"question": shift.question, "was": was, "now": now}
        return self._texts("findings.shift", self._language, **values)

    def _listed(self, mark: str, lines: Sequence[str]) -> list[Block]:
        shown = [Block(f"{mark} {line}") for line in lines[:LISTED]]
        return [*shown, Block("…")] if len(lines) > LISTED else shown

    def _value(self, field: str, value: object) -> str:
        """A value of a fact in words."""
        if isinstance(value, Fact | Gap):
            return value.question(self._language)
        if field == "kinds" and isinstance(value, tuple):
            value = [self._texts(f"kind.{kind}", self._language) for kind in value]
        if isinstance(value, tuple | list):
            value = ", ".join(map(str, value))
        text = str(value) if value else NOTHING
        return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"

    def _line(self, key: str, **values: object) -> Block:
        return Block(self._texts(key, self._language, **values))
