"""Answers in a terminal: the same outcomes and words as in Telegram, as plain text or JSON."""

from typing import Any, TextIO

from bot.core.answer import Cited, Suggested, Unknown
from bot.core.facts import Fact, FactBase
from bot.desk import Desk, Reply
from bot.texts import Texts


def as_record(reply: Reply) -> dict[str, Any]:
    """The JSON object of one reply, as `citebot ask --json` prints it."""
    answer = reply.answer
    cited = answer if isinstance(answer, Cited) else None
    unknown = answer if isinstance(answer, Unknown) else None
    return {
        "question": reply.text,
        "outcome": reply.outcome,
        "sentences": list(cited.sentences) if cited else [],
        "fact": cited.facts[0].id if cited else None,
        "gap": unknown.gap.id if unknown and unknown.gap else None,
        "suggestions": [
            {
                "fact": fact.id,
                "question": fact.question(reply.language),
                "sentences": list(fact.cites),
            }
            for fact in offered(reply)
        ],
        "best": {"fact": reply.best.id, "confidence": round(reply.confidence or 0.0, 4)}
        if reply.best
        else None,
        "version": reply.version,
        "milliseconds": round(reply.milliseconds, 3),
    }


def offered(reply: Reply) -> tuple[Fact, ...]:
    """The facts whose questions are offered beside, or instead of, an answer."""
    match reply.answer:
        case Suggested(facts=facts):
            return facts
        case Unknown(near=near):
            return near
        case _:
            return ()


def as_text(reply: Reply, base: FactBase, texts: Texts) -> str:
    """A reply as lines of plain text."""
    language = reply.language
    match reply.answer:
        case Cited() as cited:
            return "\n".join(_quotes(cited, base, language, texts))
        case Suggested(facts=facts):
            return "\n".join([texts("suggested.title", language), *_questions(facts, language)])
        case Unknown(smalltalk=str(name)):
            return texts(f"smalltalk.{name}", language)
        case Unknown(gap=gap, near=near):
            lines = [unknown_line(gap.question(language) if gap else None, language, texts)]
            if near:
                lines += [texts("unknown.near", language), *_questions(near, language)]
            return "\n".join(lines)


def unknown_line(asked: str | None, language: str, texts: Texts) -> str:
    """“The article does not say”, naming what was asked where it is known."""
    return (
        texts("unknown.gap", language, question=asked)
        if asked
        else texts("unknown.title", language)
    )


def _questions(facts: tuple[Fact, ...], language: str) -> list[str]:
    return [f"  – {fact.question(language)}" for fact in facts]


def _quotes(cited: Cited, base: FactBase, language: str, texts: Texts) -> list[str]:
    lines = []
    translations = base.article.translations.get(language, {})
    for number in cited.sentences:
        lines.append(f"❝ {base.article[number].text} ❞")
        lines.append(f"[{number}] {base.article.label}")
        if number in translations:
            lines.append(f"{texts('cited.translation', language)} {translations[number]}")
    return lines


def converse(desk: Desk, texts: Texts, source: TextIO, sink: TextIO) -> None:
    """Read a question a line from `source` and answer it on `sink`, until the input ends."""
    language = "en"
    is_interactive = source.isatty()
    labels = ", ".join(desk.base(each).article.label for each in desk.articles)
    print(texts("terminal.banner", language, label=labels), file=sink)
    print(texts("terminal.telegram", language), file=sink, flush=True)
    while True:
        if is_interactive:
            print("\n> ", end="", file=sink, flush=True)
        line = source.readline()
        if not line:
            return
        if line.strip():
            reply = desk.ask(line.strip())
            print(as_text(reply, desk.base(reply.article), texts), file=sink, flush=True)
