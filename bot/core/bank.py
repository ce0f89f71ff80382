"""Test questions through a matcher: how many are answered rightly, and where it fails."""

from bot.core.check import Place, Problem, asked
from bot.core.facts import Fact
from bot.core.match import Matcher


def contested(matcher: Matcher, place: Place) -> list[Problem]:
    """A warning for each phrasing of a fact that a fact with other sentences wins."""
    found = []
    for ask in asked(matcher.base):
        if not isinstance(ask.owner, Fact):
            continue
        best = matcher.rank(ask.text, ask.language).best
        if best and isinstance(best.owner, Fact) and best.owner.cites[0] != ask.owner.cites[0]:
            message = f"phrasing {ask.text!r} of {ask.owner.id!r} is won by {best.owner.id!r}"
            found.append(Problem(*place(ask.owner.id, ask.text), "warning", message))
    return found
