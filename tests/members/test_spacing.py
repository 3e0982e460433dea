from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from members.spacing import spread

ORDERED = st.lists(st.floats(-500, 1500), max_size=12).map(sorted)


def test_spread_leaves_marks_with_room_where_they_are():
    assert spread([10, 60, 200], gap=40, low=0, high=300) == [10, 60, 200]


def test_spread_moves_equal_marks_apart_to_both_sides():
    assert spread([100, 100, 100], gap=20, low=0, high=300) == [80, 100, 120]


def test_spread_moves_a_mark_at_the_edge_inward():
    assert spread([0, 300], gap=20, low=15, high=285) == [15, 285]


def test_spread_shrinks_the_gap_on_a_line_too_short():
    assert spread([5, 5, 5], gap=40, low=0, high=10) == [0, 5, 10]


def test_spread_of_nothing_is_nothing():
    assert spread([], gap=40, low=0, high=10) == []


@given(ORDERED, st.integers(1, 60))
def test_spread_keeps_the_gap_and_stays_on_the_line(wanted, gap):
    positions = spread(wanted, gap=gap, low=20, high=940)

    assert len(positions) == len(wanted)
    assert all(20 <= position <= 940 for position in positions)
    assert all(after - before >= gap for before, after in pairwise(positions))
