"""What changed between two versions, in words."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from meetings.models import Meeting, Minutes
from members.differences import IN, OUT, SAME, Stretch, differences, plain, stretches
from members.models import Organisation, Person
from programmes.models import Platform
from sectors.models import Sector


def texts(model, name, old, new, names=None):
    field = model._meta.get_field(name)
    found = differences([field], model(**{field.attname: old}), model(**{field.attname: new}), names or {})
    return [(each.before, each.after) for each in found]


@pytest.fixture(autouse=True)
def dutch():
    with translation.override("nl"):
        yield


def test_differences_name_the_field_as_editors_know_it():
    field = Sector._meta.get_field("usual_start")

    (found,) = differences([field], Sector(usual_start=time(9)), Sector(usual_start=time(13, 30)), {})

    assert (found.label, found.before, found.after) == (str(field.verbose_name).capitalize(), "09.00", "13.30")


@pytest.mark.parametrize(
    ("model", "name", "value", "text"),
    [
        (Sector, "band", "wad", str(Sector._meta.get_field("band").choices[2][1])),
        (Sector, "usual_weekday", 3, "donderdag"),
        (Sector, "is_active", False, "Nee"),
        (Sector, "months_without", [7, 8], "7, 8"),
        (Platform, "scope", ["management"], str(Platform.Scope.MANAGEMENT.label)),
        (Meeting, "starts", datetime(2027, 4, 22, 11, 30, tzinfo=UTC), "donderdag 22 april 2027, 13.30 uur"),
        (Platform, "since", date(2027, 4, 22), "22 april 2027"),
        (Person, "email", "a@example.org", "a@example.org"),
    ],
)
def test_values_are_written_as_people_read_them(model, name, value, text):
    ((_before, after),) = texts(model, name, None if name != "is_active" else True, value)

    assert after == text


def test_equal_values_are_no_difference():
    assert texts(Sector, "name", "Water", "Water") == []
    assert texts(Sector, "summary", "", "") == []


def test_references_are_called_by_name():
    names = {Organisation: {3: Organisation(name="Gemeente Assen"), 4: Organisation(name="Gemeente Emmen")}}

    assert texts(Person, "organisation", 3, 4, names) == [("Gemeente Assen", "Gemeente Emmen")]


def test_references_to_what_is_gone_give_the_number():
    ((before, after),) = texts(Person, "organisation", None, 77)

    assert before == ""
    assert "77" in after


def test_long_texts_are_compared_word_by_word():
    field = Meeting._meta.get_field("state_reason")

    (found,) = differences(
        [field], Meeting(state_reason="De zaal is dicht."), Meeting(state_reason="De zaal is vol."), {}
    )

    assert found.stretches == (Stretch(SAME, "De zaal is "), Stretch(OUT, "dicht."), Stretch(IN, "vol."))


def test_rich_text_is_compared_without_its_tags():
    ((before, after),) = texts(Minutes, "text", "<p>Een &amp; twee</p><p>drie</p>", "<h2>Een</h2>")

    assert (before, after) == ("Een & twee\ndrie", "Een")


def test_rich_text_that_only_looks_different_is_no_difference():
    assert texts(Minutes, "text", "<p>Een <strong>twee</strong></p>", "<p>Een twee</p>") == []


def test_plain_text_of_hostile_html_has_no_tags():
    assert plain("<p>a</p><script>alert(1)</script><img src=x onerror=y>b") == "a\nb"


def test_what_stays_the_same_for_long_is_cut():
    middle = " ".join(f"w{number}" for number in range(100))

    found = stretches(f"oud {middle}", f"nieuw {middle}")

    assert "…" in found[-1].text
    assert len(found[-1].text.split()) < 30


def test_very_long_texts_are_shown_whole():
    old, new = "oud " * 3000, "nieuw " * 3000

    assert stretches(old, new) == (Stretch(OUT, old), Stretch(IN, new))


@given(st.lists(st.sampled_from("abc "), max_size=30), st.lists(st.sampled_from("abc "), max_size=30))
def test_stretches_hold_every_word_of_both_texts(old, new):
    before, after = "".join(old), "".join(new)

    found = stretches(before, after)

    assert "".join(text for kind, text in found if kind != IN).split() == before.split()
    assert "".join(text for kind, text in found if kind != OUT).split() == after.split()
