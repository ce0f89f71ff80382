"""Why the nearest fact may still not be the answer. A guard only ever lowers an outcome."""

from collections.abc import Callable

from bot.core.facts import Fact, FactBase
from bot.core.normalize import numbers
from bot.core.ranking import Match, Ranking

Guard = Callable[[Match, Ranking, FactBase], str | None]


def unknown_word(match: Match, ranking: Ranking, base: FactBase) -> str | None:  # noqa: ARG001
    """A content word that nothing about the fact explains: another country, another company."""
    words = [word for word in match.unexplained if not word[0].isdigit()]
    return f"unknown word: {', '.join(words)}" if words else None


def other_kind(match: Match, ranking: Ranking, base: FactBase) -> str | None:  # noqa: ARG001
    """Who, when, where, how many … is asked, and the fact answers none of it."""
    asked, fact = ranking.question.kinds, match.owner
    if not asked or not isinstance(fact, Fact) or not fact.kinds or asked & set(fact.kinds):
        return None
    return f"asks {', '.join(sorted(asked))}, answers {', '.join(fact.kinds)}"


def other_number(match: Match, ranking: Ranking, base: FactBase) -> str | None:
    """A number or year in the question that the cited sentences do not have. Exact."""
    fact = match.owner
    if not isinstance(fact, Fact):
        return None
    said = {number for cited in fact.cites for number in numbers(base.article[cited].text)}
    missing = sorted(numbers(ranking.question.text) - said)
    return f"number not in the sentence: {', '.join(missing)}" if missing else None


GUARDS: tuple[Guard, ...] = (unknown_word, other_kind, other_number)

