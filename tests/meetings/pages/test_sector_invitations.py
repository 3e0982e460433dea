"""/sectoren/<slug>/uitnodigingen/: all meetings of a sector whose invitations are to be mailed, at once."""

from datetime import timedelta

import pytest
import time_machine

from meetings.inviting.audience import plan_of
from meetings.inviting.page import mark_of
from meetings.models import Mailing, Meeting
from tests.factories import (
    InvitationFactory,
    MailingFactory,
    MeetingFactory,
    NetworkFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    SectorYearFactory,
    UserFactory,
    admin_user,
    chair_user,
    editor_user,
    manager_user,
    member_user,
    moment,
)
from tests.factories.moments import DAY
from tests.reading import Page

pytestmark = pytest.mark.django_db

NOW = moment(DAY - timedelta(days=30), 14)
URL = "/sectoren/water/uitnodigingen/"


@pytest.fixture(autouse=True)
def now(client):
    client.cookies["brink_language"] = "en"
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def sector():
    return SectorFactory(name="Water", slug="water")


@pytest.fixture
def year(sector):
    return SectorYearFactory(sector=sector, year=DAY.year)


@pytest.fixture
def people(sector):
    organisation = NetworkMembershipFactory(organisation=OrganisationFactory(name="Gemeente Emmen")).organisation
    people = [
        PersonFactory(name=name, organisation=organisation, email=f"{name}@example.org") for name in ("Anna", "Bert")
    ]
    return [SeatFactory(sector=sector, person=person).person for person in people]


@pytest.fixture
def admin(client):
    account = admin_user()
    client.force_login(account)
    return account


def key(meeting):
    return f"{meeting.pk}-{mark_of(meeting, plan_of(meeting))}"


def told(response):
    return [str(message) for message in response.context["notices"]]


def later(**values):
    return {"starts": moment(DAY + timedelta(days=30)), "ends": moment(DAY + timedelta(days=30), 16)} | values


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("outsider", 403),
        ("member", 403),
        ("chair", 403),
        ("editor", 403),
        ("stranger", 403),
        ("manager", 200),
        ("admin", 200),
    ],
)
def test_page_is_for_who_manages_the_sector(client, sector, kind, status):
    makers = {"outsider": UserFactory, "member": member_user, "editor": editor_user, "admin": admin_user}
    makers |= {"chair": lambda: chair_user(sector), "manager": lambda: manager_user(sector)}
    makers |= {"stranger": lambda: manager_user(SectorFactory())}
    client.force_login(makers[kind]())

    assert client.get(URL).status_code == status
    assert client.get("/sectoren/nergens/uitnodigingen/").status_code == 404


def test_page_counts_people_of_several_meetings_once(client, year, people, admin):
    MeetingFactory(sector_year=year, title="De dijk")
    MeetingFactory(sector_year=year, title="De kade", **later())

    page = Page(client.get(URL).text)

    assert page.together("This mails 2 people at 1 organisation.", within=60)
    assert page.together("4 mails in all", within=80)
    assert page.together("Anna", "2 × Invitation", within=30)
    assert page.together("De kade", "2 people at 1 organisation", "Invitation: 2", within=200)


def test_page_shows_only_what_its_manager_mails_and_what_is_ahead(client, sector, year, people, admin):
    shown = MeetingFactory(sector_year=year)
    beside = MeetingFactory(sector_year=None, number=None, kind=Meeting.Kind.EVENT)
    joint = MeetingFactory()
    MeetingFactory(sector_year=year, state=Meeting.State.DRAFT)
    MeetingFactory(sector_year=year, starts=NOW - timedelta(hours=1), ends=NOW + timedelta(hours=1))
    beside.joint_sectors.add(sector)
    joint.joint_sectors.add(sector)

    lines = client.get(URL).context["lines"]

    assert {line.pk for line in lines} == {shown.pk, beside.pk}


def test_meeting_that_is_up_to_date_is_left_out(client, year, people, admin):
    meeting = MeetingFactory(sector_year=year)
    for person in people:
        InvitationFactory(meeting=meeting, person=person, address=person.email)

    assert "All invitations are up to date" in client.get(URL).text


def test_asking_mails_the_meetings_that_were_chosen(client, year, people, admin):
    dyke, quay = MeetingFactory(sector_year=year), MeetingFactory(sector_year=year, **later())
    MeetingFactory(sector_year=year, **later())

    response = client.post(URL, {"meetings": [key(dyke), key(quay)]}, follow=True)

    assert {mailing.meeting for mailing in Mailing.objects.waiting()} == {dyke, quay}
    assert told(response) == [
        "This mails 2 people at 1 organisation. It goes out at 14:40; until then you can undo it."
    ]
    assert [line.pk for line in response.context["waiting"]] == [dyke.pk, quay.pk]
    assert len(response.context["lines"]) == 1


def test_asking_for_no_meeting_says_so(client, year, people, admin):
    MeetingFactory(sector_year=year)

    response = client.post(URL, {}, follow=True)

    assert not Mailing.objects.exists()
    assert told(response) == ["Choose at least one meeting."]


def test_asking_when_one_meeting_changed_mails_none(client, year, people, admin):
    dyke, quay = MeetingFactory(sector_year=year), MeetingFactory(sector_year=year, **later())
    sent = {"meetings": [key(dyke), key(quay)]}
    Meeting.objects.filter(pk=quay.pk).update(version=2)

    response = client.post(URL, sent, follow=True)

    assert not Mailing.objects.exists()
    assert told(response) == ["Something changed meanwhile, so nobody is mailed yet. Look at the list once more."]


def test_asking_twice_stores_one_mailing_each(client, year, people, admin):
    sent = {"meetings": [key(MeetingFactory(sector_year=year)), key(MeetingFactory(sector_year=year, **later()))]}

    client.post(URL, sent)
    response = client.post(URL, sent, follow=True)

    assert Mailing.objects.count() == 2
    assert told(response)[-1] == "These invitations are about to be mailed already."


def test_undoing_all_withdraws_what_waits_and_tells_what_went_out(client, year, people, admin):
    due = {"due_at": NOW + timedelta(minutes=5)}
    waiting = MailingFactory(meeting=MeetingFactory(sector_year=year), **due)
    gone = MailingFactory(meeting=MeetingFactory(sector_year=year, **later()), done_at=NOW, **due)

    response = client.post(URL, {"act": "undo", "mailings": [waiting.pk, gone.pk]}, follow=True)

    assert Mailing.objects.get(withdrawn_at=NOW) == waiting
    assert told(response) == ["Withdrawn: this mail does not go out.", "The mail has gone out already."]


def test_mailing_of_another_sector_is_left_alone(client, year, admin):
    other = MailingFactory(meeting=MeetingFactory(), due_at=NOW)

    assert client.post(URL, {"act": "undo", "mailings": [other.pk]}).status_code == 400
    assert Mailing.objects.waiting().get() == other


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client, django_assert_num_queries, year, people, admin, rows):
    NetworkFactory()
    for number in range(rows):
        MeetingFactory(sector_year=year)
        waiting = MeetingFactory(sector_year=year, **later(title=f"Later {number}"))
        MailingFactory(meeting=waiting, asked_by=admin, due_at=NOW + timedelta(minutes=5))

    with django_assert_num_queries(8):
        client.get(URL)
