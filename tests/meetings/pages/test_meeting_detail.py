"""/bijeenkomsten/<pk>/: what a meeting is about, how far it is, and what stays among members."""

from datetime import date

import pytest
import time_machine

from meetings.models import Document, Meeting, Minutes, Topic
from tests.factories import (
    ActionItemFactory,
    AgendaItemFactory,
    AttendanceFactory,
    ContributionFactory,
    DecisionFactory,
    DocumentFactory,
    InvitationFactory,
    MeetingFactory,
    MinutesFactory,
    NetworkFactory,
    OrganisationFactory,
    PersonFactory,
    PreparationFactory,
    PresenterFactory,
    SeatFactory,
    SectorFactory,
    SectorYearFactory,
    TopicFactory,
    UserFactory,
    admin_user,
    chair_user,
    editor_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 1)
KINDS = ["visitor", "outsider", "member", "editor", "admin"]
INSIDE = {"member", "editor", "admin"}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def english(client):
    client.cookies["brink_language"] = "en"


@pytest.fixture
def year():
    return SectorYearFactory(sector=SectorFactory(name="Overheden", slug="overheden"), year=2027, meeting_target=8)


@pytest.fixture
def meeting(year):
    return MeetingFactory(sector_year=year, number=3, title="Een weerbare regio")


def held(meeting):
    meeting.starts, meeting.ends = moment(date(2027, 3, 11)), moment(date(2027, 3, 11), 16)
    meeting.save()
    return meeting


def minutes(meeting, **fields):
    return MinutesFactory(meeting=held(meeting), published_at=moment(TODAY, 9), published_by=PersonFactory(), **fields)


def sign_in(client, kind):
    makers = {"outsider": UserFactory, "member": member_user, "editor": editor_user, "admin": admin_user}
    if kind != "visitor":
        client.force_login(makers[kind]())


def read(client, meeting):
    response = client.get(meeting.get_absolute_url())
    assert response.status_code == 200
    return Page(response.text)


# who may know of it


@pytest.mark.parametrize(
    ("fields", "seen_by"),
    [
        ({"visibility": "public"}, set(KINDS)),
        ({"visibility": "network"}, {"member", "editor", "admin"}),
        ({"visibility": "invited"}, {"editor", "admin"}),
        ({"state": "draft"}, {"editor", "admin"}),
        ({"state": "draft", "starts": None, "ends": None}, {"editor", "admin"}),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_meeting_is_not_found_for_who_may_not_know_of_it(client, year, fields, seen_by, kind):
    found = MeetingFactory(sector_year=year, **fields)
    sign_in(client, kind)

    status = client.get(found.get_absolute_url()).status_code

    assert status == (200 if kind in seen_by else 404)


def test_invited_member_sees_the_meeting(client, year):
    user = member_user()
    found = MeetingFactory(sector_year=year, visibility=Meeting.Visibility.INVITED)
    InvitationFactory(meeting=found, person=user.person)
    client.force_login(user)

    assert client.get(found.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("pk", ["0", "123456", "9" * 23, "9" * 5000])
def test_unknown_meeting_is_not_found(client, pk):
    assert client.get(f"/bijeenkomsten/{pk}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_wrong_method_is_refused(client, meeting, method):
    assert getattr(client, method)(meeting.get_absolute_url()).status_code == 405


# what stays among members


@pytest.mark.parametrize("kind", KINDS)
def test_input_online_link_and_member_documents_stay_among_members(client, meeting, kind):
    meeting.online_link = "https://video.example.org/geheim"
    meeting.save()
    person = PersonFactory(name="Inbrenger Onbekend")
    ContributionFactory(meeting=meeting, person=person, text="Dit blijft onder ons.")
    TopicFactory(meeting=meeting, state=Topic.State.SCHEDULED, proposed_by=PersonFactory(name="Voorsteller Onbekend"))
    DocumentFactory(meeting=meeting, title="Intern stuk")
    DocumentFactory(meeting=meeting, title="Openbaar stuk", visibility=Document.Visibility.PUBLIC)
    sign_in(client, kind)

    html = client.get(meeting.get_absolute_url()).text

    secrets = [
        *("video.example.org", "Dit blijft onder ons.", "Inbrenger Onbekend"),
        *("Voorsteller Onbekend", "Intern stuk"),
    ]
    assert {secret for secret in secrets if secret in html} == (set(secrets) if kind in INSIDE else set())
    assert "Openbaar stuk" in html


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_minutes_show_to_whom_they_are_meant_for(client, meeting, public, kind):
    minutes(meeting, text="<p>Besproken is de dijk.</p>", corrections="De dijk is een kade.", is_public=public)
    DecisionFactory(meeting=meeting, text="De dijk gaat omhoog.")
    ActionItemFactory(meeting=meeting, text="Zand bestellen", owner=PersonFactory(name="Sanne Zandman"))
    AgendaItemFactory(meeting=meeting, note="Iedereen was het eens.")
    sign_in(client, kind)

    html = client.get(meeting.get_absolute_url()).text

    told = ["Besproken is de dijk.", "De dijk is een kade.", "De dijk gaat omhoog.", "Zand bestellen", "het eens."]
    assert {text for text in told if text in html} == (set(told) if public or kind in INSIDE else set())
    assert ("Sanne Zandman" in html) is (kind in INSIDE)


@pytest.mark.parametrize("published_at", [None, moment(date(2027, 4, 2))])
def test_minutes_show_to_nobody_before_they_are_published(client, meeting, published_at):
    publisher = PersonFactory() if published_at else None
    MinutesFactory(meeting=held(meeting), is_public=True, published_at=published_at, published_by=publisher)
    DecisionFactory(meeting=meeting, text="De dijk gaat omhoog.")
    client.force_login(admin_user())

    html = client.get(meeting.get_absolute_url()).text

    assert "Wat er is besproken." not in html
    assert "De dijk gaat omhoog." not in html


def test_hidden_neighbours_do_not_leak(client, meeting, year):
    MeetingFactory(sector_year=year, number=2, title="Gesloten vooroverleg", visibility=Meeting.Visibility.INVITED)
    hidden = MeetingFactory(sector_year=year, number=4, title="Concept vier", state=Meeting.State.DRAFT)
    PreparationFactory(meeting=meeting, discussed_in=hidden)

    html = client.get(meeting.get_absolute_url()).text

    assert "Gesloten vooroverleg" not in html
    assert "Concept vier" not in html


def test_page_of_a_member_is_kept_out_of_caches(client, meeting):
    sign_in(client, "member")

    response = client.get(meeting.get_absolute_url())

    assert {"private", "no-store"} <= set(response.headers["Cache-Control"].split(", "))


def test_visitor_gets_no_cookie_and_no_token(client, meeting):
    response = client.get(meeting.get_absolute_url())

    assert not response.cookies
    assert "csrf" not in response.text.lower()


# what it is about


def test_facts_name_time_place_host_and_number(client, english, meeting):
    meeting.host = OrganisationFactory(name="Provincie Fryslân", slug="provincie-fryslan")
    meeting.place = "Tweebaksmarkt 52, Leeuwarden"
    meeting.save()

    page = read(client, meeting)

    assert page.together("When", "Thursday 22 April 2027, 13:30–16:30")
    assert page.together("Place", "Tweebaksmarkt 52, Leeuwarden", within=60)
    assert page.together("Host", "Provincie Fryslân", within=60)
    assert page.together("Meeting", "3 of 8 in 2027", within=60)
    assert "/leden/provincie-fryslan/" in page.links


def test_joint_sectors_are_named_and_their_bands_cross(client, meeting):
    meeting.sector_year.sector.band = "klinker"
    meeting.sector_year.sector.save()
    meeting.joint_sectors.add(SectorFactory(name="Veiligheid", slug="veiligheid", band="wad"))

    response = client.get(meeting.get_absolute_url())

    assert {"/sectoren/overheden/", "/sectoren/veiligheid/"} <= set(Page(response.text).links)
    assert {"klinker", "wad"} <= {strand.band for strand in response.context["page"].weave.strands}


def test_topic_names_the_organisation_that_proposed_it(client, english, meeting):
    organisation = OrganisationFactory(name="Gemeente Emmen")
    topic = {"state": Topic.State.SCHEDULED, "title": "Noodstroom", "summary": "Wie heeft een aggregaat?"}
    TopicFactory(meeting=meeting, proposed_for=organisation, **topic)
    TopicFactory(title="Geparkeerd onderwerp", state=Topic.State.PARKED)

    page = read(client, meeting)

    assert page.together("Noodstroom", "Wie heeft een aggregaat?", "Topic proposed by Gemeente Emmen")
    assert "Geparkeerd onderwerp" not in page.text


def test_topic_does_not_repeat_what_the_meeting_says(client, meeting):
    meeting.summary = "<p>Wie heeft een aggregaat?</p>"
    meeting.save()
    same = {"title": meeting.title, "summary": "Wie heeft een aggregaat?"}
    TopicFactory(meeting=meeting, state=Topic.State.SCHEDULED, **same)

    assert Page(client.get(meeting.get_absolute_url()).text).text.count("Wie heeft een aggregaat?") == 1


def test_meeting_without_topic_says_that_it_follows(client, english, year):
    page = read(client, MeetingFactory(sector_year=year, title=""))

    assert page.together("Topic to follow", within=30)


def test_presenters_stand_with_their_organisations(client, meeting):
    organisation = OrganisationFactory(name="Wetterskip", slug="wetterskip")
    PresenterFactory(meeting=meeting, person=PersonFactory(name="Anna Dijk"), organisation=organisation)
    PresenterFactory(meeting=meeting, organisation=OrganisationFactory(name="Kadaster"))

    page = read(client, meeting)

    assert page.together("Anna Dijk", "Wetterskip", within=40)
    assert page.together("Kadaster", within=15)


def test_agenda_counts_the_times_until_one_is_unknown(client, meeting):
    for position, length in enumerate([10, 45, None, 15], start=1):
        AgendaItemFactory(meeting=meeting, position=position, title=f"Punt {position}", minutes=length)

    lines = client.get(meeting.get_absolute_url()).context["page"].agenda

    assert [(line.title, line.time) for line in lines] == [
        ("Punt 1", "13.30"),
        ("Punt 2", "13.40"),
        ("Punt 3", "14.25"),
        ("Punt 4", ""),
    ]


def test_neighbours_follow_the_numbers(client, meeting, year):
    before = MeetingFactory(sector_year=year, number=1, title="De eerste")
    after = MeetingFactory(sector_year=year, number=4, title="")
    MeetingFactory(title="Van een andere sector", number=2)

    page = client.get(meeting.get_absolute_url()).context["page"]

    assert (page.previous.url, page.following.url) == (before.get_absolute_url(), after.get_absolute_url())


def test_gathering_without_sector_year_has_neither_number_nor_neighbours(client):
    MeetingFactory(sector_year=None, number=None, kind=Meeting.Kind.GATHERING)
    found = MeetingFactory(sector_year=None, number=None, kind=Meeting.Kind.GATHERING)

    page = client.get(found.get_absolute_url()).context["page"]

    assert (page.number_text, page.previous, page.following) == ("", None, None)


# how far it is


@pytest.mark.parametrize(
    ("today", "asked"),
    [(date(2027, 3, 21), False), (date(2027, 3, 22), True), (date(2027, 4, 6), True), (date(2027, 4, 7), False)],
)
def test_input_is_asked_from_opening_to_closing(client, english, meeting, today, asked):
    PreparationFactory(meeting=meeting)

    with time_machine.travel(moment(today, 10), tick=False):
        page = read(client, meeting)

    assert page.together("Input is asked", "Tuesday 6 April 2027", within=200) is asked
    assert page.together("Preparation opens", "Monday 22 March 2027", within=60)


def test_settled_preparation_asks_no_input(client, english, meeting):
    PreparationFactory(meeting=meeting, settled_at=moment(date(2027, 3, 30)), settled_by=PersonFactory())

    page = read(client, meeting)

    assert page.together("Topic settled on", "Tuesday 30 March 2027", within=60)
    assert page.together("Topic settled", within=15)
    assert "Input is asked" not in page.text


def test_discussion_leads_to_the_meeting_before(client, meeting, year):
    before = MeetingFactory(sector_year=year, number=2, title="De vorige")
    PreparationFactory(meeting=meeting, discussed_in=before)

    assert client.get(meeting.get_absolute_url()).context["page"].preparation.discussed_in.url == (
        before.get_absolute_url()
    )


@pytest.mark.parametrize("state", [Meeting.State.CANCELLED, Meeting.State.NOT_HELD])
def test_dropped_meeting_gives_its_reason_and_asks_nothing(client, meeting, state):
    Meeting.objects.update(state=state, state_reason="De zaal staat onder water.", online_link="https://v.example.org/")
    PreparationFactory(meeting=meeting)
    sign_in(client, "member")

    html = client.get(meeting.get_absolute_url()).text

    assert "De zaal staat onder water." in html
    assert "v.example.org" not in html
    assert "22 maart" not in html


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://example.org/x", "data:text/html,x", "//example.org"])
def test_online_link_is_of_the_web_or_not_there(client, meeting, link):
    Meeting.objects.update(online_link=link)
    sign_in(client, "member")

    assert link not in client.get(meeting.get_absolute_url()).text


def test_online_link_is_gone_once_the_meeting_is_over(client, meeting):
    Meeting.objects.update(online_link="https://v.example.org/", starts=moment(TODAY, 8), ends=moment(TODAY, 9))
    sign_in(client, "member")

    assert "v.example.org" not in client.get(meeting.get_absolute_url()).text


def test_rich_text_is_sanitised_once_more(client, meeting):
    Meeting.objects.update(summary='<p onclick="x()">Kom <script>steel()</script>gerust</p>')

    html = client.get(meeting.get_absolute_url()).text

    assert "<p>Kom gerust</p>" in html
    assert "steel()" not in html


# queries


def fill(meeting, rows):
    meeting.joint_sectors.add(*(SectorFactory() for _ in range(min(rows, 5))))
    for number in range(rows):
        AgendaItemFactory(meeting=meeting, presenter=PersonFactory(), minutes=5)
        PresenterFactory(meeting=meeting, person=PersonFactory())
        ContributionFactory(meeting=meeting, organisation=OrganisationFactory())
        DecisionFactory(meeting=meeting)
        ActionItemFactory(meeting=meeting, owner=PersonFactory(), due=date(2027, 5, 1))
        DocumentFactory(meeting=meeting, visibility=Document.Visibility.PUBLIC)
        MeetingFactory(sector_year=meeting.sector_year, number=100 + number)
    TopicFactory(meeting=meeting, state=Topic.State.SCHEDULED, proposed_by=PersonFactory())
    PreparationFactory(meeting=meeting, discussed_in=MeetingFactory(sector_year=meeting.sector_year, number=2))
    minutes(meeting, is_public=True)
    Minutes.objects.update(final_at=moment(TODAY, 9))


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_visitor_do_not_grow(client, django_assert_num_queries, meeting, rows):
    NetworkFactory()
    fill(meeting, rows)

    with django_assert_num_queries(2):
        client.get(meeting.get_absolute_url())


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_member_do_not_grow(client, django_assert_num_queries, meeting, rows):
    NetworkFactory()
    fill(meeting, rows)
    client.force_login(member_user())

    with django_assert_num_queries(6):
        client.get(meeting.get_absolute_url())


@pytest.mark.parametrize("rows", [1, 10])
def test_queries_of_a_member_who_may_answer_do_not_grow(client, django_assert_num_queries, meeting, rows):
    NetworkFactory()
    for number in range(rows):
        AttendanceFactory(meeting=meeting)
        SeatFactory(sector=meeting.sector_year.sector)
        MeetingFactory(sector_year=meeting.sector_year, number=100 + number)
    client.force_login(chair_user(meeting.sector_year.sector))

    with django_assert_num_queries(8):
        client.get(meeting.get_absolute_url())


# the reader's own answer and actions


def answered(user, meeting, response="yes"):
    return AttendanceFactory(meeting=meeting, person=user.person, response=response, responded_at=moment(TODAY, 9))


def test_who_may_come_is_asked_for_an_answer(client, english, meeting):
    client.force_login(chair_user(meeting.sector_year.sector))

    page = read(client, meeting)

    assert page.together("Do you come?", "You did not answer yet.", "Answer", within=60)
    assert f"/bijeenkomsten/{meeting.pk}/aanmelden/" in page.links


def test_who_answered_sees_the_own_answer(client, english, meeting):
    answered(member_user(), meeting, "no")
    user = chair_user(meeting.sector_year.sector)
    answered(user, meeting)
    client.force_login(user)

    page = read(client, meeting)

    assert page.together("You answered: Yes, I come", "Change my answer", within=80)


@pytest.mark.parametrize("kind", KINDS)
def test_who_may_not_come_is_not_asked_for_an_answer(client, english, meeting, kind):
    sign_in(client, kind)

    assert "Do you come?" not in read(client, meeting).text


@pytest.mark.parametrize("whose", ["owner", "chair", "member", "visitor"])
def test_action_can_be_finished_by_owner_and_lead(client, english, meeting, whose):
    users = {"owner": member_user(), "chair": chair_user(meeting.sector_year.sector), "member": member_user()}
    minutes(meeting, is_public=True)
    action = ActionItemFactory(meeting=meeting, owner=users["owner"].person)
    if whose in users:
        client.force_login(users[whose])

    html = client.get(meeting.get_absolute_url()).text

    assert (f"/acties/{action.pk}/" in html) is (whose in {"owner", "chair"})
