"""Leaving the network: a person, or an organisation with its people."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection
from django.test import Client

from members.models import (
    MemberRequest,
    NetworkMembership,
    OutboxMessage,
    Person,
    PersonInvitation,
    SecurityEvent,
    User,
)
from portal.departures import (
    accounts_to_close,
    close_accounts_of_former_members,
    close_accounts_that_left,
    end_membership,
    leave_network,
)
from portal.joining import NotPossibleError
from portal.moving import approve_move, ask_to_move
from sectors.models import Seat, SectorMembership
from tests.factories import (
    DAY,
    ActionItemFactory,
    AppointmentFactory,
    AttendanceFactory,
    CircleCoordinatorFactory,
    CircleParticipantFactory,
    HostingFactory,
    MeetingFactory,
    NetworkMembershipFactory,
    PersonFactory,
    PersonInvitationFactory,
    ProgrammeLeaderFactory,
    SeatFactory,
    SectorMembershipFactory,
    UserFactory,
    admin_user,
    editor_user,
    manager_user,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db

YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(DAY, 10), tick=False) as clock:
        yield clock


@pytest.fixture
def account():
    return member_user(name="Anna Bakker")


@pytest.fixture
def person(account):
    return account.person


def mails(kind):
    return set(OutboxMessage.objects.filter(kind=kind).values_list("recipient", flat=True))


def ends(*rows):
    for row in rows:
        row.refresh_from_db()
    return [row.until for row in rows]


def refuse_mail(kind):
    """Have the database itself refuse a mail, until the test is over."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE members_outboxmessage ADD CONSTRAINT refused CHECK (kind <> '{kind}')")


# a person


def test_leave_ends_everything_on_the_day_and_keeps_the_person(account, person):
    rows = [
        SeatFactory(person=person),
        AppointmentFactory(person=person),
        CircleParticipantFactory(person=person),
        CircleCoordinatorFactory(person=person),
        ProgrammeLeaderFactory(person=person),
    ]

    leave_network(person=person, on=TOMORROW, by=account)

    person.refresh_from_db()
    assert ends(*rows) == [TOMORROW] * 5
    assert (person.left_on, person.organisation is None) == (TOMORROW, False)


def test_leave_today_closes_the_account_and_its_sessions(account, person):
    client = Client()
    client.force_login(account)
    key = client.session.session_key
    UserSession.objects.create(user=account, ip="192.0.2.1", session_key=key, user_agent="Voorbeeld")

    leave_network(person=person, on=DAY, by=account)

    account.refresh_from_db()
    assert not account.is_active
    assert not UserSession.objects.exists()
    assert not Session.objects.filter(pk=key).exists()


def test_leave_tomorrow_leaves_the_account_open(account, person):
    leave_network(person=person, on=TOMORROW, by=account)

    account.refresh_from_db()
    assert account.is_active
    assert mails("leave_person") == {account.email}


def test_leave_gives_open_actions_to_the_successor(account, person):
    action, successor = ActionItemFactory(owner=person), PersonFactory()

    leave_network(person=person, on=DAY, by=account, successor=successor)

    action.refresh_from_db()
    assert action.owner == successor


def test_leave_without_successor_asks_who_leads_the_sector(account, person):
    action = ActionItemFactory(owner=person)
    manager = manager_user(action.meeting.sector_year.sector)

    leave_network(person=person, on=DAY, by=account)

    assert mails("leave_actions") == {manager.email}


def test_leave_withdraws_all_answers_to_come(account, person):
    AttendanceFactory(person=person, meeting=MeetingFactory())

    leave_network(person=person, on=DAY, by=account)

    assert not person.attendances.exists()


def test_leave_twice_is_refused(account, person):
    leave_network(person=person, on=TOMORROW, by=account)

    with pytest.raises(NotPossibleError):
        leave_network(person=person, on=DAY, by=account)

    person.refresh_from_db()
    assert person.left_on == TOMORROW


def test_leave_withdraws_a_move_that_waits(account, person):
    ask_to_move(by=account, organisation=NetworkMembershipFactory().organisation, moves_on=TOMORROW)

    leave_network(person=person, on=DAY, by=account)

    assert MemberRequest.objects.get().state == "withdrawn"


def test_leave_tells_editors_of_ended_roles_and_logs_them(account, person):
    AppointmentFactory(person=person)
    editor = editor_user()

    leave_network(person=person, on=DAY, by=account)

    assert mails("move_roles") == {editor.email}
    kinds = SecurityEvent.objects.order_by("pk").values_list("kind", "actor_id")
    assert list(kinds) == [("role_changed", account.pk), ("account_closed", account.pk)]


def test_leave_of_the_last_admin_is_refused():
    admin = admin_user()
    person = PersonFactory(account=admin)
    seat = SeatFactory(person=person)

    with pytest.raises(NotPossibleError):
        leave_network(person=person, on=TOMORROW, by=admin)

    person.refresh_from_db()
    assert (person.left_on, ends(seat)) == (None, [None])


def test_leave_of_an_admin_beside_one_who_leaves_already_is_refused():
    first, second = PersonFactory(account=admin_user()), PersonFactory(account=admin_user())
    leave_network(person=first, on=TOMORROW, by=first.account)

    with pytest.raises(NotPossibleError):
        leave_network(person=second, on=TOMORROW, by=second.account)


def test_leave_of_somebody_without_account(person):
    colleague = PersonFactory(email="colleague@example.org")

    leave_network(person=colleague, on=DAY, by=editor_user())

    assert mails("leave_person") == {"colleague@example.org"}


def test_leave_that_fails_at_the_last_step_changes_nothing(account, person):
    refuse_mail("leave_person")
    rows = [SeatFactory(person=person), CircleCoordinatorFactory(person=person), ProgrammeLeaderFactory(person=person)]
    action = ActionItemFactory(owner=person)

    with pytest.raises(IntegrityError):
        leave_network(person=person, on=DAY, by=account, successor=PersonFactory())

    person.refresh_from_db()
    action.refresh_from_db()
    account.refresh_from_db()
    assert ends(*rows) == [None, None, None]
    assert (person.left_on, action.owner, account.is_active) == (None, person, True)


def test_accounts_that_left_are_closed_once_their_day_has_come(account, person, now):
    other = member_user()
    leave_network(person=person, on=TOMORROW, by=account)

    close_accounts_that_left()
    assert set(User.objects.filter(is_active=True)) == {account, other}
    now.shift(timedelta(days=4))
    close_accounts_that_left()
    close_accounts_that_left()

    assert set(User.objects.filter(is_active=True)) == {other}
    assert SecurityEvent.objects.filter(kind="account_closed", actor_id=None, about_id=account.pk).count() == 1


def test_account_of_the_last_admin_stays_open_whatever_the_admin_says():
    admin = admin_user()
    PersonFactory(account=admin, left_on=YESTERDAY)

    close_accounts_that_left()

    admin.refresh_from_db()
    assert admin.is_active


# an organisation


@pytest.fixture
def organisation(person):
    return person.organisation


def test_membership_ends_on_the_day_with_all_that_follows(organisation, person):
    term = organisation.network_memberships.get()
    rows = [
        SectorMembershipFactory(organisation=organisation),
        SeatFactory(person=person),
        AppointmentFactory(person=person),
        CircleParticipantFactory(person=person),
    ]
    other = SeatFactory()

    end_membership(organisation=organisation, on=TOMORROW, by=editor_user())

    assert ends(term, *rows) == [TOMORROW] * 5
    assert ends(other) == [None]


def test_membership_that_would_begin_later_is_removed(organisation):
    term = organisation.network_memberships.get()
    NetworkMembership.objects.filter(pk=term.pk).update(until=TOMORROW)
    NetworkMembershipFactory(organisation=organisation, since=DAY + timedelta(days=30))
    SectorMembershipFactory(organisation=organisation, since=DAY + timedelta(days=30))

    end_membership(organisation=organisation, on=DAY, by=editor_user())

    assert list(NetworkMembership.objects.values_list("pk", "until")) == [(term.pk, DAY)]
    assert not SectorMembership.objects.exists()


def test_membership_that_ended_is_refused(organisation):
    end_membership(organisation=organisation, on=DAY, by=editor_user())

    with pytest.raises(NotPossibleError):
        end_membership(organisation=organisation, on=DAY, by=editor_user())


def test_membership_leaves_what_it_hosts_and_leads(organisation, person):
    rows = [
        HostingFactory(organisation=organisation),
        CircleCoordinatorFactory(person=person),
        ProgrammeLeaderFactory(person=person),
    ]

    end_membership(organisation=organisation, on=DAY, by=editor_user())

    assert ends(*rows) == [None, None, None]


def test_membership_that_ends_today_closes_the_accounts_of_its_people(organisation, account):
    colleague = UserFactory(is_staff=True)
    PersonFactory(organisation=organisation, account=colleague)
    other = member_user()
    editor = editor_user()

    end_membership(organisation=organisation, on=DAY, by=editor)

    assert set(User.objects.filter(is_active=True)) == {colleague, other, editor}


def test_membership_that_ends_later_leaves_accounts_open_until_then(organisation, account, now):
    editor = editor_user()
    end_membership(organisation=organisation, on=TOMORROW, by=editor)

    close_accounts_of_former_members()
    assert set(User.objects.filter(is_active=True)) == {account, editor}
    now.shift(timedelta(days=3))
    close_accounts_of_former_members()

    assert set(User.objects.filter(is_active=True)) == {editor}


def test_membership_tells_people_editors_and_who_leads(organisation, account, person):
    action = ActionItemFactory(owner=person)
    manager, editor = manager_user(action.meeting.sector_year.sector), editor_user()

    end_membership(organisation=organisation, on=TOMORROW, by=editor, reason="Fusie")

    assert mails("leave_member") == {account.email}
    assert mails("leave_actions") == {manager.email}
    assert OutboxMessage.objects.get(kind="leave_organisation").context["reason"] == "Fusie"


def test_membership_keeps_the_reason_in_the_history(organisation):
    seat = SeatFactory(person=organisation.people.get())

    end_membership(organisation=organisation, on=DAY, by=editor_user(), reason="Fusie")

    last = Seat.pgh_event_model.objects.filter(id=seat.pk).latest("pgh_id")
    assert last.pgh_context["reason"] == "Fusie"


def test_membership_withdraws_open_invitations(organisation):
    PersonInvitationFactory(organisation=organisation)

    end_membership(organisation=organisation, on=DAY, by=editor_user())

    assert not PersonInvitation.objects.open().exists()


def test_membership_that_fails_at_the_last_step_changes_nothing(organisation, account, person):
    refuse_mail("leave_member")
    rows = [
        organisation.network_memberships.get(),
        SectorMembershipFactory(organisation=organisation),
        SeatFactory(person=person),
        CircleParticipantFactory(person=person),
    ]

    with pytest.raises(IntegrityError):
        end_membership(organisation=organisation, on=DAY, by=editor_user())

    assert ends(*rows) == [None] * 4
    assert User.objects.get(pk=account.pk).is_active


@pytest.mark.parametrize("give", ["nothing", "role", "programme", "move", "new_term"])
def test_accounts_to_close_are_those_without_any_right(account, person, organisation, give):
    organisation.network_memberships.update(until=DAY)
    if give == "role":
        AppointmentFactory(person=person)
    elif give == "programme":
        ProgrammeLeaderFactory(person=person)
    elif give == "new_term":
        NetworkMembershipFactory(organisation=organisation, since=DAY)
    elif give == "move":
        organisation.network_memberships.update(until=None)
        move = ask_to_move(by=account, organisation=NetworkMembershipFactory().organisation, moves_on=TOMORROW)
        approve_move(request=move, by=editor_user())
        organisation.network_memberships.update(until=DAY)

    assert list(accounts_to_close()) == ([account] if give == "nothing" else [])


def test_accounts_of_organisations_that_were_never_members_stay_open():
    PersonFactory(organisation=None, account=UserFactory())
    outside = PersonFactory(account=UserFactory())
    Person.objects.filter(pk=outside.pk).update(organisation=HostingFactory().organisation)

    assert not accounts_to_close().exists()
