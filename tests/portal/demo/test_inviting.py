"""The invitations of the demonstration agree with what the portal mails by itself."""

from datetime import date, time

import pytest
import time_machine
from django.core.management import call_command

from meetings.inviting.audience import plan_of
from meetings.inviting.differences import invited_ahead, with_differences
from meetings.inviting.sweeps import bring_people_up_to_date, deliver_due_mailings
from meetings.models import Invitation, Meeting
from members.models import OutboxMessage
from portal.demo.timing import moment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("day", [date(2027, 3, 22), date(2027, 12, 31)])
def test_nobody_is_mailed_by_surprise(day):
    with time_machine.travel(moment(day, time(12)), tick=False):
        call_command("load_demo", verbosity=0)

        bring_people_up_to_date()
        deliver_due_mailings()

        upcoming = Meeting.objects.upcoming().exclude(kind=Meeting.Kind.GATHERING)
        assert set(invited_ahead()) == set(upcoming)
        assert not with_differences().exists()
        assert not OutboxMessage.objects.filter(template="calendar").exists()


def test_one_move_is_still_to_be_mailed():
    call_command("load_demo", verbosity=0)

    of_sectors = Meeting.objects.upcoming().exclude(kind=Meeting.Kind.GATHERING)
    waiting = {meeting: plan for meeting in of_sectors if (plan := plan_of(meeting)).people}

    ((meeting, plan),) = waiting.items()
    assert meeting.sector_year.sector.slug == "veiligheid"
    assert {line.what for line in plan.lines} == {"update"}
    assert len(plan.lines) == Invitation.objects.filter(meeting=meeting).count()
