"""The picture of a page, drawn with Pillow."""

import time
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from portal.share_image import (
    PALETTES,
    TEXT_WIDTH,
    TITLE_BOTTOM,
    TITLE_SIZES,
    TITLE_TOP,
    ShareImage,
    _font,
    fitted,
    readable,
)
from tests.portal.test_contrast import tokens

PICTURE = ShareImage("Overheden", "Sector", "Samenwerking Noord", "brink", "overheden", "klinker")


def opened(picture):
    return Image.open(BytesIO(picture.png())).convert("RGB")


def test_picture_has_the_size_that_its_page_announces():
    image = Image.open(BytesIO(PICTURE.png()))

    assert (image.format, image.size) == ("PNG", (1200, 630))


def test_picture_is_the_same_every_time():
    assert PICTURE.png() == PICTURE.png()


@pytest.mark.parametrize(
    "change", [{"title": "Zorg"}, {"kicker": ""}, {"network": "Twente"}, {"palette": "getij"}, {"band": "wad"}]
)
def test_picture_with_other_content_has_another_key_and_looks_different(change):
    other = replace(PICTURE, **change)

    assert other.key != PICTURE.key
    assert other.png() != PICTURE.png()


@pytest.mark.parametrize("palette", PALETTES)
def test_picture_has_the_light_colours_of_the_tokens(palette):
    known = tokens(palette)

    for name, colour in PALETTES[palette].items():
        role = f"color-{name}" if f"color-{name}" in known else f"band-{name}"
        assert known[role].startswith(f"light-dark({colour},"), name


def test_picture_shows_the_weave_beside_the_title():
    colours = {colour for _count, colour in opened(PICTURE).crop((700, 16, 1200, 630)).getcolors(1_000_000)}

    assert {(0xCC, 0x37, 0x19), (0x06, 0x6D, 0x90)} <= colours


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Café in Súdwest-Fryslân: één dag", "Café in Súdwest-Fryslân: één dag"),
        ("Feest 🎉 in\tAssen 👩‍👧", "Feest in Assen"),
        ("Cafe\u0301", "Café"),
        ("مرحبا", ""),
        ("שלום 2027", "2027"),
        ("🎉 !", ""),
        ("", ""),
    ],
)
def test_readable_text_has_only_letters_of_the_typeface(text, left):
    assert readable(text) == left


def test_title_without_readable_letters_gives_way_to_the_network():
    assert replace(PICTURE, title="مرحبا").png() == replace(PICTURE, title="Samenwerking Noord").png()


@pytest.mark.parametrize(
    "title",
    [
        "Zorg",
        "Informatiebeveiligingsdienst gemeenten",
        "Arbeidsongeschiktheidsverzekeringsmaatschappijen",
        "W" * 150,
        "Samen " * 25,
    ],
)
def test_fitted_title_stays_inside_its_room(title):
    size, lines = fitted(title)

    assert all(_font("Bold", size).getlength(line) <= TEXT_WIDTH for line in lines)
    assert len(lines) * size <= TITLE_BOTTOM - TITLE_TOP


def test_fitted_title_is_large_when_short_and_cut_when_endless():
    assert fitted("Zorg") == (TITLE_SIZES[0], ["Zorg"])
    size, lines = fitted("Meervoudige gebiedsontwikkeling " * 12)
    assert (size, lines[-1][-1]) == (TITLE_SIZES[-1], "…")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=150), st.text(max_size=40))
def test_picture_can_be_drawn_of_every_text(title, kicker):
    assert replace(PICTURE, title=title, kicker=kicker).png().startswith(b"\x89PNG")


def test_picture_is_drawn_within_a_tenth_of_a_second():
    took = []
    for number in range(5):
        begin = time.process_time()
        replace(PICTURE, title=f"Meervoudige gebiedsontwikkeling in het noorden, deel {number}").png()
        took.append(time.process_time() - begin)

    assert min(took) < 0.1
