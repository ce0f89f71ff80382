"""The three outcomes, and how a ranking becomes one of them."""

from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.core.facts import Fact, FactBase, Gap
from bot.core.guards import GUARDS
from bot.core.normalize import latin, words
from bot.core.question import Question, may_answer
from bot.core.ranking import Match, Ranking, Talk, first
from bot.core.weights import Weights

AS_NEAR = 0.8  # times the best score
BESIDE = 0.95  # the same for the fact that has a direction the other way round
EXPLAINED = 0.2  # share of the question that a suggestion must explain: less is another topic
SUGGESTIONS = 3  # did you mean: at most this many

# For what nobody asked the bot: 115 of the shipped bank's 1,388 questions, none answered wrongly.
SURE = 0.95  # confidence
SURE_RATIO = 75.0  # rapidfuzz ratio of question and nearest phrasing, words in alphabetical order
SURE_WORDS = 3  # of content: fewer stand in any talk by chance


@dataclass(frozen=True, slots=True)
class Cited:
    """The article answers: quote the sentences of these facts (two when two things were asked)."""

    facts: tuple[Fact, ...]

    @property
    def sentences(self) -> tuple[int, ...]:
        """Sentence numbers in the order they are quoted, each once."""
        return tuple(dict.fromkeys(number for fact in self.facts for number in fact.cites))


@dataclass(frozen=True, slots=True)
class Suggested:
    """Did you mean: one to three facts, best first."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """The article does not say. `near` are facts to offer beside the refusal, at most three."""

    gap: Gap | None = None
    near: tuple[Fact, ...] = ()
    smalltalk: str | None = None  # catalogue key of a short line, when nothing was asked


Answer = Cited | Suggested | Unknown


def decide(ranking: Ranking, base: FactBase, weights: Weights) -> Answer:
    """Cited, Suggested or Unknown, by the confidence in the best fact.

    Small talk that is nearer than any fact asks for nothing. Every guard that fires turns a
    quotation into a suggestion. Where nothing is offered, the nearest gap names what is missing.
    """
    best = ranking.best
    talk = ranking.talk
    if talk and talk.score >= weights.smalltalk and _is_no_more(talk, ranking):
        return Unknown(smalltalk=talk.name)
    if best and ranking.confidence >= weights.confidence(base).cite:
        quoted = _of_the_sort_asked(best, ranking)
        if not reasons(quoted, ranking):
            return Cited((_fact(quoted),))
    gap = ranking.gaps[0] if ranking.gaps else None
    if best and ranking.confidence >= weights.suggest and _is_on_topic(best, ranking.question):
        return Suggested(_suggestions(ranking))
    is_nearer = gap is not None and (best is None or gap.score > best.score)
    if gap and isinstance(gap.owner, Gap) and is_nearer and gap.score >= weights.gap:
        near = tuple(base.by_id[name] for name in gap.owner.near[:SUGGESTIONS])
        return Unknown(gap=gap.owner, near=near)
    return Unknown()


def _is_no_more(talk: Talk, ranking: Ranking) -> bool:
    """Whether small talk is nearer than any fact, and none of its words was replaced by one that
    the base knows: “what is this plane good for” is as like “what is this page good for” as a slip.
    """
    question, best = ranking.question, ranking.best
    if best and best.score >= talk.score:
        return False
    known = {latin(w.text) for w in question.content if w.senses and not w.is_mended}
    return known <= talk.words or talk.words <= set(question.spelt.split())


def _is_on_topic(best: Match, question: Question) -> bool:
    """Whether enough of what is asked stands in the fact, and not a digit alone, as in a sum."""
    is_sum = all(word.is_number and len(word.text) == 1 for word in question.content)
    return best.explained >= EXPLAINED and not is_sum


def is_beyond_doubt(ranking: Ranking, answer: Answer) -> bool:
    """Whether an answer is sure enough to be given where nobody asked the bot."""
    best = ranking.best
    if best is None or not isinstance(answer, Cited) or len(answer.facts) > 1:
        return False
    question = ranking.question
    is_near = ranking.confidence >= SURE and not best.unexplained
    is_full = question.asks and len(question.content) >= SURE_WORDS
    return best.is_exact or (is_near and is_full and _likeness(question, best) >= SURE_RATIO)


def reasons(best: Match, ranking: Ranking) -> tuple[str, ...]:
    """The guards that keep `best` from being quoted, in words for an editor."""
    if best.is_exact:
        return ()  # an editor wrote that this is asked by these very words
    return tuple(reason for guard in GUARDS if (reason := guard(best, ranking)))


def _of_the_sort_asked(best: Match, ranking: Ranking) -> Match:
    """`best`, or where it does not answer who, when, where …, or has the direction turned round,
    the nearest of its sentence that fits.

    That one is to be about as near; the sentence that is quoted is the same.
    """
    asked = ranking.question.kinds
    if best.is_exact or (may_answer(asked, best.kinds) and not best.turned):
        return best
    least = best.score * (BESIDE if best.turned else AS_NEAR)
    near = (match for match in ranking.facts if match.score >= least)
    same = (match for match in near if first(match) == first(best) and not match.turned)
    fits = (match for match in same if may_answer(asked, match.kinds) and not match.strangers)
    return next(fits, best)


def _suggestions(ranking: Ranking) -> tuple[Fact, ...]:
    """The best facts, of one sentence at most one, so that three buttons are three choices."""
    chosen: dict[int, Fact] = {}
    for match in ranking.facts:
        if len(chosen) == SUGGESTIONS:
            break
        chosen.setdefault(first(match), _fact(match))
    return tuple(chosen.values())


def _likeness(question: Question, best: Match) -> float:
    """How like the question's words are to those of the nearest phrasing, in [0, 100]."""
    return fuzz.ratio(question.folded, " ".join(sorted(map(latin, words(best.phrasing)))))


def _fact(match: Match) -> Fact:
    if not isinstance(match.owner, Fact):
        raise TypeError(f"{match.owner.id} is not a fact")
    return match.owner
