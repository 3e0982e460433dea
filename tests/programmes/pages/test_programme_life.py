"""/programmas/<slug>/verloop/: every step in the life of a programme, and the forms that take one."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from programmes.models import Programme, ProgrammeDecision
from tests.factories import (
    NetworkFactory,
    PersonFactory,
    ProgrammeDecisionFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    ProgrammeParticipantFactory,
    editor_user,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/programmas/samen/verloop/"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(date(2027, 4, 1), 10), tick=False):
        yield


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["brink_language"] = "en"


@pytest.fixture
def programme():
    NetworkFactory()
    return ProgrammeFactory(slug="samen", state="running", started_on=date(2024, 1, 1))


@pytest.fixture
def editor(client, programme):
    client.force_login(editor_user())
    return client


def test_visitor_reads_steps_with_conditions_and_document_but_takes_none(client, programme):
    link = "https://example.org/besluit"
    said = {"conditions": "Elk jaar een tussenstand.", "document": "Besluit", "document_link": link}
    ProgrammeDecisionFactory(programme=programme, kind="extend", planned_end=date(2028, 1, 1), **said)

    page = Page(client.get(URL).text)

    assert page.together("Extended until 1 January 2028", "Elk jaar een tussenstand.", "Besluit", within=120)
    assert link in page.links
    assert "What can be done now" not in page.text


def test_editor_sees_the_steps_that_are_possible_now(editor):
    links = Page(editor.get(URL).text).links

    steps = {link.removeprefix(URL).strip("/") for link in links if link.startswith(URL) and link != URL}
    assert steps == {"verlengen", "leiding", "overdragen", "plaatsvervangers", "deelnemers"}


@pytest.mark.parametrize(
    ("ended_on", "told"),
    [
        (date(2026, 1, 1), "2 years earlier than planned"),
        (date(2027, 10, 1), "3 months earlier than planned"),
        (date(2028, 1, 1), "as planned"),
        (date(2028, 1, 6), "5 days later than planned"),
    ],
)
def test_end_is_held_against_the_plan(client, programme, ended_on, told):
    Programme.objects.update(state="ended", ended_on=ended_on, planned_end=date(2028, 1, 1))

    assert told in Page(client.get(URL).text).text


def test_end_is_held_against_the_founding_document(client, programme):
    period = {"founding_period_from": 2013, "founding_period_to": 2020, "started_on": date(2013, 1, 1)}
    Programme.objects.update(state="ended", ended_on=date(2018, 7, 1), **period)

    page = Page(client.get(URL).text)

    assert page.together("Founding document until", "2020", "1 July 2018, 2 years earlier than planned", within=100)


def test_change_of_leader_is_told_from_the_rows_when_no_decision_does(client, programme):
    ProgrammeLeaderFactory(programme=programme, since=date(2024, 1, 1), until=date(2025, 1, 1))
    ProgrammeLeaderFactory(programme=programme, since=date(2025, 1, 1), person__name="Anna Nu")

    page = Page(client.get(URL).text)

    assert page.together("1 January 2025", "Change of leader", "Anna Nu leads from then on.", within=100)


def test_extension_is_recorded_with_its_file(editor, programme, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("besluit.pdf", b"%PDF-1.7 en meer")
    sent = {"decided_on": "2027-03-01", "planned_end": "2029-01-01", "document": "Besluit", "document_file": file}

    response = editor.post(f"{URL}verlengen/", sent)

    decision = ProgrammeDecision.objects.get()
    assert response.url == URL
    document = editor.get(f"/programmas/samen/besluiten/{decision.pk}/document/")
    assert b"".join(document.streaming_content) == b"%PDF-1.7 en meer"
    assert document.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"planned_end": "2029-01-01"}, "decided_on"),
        ({"decided_on": "2027-03-01", "decided_in_year": "2027", "planned_end": "2029-01-01"}, "decided_on"),
        ({"decided_on": "2027-04-02", "planned_end": "2029-01-01"}, "decided_on"),
        ({"decided_on": "2023-03-01", "planned_end": "2029-01-01"}, "decided_on"),
        ({"decided_on": "2027-03-01", "planned_end": "2027-02-01"}, "planned_end"),
        ({"decided_on": "2027-03-01", "planned_end": "9999-01-01"}, "planned_end"),
        ({"decided_on": "2027-03-01"}, "planned_end"),
        ({"decided_on": "31-31-31", "planned_end": "2029-01-01"}, "decided_on"),
        ({"decided_on": "2027-03-01", "planned_end": "2029-01-01", "document_link": "javascript:1"}, "document_link"),
        ({"decided_on": "2027-03-01", "planned_end": "2029-01-01", "document_link": "https://example.org"}, "document"),
    ],
)
def test_wrong_input_is_told_on_its_field_and_kept(editor, programme, sent, field):
    response = editor.post(f"{URL}verlengen/", sent | {"body": "stuurgroep"})

    assert field in response.context["form"].errors
    assert 'value="stuurgroep"' in response.text
    assert not ProgrammeDecision.objects.exists()


def test_file_that_is_not_what_its_name_says_is_refused(editor, programme):
    file = SimpleUploadedFile("besluit.pdf", b"MZ")
    sent = {"decided_on": "2027-03-01", "planned_end": "2029-01-01", "document": "Besluit", "document_file": file}

    assert list(editor.post(f"{URL}verlengen/", sent).context["form"].errors) == ["document_file"]


def test_step_that_is_not_possible_says_why(editor, programme):
    page = editor.get(f"{URL}oprichten/", follow=True)
    answer = editor.post(f"{URL}oprichten/", {"decided_on": "2027-03-01"})

    assert "This programme is already running." in page.text
    assert "This programme is already running." in answer.text


def test_unknown_step_is_not_found(editor, programme):
    assert editor.get(f"{URL}dansen/").status_code == 404


def test_leader_without_an_account_is_chosen(editor, programme):
    person = PersonFactory(account=None)

    editor.post(f"{URL}leiding/", {"decided_on": "2027-03-01", "person": person.pk})

    assert programme.leaders.get().person == person


def test_proposal_gets_a_page_of_its_own(editor, programme):
    sent = {"name": "Samen Digitaal", "band": "heide", "purpose": "Wij delen.", "decided_on": "2027-03-01"}

    response = editor.post("/programmas/voorstellen/", sent)

    made = Programme.objects.get(slug="samen-digitaal")
    assert (response.url, made.purpose, made.state) == (
        "/programmas/samen-digitaal/verloop/",
        "<p>Wij delen.</p>",
        "proposed",
    )


def test_member_proposes_nothing(client, programme):
    client.force_login(member_user())

    assert client.get("/programmas/voorstellen/").status_code == 403


@pytest.mark.parametrize("number", [1, 10, 60])
def test_queries_of_a_visitor_do_not_grow(client, programme, django_assert_num_queries, number):
    ProgrammeParticipantFactory.create_batch(number, programme=programme)
    ProgrammeLeaderFactory.create_batch(number, programme=programme, is_deputy=True)
    ProgrammeDecisionFactory.create_batch(number, programme=programme)

    client.get(URL)
    with django_assert_num_queries(4):
        client.get(URL)
