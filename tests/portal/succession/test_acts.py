"""What an organisation carries finds its new home, all of it or nothing."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import translation

from meetings.models import Attendance
from members.models import MemberRequest, NetworkMembership, Organisation, OutboxMessage, Person, User
from portal.joining import NotPossibleError
from portal.succession.acts import ChangedError, Decision, loads_of, succeed
from portal.succession.case import Succession
from programmes.models import Handover, Hosting, ProgrammeParticipant
from sectors.models import SectorMembership
from tests.factories import (
    DAY,
    ActionItemFactory,
    ActivityParticipantFactory,
    AppointmentFactory,
    AttendanceFactory,
    CircleCoordinatorFactory,
    FocusPointFactory,
    HandoverFactory,
    HostingFactory,
    IdentityProviderFactory,
    JointActivityFactory,
    MeetingFactory,
    MemberRequestFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PersonInvitationFactory,
    PoolEntryFactory,
    PresenterFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    ProgrammeParticipantFactory,
    SeatFactory,
    SectorMembershipFactory,
    SectorYearFactory,
    UserFactory,
    editor_user,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(DAY, 10), tick=False), translation.override("en"):
        yield


@pytest.fixture
def old():
    term = NetworkMembershipFactory(organisation__name="Gemeente Hoogezand", since=date(2014, 1, 1))
    return term.organisation


@pytest.fixture
def new():
    return OrganisationFactory(name="Gemeente Midden")


@pytest.fixture
def editor():
    return editor_user()


def merge(old, new, by, *, day=DAY, reason="", **choices):
    """Merge with the usual choices, other than those named: a choice, or an organisation to which it goes."""
    succession = Succession(old, new, day, by)
    decisions = {}
    for load in loads_of(succession):
        choice = choices.get(load.kind.key, load.kind.open_to(succession)[0])
        other = choice if isinstance(choice, Organisation) else None
        decisions[load.kind.key] = Decision("other" if other else choice, load.stamp, other)
    return succeed(succession=succession, decisions=decisions, reason=reason)


def meeting_on(day, **values):
    return MeetingFactory(starts=moment(day, 13), ends=moment(day, 16), **values)


def periods(rows):
    return set(rows.values_list("organisation__name", "since", "until"))


def test_merger_is_written_down_with_day_and_reason(old, new, editor):
    merge(old, new, editor, reason="Herindeling")

    old.refresh_from_db()
    assert (old.succeeded_by, old.dissolved_on) == (new, DAY)
    event = Organisation.pgh_event_model.objects.filter(id=old.pk).latest("pgh_id")
    assert event.pgh_context == {"user": editor.pk, "reason": "Herindeling"}


def test_merger_ends_periods_and_begins_them_without_overlap(old, new, editor):
    SectorMembershipFactory(organisation=old, since=date(2020, 1, 1))

    merge(old, new, editor)

    assert periods(NetworkMembership.objects) == {(old.name, date(2014, 1, 1), DAY), (new.name, DAY, None)}
    assert periods(SectorMembership.objects) == {(old.name, date(2020, 1, 1), DAY), (new.name, DAY, None)}


def test_merger_keeps_what_the_successor_has_already(old, new, editor):
    mine = SectorMembershipFactory(organisation=old, since=date(2020, 1, 1))
    SectorMembershipFactory(organisation=new, sector=mine.sector, since=date(2018, 1, 1), until=date(2028, 1, 1))
    NetworkMembershipFactory(organisation=new, since=None)

    merge(old, new, editor)

    assert periods(SectorMembership.objects.filter(organisation=new)) == {(new.name, date(2018, 1, 1), None)}
    assert periods(NetworkMembership.objects.filter(organisation=new)) == {(new.name, None, None)}


def test_merger_joins_periods_of_the_successor_that_touch(old, new, editor):
    mine = SectorMembershipFactory(organisation=old, since=date(2020, 1, 1))
    later = DAY + timedelta(days=90)
    SectorMembershipFactory(organisation=new, sector=mine.sector, since=date(2018, 1, 1), until=DAY)
    SectorMembershipFactory(organisation=new, sector=mine.sector, since=later)

    merge(old, new, editor)

    assert periods(SectorMembership.objects.filter(organisation=new)) == {(new.name, date(2018, 1, 1), None)}


def test_merger_begins_later_what_was_to_begin_later(old, new, editor):
    later = DAY + timedelta(days=90)
    SectorMembershipFactory(organisation=old, since=later)

    merge(old, new, editor)

    assert periods(SectorMembership.objects) == {(new.name, later, None)}


def test_merger_takes_hostings_and_running_programmes_along(old, new, editor):
    HostingFactory(organisation=old, since=date(2019, 1, 1))
    ProgrammeParticipantFactory(organisation=old, since=date(2019, 1, 1))
    ended = ProgrammeFactory(state="ended", ended_on=date(2018, 7, 1))
    ProgrammeParticipantFactory(organisation=old, programme=ended, since=date(2013, 1, 1))

    merge(old, new, editor)

    moved = {(old.name, date(2019, 1, 1), DAY), (new.name, DAY, None)}
    assert periods(Hosting.objects) == moved
    assert periods(ProgrammeParticipant.objects.exclude(programme=ended)) == moved
    assert periods(ended.participants) == {(old.name, date(2013, 1, 1), None)}


def test_hostings_may_go_to_another_organisation_or_stay(old, new, editor):
    HostingFactory(organisation=old, since=None)
    third = OrganisationFactory(name="Provincie")

    merge(old, new, editor, platforms=third)

    assert periods(Hosting.objects) == {(old.name, None, DAY), (third.name, DAY, None)}


def test_what_stays_for_later_is_left_as_it_is(old, editor):
    HostingFactory(organisation=old, since=None)

    merge(old, None, editor)

    assert periods(Hosting.objects) == {(old.name, None, None)}
    old.refresh_from_db()
    assert (old.succeeded_by, old.dissolved_on) == (None, DAY)


def test_accepted_handover_moves_on_with_its_source(old, new, editor):
    contact = PersonFactory(organisation=old)
    given = HandoverFactory(
        outside_body="", organisation=old, contact=contact, accepted_at=moment(), acceptance_source="Communiqué"
    )

    merge(old, new, editor)

    following = Handover.objects.get(follows=given)
    assert (following.organisation, following.effective_from, following.workstream) == (new, DAY, given.workstream)
    assert (following.contact, following.kind) == (contact, given.kind)
    assert "2027" in following.acceptance_source


def test_unaccepted_handover_gets_another_destination_in_place(old, new, editor):
    given = HandoverFactory(outside_body="", organisation=old, asked_at=moment(), asked_round=1)

    merge(old, new, editor)

    given.refresh_from_db()
    assert (given.organisation, Handover.objects.count()) == (new, 1)


def test_handover_to_a_third_is_asked_again_of_somebody_there(old, new, editor):
    contact, third = PersonFactory(organisation=old), OrganisationFactory()
    given = HandoverFactory(outside_body="", organisation=old, contact=contact, asked_at=moment(), asked_round=1)

    merge(old, new, editor, handovers=third)

    given.refresh_from_db()
    assert (given.organisation, given.contact, given.asked_at) == (third, None, None)


def test_people_go_over_with_account_seats_roles_and_actions(old, new, editor):
    account = member_user(old)
    sector = SectorMembershipFactory(organisation=old).sector
    seat = SeatFactory(person=account.person, sector=sector)
    role = AppointmentFactory(person=account.person, sector=sector)
    action = ActionItemFactory(owner=account.person)

    merge(old, new, editor)

    for row in (account, account.person, seat, role, action):
        row.refresh_from_db()
    assert (account.person.organisation, account.is_active) == (new, True)
    assert (seat.until, role.until, action.owner) == (None, None, account.person)


def test_seats_end_where_the_successor_takes_no_part(old, new, editor):
    sector = SectorMembershipFactory(organisation=old).sector
    seat = SeatFactory(person=PersonFactory(organisation=old), sector=sector)
    year = SectorYearFactory(sector=sector, year=2027)
    meeting = meeting_on(DAY + timedelta(days=7), sector_year=year)
    AttendanceFactory(meeting=meeting, person=seat.person)

    merge(old, new, editor, sectors="end")

    seat.refresh_from_db()
    assert (seat.until, Attendance.objects.count()) == (DAY, 0)


def test_who_left_before_keeps_the_organisation_of_then(old, new, editor):
    gone = PersonFactory(organisation=old, left_on=date(2020, 1, 1))

    merge(old, new, editor)

    gone.refresh_from_db()
    assert gone.organisation == old


def test_joint_activities_go_along_and_nobody_joins_twice(old, new, editor):
    led = JointActivityFactory(lead=old, state="open")
    joined = ActivityParticipantFactory(organisation=old, activity=led)
    ActivityParticipantFactory(organisation=old)
    ActivityParticipantFactory(organisation=new, activity=led)
    over = ActivityParticipantFactory(organisation=old, activity__state="done")
    entry = PoolEntryFactory(organisation=old)

    merge(old, new, editor)

    led.refresh_from_db()
    entry.refresh_from_db()
    assert (led.lead, entry.organisation) == (new, new)
    assert list(led.participants.all()) == [new]
    assert list(old.joined_activities.all()) == [over]
    assert joined.pk not in new.joined_activities.values_list("pk", flat=True)


def test_coming_meetings_get_another_host_and_past_ones_keep_theirs(old, new, editor):
    coming = meeting_on(DAY + timedelta(days=3), host=old)
    past = meeting_on(DAY - timedelta(days=3), host=old)
    presenter = PresenterFactory(meeting=coming, organisation=old)

    merge(old, new, editor)

    for row in (coming, past, presenter):
        row.refresh_from_db()
    assert (coming.host, coming.version, past.host) == (new, 2, old)
    assert presenter.organisation == new


def test_focus_points_and_partnerships_name_the_successor(old, new, editor):
    point = FocusPointFactory(sector_year=SectorYearFactory(year=2027))
    past = FocusPointFactory(sector_year=SectorYearFactory(year=2026))
    whole = OrganisationFactory()
    point.partners.add(old)
    past.partners.add(old)
    whole.consists_of.add(old, new)

    merge(old, new, editor)

    assert (list(point.partners.all()), list(past.partners.all())) == ([new], [old])
    assert list(whole.consists_of.all()) == [new]


def test_a_successor_never_consists_of_itself(old, new, editor):
    old.consists_of.add(new, partner := OrganisationFactory())

    merge(old, new, editor)

    assert list(new.consists_of.all()) == [partner]
    assert not old.consists_of.exists()


def test_domains_service_and_newcomers_go_to_the_successor(old, new, editor):
    Organisation.objects.filter(pk=old.pk).update(email_domains=["hoogezand.nl", "midden.nl"])
    Organisation.objects.filter(pk=new.pk).update(email_domains=["midden.nl"])
    service, invitation = IdentityProviderFactory(organisation=old), PersonInvitationFactory(organisation=old)
    request = MemberRequestFactory(organisation=old)
    old.refresh_from_db()
    new.refresh_from_db()

    merge(old, new, editor)

    for row in (old, new, service, invitation, request):
        row.refresh_from_db()
    assert (old.email_domains, new.email_domains) == ([], ["midden.nl", "hoogezand.nl"])
    assert (service.organisation, invitation.organisation, request.organisation) == (new, new, new)


def test_who_asked_to_move_to_the_successor_is_there_already(old, new, editor):
    account = member_user(old)
    MemberRequestFactory(account=account, organisation=new, kind="moving", moves_on=DAY)

    merge(old, new, editor)

    assert MemberRequest.objects.get().state == "withdrawn"
    assert Person.objects.get(account=account).organisation == new


def test_dissolved_ends_memberships_seats_and_accounts(old, editor):
    account = member_user(old)
    seat = SeatFactory(person=account.person)
    invitation = PersonInvitationFactory(organisation=old)

    merge(old, None, editor)

    for row in (account, seat, invitation):
        row.refresh_from_db()
    assert (account.is_active, seat.until) == (False, DAY)
    assert invitation.withdrawn_at is not None
    assert periods(NetworkMembership.objects) == {(old.name, date(2014, 1, 1), DAY)}


def test_dissolved_refuses_who_asked_to_come_in(old, editor):
    request = MemberRequestFactory(organisation=old)

    merge(old, None, editor)

    request.refresh_from_db()
    assert request.state == "refused"
    assert old.name in request.reason


def test_people_lead_and_coordinate_on_unless_it_is_ended(old, new, editor):
    person = PersonFactory(organisation=old)
    leading, coordinating = ProgrammeLeaderFactory(person=person), CircleCoordinatorFactory(person=person)

    merge(old, new, editor, circles="end")

    leading.refresh_from_db()
    coordinating.refresh_from_db()
    assert (leading.until, coordinating.until) == (None, DAY)


def test_everybody_concerned_is_told_once_but_not_who_arranged_it(old, new):
    arranger = UserFactory(is_staff=True)
    PersonFactory(account=arranger, organisation=new)
    told = {member_user(old).email, member_user(new).email, editor_user().email}

    merge(old, new, arranger)

    mails = OutboxMessage.objects.filter(kind="succession_done")
    assert sorted(mails.values_list("recipient", flat=True)) == sorted(told)


@pytest.mark.parametrize("days", [1, 400])
def test_a_day_to_come_is_refused(old, new, editor, days):
    with pytest.raises(NotPossibleError, match="on the day itself"):
        merge(old, new, editor, day=DAY + timedelta(days=days))


def test_a_day_before_it_existed_is_refused(old, new, editor):
    with pytest.raises(NotPossibleError, match="Choose a later day"):
        merge(old, new, editor, day=date(2014, 1, 1))


def test_a_day_before_another_merged_into_it_is_refused(old, new, editor):
    OrganisationFactory(succeeded_by=old, dissolved_on=date(2020, 1, 1))

    with pytest.raises(NotPossibleError, match="Choose a later day"):
        merge(old, new, editor, day=date(2019, 1, 1))


def test_merging_into_itself_is_refused(old, editor):
    with pytest.raises(NotPossibleError, match="into itself"):
        merge(old, old, editor)


def test_merging_into_what_exists_no_more_is_refused(old, editor):
    with pytest.raises(NotPossibleError, match="exists no more"):
        merge(old, OrganisationFactory(dissolved_on=DAY), editor)


def test_merging_in_a_circle_is_refused(old, new, editor):
    merge(old, new, editor)

    with pytest.raises(NotPossibleError, match="merged into"):
        merge(new, Organisation.objects.get(pk=old.pk), editor)
    assert not Organisation.objects.filter(pk=new.pk, dissolved_on__isnull=False).exists()


def test_giving_something_to_what_exists_no_more_is_refused(old, new, editor):
    HostingFactory(organisation=old)

    with pytest.raises(NotPossibleError, match="exists no more"):
        merge(old, new, editor, platforms=OrganisationFactory(dissolved_on=DAY))
    assert Organisation.objects.get(pk=old.pk).dissolved_on is None


def test_what_changed_meanwhile_is_named_and_nothing_is_done(old, new, editor):
    HostingFactory(organisation=old)
    succession = Succession(old, new, DAY, editor)
    decisions = {load.kind.key: Decision("successor", load.stamp) for load in loads_of(succession)}
    HostingFactory(organisation=old)
    SectorMembershipFactory(organisation=old)

    with pytest.raises(ChangedError) as error:
        succeed(succession=succession, decisions=decisions)

    assert error.value.keys == ["sectors", "platforms"]
    assert Hosting.objects.filter(organisation=old, until=None).count() == 2


def test_sessions_of_who_goes_along_stay_valid(old, new, editor, client):
    account = member_user(old)
    client.force_login(account)

    merge(old, new, editor)

    assert client.get("/mijn/").status_code == 200
    assert User.objects.get(pk=account.pk).belongs_to_network
