"""Bars lie inside their picture, on one scale, with their numbers beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.looking_back.bars import Bar, bar_chart

bars = st.lists(
    st.builds(
        Bar,
        label=st.text(max_size=60),
        parts=st.lists(st.integers(0, 500), min_size=1, max_size=4).map(tuple),
        text=st.text("0123456789 of", max_size=14),
    ),
    min_size=1,
    max_size=20,
)


@given(bars)
def test_bars_and_numbers_stay_inside(rows):
    chart = bar_chart(rows)

    for drawing in (chart.wide, chart.tall):
        for row in drawing.rows:
            ends = [part.x + part.width for part in row.parts]
            assert max(ends, default=0) <= row.text_x <= drawing.width
            assert row.y + drawing.depth <= drawing.height


@given(bars)
def test_parts_join_without_gap_or_overlap(rows):
    for row in bar_chart(rows).wide.rows:
        for part, following in zip(row.parts, row.parts[1:], strict=False):
            assert part.x + part.width == following.x


def test_length_follows_the_number():
    one, two = bar_chart([Bar("a", (1,), "1"), Bar("b", (2,), "2")]).wide.rows

    assert two.parts[0].width == pytest.approx(2 * one.parts[0].width, abs=1)


def test_full_length_is_the_scale_and_shows():
    chart = bar_chart([Bar("a", (50,), "50")], full=100)

    assert chart.has_track
    assert chart.wide.rows[0].parts[0].width == round(chart.wide.length / 2)


def test_mark_lies_on_the_same_scale():
    chart = bar_chart([Bar("a", (7,), "7")], mark=14, mark_text="14 dagen")

    assert chart.wide.mark_x == chart.wide.start + chart.wide.length
    assert (chart.wide.mark.startswith(f"M{chart.wide.mark_x} "), chart.mark) == (True, "14 dagen")


def test_nothing_at_all_is_drawn_without_a_bar():
    assert bar_chart([Bar("a", (0,), "0")]).wide.rows[0].parts == ()
