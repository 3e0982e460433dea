"""A circle that gathers, with who keeps it going and who takes part."""

from datetime import timedelta
from itertools import count
from uuid import uuid4

import pytest
from django.utils import timezone

from meetings.inviting.acts import ask_mailing, send_now
from meetings.inviting.sweeps import bring_people_up_to_date, deliver_due_mailings
from members import outbox
from programmes.gatherings.acts import create_gathering
from tests.factories import (
    CircleCoordinatorFactory,
    CircleParticipantFactory,
    KnowledgeCircleFactory,
    NetworkFactory,
    OrganisationFactory,
    PersonFactory,
    member_user,
)
from tests.mail_server import running_sink

numbers = count(1)


class Ring:
    """A circle and its coordinator, who takes part too."""

    def __init__(self):
        NetworkFactory(sender_email="post@brink.example.org")
        self.circle = KnowledgeCircleFactory(name="Inkoop", slug="inkoop")
        self.account = member_user(name="Iris", email="iris@example.org")
        CircleCoordinatorFactory(circle=self.circle, person=self.account.person)
        CircleParticipantFactory(circle=self.circle, person=self.account.person)

    def join(self, person=None):
        """Let someone take part; of an organisation outside the network when nobody is given."""
        person = person or PersonFactory(
            organisation=OrganisationFactory(), email=f"outside{next(numbers)}@example.org"
        )
        CircleParticipantFactory(circle=self.circle, person=person)
        return person

    def plan(self, *, by=None, schedule=True, key=None, **values):
        starts = timezone.now().replace(microsecond=0) + timedelta(days=30)
        given = {"title": "Samen inkopen", "starts": starts, "ends": starts + timedelta(hours=2)}
        given |= {"visibility": "invited", "place": "Assen"} | values
        key = key or uuid4()
        return create_gathering(circle=self.circle, values=given, key=key, schedule=schedule, by=by or self.account)

    def mail(self, meeting):
        """Have the invitations mailed and the workers run."""
        (mailing,) = ask_mailing(meetings=[meeting], by=self.account)
        send_now(mailing=mailing, by=self.account)
        self.work()

    def work(self):
        deliver_due_mailings()
        bring_people_up_to_date()
        outbox.send_due()


@pytest.fixture
def ring():
    return Ring()


@pytest.fixture
def sink(settings):
    with running_sink(settings) as running:
        yield running
