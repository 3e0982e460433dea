from datetime import date

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import translation

from members.templatetags import house


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Sanne Voorbeeld", "SV"), ("Jan van der Proef", "JP"), ("Prins", "P"), ("anna blij", "AB"), ("", "")],
)
def test_initials_of_a_name(name, expected):
    assert house.initials(name) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [("050 000 00 00", "0500000000"), ("+31 (0)50 - 000 0000", "+31500000000")],
)
def test_tel_keeps_what_a_telephone_dials(number, expected):
    assert house.tel(number) == expected


@pytest.mark.parametrize(
    ("title", "size"),
    [
        ("Overheden", "short"),
        ("Gezondheid en zorg", "medium"),
        ("Samenwerkingsverbanden", "long"),
        ("Een heel lange titel van een artikel in de krant", "long"),
        ("", "short"),
    ],
)
def test_title_size_follows_the_longest_word_and_the_length(title, size):
    assert house.title_size(title) == size


def test_track_fills_what_is_reached():
    assert house.track(3, 5) == [True, True, True, False, False]
    assert house.track(6, 5) == [True] * 5


def test_page_numbers_leave_out_the_far_ones():
    page = Paginator(range(200), 10).page(10)

    assert list(house.page_numbers(page)) == [1, "…", 9, 10, 11, "…", 20]


def test_icon_is_hidden_from_screen_readers():
    svg = render('{% icon "mail" 16 %}')

    assert svg.startswith('<svg width="16" height="16"')
    assert 'aria-hidden="true"' in svg
    assert 'class="icon"' in svg


def test_icon_without_drawing_prints_nothing():
    assert render('{% icon "no-such-icon" %}') == ""


def test_rich_text_prints_safe_html_only():
    assert render("{{ text|rich_text }}", text="<p>a</p><script>b</script>") == "<p>a</p>"
    assert render("{{ text|rich_text }}", text=None) == ""


def test_date_filters_are_built_in():
    with translation.override("nl"):
        text = render("{{ day|date_short }} {{ day|day_number }}", day=date(2027, 4, 2))

    assert text == "vr 2 apr 2"


def test_head_title_is_told_to_browser_and_sharer():
    html = render("{% head_title %}\n {{ name }} {% endhead_title %}", name='Bed & "brood"')

    assert html.splitlines() == [
        "<title>Bed &amp; &quot;brood&quot;</title>",
        '<meta property="og:title" content="Bed &amp; &quot;brood&quot;">',
    ]


def test_head_description_without_text_prints_nothing():
    assert render("{% head_description %}  {% endhead_description %}") == ""
