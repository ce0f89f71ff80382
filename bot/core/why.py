"""Why a question came to its outcome: what was weighed and decided, in lines of plain text."""

from collections.abc import Collection, Iterator, Sequence

from bot.core.answer import Answer, Cited, Suggested, Unknown, reasons
from bot.core.facts import Fact, Gap
from bot.core.match import Matcher
from bot.core.question import Question, Word
from bot.core.ranking import Match, Ranking
from bot.core.weights import Weights

FACTS, GAPS = 5, 2  # candidates that are shown
SHOWN, LINE = 80, 160  # characters of a text and of a line that are shown
_LABEL = 12  # characters of the left column


def why(matcher: Matcher, text: str, client_language: str | None = None) -> tuple[str, ...]:
    """Everything that decided about `text`: how it was read, candidates, confidence, guards."""
    ranking, answer = matcher.answer(text, client_language)
    sections = {
        "question": [quoted(text)],
        "language": [_language(ranking.question)],
        "asks for": [_names(ranking.question.kinds) or "no definite kind"],
        "countries": [_names(ranking.question.places) or "none"],
        "words": [_word(word) for word in ranking.question.content] or ["none with content"],
        "facts": list(_candidates(ranking.facts[:FACTS], matcher.weights)) or ["none"],
        "gaps": list(_candidates(ranking.gaps[:GAPS], matcher.weights)) or ["none"],
        "small talk": [_talk(ranking)],
        "confidence": list(_confidence(ranking, matcher)),
        "guards": list(_guards(ranking)) or ["none"],
        "outcome": [outcome(answer)],
    }
    return tuple(line for label, lines in sections.items() for line in _section(label, lines))


def in_brief(ranking: Ranking, answer: Answer, gold: Collection[int] = ()) -> tuple[str, ...]:
    """Outcome and best fact; then gap, guards and where the first fact that cites `gold` came."""
    best = _candidate(ranking.best) if ranking.best else "none"
    rest = [_cut(f"guards: {'; '.join(_guards(ranking)) or 'none'}", LINE)]
    rest += [f"gap {_candidate(match)}" for match in ranking.gaps[:1]]
    if gold:
        rest.append(_gold(ranking, gold))
    return (
        f"{outcome(answer)} | best {best} | confidence {ranking.confidence:.2f}",
        " | ".join(rest),
    )


def outcome(answer: Answer) -> str:
    """An outcome in one line, with the facts, the gap or the small talk that it names."""
    match answer:
        case Cited(facts=facts):
            return f"cited {_facts(facts)}"
        case Suggested(facts=facts):
            return f"suggested {_facts(facts)}"
        case Unknown(smalltalk=str(name)):
            return f"unknown, small talk {name}"
        case Unknown(gap=Gap(id=gap), near=near):
            return f"unknown, gap {gap}" + (f", near {_facts(near)}" if near else "")
        case Unknown():
            return "unknown"


def quoted(text: str) -> str:
    """The beginning of a text in quotation marks, without line ends and invisible controls."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text[: 2 * SHOWN])
    return f"“{_cut(' '.join(plain.split()), SHOWN)}”"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _section(label: str, lines: Sequence[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f"{'' if number else label:<{_LABEL}}{_cut(line, LINE)}"


def _language(question: Question) -> str:
    negated = ", negated" if question.is_negated else ""
    return f"{question.language} ({'plain' if question.is_plain else 'guessed'}{negated})"


def _names(names: Collection[str]) -> str:
    return ", ".join(sorted(names))


def _word(word: Word) -> str:
    """A word as it is has likeness 1; only a mended one has less."""
    senses = [
        sense.concept
        if sense.likeness == 1.0
        else f"{sense.concept} (mended, {sense.likeness:.2f})"
        for sense in word.senses
    ]
    return f"{word.text} → {', '.join(senses) or 'nothing in the base'}"


def _candidate(match: Match) -> str:
    missing = f", without {', '.join(match.unexplained[:5])}" if match.unexplained else ""
    return _cut(f"{match.score:.3f} {_owner(match)} by {quoted(match.phrasing)}{missing}", LINE)


def _candidates(matches: Sequence[Match], weights: Weights) -> Iterator[str]:
    """Each candidate, and below it the parts of its score: value × share."""
    for match in matches:
        yield _candidate(match)
        whole = sum(getattr(weights, name) for name in match.parts)
        parts = (f"{n} {v:.3f}×{getattr(weights, n) / whole:.2f}" for n, v in match.parts.items())
        yield f"{'':<6}{', '.join(parts)}"


def _owner(match: Match) -> str:
    return _facts([match.owner]) if isinstance(match.owner, Fact) else match.owner.id


def _facts(facts: Sequence[Fact]) -> str:
    return ", ".join(f"{fact.id} [{', '.join(map(str, fact.cites))}]" for fact in facts)


def _talk(ranking: Ranking) -> str:
    return f"{ranking.talk.score:.3f} {ranking.talk.name}" if ranking.talk else "none"


def _confidence(ranking: Ranking, matcher: Matcher) -> Iterator[str]:
    """The log-odds are the sum of bias and feature × weight."""
    model = matcher.weights.confidence(matcher.base)
    limits = f"cited from {model.cite:.2f}, suggested from {matcher.weights.suggest:.2f}"
    yield f"{ranking.confidence:.3f} ({limits})"
    if not ranking.features:
        return
    yield f"{'bias':<14}{model.bias:>26.2f}"
    for name, value in ranking.features.items():
        weight = model.weights[name]
        yield f"{name:<14}{value:>7.3f} × {weight:>6.2f} = {value * weight:>6.2f}"


def _guards(ranking: Ranking) -> tuple[str, ...]:
    return reasons(ranking.best, ranking) if ranking.best else ()


def _gold(ranking: Ranking, gold: Collection[int]) -> str:
    for place, match in enumerate(ranking.facts, 1):
        if isinstance(match.owner, Fact) and match.owner.cites[0] in gold:
            return f"right fact is number {place}" + (f": {_candidate(match)}" if place > 1 else "")
    return "right fact shares no word"
