"""The measures of the public benchmarks, over replies that are right or wrong and how sure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

PRECISION = 0.9


@dataclass(frozen=True, slots=True)
class Reply:
    """The top fact for a question, judged."""

    is_answerable: bool
    is_right: bool  # false whenever the question has no answer
    confidence: float


def accuracy(replies: Iterable[Reply]) -> float:
    """Share of the answerable questions whose top fact is right, whatever the confidence."""
    return _share(reply.is_right for reply in replies if reply.is_answerable)


def auroc(replies: Sequence[Reply]) -> float:
    """Chance that an answerable question has the higher confidence; ties count half."""
    inside = [reply.confidence for reply in replies if reply.is_answerable]
    outside = sorted(reply.confidence for reply in replies if not reply.is_answerable)
    won = sum(bisect_left(outside, x) + bisect_right(outside, x) for x in inside)
    return won / 2 / len(inside) / len(outside)


def right_at(threshold: float, replies: Iterable[Reply]) -> float:
    """Share of the answerable questions that are answered rightly from this confidence on."""
    answerable = (reply for reply in replies if reply.is_answerable)
    return _share(reply.is_right and reply.confidence >= threshold for reply in answerable)


def refused_at(threshold: float, replies: Iterable[Reply]) -> float:
    """Share of the unanswerable questions that stay below this confidence."""
    return _share(reply.confidence < threshold for reply in replies if not reply.is_answerable)


def balanced_threshold(replies: Sequence[Reply]) -> float:
    """The confidence with the best mean of `right_at` and `refused_at`."""
    steps = sorted({reply.confidence for reply in replies})
    return max(steps, key=lambda step: right_at(step, replies) + refused_at(step, replies))


def right_at_precision(replies: Sequence[Reply], precision: float = PRECISION) -> float:
    """Share of the answerable questions answered rightly, by the best of all thresholds at which
    that share of the replies is right."""
    ordered = sorted(replies, key=lambda reply: -reply.confidence)
    right = best = 0
    for given, reply in enumerate(ordered, start=1):
        right += reply.is_right
        is_last_of_equals = given == len(ordered) or ordered[given].confidence < reply.confidence
        if is_last_of_equals and right >= precision * given:
            best = max(best, right)
    return best / sum(reply.is_answerable for reply in replies)


def _share(flags: Iterable[bool]) -> float:
    found = list(flags)
    return sum(found) / len(found)
