"""The sector page: who leads, what the sector aims for, when it meets, who takes part."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from meetings.models import Meeting
from members.models import Organisation, Person
from sectors.models import Appointment, FocusPoint
from tests.factories import (
    AppointmentFactory,
    ArticleFactory,
    FocusPointFactory,
    InvitationFactory,
    MeetingFactory,
    MinutesFactory,
    NetworkFactory,
    OrganisationFactory,
    PersonFactory,
    PreparationFactory,
    SectorFactory,
    SectorMembershipFactory,
    SectorYearFactory,
    UserFactory,
    admin_user,
    editor_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 1)
URL = "/sectoren/overheden/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def sector():
    return SectorFactory(name="Overheden", slug="overheden", summary="Waar overheden leren.")


@pytest.fixture
def year(sector):
    return SectorYearFactory(sector=sector, year=2027)


def meeting(year, number, day, **fields):
    return MeetingFactory(
        sector_year=year,
        number=number,
        starts=moment(day),
        ends=moment(day, 16),
        **{"title": f"Nummer {number}"} | fields,
    )


def slots(client):
    return [slot.meeting.title if slot.meeting else None for slot in client.get(URL).context["meetings"].slots]


def states(client):
    return [slot.picture_state for slot in client.get(URL).context["meetings"].slots]


# who leads


def test_leaders_stand_with_their_organisations(client, sector):
    marren = OrganisationFactory(name="Gemeente De Fryske Marren", slug="de-fryske-marren")
    AppointmentFactory(sector=sector, person=PersonFactory(name="Peter Jager", organisation=marren))
    AppointmentFactory(sector=sector, person=PersonFactory(name="Vroeger"), until=TODAY)
    manager = PersonFactory(name="Albina Koolhof-Vitochina")
    AppointmentFactory(sector=sector, person=manager, role=Appointment.Role.PROGRAMME_MANAGER)

    page = Page(client.get(URL).text)

    assert page.together("Peter Jager", "Gemeente De Fryske Marren")
    assert "/leden/de-fryske-marren/" in page.links
    assert "Albina Koolhof-Vitochina" in page.text
    assert "Vroeger" not in page.text


def viewer(kind):
    makers = {"outsider": UserFactory, "member": member_user, "editor": editor_user, "admin": admin_user}
    return makers[kind]() if kind != "visitor" else None


@pytest.mark.parametrize(
    ("visibility", "who"),
    [
        ("everyone", {"visitor", "outsider", "member", "editor", "admin"}),
        ("members", {"member", "editor", "admin"}),
        ("nobody", {"admin"}),
    ],
)
@pytest.mark.parametrize("kind", ["visitor", "outsider", "member", "editor", "admin"])
def test_contact_details_show_to_whom_they_are_meant_for(client, sector, visibility, who, kind):
    person = PersonFactory(email="albina@example.org", phone="000 123 45 67", contact_visibility=visibility)
    AppointmentFactory(sector=sector, person=person, role=Appointment.Role.PROGRAMME_MANAGER)
    user = viewer(kind)
    if user:
        client.force_login(user)

    html = client.get(URL).text

    assert ("albina@example.org" in html) is (kind in who)
    assert ("000 123 45 67" in html) is ("0001234567" in html) is (kind in who)


def test_mail_and_call_name_the_person(client, sector):
    person = PersonFactory(
        name="Albina Koolhof-Vitochina",
        email="albina@example.org",
        phone="000 123 45 67",
        contact_visibility=Person.ContactVisibility.EVERYONE,
    )
    AppointmentFactory(sector=sector, person=person, role=Appointment.Role.PROGRAMME_MANAGER)

    page = Page(client.get(URL).text)

    assert {"mailto:albina@example.org", "tel:0001234567"} <= set(page.links)
    assert page.together("Mail", "Albina Koolhof-Vitochina", within=40)
    assert page.together("000 123 45 67", "Albina Koolhof-Vitochina", within=60)


# the year of eight


def test_all_eight_slots_show_without_any_meeting(client, sector, year):
    client.cookies["brink_language"] = "en"

    response = client.get(URL)

    assert states(client) == ["open"] * 8
    assert response.text.count("still to be planned") == 8


def test_slots_show_without_a_sector_year(client, sector):
    assert slots(client) == [None] * 8


def test_slots_stand_in_order_of_date_and_open_ones_last(client, sector, year):
    year.meeting_target = 4
    year.save()
    meeting(year, 3, date(2027, 3, 4))
    meeting(year, 1, date(2027, 6, 3))
    MeetingFactory(
        sector_year=year,
        number=2,
        title="Zonder datum",
        starts=None,
        ends=None,
        state=Meeting.State.NOT_HELD,
        state_reason="Ziek",
    )

    assert slots(client) == ["Nummer 3", "Nummer 1", "Zonder datum", None]


def test_a_ninth_meeting_gets_a_slot_of_its_own(client, sector, year):
    meeting(year, 9, date(2027, 12, 2))

    assert slots(client) == ["Nummer 9", *[None] * 8]


def test_slot_states_follow_the_meetings(client, sector, year):
    year.meeting_target = 0
    year.save()
    meeting(year, 1, date(2027, 1, 14))
    MinutesFactory(
        meeting=meeting(year, 2, date(2027, 2, 11)),
        published_at=moment(date(2027, 2, 20)),
        published_by=PersonFactory(),
    )
    meeting(year, 3, date(2027, 3, 11), state=Meeting.State.CANCELLED, state_reason="Storm")
    meeting(year, 4, date(2027, 3, 18), state=Meeting.State.NOT_HELD, state_reason="Te weinig aanmeldingen")
    meeting(year, 5, date(2027, 4, 22))
    meeting(year, 6, date(2027, 6, 3))

    assert states(client) == ["done", "done", "cancelled", "not_held", "next", "planned"]


def test_planned_counts_dates_that_stand(client, sector, year):
    meeting(year, 1, date(2027, 1, 14))
    meeting(year, 2, date(2027, 4, 22))
    meeting(year, 3, date(2027, 5, 20), state=Meeting.State.CANCELLED, state_reason="Storm")
    meeting(year, 4, date(2027, 6, 17), state=Meeting.State.DRAFT)
    client.force_login(editor_user())

    assert client.get(URL).context["meetings"].planned == 2


def test_planned_and_growth_stand_against_their_targets(client, sector, year):
    client.cookies["brink_language"] = "en"
    meeting(year, 1, date(2027, 1, 14))
    SectorMembershipFactory(sector=sector, since=date(2027, 2, 1))

    page = Page(client.get(URL).text)

    assert page.together("1 of 8", "meetings planned", within=40)
    assert page.together("1 of 2", "new members", within=40)


def test_preparation_shows_beside_its_meeting(client, sector, year):
    PreparationFactory(
        meeting=meeting(year, 1, date(2027, 4, 22), place="Provinciehuis, Leeuwarden"), opens_on=date(2027, 3, 22)
    )

    page = Page(client.get(URL).text)

    assert page.together("do 22 apr", "ma 22 mrt", "Nummer 1", "Provinciehuis, Leeuwarden")


@pytest.mark.parametrize(
    ("kind", "seen"),
    [
        ("visitor", {"public"}),
        ("outsider", {"public"}),
        ("member", {"public", "network"}),
        ("editor", {"public", "network", "invited", "draft"}),
    ],
)
def test_meetings_show_to_who_may_know_of_them(client, sector, year, kind, seen):
    for number, visibility in enumerate(Meeting.Visibility.values, start=1):
        meeting(year, number, date(2027, 4 + number, 1), title=visibility, visibility=visibility)
    meeting(year, 4, date(2027, 9, 1), title="draft", state=Meeting.State.DRAFT)
    user = viewer(kind)
    if user:
        client.force_login(user)

    assert set(slots(client)) - {None} == seen


def test_invited_member_sees_the_meeting_for_the_invited(client, sector, year):
    user = member_user()
    InvitationFactory(meeting=meeting(year, 1, date(2027, 5, 6), visibility="invited"), person=user.person)
    client.force_login(user)

    assert slots(client) == ["Nummer 1", *[None] * 7]


def test_joint_meeting_of_another_sector_shows_between_the_own_ones(client, sector, year):
    safety = SectorFactory(name="Veiligheid", slug="veiligheid", band="wad")
    meeting(year, 1, date(2027, 6, 3))
    joint = meeting(SectorYearFactory(sector=safety), 3, date(2027, 5, 6), title="Samen oefenen")
    joint.joint_sectors.add(sector)

    response = client.get(URL)

    assert slots(client)[:2] == ["Samen oefenen", "Nummer 1"]
    assert response.context["meetings"].planned == 1
    assert response.context["meetings"].next.title == "Samen oefenen"
    assert Page(response.text).together("Samen oefenen", "Veiligheid")


def test_next_meeting_may_be_in_the_next_year(client, sector, year):
    meeting(SectorYearFactory(sector=sector, year=2028), 1, date(2028, 1, 13), title="Nieuwjaar")

    response = client.get(URL)

    assert response.context["meetings"].next.title == "Nieuwjaar"
    assert "donderdag 13 januari 2028" in response.text
    assert slots(client) == [None] * 8


# focus points


def test_shared_focus_point_is_marked_on_both_pages(client, sector, year):
    safety = SectorFactory(name="Veiligheid", slug="veiligheid", band="wad")
    FocusPointFactory(sector_year=year, title="Digitale crisis").shared_with.add(safety)

    own, other = client.get(URL).text, client.get("/sectoren/veiligheid/").text

    assert 'data-edge="shared"' in own
    assert '<span class="edge" data-band="wad">' in own
    assert Page(own).together("Veiligheid", "Digitale crisis")
    assert "/sectoren/veiligheid/" in Page(own).links
    assert Page(other).together("Overheden", "Digitale crisis")
    assert URL in Page(other).links


def test_focus_point_shows_partners_and_result(client, sector, year):
    vng = OrganisationFactory(name="VNG", slug="vng")
    point = FocusPointFactory(
        sector_year=year, title="Data", state=FocusPoint.State.ACHIEVED, result="Een woordenlijst."
    )
    point.partners.add(vng)

    page = Page(client.get(URL).text)

    assert page.together("Data", "VNG", "Een woordenlijst.")
    assert "/leden/vng/" in page.links
    assert 'data-edge="shared"' not in client.get(URL).text


def test_focus_points_are_those_of_this_year(client, sector, year):
    FocusPointFactory(sector_year=year, title="Nu")
    FocusPointFactory(sector_year=SectorYearFactory(sector=sector, year=2026), title="Toen")

    assert [focus.title for focus in client.get(URL).context["focus_points"]] == ["Nu"]


# who takes part, news, years


def test_members_stand_by_kind_with_their_number(client, sector, year):
    for name in ("Gemeente B", "Gemeente A"):
        SectorMembershipFactory(sector=sector, organisation__name=name)
    SectorMembershipFactory(
        sector=sector, organisation__name="Provincie C", organisation__kind=Organisation.Kind.PROVINCE
    )
    SectorMembershipFactory(sector=sector, organisation__name="Vertrokken", until=TODAY)

    kinds = client.get(URL).context["kinds"]

    assert [[row.name for row in kind.organisations] for kind in kinds] == [
        ["Gemeente A", "Gemeente B"],
        ["Provincie C"],
    ]


def test_members_note_chairs_and_newcomers(client, sector, year):
    old, new = (SectorMembershipFactory(sector=sector, since=date(since, 2, 1)).organisation for since in (2020, 2027))
    AppointmentFactory(sector=sector, person=PersonFactory(organisation=old))

    members = {row.name: row for row in client.get(URL).context["members"]}

    assert members[old.name].note
    assert not members[old.name].is_new
    assert members[new.name].is_new


def test_organisation_that_came_back_is_not_new(client, sector, year):
    before = SectorMembershipFactory(sector=sector, since=date(2020, 1, 1), until=date(2022, 1, 1))
    SectorMembershipFactory(sector=sector, organisation=before.organisation, since=date(2027, 1, 1))

    assert client.get(URL).context["new_members"] == 0


def test_news_is_that_of_the_sector(client, sector):
    for number in range(4):
        ArticleFactory(title=f"Bericht {number}", published_at=moment(TODAY) - timedelta(days=number + 1)).sectors.add(
            sector
        )
    ArticleFactory(title="Gepland", published_at=moment(TODAY) + timedelta(days=1)).sectors.add(sector)
    ArticleFactory(title="Van een ander")

    titles = [row.title for row in client.get(URL).context["articles"]]

    assert titles == ["Bericht 0", "Bericht 1", "Bericht 2"]


def test_other_years_and_feed_are_linked(client, sector, year):
    SectorYearFactory(sector=sector, year=2021)

    html = client.get(URL).text

    assert "/sectoren/overheden/2021/" in Page(html).links
    assert "/sectoren/overheden/2027/" not in Page(html).links
    assert '<link rel="alternate" type="application/atom+xml" href="/sectoren/overheden/feed.atom"' in html


def test_inactive_sector_keeps_its_page(client, sector):
    sector.is_active = False
    sector.save()

    assert client.get(URL).context["sector"] == sector


# the page itself


def test_unknown_sector_is_not_found(client, sector):
    assert client.get("/sectoren/bestaat-niet/").status_code == 404


def test_head_and_other_methods(client, sector):
    assert client.head(URL).status_code == 200
    assert client.post(URL).status_code == 405


def test_visitor_gets_no_cookie_and_no_token(client, sector):
    response = client.get(URL)

    assert not response.cookies
    assert "csrf" not in response.text.lower()


def test_dutch_content_is_marked_on_an_english_page(client, sector, year):
    FocusPointFactory(sector_year=year, title="Digitale crisis")
    client.cookies["brink_language"] = "en"

    html = client.get(URL).text

    assert '<html lang="en"' in html
    assert '<h3 lang="nl">Digitale crisis</h3>' in html
    assert '<div class="prose" lang="nl">' in html


def test_dutch_page_marks_no_language_twice(client, sector, year):
    FocusPointFactory(sector_year=year)

    assert client.get(URL).text.count('lang="nl"') == 1


def fill(sector, year, rows):
    other = SectorFactory()
    for number in range(1, rows + 1):
        AppointmentFactory(sector=sector, person__organisation=OrganisationFactory())
        SectorMembershipFactory(sector=sector)
        SectorYearFactory(sector=sector, year=2027 + number)
        point = FocusPointFactory(sector_year=year)
        point.shared_with.add(other)
        point.partners.add(OrganisationFactory())
        planned = PreparationFactory(meeting=meeting(year, number, date(2027, 4, 22)))
        planned.meeting.joint_sectors.add(other)
        ArticleFactory().sectors.add(sector)


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_visitor_do_not_grow(client, django_assert_num_queries, sector, year, rows):
    NetworkFactory()
    fill(sector, year, rows)

    with django_assert_num_queries(7):
        client.get(URL)


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_member_do_not_grow(client, django_assert_num_queries, sector, year, rows):
    NetworkFactory()
    fill(sector, year, rows)
    client.force_login(member_user())

    with django_assert_num_queries(10):
        client.get(URL)


def test_pages_for_members_are_linked_for_members_only(client, sector, year):
    address = reverse("topic-list", args=[sector.slug])
    client.force_login(UserFactory())
    assert address not in client.get(URL).text

    client.force_login(member_user())

    assert address in client.get(URL).text
