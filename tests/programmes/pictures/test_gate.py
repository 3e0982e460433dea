from itertools import pairwise

from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from members.lettering import text_width
from programmes.pictures import GateWork, gate
from programmes.pictures.gate import HOMES_X, STOP
from programmes.pictures.woven_map import TEXT, WIDTH

WORDS = st.text("abcde WMé-", max_size=140)
KEYS = st.sampled_from(["", *"abcd"])
REACHES = st.sampled_from(["passes", "asked", "waits", "loose"])
WORKS = st.lists(st.builds(GateWork, WORDS, WORDS, REACHES, st.integers(0, 9), KEYS), max_size=9)
HOMES = st.lists(st.tuples(st.sampled_from("abcd"), WORDS, WORDS), max_size=4, unique_by=lambda home: home[0])


def bands(picture):
    return sorted([*picture.under, *picture.over], key=lambda band: band.path)


@given(WORKS, HOMES)
def test_gate_boxes_hold_their_texts_and_do_not_overlap(works, homes):
    picture = gate(works, homes)

    for column in (picture.works, picture.homes):
        for box, below in pairwise(column):
            assert box.y + box.height < below.y
        for box in column:
            assert all(text_width(line, TEXT) <= box.width - 20 for line in box.lines)
            assert 0 <= box.x < box.x + box.width <= WIDTH
            assert box.y + box.height <= picture.height


@given(WORKS, HOMES)
def test_gate_has_a_band_for_each_work_and_is_the_same_again(works, homes):
    picture = gate(works, homes)

    assert len(bands(picture)) == len(picture.works) == len(works)
    assert picture == gate(works, homes)


@given(WORKS, HOMES)
def test_only_what_is_accepted_or_asked_reaches_its_home(works, homes):
    known = {key for key, _title, _kind in homes}
    reaching = [each for each in works if each.reach in {"passes", "asked"} and each.home in known]

    arrived = [band for band in bands(gate(works, homes)) if f" {HOMES_X} " in band.path]

    assert len(arrived) == len(reaching)
    assert sum(band.is_dotted for band in arrived) == sum(each.reach == "asked" for each in reaching)


def test_band_that_waits_stops_before_the_gate():
    (band,) = bands(gate([GateWork("Werk", "", "waits", home="a")], [("a", "Huis", "Platform")]))

    assert band.path.endswith(f"H{STOP}")


def test_loose_end_has_no_colour_of_an_outcome():
    (band,) = bands(gate([GateWork("Werk", "", "loose")], []))

    assert band.band == ""


def test_gate_is_drawn_without_words_of_its_own_as_markup():
    picture = gate([GateWork("<b>Werk</b>", "", "passes", home="a")], [("a", "Huis & hof", "Platform")])

    svg = render_to_string("components/gate.html", {"gate": picture})

    assert "<b>" not in svg
    assert "Huis &amp; hof" in svg
    assert "None" not in svg
