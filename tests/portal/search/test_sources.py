"""Who finds what: nothing that its own page would not show, for each kind with data that could leak."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from meetings.models import Meeting, Topic
from portal.search.hits import hits
from portal.search.lookup import look_up
from portal.search.sources import Kind, sources_for
from tests.factories import (
    AppointmentFactory,
    ArticleFactory,
    CircleCoordinatorFactory,
    FocusPointFactory,
    GatheringFactory,
    InvitationFactory,
    JointActivityFactory,
    KnowledgeCircleFactory,
    MeetingFactory,
    MinutesFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    OutcomeFactory,
    PersonFactory,
    PlatformFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    SectorFactory,
    SectorYearFactory,
    TopicFactory,
    UserFactory,
    WorkstreamFactory,
    editor_user,
    member_user,
)

pytestmark = pytest.mark.django_db

WORD = "zeldzaam"


def readers() -> dict:
    """Someone of each kind; the organisation of the one who left is no member any more."""
    left = OrganisationFactory()
    NetworkMembershipFactory(organisation=left, since=date(2010, 1, 1), until=date(2020, 1, 1))
    return {
        "visitor": AnonymousUser(),
        "account": UserFactory(),
        "left": PersonFactory(organisation=left, account=UserFactory()).account,
        "member": member_user(),
        "editor": editor_user(),
    }


def who_finds(word: str = WORD) -> set[str]:
    """Names of the readers who find anything at all."""
    return {name for name, user in readers().items() if look_up([word], sources_for(user)).rows}


OUTSIDE = {"visitor", "account", "left"}
INSIDE = {"member", "editor"}
ALL = OUTSIDE | INSIDE


def published(**extra) -> dict:
    """What published minutes have."""
    return {"published_at": timezone.now() - timedelta(days=1), "published_by": PersonFactory(), **extra}


def test_sources_show_everyone_what_is_public():
    OrganisationFactory(name=WORD)

    assert who_finds() == ALL


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ALL),
        ({"visibility": Meeting.Visibility.NETWORK}, INSIDE),
        ({"visibility": Meeting.Visibility.INVITED}, {"editor"}),
        ({"state": Meeting.State.DRAFT}, {"editor"}),
        ({"state": Meeting.State.CANCELLED, "state_reason": "Ziek"}, ALL),
    ],
)
def test_sources_show_meetings_to_who_may_see_them(fields, expected):
    MeetingFactory(title=WORD, **fields)

    assert who_finds() == expected


def test_sources_show_a_meeting_to_the_invited():
    account = member_user()
    meeting = MeetingFactory(title=WORD, visibility=Meeting.Visibility.INVITED)
    InvitationFactory(meeting=meeting, person=account.person)

    assert [match.key for match in look_up([WORD], sources_for(account)).rows] == [meeting.pk]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (lambda: published(is_public=True), ALL),
        (lambda: published(is_public=False), INSIDE),
        (lambda: published(published_at=timezone.now() + timedelta(days=1), is_public=True), set()),
        (lambda: {"is_public": True}, set()),
    ],
)
def test_sources_show_minutes_to_who_may_read_them(fields, expected):
    MinutesFactory(text=f"<p>{WORD}</p>", **fields())

    assert who_finds() == expected


def test_sources_show_no_minutes_of_a_meeting_that_is_hidden():
    meeting = MeetingFactory(visibility=Meeting.Visibility.NETWORK)
    MinutesFactory(meeting=meeting, text=f"<p>{WORD}</p>", **published(is_public=True))

    assert who_finds() == INSIDE


def test_sources_quote_minutes_only_to_who_may_read_them():
    meeting = MeetingFactory(title="Open", summary="<p>Samenvatting</p>")
    MinutesFactory(meeting=meeting, text=f"<p>{WORD}</p>", **published(is_public=False))

    def quoted(user) -> str:
        sources = sources_for(user)
        matches = look_up(["open"], sources)
        return "".join(hit.text for hit in hits(matches, matches.rows, sources))

    assert {name for name, user in readers().items() if WORD in quoted(user)} == INSIDE


@pytest.mark.parametrize(
    ("state", "reason", "expected"),
    [
        (Topic.State.IDEA, "", INSIDE),
        (Topic.State.PROPOSED, "", INSIDE),
        (Topic.State.PARKED, "", INSIDE),
        (Topic.State.DECLINED, "Te groot", set()),
        (Topic.State.WITHDRAWN, "", set()),
    ],
)
def test_sources_show_waiting_topics_to_members(state, reason, expected):
    TopicFactory(title=WORD, state=state, state_reason=reason)

    assert who_finds() == expected


@pytest.mark.parametrize("state", [Topic.State.SCHEDULED, Topic.State.PRESENTED])
@pytest.mark.parametrize(
    ("visibility", "expected"),
    [
        (Meeting.Visibility.PUBLIC, ALL),
        (Meeting.Visibility.NETWORK, INSIDE),
        (Meeting.Visibility.INVITED, {"editor"}),
    ],
)
def test_sources_show_topics_with_their_meeting(state, visibility, expected):
    TopicFactory(title=WORD, state=state, meeting=MeetingFactory(visibility=visibility))

    assert who_finds() == expected


def test_sources_show_no_merged_topic():
    TopicFactory(title=WORD, state=Topic.State.MERGED, merged_into=TopicFactory())

    assert who_finds() == set()


@pytest.mark.parametrize(("visibility", "expected"), [("everyone", ALL), ("members", INSIDE), ("nobody", INSIDE)])
def test_sources_show_people_as_their_organisation_does(visibility, expected):
    PersonFactory(name=WORD, organisation=OrganisationFactory(), contact_visibility=visibility)

    assert who_finds() == expected


def test_sources_show_no_one_who_left_the_network():
    employed = {"organisation": OrganisationFactory(), "contact_visibility": "everyone"}
    AppointmentFactory(person=PersonFactory(name=WORD, left_on=timezone.localdate(), **employed))

    assert who_finds() == set()


def test_sources_show_no_one_who_stands_on_no_page():
    PersonFactory(name=WORD, contact_visibility="everyone")

    assert who_finds() == set()


@pytest.mark.parametrize("role", [AppointmentFactory, ProgrammeLeaderFactory, CircleCoordinatorFactory])
@pytest.mark.parametrize(("until", "expected"), [(None, ALL), (date(2020, 1, 1), set())])
def test_sources_show_people_with_a_role_today(role, until, expected):
    role(person=PersonFactory(name=WORD, contact_visibility="nobody"), until=until)

    assert who_finds() == expected


@pytest.mark.parametrize("field", ["email", "phone"])
def test_sources_find_nobody_by_contact_details(field):
    PersonFactory(organisation=OrganisationFactory(), contact_visibility="everyone", **{field: f"{WORD}@example.org"})

    assert who_finds() == set()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ALL),
        ({"published_at": None}, set()),
        ({"published_at": timezone.now() + timedelta(days=900)}, set()),
        ({"withdrawn_at": timezone.now()}, set()),
    ],
)
def test_sources_show_published_articles(fields, expected):
    ArticleFactory(title=WORD, **fields)

    assert who_finds() == expected


def test_sources_show_active_sectors_and_their_focus_points():
    SectorFactory(name=WORD, is_active=False)
    FocusPointFactory(title=WORD, sector_year=SectorYearFactory(sector=SectorFactory(is_active=False)))

    assert who_finds() == set()


def test_sources_hide_what_only_the_inside_of_a_word_would_find():
    MeetingFactory(title=f"A{WORD}heid", visibility=Meeting.Visibility.NETWORK)
    ArticleFactory(title=f"A{WORD}heid", published_at=None)

    assert who_finds() == INSIDE


def test_sources_hold_every_kind_with_the_page_it_leads_to():
    sector = SectorFactory(name=WORD, slug="s")
    meeting = MeetingFactory(title=WORD)
    programme = ProgrammeFactory(name=WORD, slug="p")
    circle = KnowledgeCircleFactory(name=WORD, slug="k")
    organisation = OrganisationFactory(name=WORD, slug="o")
    FocusPointFactory(title=WORD, sector_year=SectorYearFactory(sector=sector, year=2025))
    topic = TopicFactory(title=WORD, sector=sector)
    WorkstreamFactory(title=WORD, outcome=OutcomeFactory(title=WORD, programme=programme))
    PlatformFactory(name=WORD, slug="pl")
    activity = JointActivityFactory(title=WORD, circle=circle)
    PersonFactory(name=WORD, organisation=organisation)
    ArticleFactory(title=WORD, slug="a", published_at=timezone.now() - timedelta(days=1))
    sources = sources_for(editor_user())
    matches = look_up([WORD], sources)

    urls = {match.kind: hit.url for match, hit in zip(matches.rows, hits(matches, matches.rows, sources), strict=True)}

    assert urls == {
        Kind.SECTOR: "/sectoren/s/",
        Kind.FOCUS_POINT: "/sectoren/s/2025/#focus",
        Kind.MEETING: f"/bijeenkomsten/{meeting.pk}/",
        Kind.TOPIC: f"/onderwerpen/{topic.pk}/",
        Kind.PROGRAMME: "/programmas/p/",
        Kind.OUTCOME: "/programmas/p/#outcomes",
        Kind.WORKSTREAM: "/programmas/p/#outcomes",
        Kind.PLATFORM: "/platforms/pl/",
        Kind.CIRCLE: "/kenniskringen/k/",
        Kind.ACTIVITY: f"/activiteiten/{activity.pk}/",
        Kind.ORGANISATION: "/leden/o/",
        Kind.PERSON: "/leden/o/",
        Kind.ARTICLE: f"/nieuws/{timezone.localdate().year}/a/",
    }


def test_sources_lead_from_someone_without_organisation_to_what_they_lead():
    sector = SectorFactory(slug="s")
    AppointmentFactory(sector=sector, person=PersonFactory(name=WORD))
    sources = sources_for(AnonymousUser())
    matches = look_up([WORD], sources)

    assert [hit.url for hit in hits(matches, matches.rows, sources)] == ["/sectoren/s/"]


def test_sources_name_the_circle_of_a_gathering():
    circle = KnowledgeCircleFactory(name="Kring Inkoop")
    GatheringFactory(circle=circle, meeting=MeetingFactory(title=WORD, sector_year=None, number=None))
    sources = sources_for(AnonymousUser())
    matches = look_up([WORD], sources)

    assert [hit.context for hit in hits(matches, matches.rows, sources)] == ["Kring Inkoop"]
