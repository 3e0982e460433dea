"""Calendar links end with the account, and two that are asked for at once do not both come."""

from datetime import timedelta

import pytest
import time_machine

from members.models import CalendarLink
from portal.calendar_links import make_link
from portal.departures import close_accounts_that_left, leave_network
from tests.factories import DAY, CalendarLinkFactory, PersonFactory, UserFactory, admin_user, member_user, moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(DAY, 10), tick=False) as clock:
        yield clock


def open_links():
    return set(CalendarLink.objects.filter(revoked_at__isnull=True).values_list("name", flat=True))


def test_links_end_with_the_account(now):
    person = member_user().person
    make_link(person=person, name="Phone")
    CalendarLinkFactory(name="Of somebody else", person=PersonFactory(account=UserFactory()))

    leave_network(person=person, on=DAY, by=admin_user())

    assert open_links() == {"Of somebody else"}


def test_links_stay_until_the_day_has_come(now):
    person = member_user().person
    make_link(person=person, name="Phone")
    leave_network(person=person, on=DAY + timedelta(days=1), by=admin_user())

    before = open_links()
    now.shift(24 * 60 * 60)
    close_accounts_that_left()

    assert (before, open_links()) == ({"Phone"}, set())


def test_link_stays_revoked_when_the_account_opens_again():
    person = member_user().person
    make_link(person=person, name="Phone")
    leave_network(person=person, on=DAY, by=admin_user())
    person.account.is_active = True
    person.account.save()

    assert not CalendarLink.objects.open().exists()
