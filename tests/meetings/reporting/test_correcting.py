"""Corrections are proposed while there is time, and answered once."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from meetings.models import Correction
from meetings.reporting.correcting import handle_correction, propose_correction
from members.models import OutboxMessage
from tests.factories import (
    CorrectionFactory,
    MeetingFactory,
    MinutesFactory,
    PersonFactory,
    SectorYearFactory,
    chair_user,
    manager_user,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db

DAY = date(2027, 4, 22)
NOW = moment(DAY, 17)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def minutes():
    meeting = MeetingFactory(
        sector_year=SectorYearFactory(), starts=moment(date(2027, 4, 1)), ends=moment(date(2027, 4, 1), 16)
    )
    published = {"published_at": moment(date(2027, 4, 8)), "published_by": PersonFactory(), "corrections_until": DAY}
    return MinutesFactory(meeting=meeting, **published)


def propose(minutes, text="Het waren er vier.", by=None):
    return propose_correction(meeting=minutes.meeting, text=text, by=by or member_user())


def mails():
    return set(OutboxMessage.objects.values_list("kind", "recipient"))


def test_correction_is_stored_and_leaders_get_a_mail(minutes):
    sector, proposer = minutes.meeting.sector_year.sector, member_user()
    leaders = [chair_user(sector), manager_user(sector)]
    chair_user(SectorYearFactory().sector)

    correction = propose(minutes, by=proposer)

    assert (correction.person, correction.text) == (proposer.person, "Het waren er vier.")
    assert mails() == {("correction_proposed", leader.email) for leader in leaders}


def test_same_correction_is_proposed_once(minutes):
    proposer = member_user()
    propose(minutes, by=proposer)

    with pytest.raises(ValidationError, match="already"):
        propose(minutes, by=proposer)

    assert Correction.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"corrections_until": DAY - timedelta(days=1)}, "over"),
        ({"final_at": NOW}, "final"),
        ({"published_at": None, "published_by": None}, "not published"),
    ],
)
def test_correction_outside_its_time_is_refused(minutes, fields, told):
    type(minutes).objects.update(**fields)

    with pytest.raises(ValidationError, match=told):
        propose(minutes)

    assert not Correction.objects.exists()


@pytest.mark.parametrize(("accepts", "line"), [(True, "22 april 2027: Vier, geen drie."), (False, "")])
def test_answer_goes_to_the_proposer_and_a_correction_below_the_minutes(minutes, accepts, line):
    proposer, chair = member_user(), chair_user(minutes.meeting.sector_year.sector)
    correction = CorrectionFactory(minutes=minutes, person=proposer.person)

    handled = handle_correction(correction=correction, is_accepted=accepts, answer="Vier, geen drie.", by=chair)

    minutes.refresh_from_db()
    assert (handled.handled_at, handled.handled_by, handled.answer) == (NOW, chair.person, "Vier, geen drie.")
    assert minutes.corrections == line
    assert mails() == {("correction_handled", proposer.email)}


def test_correction_is_answered_once(minutes):
    chair = chair_user(minutes.meeting.sector_year.sector)
    correction = CorrectionFactory(minutes=minutes)
    handle_correction(correction=correction, is_accepted=False, answer="Nee.", by=chair)

    with pytest.raises(ValidationError, match="already"):
        handle_correction(correction=correction, is_accepted=True, answer="Ja.", by=chair)

    correction.refresh_from_db()
    assert correction.answer == "Nee."


def test_correction_of_final_minutes_is_not_answered(minutes):
    type(minutes).objects.update(final_at=NOW)
    correction = CorrectionFactory(minutes=minutes)

    with pytest.raises(ValidationError, match="final"):
        handle_correction(correction=correction, is_accepted=True, answer="Ja.", by=member_user())
