"""Two acts at the same moment: one of them happens, the other says why not, and nothing is half done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from members.models import MemberRequest, OutboxMessage, Person, SecurityEvent, User
from portal.departures import close_accounts_of_former_members, end_membership, leave_network
from portal.joining import NotPossibleError
from portal.moving import approve_move, ask_to_move, carry_out_due_moves
from tests.factories import (
    NetworkMembershipFactory,
    PersonFactory,
    SeatFactory,
    admin_user,
    editor_user,
    member_user,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account():
    return member_user()


@pytest.fixture
def organisation():
    return NetworkMembershipFactory().organisation


def at_once(*acts):
    """Run acts at the same moment, each on a connection of its own; return what each raised."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            act()
        except NotPossibleError as error:
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refused(raised):
    return sum(error is not None for error in raised)


def test_asking_twice_at_once_stores_one_request(account, organisation):
    def ask():
        ask_to_move(by=User.objects.get(pk=account.pk), organisation=organisation, moves_on=timezone.localdate())

    raised = at_once(ask, ask)

    assert refused(raised) == 1
    assert MemberRequest.objects.count() == 1


def test_approving_twice_at_once_moves_once(account, organisation):
    request = ask_to_move(by=account, organisation=organisation, moves_on=timezone.localdate())
    editors = [editor_user(), editor_user()]

    raised = at_once(*(lambda editor=editor: approve_move(request=request, by=editor) for editor in editors))

    assert refused(raised) == 1
    assert SecurityEvent.objects.filter(kind="approved").count() == 1


def test_carrying_out_twice_at_once_moves_once(account, organisation):
    today = timezone.localdate()
    request = ask_to_move(by=account, organisation=organisation, moves_on=today + timedelta(days=1))
    approve_move(request=request, by=editor_user())
    MemberRequest.objects.update(moves_on=today)

    at_once(carry_out_due_moves, carry_out_due_moves)

    assert MemberRequest.objects.get().carried_out_at
    assert OutboxMessage.objects.filter(kind="move_done").count() == 1


def test_leaving_twice_at_once_leaves_once(account):
    today = timezone.localdate()

    raised = at_once(
        lambda: leave_network(person=account.person, on=today, by=account),
        lambda: leave_network(person=account.person, on=today + timedelta(days=1), by=account),
    )

    assert refused(raised) == 1
    assert Person.objects.get(account=account).left_on is not None


def test_leaving_while_somebody_approves_the_move_ends_in_having_left(account, organisation):
    today = timezone.localdate()
    request = ask_to_move(by=account, organisation=organisation, moves_on=today + timedelta(days=3))
    editor = editor_user()

    at_once(
        lambda: leave_network(person=account.person, on=today, by=account),
        lambda: approve_move(request=request, by=editor),
    )

    assert Person.objects.get(account=account).left_on == today
    assert MemberRequest.objects.get().state == "withdrawn"


@pytest.mark.parametrize("days", [0, 1])
def test_two_last_admins_who_leave_at_once_leave_one_behind(days):
    day = timezone.localdate() + timedelta(days=days)
    admins = [PersonFactory(account=admin_user()), PersonFactory(account=admin_user())]

    raised = at_once(
        *(lambda person=person: leave_network(person=person, on=day, by=person.account) for person in admins)
    )

    assert refused(raised) == 1
    assert Person.objects.filter(left_on=None).count() == 1


def test_ending_a_membership_twice_at_once_ends_it_once(account):
    organisation, editor, today = account.person.organisation, editor_user(), timezone.localdate()
    seat = SeatFactory(person=account.person)

    def end():
        end_membership(organisation=organisation, on=today, by=editor)

    raised = at_once(end, end)

    seat.refresh_from_db()
    assert (refused(raised), seat.until) == (1, today)
    assert OutboxMessage.objects.filter(kind="leave_organisation").count() == 1


def test_closing_accounts_twice_at_once_logs_it_once(account):
    account.person.organisation.network_memberships.update(until=timezone.localdate())

    at_once(close_accounts_of_former_members, close_accounts_of_former_members)

    assert SecurityEvent.objects.filter(kind="account_closed").count() == 1
