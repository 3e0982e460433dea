import re
from collections import Counter
from itertools import combinations

import brotli
import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from members.weave import BANDS, Piece, weave

WEAVES = st.builds(
    weave,
    st.text(max_size=20),
    band=st.sampled_from(BANDS),
    second_band=st.sampled_from(["", *BANDS]),
    columns=st.integers(2, 9),
    rows=st.integers(2, 8),
)


def apart(one, other):
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


def test_weave_is_the_same_for_the_same_seed():
    fresh = weave.__wrapped__

    assert fresh("overheden", band="klinker").pieces == fresh("overheden", band="klinker").pieces


def test_weave_differs_between_seeds():
    pictures = {weave(seed, band="wad").pieces for seed in ("overheden", "veiligheid", "zorg", "onderwijs")}

    assert len(pictures) == 4


@pytest.mark.parametrize("seed", ["overheden", "veiligheid", "zorg", "onderwijs", "cultuur"])
@pytest.mark.parametrize("band", BANDS)
def test_weave_shows_most_of_the_leading_band(seed, band):
    areas = Counter()

    for piece in weave(seed, band=band).pieces:
        areas[piece.band] += piece.width * piece.height

    assert areas[band] > 0.2 * areas.total()


def test_weave_crosses_two_bands_when_a_second_one_is_given():
    pieces = weave("samen", band="klinker", second_band="wad").pieces

    lying = Counter(piece.band for piece in pieces if not piece.upright)
    standing = Counter(piece.band for piece in pieces if piece.upright)
    assert (lying.most_common(1)[0][0], standing.most_common(1)[0][0]) == ("klinker", "wad")


@given(WEAVES)
def test_weave_pieces_stay_inside_and_never_touch(picture):
    for piece in picture.pieces:
        assert 0 <= piece.x <= piece.x + piece.width <= picture.width
        assert 0 <= piece.y <= piece.y + piece.height <= picture.height
    assert all(apart(one, other) for one, other in combinations(picture.pieces, 2))


@given(WEAVES)
def test_weave_pieces_are_long_enough_for_their_round_ends(picture):
    for piece in picture.pieces:
        along, across = (piece.height, piece.width) if piece.upright else (piece.width, piece.height)
        assert along > across // 2 * (piece.round_start + piece.round_end)


@pytest.mark.parametrize(
    ("piece", "path"),
    [
        (Piece(10, 20, 44, 28, "wad", upright=False), "M10 20h44v28h-44z"),
        (Piece(10, 20, 44, 28, "wad", False, round_start=True), "M24 20h30v28h-30a14 14 0 0 1 0 -28z"),
        (Piece(10, 20, 28, 44, "wad", True, round_end=True), "M38 20v30a14 14 0 0 1 -28 0v-30z"),
    ],
)
def test_piece_path_rounds_only_its_loose_ends(piece, path):
    assert piece.path == path


def test_weave_component_is_hidden_light_and_one_path_for_each_colour():
    picture = weave("overheden", band="klinker")

    html = render_to_string("components/weave.html", {"weave": picture})

    assert 'aria-hidden="true" focusable="false"' in html
    assert "style=" not in html
    assert sorted(re.findall(r'class="is-(\w+)"', html)) == sorted({piece.band for piece in picture.pieces})
    assert len(brotli.compress(html.encode())) <= 1000
