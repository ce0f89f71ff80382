"""Why the nearest fact may still not be the answer. A guard only ever lowers an outcome."""

from collections.abc import Callable

from bot.core.facts import Fact
from bot.core.question import may_answer
from bot.core.ranking import Match, Ranking

Guard = Callable[[Match, Ranking], str | None]

LONG = 8  # words
THIN = 0.3  # score from which a question with a single word of content is none by chance
FAINT = 0.27  # score below which a remark of one or two words is no question
NEARER = 0.96  # times the score of the fact, from which a gap is what was asked
PAIRED = 1.85  # times the fact's likeness by pairs of words, from which a gap has who is who right
PAIRED_NEARER = 0.95  # times the score of the fact, from which such a gap is what was asked
UNMARKED = 1.1  # the same where no word of the question points to the gap rather than the fact
ALIKE = 0.9  # likeness to a phrasing, words in alphabetical order, from which few letters differ
FAINT_PAIRS = 0.05  # likeness by pairs of words below which they tell nothing
TIE = 0.97  # of the best score, from which the fact that is next ties
TIE_OF_ONE = 0.9  # the same where one word of content is all that was asked: “and in dollars?”
MOSTLY = 0.1  # of the question's rarity that the fact must explain


def unknown_word(match: Match, ranking: Ranking) -> str | None:  # noqa: ARG001
    """Too much of what was asked stands nowhere in the fact: another country, another company."""
    if match.explained >= MOSTLY:
        return None
    return f"unknown word: {', '.join(match.unexplained)}"


def other_country(match: Match, ranking: Ranking) -> str | None:
    """A country that neither the sentences nor a phrasing of the fact names; of several to choose
    from all but one may be others.
    """
    question = ranking.question
    if not match.strangers or (question.is_choice and question.places - match.strangers):
        return None
    return f"other country: {', '.join(sorted(match.strangers))}"


def other_direction(match: Match, ranking: Ranking) -> str | None:  # noqa: ARG001
    """From whom to whom is turned round: the fact's phrasings put that country at the other end."""
    return f"other direction: {', '.join(sorted(match.turned))}" if match.turned else None


def other_kind(match: Match, ranking: Ranking) -> str | None:
    """Who, when, where, how many … is asked, and the fact answers none of it."""
    asked = ranking.question.kinds
    if may_answer(asked, match.kinds):
        return None
    return f"asks {', '.join(sorted(asked))}, answers {', '.join(sorted(match.kinds))}"


def other_number(match: Match, ranking: Ranking) -> str | None:
    """A number or year that neither the sentences nor a phrasing of the fact has. Exact."""
    missing = sorted(ranking.question.numbers - match.numbers)
    return f"number that the fact has not: {', '.join(missing)}" if missing else None


def required_term(match: Match, ranking: Ranking) -> str | None:  # noqa: ARG001
    """A term without which the fact is not meant (facts.toml, `needs`) is not in the question."""
    return f"required term missing: {', '.join(match.missing)}" if match.missing else None


def negation(match: Match, ranking: Ranking) -> str | None:
    """The question is negated and the nearest phrasing is not."""
    return "negated" if ranking.question.is_negated and not match.is_negated else None


def near_tie(match: Match, ranking: Ranking) -> str | None:
    """A fact with other sentences is as near but for a hair: both are offered."""
    cited = set(_cites(match))
    others = (other for other in ranking.facts if cited.isdisjoint(_cites(other)))
    rival = next(others, None)
    tie = TIE if len(ranking.question.content) > 1 else TIE_OF_ONE
    is_tie = rival is not None and rival.score >= tie * match.score
    return f"near tie: {rival.owner.id}" if rival and is_tie else None


def _cites(match: Match) -> tuple[int, ...]:
    return match.owner.cites if isinstance(match.owner, Fact) else ()


def nearer_gap(match: Match, ranking: Ranking) -> str | None:
    """A curated gap, something that the article does not say, is at least as near."""
    gap = ranking.gaps[0] if ranking.gaps else None
    if gap is None:
        return None
    if gap.parts.get("pairs", 0.0) >= PAIRED * max(FAINT_PAIRS, match.parts.get("pairs", 0.0)):
        least = PAIRED_NEARER  # the Italian president, not the president and Italy
    else:
        least = NEARER if gap.explained > match.explained else UNMARKED
    return f"gap as near: {gap.owner.id}" if gap.score >= least * match.score else None


def alike_gap(match: Match, ranking: Ranking) -> str | None:
    """A phrasing of a gap is the question but for an ending, and has its words in more pairs."""
    for gap in ranking.gaps:
        ratio, pairs = _ratio_and_pairs(gap)
        own_ratio, own_pairs = _ratio_and_pairs(match)
        if ratio >= ALIKE and ratio > own_ratio and pairs >= own_pairs:
            return f"gap in almost these words: {gap.owner.id}"
    return None


def _ratio_and_pairs(match: Match) -> tuple[float, float]:
    return match.parts.get("ratio", 0.0), match.parts.get("pairs", 0.0)


def thin(match: Match, ranking: Ranking) -> str | None:
    """A long text with a single word of content, or numbers alone, which may be there by chance."""
    question = ranking.question
    if match.score >= THIN and question.asks:
        return None
    if all(word.is_number for word in question.content):
        return "numbers only"
    is_long = len(question.content) == 1 and question.length >= LONG
    return "one word of content in a long text" if is_long else None


def no_question(match: Match, ranking: Ranking) -> str | None:
    """A remark, or a word that had to be mended: what shares little with any phrasing is no
    question about the article.
    """
    question = ranking.question
    few = len(question.content)
    if few == 1 and question.content[0].is_mended:
        return "one word, and that mended"
    if question.asks or question.is_marked or match.score >= FAINT or few > 2:
        return None
    return "asks nothing"


GUARDS: tuple[Guard, ...] = (
    unknown_word,
    other_country,
    other_direction,
    other_kind,
    other_number,
    required_term,
    negation,
    near_tie,
    nearer_gap,
    alike_gap,
    thin,
    no_question,
)
