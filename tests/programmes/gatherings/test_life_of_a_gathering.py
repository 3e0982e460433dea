"""A gathering as calendars get it, read back from a mail server: made, joined, left and called off."""

import re

import pytest
from icalendar import Calendar

from meetings.answering.tokens import token_of
from meetings.models import Invitation
from meetings.scheduling.acts import cancel_meeting
from programmes.circles.joining import join_circle, leave_circle
from tests.factories import member_user
from tests.meetings.calendars.strict import faults_in_invitation

pytestmark = pytest.mark.django_db


def arrived(sink):
    """Return by address the method and the event that came, after a look at every byte of it."""
    found = {}
    for mail in sink.mails:
        (shown,) = (part for part in mail.walk() if part.get_content_type() == "text/calendar")
        content = shown.get_payload(decode=True)
        method = shown.get_param("method")
        assert faults_in_invitation(content, method) == []
        found[mail["To"]] = (method, Calendar.from_ical(content).walk("VEVENT")[0], mail)
    sink.mails.clear()
    return found


def methods(found):
    return {address: method for address, (method, _event, _mail) in found.items()}


def test_gathering_lives_in_calendars_of_members_and_others(ring, sink):
    outsider = ring.join()
    meeting = ring.plan()
    ring.work()
    assert arrived(sink) == {}  # planning mails nobody

    ring.mail(meeting)
    made = arrived(sink)
    assert methods(made) == {ring.account.email: "REQUEST", outsider.email: "REQUEST"}
    _method, event, mail = made[outsider.email]
    assert (event["SUMMARY"], event["ORGANIZER"]) == ("Samen inkopen", "mailto:post@brink.example.org")
    assert mail["Reply-To"] == "Iris <iris@example.org>"
    assert re.search("(Georganiseerd door|Organised by): Inkoop", event["DESCRIPTION"])

    bo = member_user(name="Bo", email="bo@example.org")
    join_circle(circle=ring.circle, by=bo)
    ring.work()
    assert methods_of_calendars(sink) == {bo.email: "REQUEST"}

    leave_circle(circle=ring.circle, by=bo)
    ring.work()
    assert methods_of_calendars(sink) == {bo.email: "CANCEL"}

    cancel_meeting(meeting=meeting, reason="Te weinig mensen.", by=ring.account)
    ring.work()
    assert methods(arrived(sink)) == {ring.account.email: "CANCEL", outsider.email: "CANCEL"}


def methods_of_calendars(sink):
    """Leave out what the circle itself tells its coordinator."""
    sink.mails[:] = [mail for mail in sink.mails if mail.is_multipart() and b"text/calendar" in bytes(mail)]
    return methods(arrived(sink))


def test_outsider_answers_by_the_link_in_the_mail(ring, sink, client):
    outsider = ring.join()
    meeting = ring.plan()
    ring.mail(meeting)
    token = token_of(Invitation.objects.get(person=outsider))
    (mail,) = (mail for mail in sink.mails if mail["To"] == outsider.email)
    assert re.search(re.escape(token), mail.get_body(("plain",)).get_content())

    response = client.post(f"/antwoord/{token}/", {"response": "yes"}, follow=True)

    assert response.status_code == 200
    assert meeting.attendances.get(person=outsider).response == "yes"
