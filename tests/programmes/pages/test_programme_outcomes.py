"""/programmas/<slug>/wensbeelden/: who leads a programme keeps its outcomes in place, with and without script."""

import pytest

from programmes.models import Outcome, Workstream
from tests.factories import (
    HandoverFactory,
    NetworkFactory,
    OutcomeFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    StageChangeFactory,
    WorkstreamFactory,
    member_user,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/programmas/samen/wensbeelden/"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["brink_language"] = "en"


@pytest.fixture
def programme():
    NetworkFactory()
    return ProgrammeFactory(slug="samen", state="running")


@pytest.fixture
def leader(client, programme):
    person = member_user().person
    ProgrammeLeaderFactory(programme=programme, person=person, is_deputy=True)
    client.force_login(person.account)
    return client


@pytest.fixture
def stream(programme):
    return WorkstreamFactory(outcome=OutcomeFactory(programme=programme, title="Delen"), title="Inkoop")


def form_of(client, address):
    form = client.get(address).context["chosen"].form
    return {name: form[name].value() or "" for name in form.fields}


def test_visitor_signs_in_and_a_member_is_refused(client, programme):
    assert client.get(URL).status_code == 302
    client.force_login(member_user())

    assert client.get(URL).status_code == 403


def test_what_is_still_open_stands_above_and_stages_below(leader, stream):
    Outcome.objects.update(still_open="De kaart.")
    StageChangeFactory(workstream=stream, stage="building", note="Begonnen")
    WorkstreamFactory(outcome=stream.outcome, title="Klaar", stage="stopped")

    page = Page(leader.get(URL).text)

    assert page.together("What is still open", "Delen", "De kaart.", "Inkoop (Exploring)", within=120)
    assert page.together("Stages so far", "Building", "Begonnen", within=80)
    assert "Klaar (Stopped)" not in page.text


def test_card_becomes_a_form_and_back(leader, stream):
    address = f"{URL}{stream.outcome_id}/"

    form = leader.get(address, **HTMX)
    saved = leader.post(address, form_of(leader, address) | {"title": "Samen delen"}, follow=True, **HTMX)

    assert form.text.count("<article") == saved.text.count("<article") == 1
    assert "<html" not in form.text + saved.text
    assert "Samen delen" in saved.text
    assert Outcome.objects.get().title == "Samen delen"


def test_whole_page_does_the_same_without_script(leader, stream):
    address = f"{URL}sporen/{stream.pk}/"

    response = leader.post(address, form_of(leader, address) | {"title": "Samen inkopen"})

    assert response.url == f"{URL}?wensbeeld={stream.outcome_id}#outcome-{stream.outcome_id}"
    assert "<html" in leader.get(response.url).text
    assert Workstream.objects.get().title == "Samen inkopen"


def test_words_that_somebody_changed_meanwhile_are_kept_in_the_form(leader, stream):
    address = f"{URL}{stream.outcome_id}/"
    sent = form_of(leader, address) | {"title": "Mijn woorden"}
    Outcome.objects.update(title="Van een ander")

    response = leader.post(address, sent)
    again = leader.post(address, {**sent, "mark": form_of(leader, address)["mark"]})

    assert "Somebody changed this meanwhile" in response.text
    assert 'value="Mijn woorden"' in response.text
    assert (again.status_code, Outcome.objects.get().title) == (302, "Mijn woorden")


def test_stage_of_tomorrow_is_refused_on_its_field(leader, stream):
    response = leader.post(f"{URL}sporen/{stream.pk}/fase/", {"stage": "building", "reached_on": "2999-01-01"})

    assert list(response.context["chosen"].form.errors) == ["reached_on"]
    assert 'value="2999-01-01"' in response.text


def test_workstream_comes_and_goes(leader, programme, stream):
    leader.post(f"{URL}{stream.outcome_id}/sporen/", {"title": "Nieuw", "stage": "building"})
    made = Workstream.objects.get(title="Nieuw")
    leader.post(f"{URL}sporen/{made.pk}/verwijderen/")

    assert [row.title for row in Workstream.objects.all()] == ["Inkoop"]


def test_workstream_that_is_handed_over_stays_with_a_message(leader, programme, stream):
    HandoverFactory(programme=programme, workstream=stream)

    response = leader.post(f"{URL}sporen/{stream.pk}/verwijderen/", follow=True)

    assert "There is a handover of this workstream" in response.text
    assert Workstream.objects.filter(pk=stream.pk).exists()


@pytest.mark.parametrize("path", ["1/", "sporen/1/", "sporen/1/fase/"])
def test_what_is_gone_gets_its_own_page(leader, programme, path):
    plain, htmx = leader.get(URL + path), leader.get(URL + path, **HTMX)

    assert plain.status_code == 404
    assert htmx.headers["HX-Redirect"] == URL + path


def test_row_of_another_programme_is_not_found(leader, programme):
    assert leader.get(f"{URL}sporen/{WorkstreamFactory().pk}/").status_code == 404


@pytest.mark.parametrize("number", [1, 3, 10])
def test_queries_do_not_grow(leader, programme, django_assert_num_queries, number):
    for _turn in range(number):
        stream = WorkstreamFactory(outcome=OutcomeFactory(programme=programme))
        StageChangeFactory(workstream=stream)

    leader.get(URL)
    with django_assert_num_queries(8):
        leader.get(URL)
