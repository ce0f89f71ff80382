"""Numbers side by side in one integer: each lane is as if it were alone."""

from hypothesis import given
from hypothesis import strategies as st

from bot.core.lanes import Columns, Likeness, Row

NUMBER = st.integers(-(2**62), 2**62)
VECTOR = st.tuples(*[st.integers(-127, 127)] * 3)


@given(st.lists(NUMBER, min_size=1, max_size=9))
def test_what_is_joined_is_parted_again(numbers: list[int]) -> None:
    row = Row(len(numbers))
    assert list(row.parted(row.joined(numbers))) == numbers


@given(st.lists(st.tuples(*[st.integers(-(2**40), 2**40)] * 2), min_size=1, max_size=9))
def test_a_sum_with_a_multiple_is_one_in_every_lane(pairs: list[tuple[int, int]]) -> None:
    row, (ones, others) = Row(len(pairs)), zip(*pairs, strict=True)
    found = row.parted(row.joined(ones) - 77 * row.joined(others))
    assert list(found) == [one - 77 * other for one, other in pairs]


@given(st.dictionaries(st.integers(0, 9), VECTOR, max_size=6), VECTOR)
def test_vectors_side_by_side_are_compared_as_each_alone(
    known: dict[int, tuple[int, ...]], asked: tuple[int, ...]
) -> None:
    row = Row(10)
    found = row.parted(Columns(row, known).dots(asked))
    alone = [known.get(number, (0, 0, 0)) for number in range(10)]
    assert list(found) == [sum(a * b for a, b in zip(each, asked, strict=True)) for each in alone]


def test_what_points_the_other_way_is_like_nothing() -> None:
    row = Row(2)
    likeness = Likeness(0, row.parted(row.joined([-4, 4])), 0.25)
    assert [likeness.of(0), likeness.of(1)] == [0.0, 1.0]
