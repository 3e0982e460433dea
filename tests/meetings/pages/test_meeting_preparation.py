"""/bijeenkomsten/<pk>/voorbereiding/: how far a preparation is, and the input of members."""

from datetime import date

import pytest
import time_machine

from meetings.models import Contribution, Meeting, Preparation
from members.models import OutboxMessage
from tests.factories import (
    ContributionFactory,
    FocusPointFactory,
    MeetingFactory,
    NetworkFactory,
    OrganisationFactory,
    PersonFactory,
    PreparationFactory,
    SeatFactory,
    SectorFactory,
    SectorMembershipFactory,
    SectorYearFactory,
    TopicFactory,
    TopicOfferFactory,
    TopicSupportFactory,
    UserFactory,
    admin_user,
    chair_user,
    editor_user,
    manager_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 1)
GIVEN = {"kind": "question", "text": "Wie heeft een aggregaat?"}


@pytest.fixture(autouse=True)
def now(client):
    client.cookies["brink_language"] = "en"
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def meeting():
    year = SectorYearFactory(sector=SectorFactory(name="Water", slug="water"))
    found = MeetingFactory(sector_year=year, title="De dijk")
    PreparationFactory(meeting=found)
    return found


@pytest.fixture
def user(client, meeting):
    account = member_user(OrganisationFactory(name="Gemeente Emmen"), name="Wieke Water")
    SeatFactory(sector=meeting.sector_year.sector, person=account.person)
    client.force_login(account)
    return account


def url(meeting):
    return f"/bijeenkomsten/{meeting.pk}/voorbereiding/"


def read(client, meeting):
    return Page(client.get(url(meeting)).text)


def stored():
    return list(Contribution.objects.values_list("kind", "text"))


# who may read and contribute


def office_admin():
    return PersonFactory(account=admin_user()).account


MAKERS = {
    "waiting": lambda _sector: UserFactory(),
    "outsider": lambda _sector: member_user(),
    "chair": chair_user,
    "manager": manager_user,
    "editor": lambda _sector: editor_user(),
    "admin": lambda _sector: office_admin(),
}


@pytest.mark.parametrize(
    ("kind", "get", "post", "given"),
    [
        ("visitor", 302, 302, False),
        ("waiting", 403, 403, False),
        ("outsider", 200, 403, False),
        ("editor", 200, 403, False),
        ("chair", 200, 302, True),
        ("manager", 200, 302, True),
        ("admin", 200, 302, True),
    ],
)
def test_members_read_and_who_takes_part_contributes(client, meeting, kind, get, post, given):
    if kind in MAKERS:
        client.force_login(MAKERS[kind](meeting.sector_year.sector))

    page = client.get(url(meeting))
    status = client.post(url(meeting), GIVEN).status_code

    assert (page.status_code, status) == (get, post)
    assert ('name="text"' in page.text) is given
    assert stored() == ([("question", "Wie heeft een aggregaat?")] if given else [])


def test_meeting_without_preparation_has_no_such_page(client, meeting, user):
    Preparation.objects.all().delete()

    assert client.get(url(meeting)).status_code == 404


@pytest.mark.parametrize("fields", [{"visibility": "invited"}, {"state": "draft"}])
def test_meeting_one_may_not_know_of_is_not_found(client, meeting, user, fields):
    Meeting.objects.update(**fields)

    assert client.post(url(meeting), GIVEN).status_code == 404


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_wrong_method_is_refused(client, meeting, user, method):
    assert getattr(client, method)(url(meeting)).status_code == 405


# what it shows


def test_page_tells_dates_focus_point_and_meeting(client, meeting, user):
    meeting.focus_point = FocusPointFactory(sector_year=meeting.sector_year, title="Droge voeten")
    meeting.save()

    page = read(client, meeting)

    assert page.together("Preparation opens", "Monday 22 March 2027", within=60)
    assert page.together("Input until", "Tuesday 6 April 2027", within=60)
    assert page.together("Focus point", "Droge voeten", within=40)
    assert meeting.get_absolute_url() in page.links


def test_input_stands_by_kind_with_name_and_organisation(client, meeting, user):
    author = PersonFactory(name="Anna Dijk")
    wetterskip = OrganisationFactory(name="Wetterskip")
    ContributionFactory(meeting=meeting, person=author, organisation=wetterskip, kind="wish", text="Meer zand")
    ContributionFactory(meeting=meeting, person=author, organisation=wetterskip, kind="question", text="Hoeveel klei?")
    ContributionFactory(meeting=meeting, person=author, organisation=wetterskip, kind="wish", text="Minder wind")

    page = read(client, meeting)

    assert page.together("Question", "Hoeveel klei?", "Anna Dijk, Wetterskip", within=100)
    assert page.together("Wish", "Meer zand", "Minder wind", within=180)
    assert page.text.index("Hoeveel klei?") < page.text.index("Meer zand") < page.text.index("Minder wind")


def test_page_without_input_says_what_will_come(client, meeting, user):
    assert "No input yet" in read(client, meeting).text


def test_script_in_input_is_printed_as_text(client, meeting, user):
    client.post(url(meeting), GIVEN | {"text": "<script>a()</script>"})

    assert "<script>a()" not in client.get(url(meeting)).text


# giving and taking back


def test_input_is_stored_with_the_organisation(client, meeting, user):
    response = client.post(url(meeting), GIVEN, follow=True)

    assert response.redirect_chain == [(url(meeting), 302)]
    assert Page(response.text).together("Wie heeft een aggregaat?", "Wieke Water, Gemeente Emmen", within=120)
    assert Contribution.objects.get().organisation == user.person.organisation


def test_same_input_twice_is_refused_on_its_field(client, meeting, user):
    client.post(url(meeting), GIVEN)

    response = client.post(url(meeting), GIVEN)

    assert set(response.context["form"].errors) == {"text"}
    assert len(stored()) == 1


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({}, {"kind": "required", "text": "required"}),
        ({"kind": "question", "text": "  \n "}, {"text": "required"}),
        ({"kind": "insult", "text": "x"}, {"kind": "invalid_choice"}),
        ({"kind": "wish", "text": "x" * 2001}, {"text": "max_length"}),
        ({"kind": "wish", "text": "x\x00"}, {"text": "null_characters_not_allowed"}),
    ],
)
def test_wrong_input_is_an_error_on_its_field(client, meeting, user, given, errors):
    response = client.post(url(meeting), given)

    found = response.context["form"].errors.as_data()
    assert {name: each[0].code for name, each in found.items()} == errors
    assert stored() == []


def test_text_of_the_full_length_with_lines_is_taken(client, meeting, user):
    text = "x" * 999 + "\r\n" + "🌷" * 1000

    client.post(url(meeting), {"kind": "wish", "text": text})

    assert stored() == [("wish", text.replace("\r\n", "\n"))]


@pytest.mark.parametrize(
    ("today", "open_"),
    [(date(2027, 3, 21), False), (date(2027, 3, 22), True), (date(2027, 4, 6), True), (date(2027, 4, 7), False)],
)
def test_input_is_taken_from_opening_to_closing(client, meeting, user, today, open_):
    with time_machine.travel(moment(today, 10), tick=False):
        client.force_login(user)
        form = 'name="text"' in client.get(url(meeting)).text
        response = client.post(url(meeting), GIVEN)

    assert (form, response.status_code == 302, len(stored())) == (open_, open_, int(open_))


def test_closed_preparation_says_so_and_keeps_what_was_typed(client, meeting, user):
    Preparation.objects.update(input_closes_on=date(2027, 3, 31))

    response = client.post(url(meeting), GIVEN)

    assert "Input for this meeting is not asked now." in response.text
    assert "Wie heeft een aggregaat?" in response.text


def test_own_input_is_withdrawn(client, meeting, user):
    own = ContributionFactory(meeting=meeting, person=user.person)

    response = client.post(url(meeting), {"withdraw": own.pk}, follow=True)

    assert "Your input is withdrawn." in response.text
    assert stored() == []


@pytest.mark.parametrize("which", ["", "abc", "0", "9" * 23, "others", "elsewhere"])
def test_only_own_input_of_this_meeting_is_withdrawn(client, meeting, user, which):
    others = ContributionFactory(meeting=meeting)
    elsewhere = ContributionFactory(person=user.person)
    pk = {"others": others.pk, "elsewhere": elsewhere.pk}.get(which, which)

    response = client.post(url(meeting), {"withdraw": pk}, follow=True)

    assert "This input is not there any more." in response.text
    assert len(stored()) == 2


def test_input_is_not_withdrawn_once_it_is_closed(client, meeting, user):
    own = ContributionFactory(meeting=meeting, person=user.person)
    Preparation.objects.update(input_closes_on=date(2027, 3, 31))

    shown = 'name="withdraw"' in client.get(url(meeting)).text
    response = client.post(url(meeting), {"withdraw": own.pk}, follow=True)

    assert not shown
    assert "Input for this meeting is not asked now." in response.text
    assert len(stored()) == 1


def test_withdrawal_is_offered_for_own_input_only(client, meeting, user):
    own = ContributionFactory(meeting=meeting, person=user.person)
    other = ContributionFactory(meeting=meeting)

    html = client.get(url(meeting)).text

    assert (f'name="withdraw" value="{own.pk}"' in html, f'name="withdraw" value="{other.pk}"' in html) == (True, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client, django_assert_num_queries, meeting, user, rows):
    NetworkFactory()
    for _row in range(rows):
        ContributionFactory(meeting=meeting, organisation=OrganisationFactory())
        meeting.joint_sectors.add(SectorFactory())

    with django_assert_num_queries(11):
        client.get(url(meeting))


# candidates, who was heard, and what appears by itself


def asked_again(client, meeting, seen=""):
    return client.get(f"{url(meeting)}?seen={seen}", headers={"HX-Request": "true"})


def test_topics_to_choose_from_stand_with_support_and_offers(client, meeting, user):
    topic = TopicFactory(sector=meeting.sector_year.sector, title="Dijken")
    TopicSupportFactory(topic=topic)
    TopicOfferFactory(topic=topic, person=PersonFactory(name="Anna"))
    TopicFactory(title="Van een ander")
    TopicFactory(sector=meeting.sector_year.sector, state="parked", title="Geparkeerd")

    page = read(client, meeting)

    assert page.together("Dijken", "supported by 1 organisation", "Anna can present it", within=120)
    assert "Van een ander" not in page.text
    assert "Geparkeerd" not in page.text


def test_organisations_of_all_its_sectors_stand_as_heard_or_not(client, meeting, user):
    joint = SectorFactory()
    meeting.joint_sectors.add(joint)
    heard = SectorMembershipFactory(sector=joint, organisation=OrganisationFactory(name="Fryslân")).organisation
    SectorMembershipFactory(sector=meeting.sector_year.sector, organisation=OrganisationFactory(name="Assen"))
    SectorMembershipFactory(organisation=OrganisationFactory(name="Elders"))
    ContributionFactory(meeting=meeting, organisation=heard)

    page = read(client, meeting)

    assert page.together("1 of 2", "Gave input", "Fryslân", "Not heard yet", "Assen", within=100)
    assert "Elders" not in page.text


def test_nothing_new_is_no_content_and_what_is_new_is_the_part(client, meeting, user):
    seen = client.get(url(meeting)).context["mark"]
    nothing = asked_again(client, meeting, seen)
    ContributionFactory(meeting=meeting, text="Hoeveel klei?")

    fresh = asked_again(client, meeting, seen)

    assert (nothing.status_code, nothing.content, fresh.status_code) == (204, b"", 200)
    assert "Hoeveel klei?" in fresh.text
    assert "there is 1 contribution now" in fresh.text
    assert 'name="text"' not in fresh.text
    assert fresh.headers["Vary"].count("HX-Request") == 1


def test_input_that_closed_stops_asking(client, meeting, user):
    Preparation.objects.update(input_closes_on=date(2027, 3, 31))

    response = asked_again(client, meeting)

    assert response.status_code == 286
    assert "hx-get" not in response.text


def test_who_signed_out_stops_asking_and_keeps_the_page(client, meeting):
    response = asked_again(client, meeting)

    assert (response.status_code, response.content, response.headers["HX-Reswap"]) == (286, b"", "none")


# who leads


def test_leaders_get_the_acts_and_members_do_not(client, meeting, user):
    acts = {f"{url(meeting)}{word}/" for word in ("vaststellen", "overslaan", "data")}
    assert not acts & set(read(client, meeting).links)

    client.force_login(chair_user(meeting.sector_year.sector))

    assert acts <= set(read(client, meeting).links)


def test_leader_removes_input_with_a_reason_for_its_author(client, meeting):
    given = ContributionFactory(meeting=meeting, person=member_user().person)
    client.force_login(chair_user(meeting.sector_year.sector))
    address = f"/inbreng/{given.pk}/verwijderen/"

    refused = client.post(address, {"reason": ""})
    client.post(address, {"reason": "Hoort er niet"})

    assert set(refused.context["form"].errors) == {"reason"}
    assert stored() == []
    assert OutboxMessage.objects.get(kind="input_removed").context["reason"] == "Hoort er niet"
    assert client.get(address).status_code == 404
