"""The pages on which an organisation merges into another, or is dissolved."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import translation

from members.models import Organisation, Person
from programmes.models import Hosting
from tests.factories import (
    DAY,
    HostingFactory,
    NetworkFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    PersonFactory,
    ProgrammeParticipantFactory,
    SectorMembershipFactory,
    chair_user,
    editor_user,
    manager_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(DAY, 10), tick=False), translation.override("en"):
        yield


@pytest.fixture
def old():
    return NetworkMembershipFactory(organisation__name="Haren", organisation__slug="haren").organisation


@pytest.fixture
def new():
    return OrganisationFactory(name="Groningen", slug="groningen")


@pytest.fixture
def editor(client):
    editor = editor_user()
    client.force_login(editor)
    return editor


URL = "/leden/haren/opvolging/"
MERGER = f"{URL}?wat=fusie&naar=groningen&dag={DAY}"


def filled(response):
    """What the page's form posts as it stands."""
    form = response.context["form"]
    return {form[name].html_name: form[name].value() or "" for name in form.fields}


def test_succession_opens_to_editors_only(client, old):
    sector = SectorMembershipFactory(organisation=old).sector

    assert client.get(URL).status_code == 302
    for account in (member_user(old), chair_user(sector), manager_user(sector)):
        client.force_login(account)
        assert client.get(URL).status_code == client.post(MERGER).status_code == 403
    client.force_login(editor_user())
    assert client.get("/leden/niemand/opvolging/").status_code == 404
    assert client.get(URL).status_code == 200


def test_leaving_the_network_leads_to_its_own_page(client, editor, old):
    assert client.get(f"{URL}?wat=vertrek").url == "/leden/haren/vertrek/"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("wat=fusie&dag=2027-04-22", "successor"),
        ("wat=fusie&naar=niemand&dag=2027-04-22", "successor"),
        ("wat=fusie&naar=groningen&dag=", "day"),
        ("wat=fusie&naar=groningen&dag=31-31-2027", "day"),
        ("wat=fusie&naar=haren&dag=2027-04-22", "__all__"),
        ("wat=fusie&naar=groningen&dag=2027-04-23", "__all__"),
        ("wat=opheffing&dag=0001-01-01", "__all__"),
        ("wat=opheffing&dag=9999-12-31", "__all__"),
        ("wat=onzin&dag=2027-04-22", "what"),
    ],
)
def test_impossible_succession_is_refused_in_words(client, editor, old, new, query, field):
    response = client.get(f"{URL}?{query}")

    assert response.status_code == 200
    assert set(response.context["form"].errors) == {field}


def test_everything_stands_on_one_page_with_the_usual_choice(client, editor, old, new):
    platform = HostingFactory(organisation=old).platform
    SectorMembershipFactory(organisation=old)
    PersonFactory(organisation=old, name="An Bakker")

    response = client.get(MERGER)

    asked = {question.key: question for question in response.context["questions"]}
    assert list(asked) == ["membership", "sectors", "platforms", "people"]
    assert f"/platforms/{platform.slug}/" in Page(response.text).links
    assert [line.name for line in asked["people"].lines] == ["An Bakker"]
    assert response.context["form"]["platforms"].value() == "successor"


def test_preview_tells_what_happens_and_changes_nothing(client, editor, old, new):
    HostingFactory(organisation=old)

    response = client.post(MERGER, filled(client.get(MERGER)))

    assert [row.count for row in response.context["outcomes"]] == [1, 1]
    assert all("Groningen" in row.text for row in response.context["outcomes"])
    assert Organisation.objects.get(pk=old.pk).dissolved_on is None


def test_confirmed_merger_is_carried_out_and_a_second_click_says_so(client, editor, old, new):
    HostingFactory(organisation=old)
    person = PersonFactory(organisation=old)
    posted = filled(client.get(MERGER)) | {"carry_out": "1", "confirmed": "on", "reason": "Herindeling"}

    first, second = client.post(MERGER, posted), client.post(MERGER, posted)

    assert (first.status_code, first.url) == (302, "/leden/groningen/")
    assert (second.status_code, set(second.context["form"].errors)) == (200, {"__all__"})
    assert Hosting.objects.current().get().organisation == new
    assert Person.objects.get(pk=person.pk).organisation == new


def test_carrying_out_without_confirming_asks_for_it(client, editor, old, new):
    response = client.post(MERGER, filled(client.get(MERGER)) | {"carry_out": "1"})

    assert set(response.context["confirming"].errors) == {"confirmed"}
    assert Organisation.objects.get(pk=old.pk).dissolved_on is None


def test_what_changed_meanwhile_is_shown_again_and_then_goes_through(client, editor, old, new):
    HostingFactory(organisation=old)
    posted = filled(client.get(MERGER)) | {"carry_out": "1", "confirmed": "on"}
    HostingFactory(organisation=old)
    SectorMembershipFactory(organisation=old)

    shown = client.post(MERGER, posted)

    assert set(shown.context["form"].errors) == {"platforms", "sectors"}
    assert Organisation.objects.get(pk=old.pk).dissolved_on is None
    again = filled(shown) | {"sectors": "successor", "carry_out": "1", "confirmed": "on"}
    assert client.post(MERGER, again).status_code == 302


def test_what_somebody_else_took_away_meanwhile_is_named(client, editor, old, new):
    hosting = HostingFactory(organisation=old)
    posted = filled(client.get(MERGER)) | {"carry_out": "1", "confirmed": "on"}
    hosting.delete()

    shown = client.post(MERGER, posted)

    assert set(shown.context["form"].errors) == {"__all__"}
    assert Organisation.objects.get(pk=old.pk).dissolved_on is None


def test_another_organisation_has_to_be_named(client, editor, old, new):
    HostingFactory(organisation=old)
    third = OrganisationFactory(slug="derde")
    posted = filled(client.get(MERGER)) | {"platforms": "other"}

    assert set(client.post(MERGER, posted).context["form"].errors) == {"platforms-to"}
    posted |= {"platforms-to": "derde", "carry_out": "1", "confirmed": "on"}
    assert client.post(MERGER, posted).status_code == 302
    assert Hosting.objects.current().get().organisation == third


def test_choices_can_be_changed_after_the_preview(client, editor, old, new):
    HostingFactory(organisation=old)
    posted = filled(client.get(MERGER)) | {"platforms": "end", "change": "1"}

    response = client.post(MERGER, posted)

    assert response.context["form"]["platforms"].value() == "end"
    assert "outcomes" not in response.context


def test_organisation_that_carries_nothing_can_be_dissolved(client, editor):
    OrganisationFactory(name="Leeg", slug="leeg")
    url = f"/leden/leeg/opvolging/?wat=opheffing&dag={DAY - timedelta(days=400)}"

    assert client.get(url).status_code == 200
    response = client.post(url, {"carry_out": "1", "confirmed": "on"})

    assert response.url == "/leden/leeg/"
    assert Organisation.objects.get(slug="leeg").dissolved_on == DAY - timedelta(days=400)


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_do_not_grow(client, editor, django_assert_num_queries, old, new, rows):
    NetworkFactory()
    for _number in range(rows):
        HostingFactory(organisation=old)
        SectorMembershipFactory(organisation=old)
        ProgrammeParticipantFactory(organisation=old)
        PersonFactory(organisation=old)

    with django_assert_num_queries(30):
        client.get(MERGER)
