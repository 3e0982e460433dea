"""A change of employer: asked, approved and carried out on its day."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection

from members.models import MemberRequest, NetworkMembership, OutboxMessage, Person, SecurityEvent
from portal.joining import NotPossibleError
from portal.moving import approve_move, ask_to_move, carry_out_due_moves, open_move, withdraw_move
from sectors.models import Appointment, Seat
from tests.factories import (
    DAY,
    ActionItemFactory,
    AppointmentFactory,
    AttendanceFactory,
    CircleCoordinatorFactory,
    CircleParticipantFactory,
    ContributionFactory,
    MeetingFactory,
    NetworkMembershipFactory,
    PersonFactory,
    ProgrammeLeaderFactory,
    SeatFactory,
    SectorFactory,
    SectorMembershipFactory,
    SectorYearFactory,
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
def organisation():
    return NetworkMembershipFactory(organisation__name="Waterschap Voorbeeld").organisation


def asked(account, organisation, **fields):
    return ask_to_move(by=account, organisation=organisation, moves_on=DAY, **fields)


def approved(account, organisation, *, moves_on=DAY, **fields):
    request = ask_to_move(by=account, organisation=organisation, moves_on=moves_on, **fields)
    return approve_move(request=request, by=editor_user())


def mails(kind):
    return list(OutboxMessage.objects.filter(kind=kind).order_by("pk").values_list("recipient", flat=True))


# asking


def test_ask_stores_the_request_with_its_wishes(account, organisation):
    sector = SectorFactory()

    request = asked(account, organisation, job_title="Adviseur", sectors=[sector])

    assert (request.kind, request.state, request.name) == ("moving", "waiting", "Anna Bakker")
    assert [wish.sector for wish in request.seat_wishes.all()] == [sector]
    assert open_move(account) == request


def test_ask_twice_is_refused_and_stores_nothing(account, organisation):
    asked(account, organisation)

    with pytest.raises(NotPossibleError):
        asked(account, organisation)

    assert MemberRequest.objects.count() == 1


def test_ask_while_an_approved_move_waits_for_its_day_is_refused(account, organisation):
    approved(account, organisation, moves_on=TOMORROW)

    with pytest.raises(NotPossibleError):
        asked(account, NetworkMembershipFactory().organisation)


def test_ask_for_one_s_own_organisation_is_refused(account):
    with pytest.raises(NotPossibleError):
        asked(account, account.person.organisation)


def test_ask_for_a_former_member_is_refused(account, organisation):
    NetworkMembership.objects.filter(organisation=organisation).update(until=DAY)

    with pytest.raises(NotPossibleError):
        asked(account, organisation)


def test_withdraw_takes_back_one_s_own(account, organisation):
    request = asked(account, organisation)

    withdraw_move(request=request, by=account)

    request.refresh_from_db()
    assert request.state == "withdrawn"
    assert open_move(account) is None


def test_withdraw_takes_back_what_was_approved_for_later(account, organisation):
    request = approved(account, organisation, moves_on=TOMORROW)

    withdraw_move(request=request, by=account)

    request.refresh_from_db()
    assert (request.state, request.decided_by) == ("withdrawn", None)


def test_withdraw_of_what_was_carried_out_is_refused(account, organisation):
    request = approved(account, organisation)

    with pytest.raises(NotPossibleError):
        withdraw_move(request=request, by=account)


def test_withdraw_by_somebody_else_is_refused(account, organisation):
    with pytest.raises(PermissionDenied):
        withdraw_move(request=asked(account, organisation), by=member_user())


# approving


def test_approve_moves_the_person_at_once_when_the_day_has_come(account, organisation):
    request = approved(account, organisation, job_title="Adviseur")

    person = Person.objects.get(pk=account.person.pk)
    assert (person.organisation, person.job_title) == (organisation, "Adviseur")
    assert request.carried_out_at is not None
    assert mails("move_done") == [account.email]


def test_approve_for_a_day_to_come_changes_nothing_yet(account, organisation):
    before = account.person.organisation
    seat = SeatFactory(person=account.person)

    request = approved(account, organisation, moves_on=TOMORROW)

    assert (request.state, request.carried_out_at) == ("approved", None)
    assert Person.objects.get(pk=account.person.pk).organisation == before
    assert Seat.objects.get().until is seat.until
    assert mails("move_approved") == [account.email]


def test_approve_by_the_manager_of_the_new_organisation(account, organisation):
    sector = SectorMembershipFactory(organisation=organisation).sector

    request = approve_move(request=asked(account, organisation), by=manager_user(sector))

    assert request.state == "approved"


def test_approve_by_the_manager_of_the_old_organisation_only_is_refused(account, organisation):
    sector = SectorMembershipFactory(organisation=account.person.organisation).sector

    with pytest.raises(PermissionDenied):
        approve_move(request=asked(account, organisation), by=manager_user(sector))


def test_approve_by_who_lost_the_role_meanwhile_is_refused(account, organisation):
    manager = manager_user(SectorMembershipFactory(organisation=organisation).sector)
    Appointment.objects.filter(person__account=manager).update(until=DAY)
    request = asked(account, organisation)

    with pytest.raises(PermissionDenied):
        approve_move(request=request, by=manager)

    request.refresh_from_db()
    assert request.state == "waiting"


def test_approve_of_one_s_own_request_is_refused(organisation):
    editor = editor_user()
    PersonFactory(account=editor, organisation=NetworkMembershipFactory().organisation)

    with pytest.raises(PermissionDenied):
        approve_move(request=asked(editor, organisation), by=editor)


def test_approve_twice_is_refused(account, organisation):
    request = approved(account, organisation, moves_on=TOMORROW)

    with pytest.raises(NotPossibleError):
        approve_move(request=request, by=editor_user())


def test_approve_of_what_was_withdrawn_is_refused(account, organisation):
    request = asked(account, organisation)
    withdraw_move(request=request, by=account)

    with pytest.raises(NotPossibleError):
        approve_move(request=request, by=editor_user())


def test_approve_of_who_moved_there_meanwhile_is_refused(account, organisation):
    request = asked(account, organisation)
    Person.objects.filter(account=account).update(organisation=organisation)

    with pytest.raises(NotPossibleError):
        approve_move(request=request, by=editor_user())

    request.refresh_from_db()
    assert request.state == "waiting"


def test_approve_of_who_leaves_the_network_is_refused(account, organisation):
    request = asked(account, organisation)
    Person.objects.filter(account=account).update(left_on=TOMORROW)

    with pytest.raises(NotPossibleError):
        approve_move(request=request, by=editor_user())


def test_approve_leaves_lines_in_the_security_log(account, organisation):
    AppointmentFactory(person=account.person)

    approved(account, organisation)

    kinds = SecurityEvent.objects.order_by("pk").values_list("kind", "about_model")
    assert list(kinds) == [("approved", "members.memberrequest"), ("role_changed", "sectors.appointment")]


def test_approve_that_fails_at_the_last_step_changes_nothing(account, organisation):
    refuse_mail("move_done")
    seat, role = SeatFactory(person=account.person), AppointmentFactory(person=account.person)
    action = ActionItemFactory(owner=account.person)
    request = asked(account, organisation, successor=PersonFactory(organisation=account.person.organisation))

    with pytest.raises(IntegrityError):
        approve_move(request=request, by=editor_user())

    for row in (seat, role, action, request):
        row.refresh_from_db()
    assert (seat.until, role.until, action.owner, request.state) == (None, None, account.person, "waiting")
    assert Person.objects.get(account=account).organisation == account.person.organisation
    assert not SecurityEvent.objects.exists()


def refuse_mail(kind, to=""):
    """Have the database itself refuse a mail, to everybody or to one address, until the test is over."""
    refused = f"kind = '{kind}'" + (f" AND recipient = '{to}'" if to else "")
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE members_outboxmessage ADD CONSTRAINT refused CHECK (NOT ({refused}))")


# carrying out


def test_carry_out_ends_seats_only_where_the_new_organisation_takes_no_part(account, organisation):
    lost, kept = SeatFactory(person=account.person), SeatFactory(person=account.person)
    SectorMembershipFactory(organisation=organisation, sector=kept.sector)

    approved(account, organisation)

    assert dict(Seat.objects.values_list("pk", "until")) == {lost.pk: DAY, kept.pk: None}


def test_carry_out_removes_seats_that_would_begin_later(account, organisation):
    SeatFactory(person=account.person, since=TOMORROW)

    approved(account, organisation)

    assert not Seat.objects.exists()


def test_carry_out_ends_roles_and_tells_editors(account, organisation):
    role = AppointmentFactory(person=account.person)
    leading = ProgrammeLeaderFactory(person=account.person)
    editor = editor_user()

    approve_move(request=asked(account, organisation), by=editor)

    role.refresh_from_db()
    leading.refresh_from_db()
    assert (role.until, leading.until) == (DAY, DAY)
    assert mails("move_roles") == [editor.email]


def test_carry_out_leaves_circles_with_the_person(account, organisation):
    rows = [CircleParticipantFactory(person=account.person), CircleCoordinatorFactory(person=account.person)]

    approved(account, organisation)

    for row in rows:
        row.refresh_from_db()
    assert [row.until for row in rows] == [None, None]


def test_carry_out_gives_open_actions_to_the_successor(account, organisation):
    successor = PersonFactory(organisation=account.person.organisation)
    action = ActionItemFactory(owner=account.person)

    approved(account, organisation, successor=successor)

    action.refresh_from_db()
    assert action.owner == successor
    assert mails("leave_actions") == []


@pytest.mark.parametrize("changed", [{"left_on": DAY}, {"organisation": None}])
def test_carry_out_with_a_successor_who_went_tells_who_leads(account, organisation, changed):
    successor = PersonFactory(organisation=account.person.organisation)
    action = ActionItemFactory(owner=account.person)
    manager = manager_user(action.meeting.sector_year.sector)
    request = asked(account, organisation, successor=successor)
    Person.objects.filter(pk=successor.pk).update(**changed)

    approve_move(request=request, by=editor_user())

    action.refresh_from_db()
    assert action.owner == account.person
    assert mails("leave_actions") == [manager.email]


def test_carry_out_without_successor_tells_editors_where_nobody_leads(account, organisation):
    ActionItemFactory(owner=account.person)
    editor = editor_user()

    approve_move(request=asked(account, organisation), by=editor)

    assert mails("leave_actions") == [editor.email]


def test_carry_out_gives_the_seats_wished_as_far_as_the_organisation_takes_part(account, organisation):
    sector = SectorMembershipFactory(organisation=organisation).sector

    approved(account, organisation, sectors=[sector, SectorFactory()])

    assert list(Seat.objects.values_list("sector", "since", "until")) == [(sector.pk, DAY, None)]


def test_carry_out_keeps_the_organisation_of_then(account, organisation):
    before = account.person.organisation
    held = MeetingFactory(starts=moment(YESTERDAY), ends=moment(YESTERDAY, 16))
    attendance = AttendanceFactory(person=account.person, meeting=held, organisation=before)
    contribution = ContributionFactory(person=account.person, meeting=held, organisation=before)

    approved(account, organisation)

    attendance.refresh_from_db()
    contribution.refresh_from_db()
    assert (attendance.organisation, contribution.organisation) == (before, before)


def test_carry_out_withdraws_answers_to_sectors_left_only(account, organisation):
    lost, kept = SeatFactory(person=account.person), SeatFactory(person=account.person)
    AppointmentFactory(person=account.person, sector=kept.sector)
    SectorMembershipFactory(organisation=organisation, sector=kept.sector)
    for seat in (lost, kept):
        meeting = MeetingFactory(sector_year=SectorYearFactory(sector=seat.sector))
        AttendanceFactory(person=account.person, meeting=meeting)

    approved(account, organisation)

    assert [row.meeting.sector_year.sector for row in account.person.attendances.all()] == [kept.sector]


def test_due_moves_are_carried_out_late_on_their_own_day(account, organisation, now):
    seat = SeatFactory(person=account.person)
    request = approved(account, organisation, moves_on=TOMORROW)

    carry_out_due_moves()
    now.shift(timedelta(days=5))
    carry_out_due_moves()

    seat.refresh_from_db()
    request.refresh_from_db()
    assert seat.until == TOMORROW
    assert request.carried_out_at == moment(DAY + timedelta(days=5), 10)
    assert Person.objects.get(account=account).organisation == organisation


def test_due_moves_name_who_approved_in_the_history(account, organisation, now):
    editor, seat = editor_user(), SeatFactory(person=account.person)
    approve_move(request=ask_to_move(by=account, organisation=organisation, moves_on=TOMORROW), by=editor)
    now.shift(timedelta(days=1))

    carry_out_due_moves()

    last = Seat.pgh_event_model.objects.filter(id=seat.pk).latest("pgh_id")
    assert last.pgh_context["user"] == editor.pk


def test_due_moves_run_twice_are_carried_out_once(account, organisation, now):
    approved(account, organisation, moves_on=TOMORROW)
    now.shift(timedelta(days=1))

    carry_out_due_moves()
    Person.objects.filter(account=account).update(job_title="Anders")
    carry_out_due_moves()

    assert Person.objects.get(account=account).job_title == "Anders"
    assert mails("move_done") == [account.email]


def test_due_move_that_became_impossible_is_withdrawn_and_holds_up_no_other(account, organisation, now):
    impossible = approved(account, organisation, moves_on=TOMORROW)
    other = member_user()
    approved(other, organisation, moves_on=TOMORROW)
    Person.objects.filter(account=account).update(left_on=DAY)
    now.shift(timedelta(days=1))

    carry_out_due_moves()

    impossible.refresh_from_db()
    assert impossible.state == "withdrawn"
    assert Person.objects.get(account=other).organisation == organisation


def test_due_move_that_fails_is_tried_again_and_holds_up_no_other(account, organisation, now):
    refuse_mail("move_done", to=account.email)
    failing = approved(account, organisation, moves_on=TOMORROW)
    other = member_user()
    approved(other, organisation, moves_on=TOMORROW)
    now.shift(timedelta(days=1))

    carry_out_due_moves()

    failing.refresh_from_db()
    assert failing.carried_out_at is None
    assert [Person.objects.get(account=each).organisation == organisation for each in (account, other)] == [False, True]
