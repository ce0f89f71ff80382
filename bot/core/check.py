"""Everything that is wrong with a fact base, at once, each problem with its file and line."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.core.facts import KINDS, LANGUAGES, Fact, FactBase, Gap
from bot.core.normalize import fold, latin, numbers, words

Place = Callable[[str, str], tuple[str, int]]  # (id, text) → file, line
ARTICLE = "article.txt"  # in the place of an id: the text is then a sentence's number
ENGLISH = {  # for the command line; an editor reads the same from the catalogues
    "id-twice": "id {id!r} stands {times} times, expected once",
    "cites": "fact {id!r} cites sentence {number}, the article has {first} to {last}",
    "answer": "answer {answer!r} of fact {id!r} is not in sentence {number}, "
    "expected a span of it, character for character",
    "kind": "unknown kind {kind!r} of fact {id!r}, expected one of {known}",
    "language": "unknown language {language!r} of {id!r}, expected one of {known}",
    "article-language": "unknown language {language!r} of the article, expected one of {known}",
    "near": "gap {id!r} is near {near!r}, expected a fact's id",
    "bank": "phrasing {text!r} is also a question of the bank, which then tests nothing",
    "phrasing-twice": "phrasing {text!r} of {id!r} is also one of {other!r}",
    "wordless": "phrasing {text!r} has no word in it",
    "one-word": "phrasing {text!r} is a single word",
    "number": "phrasing {text!r} has the number {number}, which sentence {sentences} has not",
    "uncited": "sentence {number} is cited by no fact",
    "too-long": "sentence {number} is a quote of {length} characters, "
    "expected at most {most}: one message of Telegram",
}
LONGEST = 4096  # UTF-16 units of one message of Telegram


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that an editor should put right. An error stops the bot, a warning does not."""

    file: str
    line: int  # 1 is the first
    severity: str  # error or warning
    message: str  # English
    key: str = ""  # of the same words in `ENGLISH`; none where there are no others
    values: Mapping[str, str] = field(default_factory=dict)  # that fill them

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.severity}: {self.message}"


@dataclass(frozen=True, slots=True)
class Asked:
    """A phrasing and where it stands."""

    owner: Fact | Gap
    language: str
    text: str


def asked(base: FactBase) -> Iterator[Asked]:
    """Every phrasing of every fact and gap, in the order of the file."""
    owners: tuple[Fact | Gap, ...] = (*base.facts, *base.gaps)
    for owner in owners:
        for language, texts in owner.asks.items():
            for text in texts:
                yield Asked(owner, language, text)


def check(base: FactBase, place: Place, bank: Iterable[str] = ()) -> list[Problem]:
    """All errors and warnings of `base`; `bank` are the test questions, which no phrasing may be.

    Warnings that need a matcher (a phrasing that another fact wins) are `contested`'s.
    """
    found: list[Problem] = []

    def report(severity: str, owner: str, text: str, key: str, /, **values: str) -> None:
        message = ENGLISH[key].format_map(values)
        found.append(Problem(*place(owner, text), severity, message, key, values))

    _check_ids(base, report)
    for fact in base.facts:
        _check_fact(base, fact, report)
    for gap in base.gaps:
        _check_gap(base, gap, report)
    _check_asks(base, {fold(question): question for question in bank}, report)
    if base.article.language not in LANGUAGES:
        language = base.article.language
        report("error", "", "language", "article-language", language=language, known=_KNOWN)
    cited = {number for fact in base.facts for number in fact.cites}
    for number in base.article.numbers:
        if number not in cited:
            report("warning", ARTICLE, str(number), "uncited", number=str(number))
    _check_lengths(base, report)
    return found


_KNOWN = ", ".join(LANGUAGES)


Report = Callable[..., None]  # severity, id of a thing, a text in it, key; the values by name


def _check_ids(base: FactBase, report: Report) -> None:
    ids = Counter([*(fact.id for fact in base.facts), *(gap.id for gap in base.gaps)])
    for name, times in ids.items():
        if times > 1:
            report("error", name, "id", "id-twice", id=name, times=str(times))


def _check_fact(base: FactBase, fact: Fact, report: Report) -> None:
    outside = [number for number in fact.cites if number not in base.article.numbers]
    for number in outside:
        known = base.article.numbers or ("–",)
        span = {"first": str(known[0]), "last": str(known[-1])}
        report("error", fact.id, "cites", "cites", id=fact.id, number=str(number), **span)
    if fact.answer is not None and not outside and fact.answer not in _first(base, fact):
        where = {"id": fact.id, "number": str(fact.cites[0])}
        report("error", fact.id, "answer", "answer", answer=fact.answer, **where)
    for kind in fact.kinds:
        if kind not in KINDS:
            report("error", fact.id, "kinds", "kind", kind=kind, id=fact.id, known=", ".join(KINDS))
    for language in fact.decoys:
        if language not in LANGUAGES:
            where = {"id": fact.id, "known": _KNOWN}
            report("error", fact.id, "decoys", "language", language=language, **where)


def _first(base: FactBase, fact: Fact) -> str:
    return base.article[fact.cites[0]].text


def _check_gap(base: FactBase, gap: Gap, report: Report) -> None:
    for name in gap.near:
        if name not in base.by_id:
            report("error", gap.id, "near", "near", id=gap.id, near=name)


def _check_lengths(base: FactBase, report: Report) -> None:
    for sentence in base.article.sentences:
        quote = (
            f"❝ {sentence.text} ❞\n[{sentence.number}] {base.article.label}"  # as readers get it
        )
        length, number = len(quote.encode("utf-16-le")) // 2, str(sentence.number)
        if length > LONGEST:
            values = {"number": number, "length": str(length), "most": str(LONGEST)}
            report("warning", ARTICLE, number, "too-long", **values)


def _check_asks(base: FactBase, bank: dict[str, str], report: Report) -> None:
    first: dict[str, Asked] = {}
    for ask in asked(base):
        tokens = words(ask.text)
        key, name = " ".join(map(latin, tokens)), ask.owner.id
        if ask.language not in LANGUAGES:
            language = ask.language
            report("error", name, language, "language", language=language, id=name, known=_KNOWN)
        if key in bank:
            report("error", name, ask.text, "bank", text=ask.text)
        other = first.setdefault(key, ask).owner.id
        if key and other != name:
            report("error", name, ask.text, "phrasing-twice", text=ask.text, id=name, other=other)
        _check_words(base, ask, tokens, report)


def _check_words(base: FactBase, ask: Asked, tokens: Sequence[str], report: Report) -> None:
    if not tokens:
        report("warning", ask.owner.id, ask.text, "wordless", text=ask.text)
    if len(tokens) == 1:
        report("warning", ask.owner.id, ask.text, "one-word", text=ask.text)
    there = {token for token in tokens if token[0].isdigit()}
    if not there or not isinstance(ask.owner, Fact):
        return
    known = base.article.numbers
    said = {
        number
        for cited in ask.owner.cites
        if cited in known
        for number in numbers(base.article[cited].text)
    }
    for number in sorted(there - said):
        sentences = ", ".join(map(str, ask.owner.cites))
        values = {"text": ask.text, "number": number, "sentences": sentences}
        report("warning", ask.owner.id, ask.text, "number", **values)
