from datetime import date

import pytest
from django.core.exceptions import ValidationError

from meetings.models import ActionItem
from tests.factories import (
    ActionItemFactory,
    AgendaItemFactory,
    AttendanceFactory,
    ClosedDayFactory,
    DecisionFactory,
    DocumentFactory,
    InvitationFactory,
    MeetingFactory,
    MinutesFactory,
    PersonFactory,
    moment,
)


def test_open_actions_begin_with_the_most_urgent(db):
    someday = ActionItemFactory(due=None)
    later = ActionItemFactory(due=date(2027, 6, 1))
    sooner = ActionItemFactory(due=date(2027, 5, 1))
    ActionItemFactory(due=date(2027, 1, 1), done_at=moment())

    assert list(ActionItem.objects.open()) == [sooner, later, someday]


def test_agenda_follows_its_positions(db):
    meeting = MeetingFactory()
    last = AgendaItemFactory(meeting=meeting, position=9)
    first = AgendaItemFactory(meeting=meeting, position=1)
    also_last = AgendaItemFactory(meeting=meeting, position=9)

    assert list(meeting.agenda_items.all()) == [first, last, also_last]


@pytest.mark.parametrize(
    ("published_at", "is_published"),
    [(None, False), (moment(), True), (moment(hour=14), False)],
)
def test_minutes_are_published_from_their_moment_on(time_machine, published_at, is_published):
    time_machine.move_to(moment(), tick=False)

    assert MinutesFactory.build(meeting=None, published_at=published_at).is_published is is_published


def test_minutes_are_stored_without_unsafe_html(db):
    minutes = MinutesFactory(text="<p>Goed</p><iframe src=x></iframe>")

    minutes.refresh_from_db()

    assert minutes.text == "<p>Goed</p>"


@pytest.mark.parametrize("name", ["virus.exe", "page.html", "picture.svg", "none"])
def test_document_of_a_dangerous_kind_is_refused(db, name):
    document = DocumentFactory(link="", file=f"documents/{name}")

    with pytest.raises(ValidationError) as caught:
        document.full_clean()

    assert set(caught.value.message_dict) == {"file"}


def test_parts_disappear_with_their_meeting(db):
    meeting = MeetingFactory()
    for factory in (ActionItemFactory, AgendaItemFactory, DecisionFactory, DocumentFactory, MinutesFactory):
        factory(meeting=meeting)

    meeting.delete()

    assert not ActionItem.objects.exists()


def test_rows_name_themselves(db):
    person, meeting = PersonFactory(name="An"), MeetingFactory(title="Archief")
    attendance = AttendanceFactory(person=person)
    document = DocumentFactory(title="Nota")

    assert str(AgendaItemFactory(title="Opening")) == "Opening"
    assert str(DecisionFactory(text="Ja" * 50)) == "Ja" * 40
    assert str(ActionItemFactory(text="Rondsturen")) == "Rondsturen"
    assert str(MinutesFactory(meeting=meeting)) == "Archief"
    assert (str(document), document.get_absolute_url()) == ("Nota", f"/documenten/{document.pk}/")
    assert str(attendance) == f"An: {attendance.get_response_display()}"
    assert str(InvitationFactory(person=person, meeting=meeting)) == "An: Archief"
    assert str(ClosedDayFactory(day=date(2027, 3, 17), reason="Verkiezingen")) == "2027-03-17: Verkiezingen"
