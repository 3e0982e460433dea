import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from meetings.models import Meeting
from tests.factories import (
    InvitationFactory,
    MeetingFactory,
    MinutesFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PreparationFactory,
    SectorFactory,
    SectorYearFactory,
    UserFactory,
    admin_user,
    editor_user,
    member_user,
    moment,
)

NOW = moment(date(2027, 4, 10), 12, 0)
BEFORE, AFTER = NOW - timedelta(days=1), NOW + timedelta(days=1)
Stage, State, Visibility = Meeting.Stage, Meeting.State, Meeting.Visibility
PUBLIC, NETWORK, INVITED = Visibility


def dateless(**kwargs):
    return MeetingFactory(starts=None, ends=None, **{"state": State.DRAFT} | kwargs)


def held(**kwargs):
    return MeetingFactory(starts=BEFORE - timedelta(hours=2), ends=BEFORE, **kwargs)


def prepared(**kwargs):
    return PreparationFactory(**kwargs).meeting


def reported(published_at, **kwargs):
    return MinutesFactory(meeting=held(), published_at=published_at, published_by=PersonFactory(), **kwargs).meeting


@pytest.mark.parametrize(
    ("make", "stage"),
    [
        (dateless, Stage.OPEN),
        (MeetingFactory, Stage.PLANNED),
        (lambda: prepared(opens_on=AFTER, input_closes_on=AFTER, settle_by=AFTER), Stage.PLANNED),
        (lambda: prepared(opens_on=NOW, input_closes_on=AFTER, settle_by=AFTER), Stage.IN_PREPARATION),
        (lambda: prepared(settled_at=BEFORE, settled_by=PersonFactory()), Stage.SETTLED),
        (lambda: prepared(waived_at=BEFORE, waived_by=PersonFactory(), waived_reason="Zomer"), Stage.SETTLED),
        (held, Stage.HELD),
        (lambda: MeetingFactory(starts=BEFORE, ends=NOW), Stage.HELD),
        (lambda: MeetingFactory(starts=BEFORE, ends=AFTER), Stage.PLANNED),
        (lambda: prepared(meeting=held(), settled_at=BEFORE, settled_by=PersonFactory()), Stage.HELD),
        (lambda: MinutesFactory(meeting=held()).meeting, Stage.HELD),
        (lambda: reported(AFTER), Stage.HELD),
        (lambda: reported(NOW), Stage.MINUTES_PUBLISHED),
        (lambda: MeetingFactory(state=State.CANCELLED, state_reason="IJzel"), Stage.CANCELLED),
        (lambda: held(state=State.NOT_HELD, state_reason="Geen onderwerp"), Stage.NOT_HELD),
        (lambda: dateless(state=State.CANCELLED, state_reason="IJzel"), Stage.CANCELLED),
    ],
)
def test_stage_is_what_the_reader_sees(db, make, stage):
    make()

    assert Meeting.objects.with_stage(NOW).get().stage == stage


def test_stage_is_of_now_by_default(db, time_machine):
    MeetingFactory()

    time_machine.move_to("2027-04-22T14:30:00Z")

    assert Meeting.objects.with_stage().get().stage == Stage.HELD


def test_stage_has_a_label_for_every_value():
    assert all(label for _value, label in Stage.choices)


@pytest.fixture
def meetings(db):
    """One meeting of every visibility, twice: scheduled and as a draft."""
    shown = {MeetingFactory(visibility=each, title=f"{each}") for each in Visibility}
    for each in Visibility:
        MeetingFactory(visibility=each, state=State.DRAFT, title=f"draft {each}")
    return shown


def titles_for(user):
    return set(Meeting.objects.visible_to(user).values_list("title", flat=True))


def invite(user):
    for meeting in Meeting.objects.filter(visibility=INVITED):
        InvitationFactory(meeting=meeting, person=user.person)
    return user


def outsider():
    return PersonFactory(organisation=OrganisationFactory(), account=UserFactory()).account


def former_member():
    organisation = NetworkMembershipFactory(until=date(2020, 1, 1)).organisation
    return PersonFactory(organisation=organisation, account=UserFactory()).account


@pytest.mark.parametrize(
    ("make_user", "expected"),
    [
        (lambda: None, {"public"}),
        (AnonymousUser, {"public"}),
        (UserFactory, {"public"}),
        (outsider, {"public"}),
        (former_member, {"public"}),
        (lambda: invite(outsider()), {"public"}),
        (lambda: invite(former_member()), {"public"}),
        (member_user, {"public", "network"}),
        (lambda: invite(member_user()), {"public", "network", "invited"}),
    ],
)
def test_visible_to_follows_membership_and_invitation(meetings, make_user, expected):
    assert titles_for(make_user()) == expected


def test_visible_to_ignores_the_invitation_of_another(meetings):
    invite(member_user())

    assert titles_for(member_user()) == {"public", "network"}


@pytest.mark.parametrize("make_user", [editor_user, admin_user])
def test_visible_to_editors_is_everything(meetings, make_user):
    assert len(titles_for(make_user())) == 6


def test_visible_to_shows_a_meeting_once(meetings):
    user = member_user()
    meeting = Meeting.objects.get(title="public")
    for person in (user.person, PersonFactory(), PersonFactory()):
        InvitationFactory(meeting=meeting, person=person)

    assert Meeting.objects.visible_to(user).filter(title="public").count() == 1


def test_of_sector_includes_joint_meetings_of_others(db):
    sector = SectorFactory()
    own = MeetingFactory(sector_year__sector=sector)
    joint = MeetingFactory()
    joint.joint_sectors.add(sector, SectorFactory())
    MeetingFactory().joint_sectors.add(SectorFactory())
    own.joint_sectors.add(sector)

    assert sorted(each.pk for each in Meeting.objects.of_sector(sector)) == sorted([own.pk, joint.pk])


def test_in_year_keeps_a_meeting_that_moved_into_january(db):
    year = SectorYearFactory(year=2026)
    moved = MeetingFactory(
        sector_year=year, number=8, starts=moment(date(2027, 1, 7)), ends=moment(date(2027, 1, 7), hour=16)
    )
    first = MeetingFactory(sector_year=year, number=1)
    MeetingFactory()

    assert list(Meeting.objects.in_year(year)) == [first, moved]


def test_upcoming_ends_when_the_meeting_ends(db):
    meeting = MeetingFactory(starts=BEFORE, ends=NOW)

    assert list(Meeting.objects.upcoming(NOW - timedelta(seconds=1))) == [meeting]
    assert not Meeting.objects.upcoming(NOW).exists()


def test_upcoming_is_scheduled_and_begins_with_the_first(db):
    later = MeetingFactory(starts=AFTER + timedelta(days=1), ends=AFTER + timedelta(days=2))
    sooner = MeetingFactory(starts=AFTER, ends=AFTER + timedelta(hours=2))
    MeetingFactory(state=State.CANCELLED, state_reason="IJzel")
    MeetingFactory(state=State.DRAFT)
    dateless()

    assert list(Meeting.objects.upcoming(NOW)) == [sooner, later]


def test_by_date_puts_open_dates_last(db):
    year = SectorYearFactory()
    open_dates = [dateless(sector_year=year, number=number) for number in (8, 7)]
    late, early = MeetingFactory(starts=AFTER, ends=AFTER + timedelta(hours=1)), held()

    assert list(Meeting.objects.by_date()) == [early, late, *reversed(open_dates)]


def test_coming_first_puts_the_past_last(db):
    long_ago = MeetingFactory(starts=moment(date(2020, 1, 1)), ends=moment(date(2020, 1, 1), hour=16))
    past, undated = held(), dateless()
    far, near = MeetingFactory(), MeetingFactory(starts=BEFORE, ends=AFTER)

    assert list(Meeting.objects.coming_first(NOW)) == [near, far, undated, past, long_ago]


def test_scheduled_in_follows_the_calendar_of_amsterdam(db):
    new_year = moment(date(2027, 1, 1), 0, 15)  # still 2026 in UTC
    meeting = MeetingFactory(starts=new_year, ends=new_year + timedelta(hours=1))
    MeetingFactory(state=State.DRAFT)
    MeetingFactory(state=State.CANCELLED, state_reason="IJzel")

    assert list(Meeting.objects.scheduled_in(2027)) == [meeting]
    assert not Meeting.objects.scheduled_in(2026).exists()


def test_matching_narrows_by_what_is_given(db):
    sector = SectorFactory()
    meeting = MeetingFactory(sector_year__sector=sector, kind=Meeting.Kind.TRAINING)
    MeetingFactory(sector_year__sector=SectorFactory())

    assert Meeting.objects.matching().count() == 2
    assert list(Meeting.objects.matching(sector=sector, kind="training", month=date(2027, 4, 1))) == [meeting]
    assert not Meeting.objects.matching(sector=sector, month=date(2027, 5, 1)).exists()
    assert not Meeting.objects.matching(kind="event").exists()


def test_months_are_those_with_meetings_the_last_first(db):
    held()
    MeetingFactory()
    MeetingFactory(starts=moment(date(2027, 6, 1)), ends=moment(date(2027, 6, 1), hour=16))
    dateless()

    assert Meeting.objects.months() == [date(2027, 6, 1), date(2027, 4, 1)]


def test_calendar_identity_is_given_once_and_for_all(db):
    meeting = MeetingFactory()
    uid = meeting.ical_uid

    meeting.title = "Anders"
    meeting.save()
    meeting.refresh_from_db()

    assert meeting.ical_uid == uid
    assert re.fullmatch(r"brink-[0-9a-f-]{36}@calendar\.brink\.example", uid)
    assert MeetingFactory().ical_uid != uid


def test_meeting_is_over_once_it_has_ended(time_machine):
    meeting = MeetingFactory.build(sector_year=None, ends=NOW)

    time_machine.move_to(NOW - timedelta(seconds=1), tick=False)
    assert not meeting.is_over
    time_machine.move_to(NOW, tick=False)
    assert meeting.is_over
    assert not Meeting().is_over


def test_meeting_length_is_unknown_while_the_date_is_open():
    assert Meeting(starts=BEFORE, ends=NOW).length == timedelta(days=1)
    assert Meeting().length is None


def test_meeting_without_a_title_is_named_after_its_place_in_the_year(db):
    year = SectorYearFactory(sector__name="Overheden", year=2027)
    gathering = MeetingFactory(title="", sector_year=None, number=None, kind=Meeting.Kind.GATHERING)

    assert str(MeetingFactory(title="", sector_year=year, number=3)) == "Overheden 2027 3"
    assert str(gathering) == gathering.get_kind_display()
    assert str(MeetingFactory(title="Archief")) == "Archief"
    assert gathering.get_absolute_url() == f"/bijeenkomsten/{gathering.pk}/"
