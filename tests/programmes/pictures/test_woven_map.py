import re
from itertools import pairwise

import brotli
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from members.lettering import text_width
from programmes.pictures import MapHome, MapOutcome, MapStream, woven_map
from programmes.pictures.woven_map import LEADING, TEXT

WORDS = st.text("abcde WMé-", max_size=140)
KEYS = st.sampled_from("abcdefgh")
OUTCOMES = st.lists(st.builds(MapOutcome, KEYS, WORDS), max_size=4, unique_by=lambda outcome: outcome.key)
STREAMS = st.lists(st.builds(MapStream, KEYS, KEYS, WORDS, WORDS), max_size=8, unique_by=lambda stream: stream.key)
HOMES = st.lists(st.builds(MapHome, KEYS, WORDS, WORDS), max_size=5, unique_by=lambda home: home.key)
LINKS = st.lists(st.tuples(KEYS, KEYS), max_size=16)


def ssnt():
    """The map of the programme in Twente: two outcomes, ten workstreams, what steers on, and the circles."""
    work = ("Interne arbeidsmarkt", "Twentse School", "Traineeprogramma")
    information = ("Architectuur", "Digikoppeling", "Govroam", "Glasvezelring", "TwenteCloud", "Netwerk", "Veiligheid")
    streams = [
        *(MapStream(title, "work", title, "In bedrijf") for title in work),
        *(MapStream(title, "information", title, "Vergevorderd") for title in information),
        MapStream("circles", "", "Kennisdeling", "Gaat zelf door"),
        MapStream("steering", "", "Aansturing", "Overgedragen"),
    ]
    outcomes = [
        MapOutcome("work", "Werken voor de Twentse Overheid"),
        MapOutcome("information", "Informatievoorziening zonder belemmeringen"),
    ]
    homes = [
        MapHome("kracht", "Twentse Kracht", "Platform"),
        MapHome("twente", "IT-platform TWENTE", "Platform"),
        MapHome("kringen", "Kenniskringen", "Kenniskring"),
        MapHome("directeuren", "Platform directeuren en hoofden bedrijfsvoering Twente", "Sturing"),
    ]
    links = [
        *((title, "kracht") for title in work),
        *((title, "twente") for title in information),
        ("circles", "kringen"),
        ("steering", "directeuren"),
    ]
    return woven_map(outcomes, streams, homes, links)


@given(OUTCOMES, STREAMS, HOMES, LINKS)
def test_woven_map_texts_fit_their_boxes(outcomes, streams, homes, links):
    picture = woven_map(outcomes, streams, homes, links)

    for box in [*picture.outcomes, *picture.streams, *picture.homes]:
        assert len(box.lines) <= 3
        assert all(text_width(line, TEXT) <= box.width - 20 for line in box.lines)
        rows = [y for y, _ in box.rows] + ([box.note_y] if box.note else [])
        assert all(box.y + LEADING // 2 < y < box.y + box.height for y in rows)


@given(OUTCOMES, STREAMS, HOMES, LINKS)
def test_woven_map_boxes_never_overlap_and_stay_inside(outcomes, streams, homes, links):
    picture = woven_map(outcomes, streams, homes, links)

    for column in (picture.outcomes, picture.streams, picture.homes):
        assert all(above.y + above.height < below.y for above, below in pairwise(sorted(column, key=lambda box: box.y)))
        assert all(box.y >= 0 and box.y + box.height <= picture.height for box in column)
        assert all(box.x + box.width <= picture.width for box in column)


@given(OUTCOMES, STREAMS, HOMES, LINKS)
def test_woven_map_bands_reach_their_boxes(outcomes, streams, homes, links):
    picture = woven_map(outcomes, streams, homes, links)

    boxes = [*picture.outcomes, *picture.streams, *picture.homes]
    for band in picture.bands:
        x, y = (int(number) for number in re.match(r"M(\d+) (\d+)", band.path).groups())
        assert any(box.x + box.width == x and box.y < y < box.y + box.height for box in boxes)


def test_woven_map_gives_each_outcome_its_own_colour_to_the_end():
    picture = ssnt()

    colours = [band.band for band in picture.bands]
    assert [box.band for box in picture.outcomes] == ["klinker", "wad"]
    assert (colours.count("klinker"), colours.count("wad"), colours.count("aubergine")) == (6, 14, 2)


def test_woven_map_leaves_a_loose_end_where_a_workstream_has_no_home():
    picture = woven_map([], [MapStream("a", "", "Verkenning", "Verkennen")], [], [("a", "nowhere")])

    assert [band.path for band in picture.bands] == ["M690 25h36"]


def test_woven_map_of_nothing_is_empty():
    assert woven_map([], [], [], []).height == 0


def test_woven_map_component_is_hidden_and_light():
    html = render_to_string("components/woven_map.html", {"map": ssnt()})

    assert html.count('aria-hidden="true" focusable="false"') == html.count("<svg") == 1
    assert "IT-platform TWENTE" in html
    assert "style=" not in html
    assert len(brotli.compress(html.encode())) <= 4000
