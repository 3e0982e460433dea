from dataclasses import asdict
from datetime import date, timedelta
from itertools import combinations

import brotli
import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from members.lettering import text_width
from programmes.pictures import TimelineEvent, timeline
from programmes.pictures.timeline import DATE_WIDTH, LEADING, TEXT, WIDTH

TODAY = date(2027, 3, 29)
KINDS = ("found", "extend", "leadership", "transition", "end", "platform", "other")
DAYS = st.dates(date(1995, 1, 1), date(2035, 12, 31))
EVENTS = st.lists(
    st.builds(TimelineEvent, DAYS, st.text("abc deé", max_size=90), st.sampled_from(KINDS)),
    max_size=9,
)
SSNT = [
    TimelineEvent(date(2013, 1, 1), "Begin met het communiqué", "found", "2013"),
    TimelineEvent(date(2015, 6, 1), "Twentse Kracht in bedrijf", "platform"),
    TimelineEvent(date(2018, 2, 1), "IT-platform TWENTE opgericht", "platform"),
    TimelineEvent(date(2018, 7, 1), "Programma beëindigd", "end"),
]


def draw(events, *, start=None, end=None, planned_end=None):
    return timeline(events, start=start, end=end, planned_end=planned_end, today=TODAY)


def ssnt():
    return draw(SSNT, start=date(2013, 1, 1), end=date(2018, 7, 1), planned_end=date(2020, 12, 31))


def boxes(picture):
    """The rectangles that texts take up: left, top, right, bottom."""
    found = []
    for flag in picture.flags:
        width = max([DATE_WIDTH, *(text_width(line, TEXT) for line in flag.lines)])
        left = flag.x if flag.anchor == "start" else flag.x - width
        found.append((left, flag.y - TEXT, left + width, flag.y - TEXT + LEADING * (1 + len(flag.lines))))
    return found


def apart(one, other):
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@given(EVENTS, st.none() | DAYS, st.none() | DAYS, st.none() | DAYS)
def test_timeline_texts_never_overlap_each_other_or_a_strand(events, start, end, planned_end):
    picture = draw(events, start=start, end=end, planned_end=planned_end).wide

    texts = boxes(picture)
    strands = [(p.x, p.y, p.x + p.width, p.y + p.height) for p in picture.weave.pieces if p.upright]
    assert all(apart(one, other) for one, other in combinations(texts, 2))
    assert all(apart(text, strand) for text in texts for strand in strands)


@given(EVENTS, st.none() | DAYS, st.none() | DAYS, st.none() | DAYS)
def test_timeline_stays_inside_the_picture(events, start, end, planned_end):
    picture = draw(events, start=start, end=end, planned_end=planned_end)

    assert all(left >= 0 and right <= WIDTH and top >= 0 for left, top, right, _ in boxes(picture.wide))
    for drawing in (picture.wide, picture.tall):
        for piece in drawing.weave.pieces:
            assert 0 <= piece.x <= piece.x + piece.width <= drawing.weave.width
            assert 0 <= piece.y <= piece.y + piece.height <= drawing.weave.height


@given(EVENTS)
def test_timeline_shows_every_event_in_order_in_both_drawings(events):
    picture = draw(events, end=date(2020, 1, 1))

    ordered = sorted(event.on for event in events)
    assert [flag.event.on for flag in picture.wide.flags] == ordered
    assert [flag.event.on for flag in picture.tall.flags] == ordered


def test_timeline_of_an_ended_programme_shows_its_years_and_no_today():
    picture = ssnt()

    assert [tile.label for tile in picture.wide.years] == [str(year) for year in range(2013, 2021)]
    assert (picture.wide.today, picture.tall.today) == (None, None)


def test_timeline_keeps_apart_what_was_and_what_was_planned():
    bands = {piece.band: piece for piece in ssnt().wide.weave.pieces if not piece.upright}

    assert set(bands) == {"first", "second", "first-ahead", "second-ahead"}
    assert bands["first"].x + bands["first"].width < bands["first-ahead"].x


def test_timeline_of_a_running_programme_stops_at_today():
    picture = draw(SSNT[:1], start=date(2013, 1, 1), planned_end=date(2029, 12, 31)).wide

    now = max(piece.x + piece.width for piece in picture.weave.pieces if piece.band == "first")
    assert picture.today.path.startswith(f"M{now} ")


def test_timeline_takes_an_end_that_is_still_to_come_as_planned():
    ending = TODAY + timedelta(days=300)

    assert asdict(draw(SSNT[:1], end=ending)) == asdict(draw(SSNT[:1], planned_end=ending))


@pytest.mark.parametrize(("since", "tiles"), [(2024, 4), (2005, 12), (1930, 10)])
def test_timeline_puts_more_years_in_a_tile_when_life_is_long(since, tiles):
    years = draw([], start=date(since, 5, 1)).wide.years

    assert (years[0].label, len(years)) == (str(since), tiles)
    assert [tile.current for tile in years].index(True) == tiles - 1


def test_timeline_component_prints_dates_and_stays_light():
    html = render_to_string("components/timeline.html", {"timeline": ssnt()})

    assert html.count('aria-hidden="true" focusable="false"') == html.count("<svg") == 2
    assert html.count(">2013<tspan") == 2
    assert html.count("1 juli 2018") == 2
    assert "style=" not in html
    assert len(brotli.compress(html.encode())) <= 2000
