from datetime import date

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

from members.models import Network
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
        ("Projectportfoliomanagement", "longest"),
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


def test_fragment_is_made_once_for_equal_values():
    source = '{% fragment "components/stat.html" value=value total=8 label=label %}'
    house._fragment.cache_clear()

    first = render(source, value=3, label="bijeenkomsten")
    second = render(source, value=3, label="bijeen" + "komsten")

    assert first == second
    assert house._fragment.cache_info().misses == 1


def test_fragment_follows_its_values_and_the_language():
    source = '{% fragment "components/stat.html" value=value total=8 label="label" %}'

    with translation.override("en"):
        english = [render(source, value=3), render(source, value=4)]
    with translation.override("nl"):
        dutch = render(source, value=3)

    assert ["<b>3" in english[0], "<b>4" in english[1]] == [True, True]
    assert "of 8" in english[0]
    assert "of 8" not in dutch


def test_fragment_escapes_a_text_that_equals_safe_markup():
    source = '{% fragment "components/stat.html" value=1 label=label %}'

    safe = render(source, label=mark_safe("<i>label</i>"))
    unsafe = render(source, label="<i>label</i>")

    assert "<i>label</i>" in safe
    assert "<i>" not in unsafe


def test_fragment_refuses_an_instance_of_a_model():
    with pytest.raises(TypeError):
        render('{% fragment "components/stat.html" value=network %}', network=Network(name="Brink"))
