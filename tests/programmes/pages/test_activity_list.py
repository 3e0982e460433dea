"""/activiteiten/: what one can still join, then what runs and what is done."""

from datetime import date

import pytest
import time_machine

from tests.factories import (
    JointActivityFactory,
    KnowledgeCircleFactory,
    NetworkFactory,
    OrganisationFactory,
    member_user,
    moment,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/activiteiten/"


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(date(2027, 4, 1), 10), tick=False):
        yield


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["brink_language"] = "en"


def groups(response):
    return [(label, [row.title for row in rows]) for label, rows in response.context["groups"]]


def titles(response):
    return [title for _label, rows in groups(response) for title in rows]


def test_what_one_can_join_stands_first(client):
    JointActivityFactory(title="gestopt", state="stopped")
    JointActivityFactory(title="klaar", state="done")
    JointActivityFactory(title="idee", state="idea")
    JointActivityFactory(title="te laat", state="open", join_before=date(2027, 3, 31))
    JointActivityFactory(title="loopt", state="running")
    JointActivityFactory(title="altijd", state="open")
    JointActivityFactory(title="tot mei", state="open", join_before=date(2027, 5, 1))
    JointActivityFactory(title="tot vandaag", state="open", join_before=date(2027, 4, 1))

    assert groups(client.get(URL)) == [
        ("You can still join", ["tot vandaag", "tot mei", "altijd"]),
        ("Running", ["te laat", "loopt"]),
        ("Idea", ["idee"]),
        ("Done", ["klaar"]),
        ("Stopped", ["gestopt"]),
    ]


def test_deadline_shows_only_while_it_matters(client):
    JointActivityFactory(title="open", state="open", join_before=date(2027, 5, 1))
    JointActivityFactory(title="klaar", state="done", join_before=date(2026, 5, 2))

    page = Page(client.get(URL).text)

    assert page.together("open", "Join until Saturday 1 May 2027", within=200)
    assert "2 May 2026" not in page.text


def test_card_names_circle_lead_and_participants(client):
    activity = JointActivityFactory(
        kind="study", lead=OrganisationFactory(name="Kadaster", slug="kadaster"), circle__name="Datagedreven"
    )
    activity.participants.add(OrganisationFactory(name="Gemeente Assen"), OrganisationFactory(name="Gemeente Emmen"))

    page = Page(client.get(URL).text)

    assert page.together("Knowledge circle", "Datagedreven", within=40)
    assert page.together("Carries out the study", "Kadaster", within=40)
    assert page.together("2 organisations", "Gemeente Assen", "Gemeente Emmen", within=80)
    assert {"/leden/kadaster/", activity.circle.get_absolute_url()} <= set(page.links)


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/"])
def test_link_is_of_the_web_or_not_there(client, link):
    JointActivityFactory(link=link)

    assert link not in client.get(URL).text


def test_kind_filter_narrows_the_list(client):
    JointActivityFactory(title="pool", kind="staff_pool")
    JointActivityFactory(title="inkoop", kind="tender")

    assert titles(client.get(URL, {"soort": "staff_pool"})) == ["pool"]


@pytest.mark.parametrize("value", ["feest", "x" * 5000, "' OR 1=1"])
def test_nonsense_says_so_on_its_field_and_narrows_nothing(client, value):
    JointActivityFactory(title="pool")

    response = client.get(URL, {"soort": value})

    assert (response.status_code, titles(response)) == (200, ["pool"])
    assert set(response.context["form"].errors) == {"kind"}
    assert 'class="errors"' in response.text


def test_circle_and_theme_narrow_the_list(client):
    circle = KnowledgeCircleFactory(slug="inkoop", themes=["Contracten"])
    JointActivityFactory(title="samen", circle=circle)
    JointActivityFactory(title="ook", circle__themes=["Contracten", "Prijzen"])
    JointActivityFactory(title="elders")

    assert titles(client.get(URL, {"thema": "kring:inkoop"})) == ["samen"]
    assert set(titles(client.get(URL, {"thema": "Contracten"}))) == {"samen", "ook"}


def test_state_and_last_day_narrow_the_list(client):
    JointActivityFactory(title="loopt", state="running")
    JointActivityFactory(title="deze maand", state="open", join_before=date(2027, 5, 1))
    JointActivityFactory(title="later", state="open", join_before=date(2027, 5, 2))
    JointActivityFactory(title="te laat", state="open", join_before=date(2027, 3, 31))

    assert titles(client.get(URL, {"staat": "running"})) == ["te laat", "loopt"]
    assert titles(client.get(URL, {"alleen": "maand"})) == ["deze maand"]


def test_what_ones_organisation_can_still_join(client):
    client.force_login(account := member_user())
    own, other = account.person.organisation, OrganisationFactory()
    JointActivityFactory(title="open", state="open", places=1)
    JointActivityFactory(title="anderen", state="open", places=2).participants.add(other)
    JointActivityFactory(title="vol", state="open", places=1).participants.add(other)
    JointActivityFactory(title="al mee", state="open").participants.add(own)
    JointActivityFactory(title="te laat", state="open", join_before=date(2027, 3, 31))
    JointActivityFactory(title="archief", state="open", circle__state="archived")

    assert set(titles(client.get(URL, {"alleen": "eigen"}))) == {"open", "anderen"}


def test_visitor_has_no_organisation_to_ask_for(client):
    JointActivityFactory(title="pool")

    response = client.get(URL, {"alleen": "eigen"})

    assert set(response.context["form"].errors) == {"only"}
    assert titles(response) == ["pool"]


def test_repeated_parameter_counts_once(client):
    JointActivityFactory(title="pool", kind="staff_pool")

    assert titles(client.get(f"{URL}?soort=tender&soort=staff_pool")) == ["pool"]


def test_pages_hold_twenty_four_and_keep_the_filter(client):
    JointActivityFactory.create_batch(26, kind="study")

    first = client.get(URL, {"soort": "study"})
    second = client.get(URL, {"soort": "study", "pagina": "2"})

    assert (len(titles(first)), len(titles(second))) == (24, 2)
    assert "?pagina=2&soort=study" in Page(first.text).links


@pytest.mark.parametrize("number", ["0", "2", "99999", "9" * 30, "abc"])
def test_page_out_of_range_is_not_found(client, number):
    assert client.get(URL, {"pagina": number}).status_code == 404


def test_htmx_gets_the_results_only(client):
    JointActivityFactory(title="pool")

    response = client.get(URL, headers={"HX-Request": "true"})

    assert "pool" in response.text
    assert "<html" not in response.text
    assert "HX-Request" in response.headers["Vary"]


def test_nul_byte_is_refused(client):
    assert client.get(f"{URL}?soort=%00").status_code == 400


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_wrong_method_is_refused(client, method):
    assert getattr(client, method)(URL).status_code == 405


def test_empty_list_says_who_fills_it(client):
    assert 'class="empty"' in client.get(URL).text


def fill(rows):
    for activity in JointActivityFactory.create_batch(rows, lead=OrganisationFactory()):
        activity.participants.add(OrganisationFactory(), OrganisationFactory())


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_visitor_do_not_grow(client, django_assert_num_queries, rows):
    NetworkFactory()
    fill(rows)

    with django_assert_num_queries(5):
        client.get(URL)


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_a_member_do_not_grow(client, django_assert_num_queries, rows):
    NetworkFactory()
    fill(rows)
    client.force_login(member_user())

    with django_assert_num_queries(7):
        client.get(URL)
