"""/mijn/: what is asked of someone, what he takes part in, and that nothing of others is on it."""

from datetime import date

import pytest
import time_machine
from allauth.account.models import EmailAddress

from tests.factories import (
    ActionItemFactory,
    AttendanceFactory,
    CircleCoordinatorFactory,
    CircleParticipantFactory,
    ContributionFactory,
    MeetingFactory,
    MemberRequestFactory,
    NetworkFactory,
    OrganisationFactory,
    PersonFactory,
    PreparationFactory,
    SeatFactory,
    SectorFactory,
    SectorMembershipFactory,
    SectorYearFactory,
    UserFactory,
    chair_user,
    manager_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 1)


@pytest.fixture(autouse=True)
def now(client):
    client.cookies["brink_language"] = "en"
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def sector():
    return SectorFactory(name="Water", slug="water")


@pytest.fixture
def user(sector):
    account = member_user(name="Wieke Water")
    SeatFactory(sector=sector, person=account.person, mail="weekly", calendar="feed")
    return account


def read(client, user):
    client.force_login(user)
    response = client.get("/mijn/")
    assert response.status_code == 200
    return Page(response.text)


def meeting_of(sector, **fields):
    return MeetingFactory(sector_year=sector.years.first() or SectorYearFactory(sector=sector), **fields)


def asking(organisation):
    account = UserFactory()
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    return MemberRequestFactory(account=account, organisation=organisation)


# who opens it


def test_visitor_signs_in_first(client):
    response = client.get("/mijn/")

    assert response.headers["Location"] == "/account/login/?next=/mijn/"


def test_account_without_person_waits(client):
    client.force_login(UserFactory())

    assert client.get("/mijn/").headers["Location"] == "/wachten/"


def test_who_left_the_network_is_refused(client):
    client.force_login(PersonFactory(account=UserFactory(), left_on=TODAY).account)

    assert client.get("/mijn/").status_code == 403


def test_page_is_kept_out_of_caches(client, user):
    client.force_login(user)

    assert "no-store" in client.get("/mijn/").headers["Cache-Control"]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_wrong_method_is_refused(client, user, method):
    client.force_login(user)

    assert getattr(client, method)("/mijn/").status_code == 405


# what is asked


def test_page_without_anything_says_what_will_come(client):
    page = read(client, member_user())

    assert "Nothing is asked of you now" in page.text
    assert "/mijn/zetels/" in page.links


def test_answer_is_asked_for_a_coming_meeting(client, sector, user):
    meeting = meeting_of(sector, title="De dijk")

    page = read(client, user)

    assert page.together("Do you come?", "De dijk", "Thursday 22 April 2027", "Water", "Yes, I come")
    assert f"/bijeenkomsten/{meeting.pk}/aanmelden/?next=/mijn/" in page.links


def test_answer_by_the_button_comes_back_to_the_page(client, sector, user):
    meeting = meeting_of(sector)
    client.force_login(user)

    response = client.post(f"/bijeenkomsten/{meeting.pk}/aanmelden/", {"response": "yes", "next": "/mijn/"})

    assert response.headers["Location"] == "/mijn/"
    assert "Do you come?" not in read(client, user).text


def test_input_is_asked_until_it_is_given(client, sector, user):
    meeting = meeting_of(sector, title="De dijk")
    PreparationFactory(meeting=meeting)

    before = read(client, user)
    ContributionFactory(meeting=meeting, person=user.person)
    after = read(client, user)

    assert before.together("What should it be about?", "De dijk", "until Tuesday 6 April 2027", "Give input")
    assert f"/bijeenkomsten/{meeting.pk}/voorbereiding/" in before.links
    assert "What should it be about?" not in after.text


def test_overdue_action_is_marked_and_the_other_is_not(client, sector, user):
    meeting = meeting_of(sector)
    ActionItemFactory(meeting=meeting, owner=user.person, text="Zand bestellen", due=date(2027, 3, 31))
    ActionItemFactory(meeting=meeting, owner=user.person, text="Klei bestellen", due=TODAY)

    page = read(client, user)

    assert page.together("Zand bestellen", "overdue", "Mark as done", within=180)
    assert not page.together("Klei bestellen", "overdue", within=180)


def test_action_done_lately_can_be_opened_again(client, sector, user):
    lately = ActionItemFactory(
        meeting=meeting_of(sector), owner=user.person, text="Zand bestellen", done_at=moment(date(2027, 3, 25))
    )
    ActionItemFactory(meeting=lately.meeting, owner=user.person, text="Lang klaar", done_at=moment(date(2027, 1, 5)))

    page = read(client, user)

    assert page.together("Zand bestellen", "done on 25 March 2027", "Open again")
    assert "Lang klaar" not in page.text


def test_manager_is_asked_to_decide_on_requests_of_the_own_sectors(client, sector):
    manager = manager_user(sector)
    asking(manager.person.organisation)
    asking(manager.person.organisation)
    asking(OrganisationFactory())

    page = read(client, manager)

    assert page.together("2 requests wait for a decision", within=60)
    assert "/aanvragen/" in page.links


@pytest.mark.parametrize("maker", [chair_user, lambda _sector: member_user()])
def test_who_does_not_decide_is_asked_no_decision(client, sector, maker):
    user = maker(sector)
    asking(user.person.organisation)

    page = read(client, user)

    assert "/aanvragen/" not in page.links
    assert "decision" not in page.text


@pytest.mark.parametrize(("staff", "shown"), [(True, True), (False, False)])
def test_link_to_the_admin_is_for_editors(client, staff, shown):
    user = PersonFactory(account=UserFactory(is_staff=staff)).account

    assert ("/beheer/" in read(client, user).links) is shown


# what is mine


def test_own_meetings_show_the_own_answer(client, sector, user):
    AttendanceFactory(
        meeting=meeting_of(sector, title="De dijk"),
        person=user.person,
        response="online",
        responded_at=moment(TODAY, 9),
    )

    page = read(client, user)

    assert page.together("De dijk", "Yes, I join online", "Water", within=160)
    assert "Do you come?" not in page.text


@pytest.mark.parametrize(("response", "badge"), [("yes", 'success">Yes, I come'), ("no", 'outline">No, I do not come')])
def test_own_answer_is_green_for_who_comes(client, sector, user, response, badge):
    answer = {"response": response, "responded_at": moment(TODAY, 9)}
    AttendanceFactory(meeting=meeting_of(sector), person=user.person, **answer)

    client.force_login(user)

    assert f'<span class="badge" data-kind="{badge}</span>' in client.get("/mijn/").text


def test_seat_shows_mail_and_calendar_in_words(client, user):
    page = read(client, user)

    assert page.together("Water", "Mail: Weekly", "Calendar: Calendar subscription", within=100)


def test_role_without_a_seat_is_shown(client, sector):
    page = read(client, chair_user(sector))

    assert page.together("Water", "No seat, but a role", "Chair", within=60)


def test_circles_name_the_coordinator(client, user):
    CircleParticipantFactory(person=user.person, circle__name="Data")
    CircleCoordinatorFactory(person=user.person, circle__name="Inkoop")
    CircleParticipantFactory(person=user.person, circle__name="Vroeger", until=TODAY)

    page = read(client, user)

    assert page.together("Inkoop", "coordinator", within=30)
    assert not page.together("Data", "coordinator", within=20)
    assert "Vroeger" not in page.text


def test_profile_and_arrangements_are_linked(client, user):
    links = read(client, user).links

    wanted = {"/mijn/profiel/", "/mijn/zetels/", "/mijn/beveiliging/", "/mijn/gegevens/", "/mijn/werkgever/"}
    assert wanted | {"/mijn/vertrek/"} <= set(links)


def test_nothing_of_others_leaks(client, sector, user):
    other = member_user(name="Ander Mens")
    elsewhere = SectorFactory(name="Energie")
    SeatFactory(sector=elsewhere, person=other.person)
    PreparationFactory(meeting=meeting_of(elsewhere, title="Geheim"))
    ActionItemFactory(meeting=meeting_of(sector, title="De dijk"), owner=other.person, text="Andermans werk")
    CircleParticipantFactory(person=other.person, circle__name="Andermans kring")
    meeting_of(sector, title="Concept", state="draft")
    meeting_of(sector, title="Besloten", visibility="invited")

    text = read(client, user).text

    secrets = ["Ander Mens", "Energie", "Geheim", "Andermans werk", "Andermans kring", "Concept", "Besloten"]
    assert [secret for secret in secrets if secret in text] == []


def test_script_in_texts_is_printed_as_text(client, sector, user):
    meeting = meeting_of(sector, title="<script>a()</script>")
    ActionItemFactory(meeting=meeting, owner=user.person, text="<script>b()</script>")
    client.force_login(user)

    html = client.get("/mijn/").text

    assert "<script>a()" not in html
    assert "<script>b()" not in html


# queries


@pytest.mark.parametrize("maker", [manager_user, chair_user, lambda _sector: member_user()])
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client, django_assert_num_queries, sector, rows, maker):
    NetworkFactory()
    user = maker(sector)
    for _row in range(rows):
        own = SectorFactory()
        SeatFactory(sector=own, person=user.person)
        SectorMembershipFactory(sector=own, organisation=user.person.organisation)
        PreparationFactory(meeting=meeting_of(own))
        meeting_of(sector).joint_sectors.add(own)
        ActionItemFactory(meeting=meeting_of(own), owner=user.person)
        CircleParticipantFactory(person=user.person)
        asking(user.person.organisation)
    client.force_login(user)

    with django_assert_num_queries(12):
        client.get("/mijn/")


# answering at once


@pytest.mark.parametrize(("place", "offered"), [("Assen", False), ("Assen or online", True)])
def test_online_is_offered_where_one_can_join_so(client, sector, user, place, offered):
    meeting_of(sector, place=place)

    page = read(client, user)

    assert page.together("Do you come?", "Yes, I come", "No")
    assert page.together("Yes, I come", "Online") is offered


@pytest.mark.parametrize("answer", ["yes", "online", "no"])
def test_each_button_answers_at_once(client, sector, user, answer):
    meeting = meeting_of(sector, online_link="https://example.org/room")
    client.force_login(user)

    response = client.post(f"/bijeenkomsten/{meeting.pk}/aanmelden/", {"response": answer, "next": "/mijn/"})

    assert response.headers["Location"] == "/mijn/"
    assert meeting.attendances.get().response == answer


def test_page_leads_to_calendar_links(client, user):
    assert "/mijn/agenda/" in read(client, user).links
