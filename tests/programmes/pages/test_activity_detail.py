"""/activiteiten/<pk>/: a joint activity, joining it, and what its circle's coordinator does with it."""

from datetime import date

import pytest
import time_machine

from programmes.activities.rules import version_of
from programmes.models import ActivityParticipant, JointActivity, PoolEntry
from tests.factories import (
    ActivityParticipantFactory,
    CircleCoordinatorFactory,
    JointActivityFactory,
    NetworkFactory,
    OrganisationFactory,
    PersonFactory,
    PoolEntryFactory,
    editor_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(date(2027, 4, 1), 10), tick=False):
        yield


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["brink_language"] = "en"


@pytest.fixture
def activity():
    return JointActivityFactory(
        title="Samen testen",
        state="open",
        join_before=date(2027, 4, 20),
        since=date(2027, 9, 1),
        until=date(2030, 8, 31),
        extension="Twee keer een jaar",
        lead=OrganisationFactory(name="Gemeente Emmen"),
        circle__slug="inkoop",
        places=3,
    )


@pytest.fixture
def member(client):
    account = member_user(OrganisationFactory(name="Gemeente Assen"))
    client.force_login(account)
    return account


@pytest.fixture
def coordinator(client, activity):
    account = member_user()
    CircleCoordinatorFactory(circle=activity.circle, person=account.person)
    client.force_login(account)
    return account


def address(activity, part=""):
    return f"/activiteiten/{activity.pk}/{part}"


def test_page_shows_what_the_kind_has(client, activity):
    ActivityParticipantFactory(activity=activity, organisation=OrganisationFactory(name="Gemeente Hoogeveen"))

    page = Page(client.get(address(activity)).text)

    assert page.together("Lead buyer", "Gemeente Emmen", within=40)
    assert page.together("Contract period", "1 September 2027 until and including 31 August 2030", within=80)
    assert page.together("Possible extension", "Twee keer een jaar", within=40)
    assert page.together("Places", "2 of 3 places left", within=40)
    assert "Gemeente Hoogeveen" in page.text


def test_handbook_shows_version_and_review(client):
    handbook = JointActivityFactory(kind="handbook", state="running", version="2.1", review_by=date(2027, 6, 1))

    page = Page(client.get(address(handbook)).text)

    assert page.together("Version", "2.1", within=20)
    assert page.together("To be reviewed by", "1 June 2027", within=40)


def test_contacts_notes_and_staff_are_for_members(client, activity, django_user_model):
    JointActivity.objects.update(kind="staff_pool")
    ActivityParticipantFactory(activity=activity, person=PersonFactory(name="Jan Geheim"), note="Onder ons")
    PoolEntryFactory(activity=activity, title="Analist te leen")

    visitor = client.get(address(activity)).text
    client.force_login(member_user())
    inside = client.get(address(activity)).text

    assert [text in visitor for text in ("Jan Geheim", "Onder ons", "Analist te leen")] == [False] * 3
    assert [text in inside for text in ("Jan Geheim", "Onder ons", "Analist te leen")] == [True] * 3


def test_member_joins_and_leaves(client, activity, member):
    assert "Join with Gemeente Assen" in client.get(address(activity)).text

    assert client.post(address(activity, "meedoen/"), {"note": "Graag"}).status_code == 302
    joined = ActivityParticipant.objects.get()
    assert (joined.organisation, joined.note) == (member.person.organisation, "Graag")
    assert "Gemeente Assen takes part" in client.get(address(activity)).text

    client.post(address(activity, "stoppen/"))
    assert not ActivityParticipant.objects.exists()


def test_joining_too_late_says_so_and_keeps_what_was_written(client, activity, member):
    JointActivity.objects.update(join_before=date(2027, 3, 31))

    response = client.post(address(activity, "meedoen/"), {"note": "Graag nog"})

    assert response.status_code == 200
    assert "One could join until Wednesday 31 March 2027." in response.text
    assert "Graag nog" in response.text
    assert not ActivityParticipant.objects.exists()


def test_joining_twice_says_so(client, activity, member):
    ActivityParticipantFactory(activity=activity, organisation=member.person.organisation)

    response = client.post(address(activity, "meedoen/"))

    assert response.status_code == 200
    assert response.context["join_form"].non_field_errors() == ["Gemeente Assen has joined already."]


def test_full_activity_offers_no_form(client, activity, member):
    ActivityParticipantFactory.create_batch(3, activity=activity)

    response = client.get(address(activity))

    assert response.context["join_form"] is None
    assert "All places are taken." in response.text


def test_pool_filters_by_skill_and_kind(client, activity, member):
    JointActivity.objects.update(kind="staff_pool")
    PoolEntryFactory(activity=activity, title="Een", skills=["SQL"], kind="offer")
    PoolEntryFactory(activity=activity, title="Twee", skills=["SQL", "R"], kind="request")
    PoolEntryFactory(activity=activity, title="Drie", skills=["R"], kind="request")

    def titles(**query):
        return {entry.title for entry in client.get(address(activity), query).context["entries"]}

    assert titles() == {"Een", "Twee", "Drie"}
    assert titles(vaardigheid="SQL") == {"Een", "Twee"}
    assert titles(vaardigheid="SQL", soort="request") == {"Twee"}
    assert titles(vaardigheid="koken") == {"Een", "Twee", "Drie"}


def test_pool_entry_is_made_changed_and_closed(client, activity, member):
    JointActivity.objects.update(kind="staff_pool")
    ActivityParticipantFactory(activity=activity, organisation=member.person.organisation)
    given = {"kind": "request", "title": "Analist", "skills": "SQL, R", "hours": "16"}

    client.post(address(activity, "pool/nieuw/"), given)
    entry = PoolEntry.objects.get()
    seen = version_of(entry)
    client.post(f"/pool/{entry.pk}/bewerken/", {**given, "hours": "24", "seen": seen})
    client.post(f"/pool/{entry.pk}/sluiten/")

    entry.refresh_from_db()
    assert (entry.skills, entry.hours, entry.closed_at is None) == (["SQL", "R"], 24, False)


@pytest.mark.parametrize("hours", ["0", "61"])
def test_pool_entry_with_impossible_hours_comes_back(client, activity, member, hours):
    JointActivity.objects.update(kind="staff_pool")
    ActivityParticipantFactory(activity=activity, organisation=member.person.organisation)

    response = client.post(address(activity, "pool/nieuw/"), {"kind": "offer", "title": "Analist", "hours": hours})

    assert response.context["form"].errors == {"hours": ["Geef tussen de 1 en 60 uur per week."]}
    assert not PoolEntry.objects.exists()


def test_another_organisations_entry_is_not_ones_own(client, activity, member):
    entry = PoolEntryFactory(activity=activity)

    assert client.get(f"/pool/{entry.pk}/bewerken/").status_code == 403
    assert client.post(f"/pool/{entry.pk}/sluiten/").status_code == 403


NEW = "/kenniskringen/inkoop/activiteiten/nieuw/"


def test_coordinator_chooses_a_kind_first(client, coordinator):
    links = Page(client.get(NEW).text).links

    assert {f"?soort={kind}" for kind in JointActivity.Kind.values} <= set(links)


FIELDS = {
    "tender": {"join_before", "since", "until", "extension", "places"},
    "staff_pool": {"join_before"},
    "handbook": {"version", "review_by"},
    "study": {"join_before", "since", "until"},
    "exchange": {"join_before", "since", "until", "places"},
}


@pytest.mark.parametrize("kind", FIELDS)
def test_form_has_the_fields_of_its_kind(client, coordinator, kind):
    fields = client.get(NEW, {"soort": kind}).context["form"].fields

    assert set(fields) == {"title", "text", "lead", "owner", "link", "is_open", *FIELDS[kind]}


def test_coordinator_starts_a_handbook(client, coordinator):
    given = {"title": "Handboek", "version": "1.0", "review_by": "2028-04-01", "link": "https://example.org/boek"}

    response = client.post(f"{NEW}?soort=handbook", given)

    made = JointActivity.objects.get(kind="handbook")
    assert response.url == made.get_absolute_url()
    assert (made.state, made.version, made.review_by) == ("idea", "1.0", date(2028, 4, 1))


@pytest.mark.parametrize(
    ("kind", "changes", "field"),
    [
        ("study", {"join_before": "2027-03-31", "is_open": "on"}, "join_before"),
        ("study", {"since": "2027-06-01", "until": "2027-05-31"}, "until"),
        ("study", {"link": "http://example.org/"}, "link"),
        ("study", {"link": "javascript:alert(1)"}, "link"),
        ("study", {"since": "0000-00-00"}, "since"),
        ("study", {"title": ""}, "title"),
        ("study", {"title": "x" * 151}, "title"),
        ("study", {"title": "SAMEN testen"}, "title"),
        ("handbook", {"review_by": "2027-03-31", "version": "2"}, "review_by"),
        ("tender", {"is_open": "on"}, "lead"),
        ("exchange", {"places": "0"}, "places"),
    ],
)
def test_bad_input_comes_back_on_its_field(client, coordinator, kind, changes, field):
    response = client.post(f"{NEW}?soort={kind}", {"title": "Nieuw", **changes})

    assert response.status_code == 200
    assert set(response.context["form"].errors) == {field}
    assert JointActivity.objects.count() == 1


def test_coordinator_changes_and_moves(client, activity, coordinator):
    form = client.get(address(activity, "bewerken/")).context["form"]
    given = {name: form[name].value() or "" for name in form.fields}

    client.post(address(activity, "bewerken/"), {**given, "title": "Anders", "lead": ""})
    assert JointActivity.objects.get().title == "Samen testen"

    client.post(address(activity, "bewerken/"), {**given, "title": "Anders"})
    client.post(address(activity, "toestand/"), {"to": "running"})

    activity.refresh_from_db()
    assert (activity.title, activity.state) == ("Anders", "running")


@pytest.mark.parametrize("to", ["", "feest", "idea"])
def test_nonsense_step_changes_nothing(client, activity, coordinator, to):
    assert client.post(address(activity, "toestand/"), {"to": to}).status_code == 302

    activity.refresh_from_db()
    assert activity.state == "open"


def test_coordinator_adds_and_removes_by_hand(client, activity, coordinator):
    organisation = OrganisationFactory()

    given = {"organisation": organisation.pk, "joined_on": "2019-05-01"}
    client.post(address(activity, "deelnemers/"), given)
    joined = ActivityParticipant.objects.get()
    assert (joined.organisation, joined.joined_on) == (organisation, date(2019, 5, 1))

    client.post(f"/deelnames/{joined.pk}/verwijderen/")
    assert not ActivityParticipant.objects.exists()


def fill(activity, rows):
    JointActivity.objects.update(kind="staff_pool", owner=PersonFactory(organisation=OrganisationFactory()))
    for _row in range(rows):
        ActivityParticipantFactory(activity=activity, person=PersonFactory())
        PoolEntryFactory(activity=activity, person=PersonFactory(), skills=["SQL"])


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_visitor_do_not_grow(client, activity, django_assert_num_queries, rows):
    NetworkFactory()
    fill(activity, rows)
    JointActivity.objects.update(places=None)

    with django_assert_num_queries(3):
        client.get(address(activity))


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_member_do_not_grow(client, activity, member, django_assert_num_queries, rows):
    NetworkFactory()
    fill(activity, rows)
    JointActivity.objects.update(places=None)
    PersonFactory.create_batch(rows, organisation=member.person.organisation)

    with django_assert_num_queries(9):
        client.get(address(activity))


def test_editor_may_close_an_entry(client, activity):
    client.force_login(editor_user())
    entry = PoolEntryFactory(activity=activity)

    client.post(f"/pool/{entry.pk}/sluiten/")

    entry.refresh_from_db()
    assert entry.closed_at
