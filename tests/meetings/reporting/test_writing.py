"""Writing minutes: rows stored apart, stale ones refused, decisions numbered."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection

from meetings.models import ActionItem, Decision, Meeting, Minutes
from meetings.reporting.writing import Change, fingerprint, note_correction, values_of, write_minutes
from tests.factories import (
    ActionItemFactory,
    AgendaItemFactory,
    DecisionFactory,
    MeetingFactory,
    MinutesFactory,
    PersonFactory,
    SectorYearFactory,
    chair_user,
    moment,
)

pytestmark = pytest.mark.django_db

DAY = date(2027, 4, 22)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(DAY, 15), tick=False):
        yield


@pytest.fixture
def meeting():
    return MeetingFactory(sector_year=SectorYearFactory(year=2027), starts=moment(DAY, 14), ends=moment(DAY, 16))


@pytest.fixture
def chair(meeting):
    return chair_user(meeting.sector_year.sector)


def seen(row):
    return fingerprint(values_of(row))


def write(meeting, chair, *changes, remark=""):
    return write_minutes(meeting=meeting, changes=changes, by=chair, remark=remark)


def new_decision(text):
    return Change("decision-new", {"text": text})


def published(meeting, **fields):
    return MinutesFactory(meeting=meeting, published_at=moment(DAY, 14), published_by=PersonFactory(), **fields)


def test_note_is_stored_with_its_item(meeting, chair):
    item = AgendaItemFactory(meeting=meeting)

    count = write(meeting, chair, Change(f"note-{item.pk}", {"note": "Goed."}, base=seen(item)))

    item.refresh_from_db()
    assert (count, item.note) == (1, "Goed.")


def test_introduction_makes_the_minutes(meeting, chair):
    write(meeting, chair, Change("text", {"text": "Kort.\n\nEn <goed>."}, base=fingerprint({"text": ""})))

    assert Minutes.objects.get().text == "<p>Kort.</p><p>En &lt;goed&gt;.</p>"


def test_row_left_alone_keeps_what_another_wrote(meeting, chair):
    item = AgendaItemFactory(meeting=meeting, note="Oud")
    mine = Change(f"note-{item.pk}", {"note": "Oud"}, base=seen(item))
    item.note = "Van een ander"
    item.save()

    assert write(meeting, chair, mine) == 0

    item.refresh_from_db()
    assert item.note == "Van een ander"


def test_row_that_both_changed_is_refused_and_nothing_is_stored(meeting, chair):
    item = AgendaItemFactory(meeting=meeting, note="Oud")
    mine = Change(f"note-{item.pk}", {"note": "Van mij"}, base=seen(item))
    item.note = "Van een ander"
    item.save()

    with pytest.raises(ValidationError) as refused:
        write(meeting, chair, new_decision("We doen het."), mine)

    error = refused.value.error_dict[mine.key][0]
    assert "“Van een ander”" in error.messages[0]
    assert error.params["base"] == seen(item)
    assert not Decision.objects.exists()


def test_row_written_again_over_the_words_of_another_is_stored(meeting, chair):
    item = AgendaItemFactory(meeting=meeting, note="Van een ander")

    write(meeting, chair, Change(f"note-{item.pk}", {"note": "Van mij"}, base=seen(item)))

    item.refresh_from_db()
    assert item.note == "Van mij"


def test_changed_row_that_was_removed_is_refused(meeting, chair):
    decision = DecisionFactory(meeting=meeting)
    mine = Change(f"decision-{decision.pk}", {"text": "Anders", "position": 1}, base=seen(decision))
    decision.delete()

    with pytest.raises(ValidationError, match="removed"):
        write(meeting, chair, mine)


@pytest.mark.parametrize("leftover", [{"text": "", "position": 1}, {"text": "We doen het samen.", "position": 1}])
def test_removed_row_that_was_emptied_or_left_alone_is_let_go(meeting, chair, leftover):
    decision = DecisionFactory(meeting=meeting)
    mine = Change(f"decision-{decision.pk}", leftover, base=seen(decision))
    decision.delete()

    assert write(meeting, chair, mine) == 0


def test_decisions_get_the_next_numbers_of_the_year(meeting, chair):
    DecisionFactory(sector_year=meeting.sector_year, number=6)

    write(meeting, chair, new_decision("Een"))
    write(meeting, chair, new_decision("Twee"))

    rows = Decision.objects.filter(meeting=meeting).values_list("text", "number", "position")
    assert list(rows) == [("Een", 7, 1), ("Twee", 8, 2)]


def test_number_of_a_removed_decision_is_not_given_again(meeting, chair):
    write(meeting, chair, new_decision("Een"))
    first = Decision.objects.get()

    write(meeting, chair, Change(f"decision-{first.pk}", {}, base=seen(first), is_removed=True))
    write(meeting, chair, new_decision("Twee"))

    assert Decision.objects.get().number == 2


def test_decision_of_an_event_has_no_number(chair):
    event = MeetingFactory(sector_year=None, number=None, starts=moment(DAY, 14), ends=moment(DAY, 16))

    write(event, chair, new_decision("Een"))

    assert Decision.objects.get().number is None


def test_new_rows_sent_twice_are_made_once(meeting, chair):
    owner = PersonFactory()
    action = Change("action-new", {"text": "Bellen", "owner": owner.pk, "due": DAY})

    assert write(meeting, chair, new_decision("Een"), action) == 2
    assert write(meeting, chair, new_decision("Een"), action) == 0

    assert Decision.objects.count() == 1
    assert list(ActionItem.objects.values_list("text", "owner", "due")) == [("Bellen", owner.pk, DAY)]


def test_action_is_changed(meeting, chair):
    action = ActionItemFactory(meeting=meeting)
    values = {"text": "Mailen", "owner": None, "due": date(2027, 5, 1)}

    write(meeting, chair, Change(f"action-{action.pk}", values, base=seen(action)))

    action.refresh_from_db()
    assert values_of(action) == values


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"starts": moment(DAY, 17), "ends": moment(DAY, 18)}, "has not begun"),
        ({"state": Meeting.State.CANCELLED, "state_reason": "Storm"}, "not held"),
        ({"state": Meeting.State.DRAFT}, "not held"),
    ],
)
def test_minutes_of_what_is_not_held_are_not_written(meeting, chair, fields, told):
    Meeting.objects.filter(pk=meeting.pk).update(**fields)

    with pytest.raises(ValidationError, match=told):
        write(meeting, chair, new_decision("Een"))


def test_final_minutes_do_not_change(meeting, chair):
    published(meeting, final_at=moment(DAY, 15))

    with pytest.raises(ValidationError, match="final"):
        write(meeting, chair, new_decision("Een"))


def test_published_minutes_change_only_with_a_remark(meeting, chair):
    minutes = published(meeting)

    with pytest.raises(ValidationError, match="Say what you changed"):
        write(meeting, chair, new_decision("Een"))
    write(meeting, chair, new_decision("Een"), remark="Besluit toegevoegd")

    minutes.refresh_from_db()
    assert minutes.corrections == "22 april 2027: Besluit toegevoegd"


def test_published_minutes_keep_their_decisions(meeting, chair):
    published(meeting)
    decision = DecisionFactory(meeting=meeting)

    with pytest.raises(ValidationError, match="keep what they hold"):
        write(meeting, chair, Change(f"decision-{decision.pk}", {}, seen(decision), is_removed=True), remark="Weg")

    assert Decision.objects.exists()


def test_remark_without_a_change_is_not_stored(meeting, chair):
    minutes = published(meeting)

    write(meeting, chair, remark="Niets")

    minutes.refresh_from_db()
    assert minutes.corrections == ""


def test_same_remark_on_one_day_stands_once(meeting):
    minutes = published(meeting, corrections="1 april 2027: Eerder")

    note_correction(minutes, "Naam verbeterd")
    note_correction(minutes, "Naam  verbeterd")

    assert minutes.corrections.splitlines() == ["1 april 2027: Eerder", "22 april 2027: Naam verbeterd"]


@pytest.mark.django_db(transaction=True)
def test_two_meetings_that_record_at_once_get_two_numbers(meeting, chair):
    other = MeetingFactory(sector_year=meeting.sector_year, starts=meeting.starts, ends=meeting.ends)
    start = Barrier(2)

    def record(held):
        start.wait()
        try:
            write(held, chair, new_decision(f"Van {held.pk}"))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(record, [meeting, other]))

    assert sorted(Decision.objects.values_list("number", flat=True)) == [1, 2]
