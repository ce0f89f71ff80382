"""How often one person may ask: a few at once, then one every few seconds."""

from dataclasses import dataclass
from enum import Enum, auto


class Verdict(Enum):
    """What is to be done with a request."""

    ADMIT = auto()
    REFUSE = auto()  # and say so
    IGNORE = auto()  # it was said a moment ago


@dataclass(slots=True)
class _Person:
    whole: float  # when the full burst is there again, Unix time in seconds
    told: float = float("-inf")  # when a refusal was last said


class RateLimit:
    """A token bucket for each person, kept as one moment (the generic cell rate algorithm)."""

    def __init__(
        self, burst: int = 5, seconds_each: float = 3.0, seconds_silent: float = 60.0
    ) -> None:
        self._slack = (burst - 1) * seconds_each
        self._each = seconds_each
        self._silent = seconds_silent
        self._people: dict[int, _Person] = {}
        self._swept = float("-inf")

    def __len__(self) -> int:
        return len(self._people)

    def admit(self, person: int, now: float) -> Verdict:
        """Count one request of `person` at `now`, Unix time in seconds."""
        self._sweep(now)
        known = self._people.setdefault(person, _Person(now))
        known.whole = max(known.whole, now)
        if known.whole - now <= self._slack:
            known.whole += self._each
            return Verdict.ADMIT
        if now - known.told < self._silent:
            return Verdict.IGNORE
        known.told = now
        return Verdict.REFUSE

    def _sweep(self, now: float) -> None:
        """Forget, now and then, everybody for whom it would make no difference."""
        if now - self._swept < self._silent:
            return
        self._swept = now
        self._people = {
            person: known
            for person, known in self._people.items()
            if known.whole > now or now - known.told < self._silent
        }
