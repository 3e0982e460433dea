"""/programmas/: what runs, what is proposed and what ended."""

from datetime import date

import pytest

from tests.factories import NetworkFactory, ProgrammeFactory, ProgrammeParticipantFactory, member_user
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/programmas/"


def ended(**fields):
    return ProgrammeFactory(**{"state": "ended", "ended_on": date(2018, 7, 1)} | fields)


def test_programmes_stand_under_their_state(client):
    ProgrammeFactory(name="Loopt", state="running")
    ProgrammeFactory(name="Draagt over", state="in_transition")
    ProgrammeFactory(name="Voorstel", state="proposed")
    ended(name="Eerst klaar", ended_on=date(2015, 1, 1))
    ended(name="Laatst klaar")

    context = client.get(URL).context

    assert [row.name for row in context["running"]] == ["Draagt over", "Loopt"]
    assert [row.name for row in context["proposed"]] == ["Voorstel"]
    assert [row.name for row in context["ended"]] == ["Laatst klaar", "Eerst klaar"]


def test_card_says_when_and_with_how_many(client):
    client.cookies["brink_language"] = "en"
    programme = ended(name="Samen in Twente", slug="samen", start_year=2013, region="Twente")
    for until in (None, date(2018, 7, 1), date(2015, 1, 1)):
        ProgrammeParticipantFactory(programme=programme, until=until)

    page = Page(client.get(URL).text)

    assert page.together("Samen in Twente", "2013–2018", "Twente", "3 organisations")
    assert "/programmas/samen/" in page.links


def test_who_left_a_running_programme_is_not_counted(client):
    programme = ProgrammeFactory(state="running")
    ProgrammeParticipantFactory(programme=programme, until=date(2020, 1, 1))
    ProgrammeParticipantFactory(programme=programme)

    assert [row.participants for row in client.get(URL).context["running"]] == [1]


def test_empty_list_says_who_fills_it(client):
    assert 'class="empty"' in client.get(URL).text


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_wrong_method_is_refused(client, method):
    assert getattr(client, method)(URL).status_code == 405


def test_visitor_gets_no_cookie(client):
    assert not client.get(URL).cookies


def fill(rows):
    for programme in ProgrammeFactory.create_batch(rows):
        ProgrammeParticipantFactory(programme=programme)


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_visitor_do_not_grow(client, django_assert_num_queries, rows):
    NetworkFactory()
    fill(rows)

    with django_assert_num_queries(2):
        client.get(URL)


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_member_do_not_grow(client, django_assert_num_queries, rows):
    NetworkFactory()
    fill(rows)
    client.force_login(member_user())

    with django_assert_num_queries(4):
        client.get(URL)
