"""/bijeenkomsten/<pk>/uitnodigingen/: the programme manager has invitations mailed, and sees who holds what."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from meetings.calendars.facts import facts_of
from meetings.inviting.audience import plan_of
from meetings.inviting.page import mark_of
from meetings.models import Mailing, Meeting
from members.models import OutboxMessage, Person
from tests.factories import (
    AttendanceFactory,
    CalendarEditionFactory,
    InvitationFactory,
    MailingFactory,
    MeetingFactory,
    NetworkFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    OutboxMessageFactory,
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


@pytest.fixture(autouse=True)
def now(client):
    client.cookies["brink_language"] = "en"
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def meeting():
    year = SectorYearFactory(sector=SectorFactory(name="Water", slug="water"), year=DAY.year)
    return MeetingFactory(sector_year=year, title="De dijk", place="Zoutkamp")


@pytest.fixture
def emmen():
    return NetworkMembershipFactory(organisation=OrganisationFactory(name="Gemeente Emmen")).organisation


@pytest.fixture
def user(client, meeting):
    """The programme manager, who holds an invitation that is right."""
    account = manager_user(meeting.sector_year.sector, OrganisationFactory(name="Waterschap"))
    client.force_login(account)
    holds(account.person, meeting, address=account.email)
    return account


def seated(meeting, organisation, *names):
    """People with a seat in the meeting's sector and an address."""
    sector = meeting.sector_year.sector
    people = [
        PersonFactory(name=name, organisation=organisation, email=f"{name}@example.org".lower()) for name in names
    ]
    return [SeatFactory(sector=sector, person=person).person for person in people]


def holds(person, meeting, **values):
    known = {"address": person.email, "sequence": meeting.ical_sequence, "sent_at": NOW - timedelta(days=2)}
    return InvitationFactory(person=person, meeting=meeting, **known | values)


def url(meeting):
    return f"/bijeenkomsten/{meeting.pk}/uitnodigingen/"


def key(meeting):
    return f"{meeting.pk}-{mark_of(meeting, plan_of(meeting))}"


def ask(client, meeting):
    return client.post(url(meeting), {"meetings": key(meeting)}, follow=True)


def read(client, meeting):
    return Page(client.get(url(meeting)).text)


def told(response):
    return [str(message) for message in response.context["notices"]]


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
def test_page_is_for_who_manages_the_sector(client, meeting, kind, status):
    sector = meeting.sector_year.sector
    makers = {"outsider": UserFactory, "member": member_user, "editor": editor_user, "admin": admin_user}
    makers |= {"chair": lambda: chair_user(sector), "manager": lambda: manager_user(sector)}
    makers |= {"stranger": lambda: manager_user(SectorFactory())}
    client.force_login(makers[kind]())

    assert client.get(url(meeting)).status_code == status
    assert client.post(url(meeting), {"meetings": "x"}).status_code == (status if status == 403 else 302)


def test_visitor_is_asked_to_sign_in(client, meeting):
    assert client.get(url(meeting)).url == f"/account/login/?next={url(meeting)}"


@pytest.mark.parametrize("values", [{"state": "draft"}, {"visibility": "invited"}])
def test_page_of_a_meeting_that_one_may_not_know_of_is_not_found(client, meeting, values):
    Meeting.objects.update(**values)
    client.force_login(manager_user(SectorFactory()))

    assert client.get(url(meeting)).status_code == 404


# what a mailing does


def test_page_says_whom_it_mails_and_what_each_gets(client, meeting, user, emmen):
    anna, _bert = seated(meeting, emmen, "Anna", "Bert")
    left = PersonFactory(name="Ellen", organisation=emmen, email="ellen@example.org")
    holds(left, meeting)
    Meeting.objects.update(ical_sequence=1)
    holds(anna, meeting)

    page = read(client, meeting)

    assert page.together("This mails 4 people at 2 organisations.", within=60)
    assert page.together("Anna", "New version", within=20)
    assert page.together("Bert", "Invitation", within=20)
    assert page.together("Ellen", "Cancellation", within=20)
    assert page.together("Invitation: 1", "New version: 2", "Cancellation: 1", within=60)
    assert page.together("3 people have something in the calendar that is no longer right.", within=80)


def test_page_names_who_has_no_address(client, meeting, user, emmen):
    SeatFactory(sector=meeting.sector_year.sector, person=PersonFactory(name="Cato", organisation=emmen, email=""))

    page = read(client, meeting)

    assert page.together("1 person has no e-mail address here", "Cato", within=120)
    assert page.together("All invitations are up to date.", within=60)


def test_page_of_a_draft_says_that_nobody_is_invited(client, meeting, user, emmen):
    seated(meeting, emmen, "Anna")
    Meeting.objects.update(state=Meeting.State.DRAFT)

    html = client.get(url(meeting)).text

    assert "This meeting is a draft" in html
    assert "Mail the invitations" not in html


def test_page_without_anybody_says_so(client, meeting):
    client.force_login(admin_user())

    page = read(client, meeting)

    assert page.together("There is nobody to invite", within=120)
    assert page.together("Nobody has an invitation yet", within=40)


# asking for it


def test_asking_stores_a_mailing_that_waits_ten_minutes(client, meeting, user, emmen):
    seated(meeting, emmen, "Anna", "Bert")

    response = ask(client, meeting)

    mailing = Mailing.objects.get()
    assert (mailing.asked_by, mailing.due_at) == (user, NOW + timedelta(minutes=10))
    assert told(response) == [
        "This mails 2 people at 1 organisation. It goes out at 14:40; until then you can undo it."
    ]
    assert not OutboxMessage.objects.exists()


def test_waiting_mailing_tells_when_it_goes_and_who_asked(client, meeting, user, emmen):
    seated(meeting, emmen, "Anna")
    ask(client, meeting)

    page = read(client, meeting)

    assert page.together("The mail goes out at 14:40", within=30)
    assert page.together(f"Asked for by {user.person.name}, 14:30.", within=120)
    assert "Mail the invitations" not in page.text


def test_asking_twice_stores_one_mailing(client, meeting, user, emmen):
    seated(meeting, emmen, "Anna")
    sent = {"meetings": key(meeting)}

    client.post(url(meeting), sent)
    response = client.post(url(meeting), sent, follow=True)

    assert Mailing.objects.count() == 1
    assert told(response)[-1] == "These invitations are about to be mailed already."


def test_asking_after_a_change_shows_it_anew(client, meeting, user, emmen):
    seated(meeting, emmen, "Anna")
    sent = {"meetings": key(meeting)}
    Meeting.objects.update(version=2)

    response = client.post(url(meeting), sent, follow=True)

    assert not Mailing.objects.exists()
    assert told(response) == ["Something changed meanwhile, so nobody is mailed yet. Look at the list once more."]


def test_asking_when_somebody_joined_meanwhile_shows_it_anew(client, meeting, user, emmen):
    seated(meeting, emmen, "Anna")
    sent = {"meetings": key(meeting)}
    seated(meeting, emmen, "Bert")

    client.post(url(meeting), sent)

    assert not Mailing.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"meetings": ""}, {"meetings": "1-x"}, {"meetings": "\x00"}])
def test_asking_for_something_else_mails_nobody(client, meeting, user, emmen, sent):
    seated(meeting, emmen, "Anna")

    assert client.post(url(meeting), sent).status_code == 302
    assert not Mailing.objects.exists()


def test_asking_when_nobody_needs_a_mail_says_so(client, meeting, user):
    response = ask(client, meeting)

    assert not Mailing.objects.exists()
    assert told(response) == ["Nobody needs a mail, so nothing goes out."]


def test_asking_once_the_meeting_has_begun_mails_nobody(client, meeting, user, emmen, now):
    seated(meeting, emmen, "Anna")
    sent = {"meetings": key(meeting)}
    now.move_to(moment(DAY, 13, 30))
    client.force_login(user)

    response = client.post(url(meeting), sent, follow=True)

    assert not Mailing.objects.exists()
    assert "This meeting has begun, so its invitations no longer change." in response.text


# undoing it, or not waiting


def decide(client, meeting, act, *mailings):
    return client.post(url(meeting), {"act": act, "mailings": [each.pk for each in mailings]}, follow=True)


def test_withdrawn_mailing_mails_nobody_and_the_page_says_who_holds_an_old_version(client, meeting, user):
    mailing = MailingFactory(meeting=meeting, due_at=NOW + timedelta(minutes=5))
    Meeting.objects.update(ical_sequence=1)

    response = decide(client, meeting, "undo", mailing)

    mailing.refresh_from_db()
    assert (mailing.withdrawn_at, mailing.done_at) == (NOW, None)
    assert told(response) == ["Withdrawn: this mail does not go out."]
    assert "1 person has something in the calendar that is no longer right." in response.text


def test_mailing_that_is_sent_now_is_due(client, meeting, user):
    mailing = MailingFactory(meeting=meeting, due_at=NOW + timedelta(minutes=5))

    response = decide(client, meeting, "now", mailing)

    mailing.refresh_from_db()
    assert mailing.due_at == NOW
    assert told(response) == ["The mail goes out now."]


@pytest.mark.parametrize("act", ["now", "undo"])
@pytest.mark.parametrize(
    ("values", "text"),
    [({"done_at": NOW}, "The mail has gone out already."), ({"withdrawn_at": NOW}, "This mail was withdrawn already.")],
)
def test_mailing_that_waits_no_more_stays_as_it_is(client, meeting, user, act, values, text):
    mailing = MailingFactory(meeting=meeting, due_at=NOW, **values)

    response = decide(client, meeting, act, mailing)

    assert told(response) == [text]
    assert Mailing.objects.filter(pk=mailing.pk, due_at=NOW, **values).exists()


def test_mailing_of_another_meeting_is_left_alone(client, meeting, user):
    other = MailingFactory(due_at=NOW + timedelta(minutes=5))

    assert decide(client, meeting, "undo", other).status_code == 400
    assert Mailing.objects.waiting().get() == other


@pytest.mark.parametrize("sent", [{"act": "undo"}, {"act": "x", "mailings": "1"}, {"act": "now", "mailings": "x"}])
def test_act_that_is_none_is_refused(client, meeting, user, sent):
    assert client.post(url(meeting), sent).status_code == 400


# the ledger


def test_ledger_tells_version_address_mail_and_answer(client, meeting, user, emmen):
    (anna,) = seated(meeting, emmen, "Anna")
    sent = OutboxMessageFactory(state=OutboxMessage.State.SENT, sent_at=NOW)
    holds(anna, meeting, message=sent)
    AttendanceFactory(meeting=meeting, person=anna, response="yes", responded_at=NOW)

    page = read(client, meeting)

    assert page.together(
        "Anna", "Gemeente Emmen", "Up to date", "since Sun 21 Mar", "anna@example.org", "Sent", "Comes"
    )


def test_ledger_tells_what_an_old_version_says(client, meeting, user):
    CalendarEditionFactory(meeting=meeting, sequence=0, facts=facts_of(meeting).as_json())
    Meeting.objects.update(ical_sequence=1, place="Lauwersoog")

    page = read(client, meeting)

    assert page.together(user.person.name, "Old version", "says: Thursday 22 April 2027, 13:30–16:30, Zoutkamp")


def test_ledger_has_failed_mail_first_and_says_what_the_server_said(client, meeting, user, emmen):
    anna, zeger = seated(meeting, emmen, "Anna", "Zeger")
    failed = OutboxMessageFactory(state=OutboxMessage.State.FAILED, error="550 no such user")
    holds(anna, meeting)
    holds(zeger, meeting, message=failed)

    response = client.get(url(meeting))

    assert [row.name for row in response.context["rows"]] == ["Zeger", "Anna", user.person.name]
    assert Page(response.text).together("Zeger", "Failed", "550 no such user")
    assert "/beheer/" not in " ".join(Page(response.text).links)


def test_failed_mail_leads_an_administrator_to_the_outbox(client, meeting, emmen):
    (anna,) = seated(meeting, emmen, "Anna")
    failed = OutboxMessageFactory(state=OutboxMessage.State.FAILED, error="550 no such user")
    holds(anna, meeting, message=failed)
    client.force_login(admin_user())

    links = read(client, meeting).links

    address = reverse("admin:members_outboxmessage_change", args=[failed.pk])
    assert address in links
    assert client.get(address).status_code == 200


def test_ledger_keeps_an_address_that_nobody_is_to_see(client, meeting, user, emmen):
    (anna,) = seated(meeting, emmen, "Anna")
    Person.objects.filter(pk=anna.pk).update(contact_visibility=Person.ContactVisibility.NOBODY)
    holds(anna, meeting)

    page = read(client, meeting)

    assert "anna@example.org" not in page.text
    assert page.together("Anna", "address not shown")


def test_ledger_has_fifty_people_on_a_page(client, meeting, user):
    InvitationFactory.create_batch(50, meeting=meeting)

    assert len(client.get(url(meeting)).context["rows"]) == 50
    assert len(client.get(url(meeting) + "?pagina=2").context["rows"]) == 1
    assert client.get(url(meeting) + "?pagina=3").status_code == 404


def test_history_tells_what_became_of_mailings(client, meeting, user):
    known = {"meeting": meeting, "asked_by": user, "due_at": NOW, "people": 3, "organisations": 2}
    MailingFactory(done_at=NOW, **known)
    MailingFactory(withdrawn_at=NOW, **known)

    page = read(client, meeting)

    assert page.together("Mailed: 14:30, 3 people at 2 organisations", within=200)
    assert page.together("Withdrawn: 14:30", within=200)


@pytest.mark.parametrize("people", [3, 200])
def test_queries_do_not_grow(client, django_assert_num_queries, meeting, user, people):
    NetworkFactory()
    organisations = [NetworkMembershipFactory().organisation for _number in range(min(people, 20))]
    for number in range(people):
        (person,) = seated(meeting, organisations[number % len(organisations)], f"P{number}")
        if number % 2:
            holds(person, meeting, message=OutboxMessageFactory(), sequence=0)
    Meeting.objects.update(ical_sequence=1)
    MailingFactory(meeting=meeting, asked_by=user, due_at=NOW, done_at=NOW)
    MailingFactory(meeting=meeting, asked_by=user, due_at=NOW, withdrawn_at=NOW)

    with django_assert_num_queries(11):
        client.get(url(meeting))
