"""At most 18 messages a minute to a group, whatever happens."""

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.pace import MOST, WINDOW, Pace


def test_the_nineteenth_message_of_a_minute_waits_until_the_first_is_a_minute_old() -> None:
    pace = Pace()
    waits = [pace.wait(-1, 100.0 + number) for number in range(19)]
    assert waits == [0.0] * 18 + [60.0 - 18]


def test_another_group_does_not_wait() -> None:
    pace = Pace()
    for _ in range(18):
        pace.wait(-1, 100.0)
    assert pace.wait(-2, 100.0) == 0.0


@given(st.lists(st.floats(0, 20), max_size=120))
def test_no_minute_ever_has_more_than_18(pauses: list[float]) -> None:
    pace, now, sent = Pace(), 1_800_000_000.0, list[float]()
    for pause in pauses:
        now += pause
        while wait := pace.wait(-1, now):
            now += wait
        sent.append(now)
    assert all(later - earlier >= WINDOW for earlier, later in zip(sent, sent[MOST:], strict=False))


def test_a_clock_that_is_set_back_silences_nobody() -> None:
    pace = Pace()
    for _ in range(18):
        pace.wait(-1, 1_800_000_000.0)
    assert pace.wait(-1, 1_700_000_000.0) == 0.0


def test_quiet_groups_are_forgotten() -> None:
    pace = Pace()
    for chat in range(1, 3000):
        pace.wait(-chat, 100.0 * chat)
    assert len(pace) <= 1000
