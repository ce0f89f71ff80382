"""How fast a group is written to: at most so many messages in any minute."""

from collections import deque

MOST = 18  # messages; Telegram allows 20 (its FAQ for bots)
WINDOW = 60.0  # seconds
_SWEEP_AT = 1000  # groups


class Pace:
    """The moments of the last messages to each group. `now` is Unix time in seconds."""

    def __init__(self) -> None:
        self._sent: dict[int, deque[float]] = {}

    def __len__(self) -> int:
        return len(self._sent)

    def wait(self, chat: int, now: float) -> float:
        """Count a message to `chat` and return 0, or return the seconds until there is room."""
        sent = self._sent.get(chat)
        if sent is None:
            self._sweep(now)
            sent = self._sent[chat] = deque(maxlen=MOST)
        # A moment in the future is none: a clock that is set back must not silence a group.
        if len(sent) == MOST and 0 <= now - sent[0] < WINDOW:
            return sent[0] + WINDOW - now
        sent.append(now)
        return 0.0

    def _sweep(self, now: float) -> None:
        """Forget the groups that have been quiet for a while, once there are many."""
        if len(self._sent) >= _SWEEP_AT:
            self._sent = {c: sent for c, sent in self._sent.items() if now - sent[-1] < WINDOW}
