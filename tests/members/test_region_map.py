"""The map of the region, whatever lies on it."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members.region_map import GAP, MARK_EDGE, PIE, Place, pie, region_map

degrees = st.tuples(st.floats(-90, 90), st.floats(-180, 180))
near = st.tuples(st.floats(52.9, 53.1), st.floats(6.4, 6.6))
places = st.builds(
    lambda spots, towns: tuple(
        Place(key, *spot, town=towns[key % len(towns)], area=f"Provincie {key % 3}") for key, spot in enumerate(spots)
    ),
    st.one_of(*(st.lists(spot, min_size=1, max_size=70) for spot in (degrees, near))),
    st.lists(st.sampled_from(["", "Assen", "Emmen", "Meppel", "Roden"]), min_size=1, max_size=7),
)


def drawn(*spots):
    return region_map(tuple(Place(key, *spot) for key, spot in enumerate(spots)))


@given(places)
def test_every_place_has_one_mark_inside_the_picture(found):
    picture = region_map(found)

    assert sorted(key for mark in picture.marks for key in mark.keys) == [place.key for place in found]
    for mark in picture.marks:
        assert MARK_EDGE <= mark.x <= picture.width - MARK_EDGE
        assert MARK_EDGE <= mark.y <= picture.height - MARK_EDGE


@given(places)
def test_no_mark_lies_on_another(found):
    marks = region_map(found).marks

    for place, mark in enumerate(marks):
        for other in marks[:place]:
            assert math.hypot(mark.x - other.x, mark.y - other.y) >= GAP


@given(places)
def test_names_of_areas_hide_no_mark(found):
    picture = region_map(found)

    for area in picture.areas:
        for mark in picture.marks:
            assert not area.y or abs(area.x - mark.x) > PIE or abs(area.y - mark.y) > PIE


@given(places)
def test_each_area_with_marks_has_ground(found):
    picture = region_map(found)

    assert {area.name for area in picture.areas} == {mark.area for mark in picture.marks}
    assert all(re.fullmatch(r"(M-?\d+ -?\d+[hv]12)+", area.threads) for area in picture.areas)


def test_one_place_stands_in_the_middle():
    picture = drawn((53.0, 6.5))

    assert [(mark.x, mark.y) for mark in picture.marks] == [(picture.width // 2, picture.height // 2)]


def test_equal_places_share_a_mark():
    marks = drawn((53.0, 6.5), (53.0, 6.5), (52.0, 6.5)).marks

    assert [mark.keys for mark in marks] == [(0, 1), (2,)]


def test_north_is_up_and_east_is_right():
    south_west, north_east = sorted(drawn((52.0, 5.0), (53.0, 6.0)).marks, key=lambda mark: mark.x)

    assert (south_west.keys, north_east.keys) == ((0,), (1,))
    assert north_east.y < south_west.y


def test_a_degree_east_is_shorter_than_a_degree_north():
    west, north, east = sorted(drawn((52.0, 6.0), (53.0, 6.5), (52.0, 7.0)).marks, key=lambda mark: mark.x)

    assert (east.x - west.x) / (west.y - north.y) == pytest.approx(math.cos(math.radians(52.5)), abs=0.02)


def test_towns_far_enough_apart_stay_where_they_are():
    alone = drawn((52.0, 5.0), (54.0, 8.0))
    more = drawn((52.0, 5.0), (54.0, 8.0), (53.0, 6.5))

    assert {(mark.x, mark.y) for mark in alone.marks} < {(mark.x, mark.y) for mark in more.marks}


def test_a_town_of_the_same_name_elsewhere_is_another_town():
    picture = region_map(
        (Place(0, 52.26, 6.79, "Hengelo", "Overijssel"), Place(1, 52.05, 6.31, "Hengelo", "Gelderland"))
    )

    assert len(picture.marks) == 2


def test_a_full_region_is_drawn_with_shared_marks():
    spots = [(52 + row / 20, 5 + column / 15) for row in range(20) for column in range(30)]

    picture = drawn(*spots)

    assert 20 < len(picture.marks) < 200


def test_filtering_leaves_the_rest_where_it_is():
    picture = drawn((52.0, 5.0), (54.0, 8.0), (53.0, 6.5))

    narrowed = picture.of([2])

    assert [mark.keys for mark in narrowed.marks] == [(2,)]
    assert narrowed.marks[0] in picture.marks
    assert narrowed.areas == picture.areas


@given(st.lists(st.integers(1, 60), min_size=1, max_size=11))
def test_slices_go_once_round(shares):
    slices = pie(shares)

    assert len(slices) == len(shares)
    if len(shares) > 1:
        starts = [re.match(r"M0 0L(\S+ \S+)A", path)[1] for path in slices]
        ends = [re.search(r" 1 (\S+ \S+)z", path)[1] for path in slices]
        assert [end.replace("-0.0", "0.0") for end in ends] == [
            start.replace("-0.0", "0.0") for start in [*starts[1:], starts[0]]
        ]
