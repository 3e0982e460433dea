"""/bijeenkomsten/<pk>/agenda/wijzigen/: who leads a meeting makes up its agenda."""

import re

import pytest
import time_machine

from meetings.holding.agenda_acts import mark_of, order_of
from meetings.models import AgendaItem, Meeting
from tests.factories import (
    AgendaItemFactory,
    MeetingFactory,
    NetworkFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    SectorMembershipFactory,
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


@pytest.fixture(autouse=True)
def now(client):
    client.cookies["brink_language"] = "en"
    with time_machine.travel(moment(DAY, 8), tick=False):
        yield


@pytest.fixture
def meeting():
    year = SectorYearFactory(sector=SectorFactory(name="Water", slug="water"), year=DAY.year)
    found = MeetingFactory(sector_year=year, title="De dijk")
    for position, title in enumerate(("Opening", "De dijk zelf", "Rondvraag"), start=1):
        AgendaItemFactory(meeting=found, position=position, title=title, minutes=30)
    return found


@pytest.fixture
def user(client, meeting):
    account = chair_user(meeting.sector_year.sector, OrganisationFactory(name="Gemeente Emmen"))
    client.force_login(account)
    return account


def url(meeting):
    return f"/bijeenkomsten/{meeting.pk}/agenda/wijzigen/"


def titles(meeting):
    return list(meeting.agenda_items.values_list("title", flat=True))


def order(meeting):
    return order_of(meeting.agenda_items.all())


def item(title):
    return AgendaItem.objects.get(title=title)


def change(meeting, which, /, **given):
    """What the form of an item sends."""
    found = item(which)
    place = titles(meeting).index(which) + 1
    said = {"item": found.pk, "title": found.title, "minutes": found.minutes or "", "presenter": ""}
    marks = {"mark": mark_of(found), "order": order(meeting), "position": place, "initial-position": place}
    return said | marks | given


def test_visitor_signs_in_first(client, meeting):
    response = client.get(url(meeting))

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("outsider", 403),
        ("member", 403),
        ("editor", 403),
        ("stranger", 403),
        ("chair", 200),
        ("manager", 200),
        ("admin", 200),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_page_is_for_who_leads_the_meeting(client, meeting, kind, status, method):
    sector = meeting.sector_year.sector
    makers = {
        "outsider": UserFactory,
        "member": member_user,
        "editor": editor_user,
        "stranger": lambda: manager_user(SectorFactory()),
        "chair": lambda: chair_user(sector),
        "manager": lambda: manager_user(sector),
        "admin": admin_user,
    }
    client.force_login(makers[kind]())

    assert getattr(client, method)(url(meeting)).status_code == status


def test_item_is_added_with_a_presenter(client, meeting, user):
    given = {"title": "  Wat\t nu ", "minutes": "20", "presenter": user.person.pk, "order": order(meeting)}

    response = client.post(url(meeting), given, follow=True)

    added = item("Wat nu")
    assert (added.position, added.minutes, added.presenter) == (4, 20, user.person)
    assert "On the agenda: Wat nu" in response.text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"title": ""}, "This field is required"),
        ({"title": "x" * 151}, "at most 150 characters"),
        ({"minutes": "0"}, "greater than or equal to 1"),
        ({"minutes": "721"}, "less than or equal to 720"),
        ({"minutes": "9" * 30}, "less than or equal to 720"),
        ({"minutes": "half uur"}, "Enter a whole number"),
        ({"presenter": "999999"}, "Select a valid choice"),
        ({"presenter": "x"}, "Select a valid choice"),
    ],
)
def test_wrong_item_is_told_and_what_was_typed_is_kept(client, meeting, user, given, told):
    response = client.post(url(meeting), {"title": "Wat nu", "minutes": "20", "order": order(meeting)} | given)

    assert told in response.text
    assert next(iter(given.values())) in response.text or given.get("presenter")
    assert len(titles(meeting)) == 3


def test_presenters_are_people_of_the_sectors(client, meeting, user):
    other = SectorFactory()
    meeting.joint_sectors.add(other)
    organisation = OrganisationFactory(name="Waterschap")
    SectorMembershipFactory(sector=other, organisation=organisation)
    offered = {user.person, PersonFactory(organisation=organisation), SeatFactory(sector=other).person}
    PersonFactory(organisation=OrganisationFactory())
    PersonFactory(organisation=organisation, left_on=DAY)

    select = client.get(url(meeting)).text.partition('name="presenter"')[2].partition("</select>")[0]

    assert set(re.findall(r'option value="(\d+)"', select)) == {str(person.pk) for person in offered}
    assert 'optgroup label="Waterschap"' in select


@pytest.mark.parametrize(
    ("button", "title", "after"),
    [
        ("up", "Rondvraag", ["Opening", "Rondvraag", "De dijk zelf"]),
        ("down", "Opening", ["De dijk zelf", "Opening", "Rondvraag"]),
        ("up", "Opening", ["Opening", "De dijk zelf", "Rondvraag"]),
        ("down", "Rondvraag", ["Opening", "De dijk zelf", "Rondvraag"]),
    ],
)
def test_buttons_move_an_item_a_step(client, meeting, user, button, title, after):
    response = client.post(url(meeting), {button: item(title).pk, "order": order(meeting)})

    assert titles(meeting) == after
    assert response.headers["Location"] == f"{url(meeting)}#item-{item(title).pk}"


def test_step_with_htmx_gives_the_list_anew(client, meeting, user):
    given = {"down": item("Opening").pk, "order": order(meeting)}

    html = client.post(url(meeting), given, headers={"HX-Request": "true"}, follow=True).text

    assert "<html" not in html
    assert html.index("De dijk zelf") < html.index("Opening")
    assert f'id="down-{item("Opening").pk}"' in html


def test_step_in_an_order_that_changed_is_told(client, meeting, user):
    seen = order(meeting)
    AgendaItemFactory(meeting=meeting, position=4)

    response = client.post(url(meeting), {"down": item("Opening").pk, "order": seen}, follow=True)

    assert "The agenda changed meanwhile" in response.text
    assert titles(meeting)[0] == "Opening"


@pytest.mark.parametrize("which", ["", "x", "0", "9" * 23, "elsewhere"])
def test_step_of_no_item_of_this_agenda_is_told(client, meeting, user, which):
    which = AgendaItemFactory().pk if which == "elsewhere" else which

    response = client.post(url(meeting), {"up": which, "order": order(meeting)}, follow=True)

    assert "not on the agenda any more" in response.text


def test_times_follow_what_was_saved(client, meeting, user):
    client.post(url(meeting), change(meeting, "Opening", minutes="45"))

    page = Page(client.get(url(meeting)).text)

    assert page.together("14:15", "De dijk zelf", within=120)
    assert "75 minutes left" in page.text


@pytest.mark.parametrize(
    ("minutes", "told"), [("110", "20 minutes over"), ("90", "fills the meeting exactly"), ("1", "89 minutes left")]
)
def test_length_is_held_against_the_meeting(client, meeting, user, minutes, told):
    Meeting.objects.update(ends=moment(DAY, 16, 0))
    AgendaItem.objects.exclude(title="Opening").update(minutes=30)
    AgendaItem.objects.filter(title="Opening").update(minutes=minutes)

    assert told in client.get(url(meeting)).text


def test_item_moves_to_a_place_and_changes_at_once(client, meeting, user):
    client.post(url(meeting), change(meeting, "Opening", title="Welkom", position="3"))

    assert titles(meeting) == ["De dijk zelf", "Rondvraag", "Welkom"]


def test_item_that_somebody_else_changed_is_told_and_can_be_sent_again(client, meeting, user):
    given = change(meeting, "Opening", title="Welkom")
    AgendaItem.objects.filter(title="Opening").update(title="Van een ander")

    html = client.post(url(meeting), given).text
    assert "It now says: “Van een ander”" in html
    assert 'value="Welkom"' in html
    again = given | {"mark": re.search(r'name="mark" value="(\w+)"', html)[1]}
    client.post(url(meeting), again)

    assert titles(meeting)[0] == "Welkom"


def test_place_in_an_order_that_changed_leaves_the_whole_change_undone(client, meeting, user):
    given = change(meeting, "Opening", title="Welkom", position="3")
    AgendaItemFactory(meeting=meeting, position=4)

    html = client.post(url(meeting), given).text

    assert "The agenda changed meanwhile" in html
    assert titles(meeting)[0] == "Opening"


def test_item_opens_to_change_it(client, meeting, user):
    html = client.get(url(meeting), {"item": item("Opening").pk}).text

    assert 'value="Opening"' in html
    assert 'name="remove"' in html
    assert "Add an item" not in html


def test_item_is_removed(client, meeting, user):
    response = client.post(url(meeting), change(meeting, "Opening", remove="1"), follow=True)

    assert titles(meeting) == ["De dijk zelf", "Rondvraag"]
    assert "Off the agenda: Opening" in response.text


def test_special_item_takes_another_title_and_keeps_its_kind(client, meeting, user):
    AgendaItem.objects.filter(title="Opening").update(kind="previous_minutes")

    html = client.get(url(meeting), {"item": item("Opening").pk}).text
    client.post(url(meeting), change(meeting, "Opening", title="Het vorige verslag"))
    client.post(url(meeting), change(meeting, "Het vorige verslag", remove="1"))

    assert 'name="remove"' not in html
    assert item("Het vorige verslag").kind == "previous_minutes"


def test_item_that_is_gone_is_told(client, meeting, user):
    given = change(meeting, "Opening")
    AgendaItem.objects.filter(title="Opening").delete()

    response = client.post(url(meeting), given, follow=True)

    assert "This item is not on the agenda any more." in response.text


def test_agenda_of_a_cancelled_meeting_says_why_it_stays(client, meeting, user):
    Meeting.objects.update(state="cancelled", state_reason="Storm")

    html = client.get(url(meeting)).text
    told = client.post(url(meeting), {"title": "Wat nu", "order": order(meeting)}).text

    assert "its agenda does not change" in html
    assert 'name="up"' not in html
    assert "its agenda does not change" in told
    assert len(titles(meeting)) == 3


def test_right_lost_meanwhile_is_refused(client, meeting, user):
    user.person.appointments.update(until=DAY)

    assert client.post(url(meeting), {"title": "Wat nu"}).status_code == 403
    assert len(titles(meeting)) == 3


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client, django_assert_num_queries, meeting, user, rows):
    NetworkFactory()
    for _row in range(rows):
        AgendaItemFactory(meeting=meeting, presenter=PersonFactory(), position=9)
        SectorMembershipFactory(sector=meeting.sector_year.sector, organisation=OrganisationFactory())

    with django_assert_num_queries(8):
        client.get(url(meeting))
