"""Pages on which people run a circle: who may, what a wrong answer says, and what a right one changes."""

import pytest
from django.utils import translation

from programmes.circles.acts import version_of
from programmes.circles.locks import coordination_of
from programmes.models import CirclePage, CircleRequest, KnowledgeCircle
from tests.factories import (
    CircleCoordinatorFactory,
    CirclePageFactory,
    CircleParticipantFactory,
    CircleRequestFactory,
    KnowledgeCircleFactory,
    NetworkFactory,
    OrganisationFactory,
    PersonFactory,
    editor_user,
    member_user,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/kenniskringen/inkoop/"
SAID = {"name": "Data", "why": "Samen", "themes": "kaarten, Data, data", "joining": "open", "band": "weide"}


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["brink_language"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def circle():
    NetworkFactory()
    return KnowledgeCircleFactory(name="Inkoop", slug="inkoop")


@pytest.fixture
def coordinator(client, circle):
    account = member_user()
    CircleCoordinatorFactory(circle=circle, person=account.person)
    CircleParticipantFactory(circle=circle, person=account.person)
    client.force_login(account)
    return account


@pytest.fixture
def participant(client, circle):
    account = member_user()
    CircleParticipantFactory(circle=circle, person=account.person)
    client.force_login(account)
    return account


def test_member_starts_a_circle(client):
    client.force_login(member_user())

    response = client.post("/kenniskringen/starten/", SAID)

    circle = KnowledgeCircle.objects.get()
    assert (response.url, circle.themes) == ("/kenniskringen/data/", ["kaarten", "Data"])


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"name": " "}, "name", "Give the circle a name"),
        ({"name": "x" * 121}, "name", "at most 120"),
        ({"name": "inkoop"}, "name", "already a circle with this name"),
        ({"themes": f"{'x' * 81}, kort"}, "themes", "is too long"),
        ({"themes": ",".join(map(str, range(13)))}, "themes", "13 themes"),
        ({"why": ""}, "why", "a few words"),
        ({"why": "x" * 2001}, "why", "at most 2000"),
        ({"programme": "99"}, "programme", "from the list"),
        ({"joining": "nooit"}, "joining", "valid choice"),
        ({"name": "a\x00b"}, "name", "Null characters"),
    ],
)
def test_wrong_input_says_so_on_its_field_and_is_kept(client, circle, given, field, words):
    client.force_login(member_user())

    response = client.post("/kenniskringen/starten/", {**SAID, **given})

    assert words in str(response.context["form"].errors[field])
    assert response.context["form"]["joining"].value() == given.get("joining", "open")
    assert KnowledgeCircle.objects.count() == 1


def test_double_themes_count_once_and_come_back_as_typed(client, coordinator, circle):
    circle.themes = ["a", "b"]
    circle.save()

    assert 'value="a, b"' in client.get(f"{URL}bewerken/").text


def test_coordinator_changes_the_text_and_layout_stays_untouched(client, coordinator, circle):
    circle.text = "<h2>Kop</h2><p>Tekst</p>"
    circle.save()
    form = client.get(f"{URL}bewerken/").context["form"]

    client.post(f"{URL}bewerken/", {**SAID, "text": form["text"].value(), "seen": version_of(circle)})

    circle.refresh_from_db()
    assert (circle.name, circle.text) == ("Data", "<h2>Kop</h2><p>Tekst</p>")


def test_stale_change_keeps_the_input_and_can_be_saved_again(client, coordinator, circle):
    seen = version_of(circle)
    circle.summary = "Anders"
    circle.save()

    told = client.post(f"{URL}bewerken/", {**SAID, "seen": seen})
    assert "Someone else changed this circle meanwhile" in told.text
    assert told.context["form"]["name"].value() == "Data"

    again = client.post(f"{URL}bewerken/", {**SAID, "seen": told.context["form"]["seen"].value()})
    assert again.status_code == 302


def test_member_joins_an_open_circle_from_its_page(client, circle):
    client.force_login(member_user())
    assert f"{URL}meedoen/" in Page(client.get(URL).text).links

    response = client.post(f"{URL}meedoen/", follow=True)

    assert "You take part in this circle." in response.text
    assert f"{URL}stoppen/" in Page(response.text).links


def test_member_asks_withdraws_and_asks_again(client, circle):
    KnowledgeCircle.objects.update(joining="on_request")
    client.force_login(member_user())

    assert "The coordinator decides; you hear" in client.post(f"{URL}meedoen/", {"text": "Graag"}, follow=True).text
    client.post(f"{URL}meedoen/intrekken/")
    client.post(f"{URL}meedoen/", {"text": "Toch"})

    assert [asked.text for asked in CircleRequest.objects.waiting()] == ["Toch"]


def test_request_that_is_too_long_is_kept(client, circle):
    KnowledgeCircle.objects.update(joining="on_request")
    client.force_login(member_user())

    response = client.post(f"{URL}meedoen/", {"text": "x" * 1001})

    assert "at most 1000" in str(response.context["form"].errors["text"])
    assert len(response.context["form"]["text"].value()) == 1001


def test_archived_circle_leads_to_opening_it_again(client, circle):
    KnowledgeCircle.objects.update(state="archived")
    client.force_login(member_user())

    page = Page(client.get(f"{URL}meedoen/").text)

    assert f"{URL}toestand/" in page.links
    assert "Open it again" in client.post(f"{URL}meedoen/").text


def test_member_opens_an_archived_circle_and_keeps_it(client, circle):
    KnowledgeCircle.objects.update(state="archived")
    account = member_user()
    client.force_login(account)

    client.post(f"{URL}toestand/", {"step": "reopen"})

    circle.refresh_from_db()
    assert (circle.state, coordination_of(circle).person) == ("active", account.person)


def test_member_only_opens_again(client, circle):
    KnowledgeCircle.objects.update(state="asleep")
    client.force_login(member_user())

    response = client.post(f"{URL}toestand/", {"step": "archive"})

    assert "no longer possible" in str(response.context["form"].errors["step"])


def test_coordinator_sees_and_decides_a_request(client, coordinator, circle):
    asked = CircleRequestFactory(circle=circle, text="Ik beheer de BAG", person__name="Cor")
    address = f"{URL}verzoeken/{asked.pk}/"
    assert address in Page(client.get(URL).text).links
    assert "Ik beheer de BAG" in client.get(address).text

    refused = client.post(address, {"decision": "refuse", "reason": " "})
    assert "Say why" in str(refused.context["form"].errors["reason"])

    assert client.post(address, {"decision": "admit"}).url == URL
    assert "This person was admitted." in client.get(address).text


def test_request_of_another_circle_is_not_found(client, coordinator):
    asked = CircleRequestFactory()

    assert client.get(f"{URL}verzoeken/{asked.pk}/").status_code == 404


def test_coordinator_hands_over_to_who_takes_part(client, coordinator, circle):
    other = CircleParticipantFactory(circle=circle).person
    seen = coordination_of(circle).pk

    response = client.post(f"{URL}coordinator/", {"to": other.pk, "seen": seen})

    assert (response.url, coordination_of(circle).person) == (URL, other)
    assert client.get(f"{URL}coordinator/").status_code == 403


@pytest.mark.parametrize("who", ["outsider", "former", "nothing", "abc"])
def test_hand_over_to_who_does_not_take_part_is_refused(client, coordinator, circle, who):
    former = CircleParticipantFactory(circle=circle, until="2020-01-01")
    keys = {"outsider": PersonFactory().pk, "former": former.person.pk, "nothing": "", "abc": "abc"}

    response = client.post(f"{URL}coordinator/", {"to": keys[who], "seen": coordination_of(circle).pk})

    assert set(response.context["form"].errors) == {"to"}


def test_circle_without_coordinator_asks_who_takes_over(client, participant, circle):
    assert "Who takes over?" in client.get(URL).text

    client.post(f"{URL}overnemen/")

    assert coordination_of(circle).person == participant.person


def names(response):
    return {line.name for line in response.context["page"].participants}


def test_coordinator_finds_adds_and_removes_people(client, coordinator, circle):
    person = PersonFactory(name="Zoë Zeilmaker", organisation=OrganisationFactory(name="Twenterand"))
    PersonFactory(name="Zoë Weg", left_on="2020-01-01", organisation=person.organisation)

    found = client.get(f"{URL}deelnemers/", {"naam": "twenteR"}).context["found"]
    assert [line.name for line in found] == ["Zoë Zeilmaker"]

    client.post(f"{URL}deelnemers/", {"add": person.pk})
    assert "Zoë Zeilmaker" in names(client.get(URL))
    client.post(f"{URL}deelnemers/", {"remove": person.pk})
    assert "Zoë Zeilmaker" not in names(client.get(URL))


@pytest.mark.parametrize("given", [{}, {"add": "x"}, {"add": "99999999999999999999"}, {"remove": "0"}])
def test_nonsense_about_people_is_refused_in_words(client, coordinator, given):
    response = client.post(f"{URL}deelnemers/", given)

    assert (response.status_code, 'data-kind="error"' in response.text) == (200, True)


def test_quiet_circle_is_said_to_live(client, coordinator, circle):
    KnowledgeCircle.objects.update(asked_at="2020-01-01T12:00Z")
    assert f"{URL}leeft/" in Page(client.get(URL).text).links

    client.post(f"{URL}leeft/", {"step": "alive"})

    circle.refresh_from_db()
    assert (circle.asked_at, circle.alive_at is not None) == (None, True)


def test_page_is_written_read_and_changed_by_two(client, coordinator, circle):
    client.post(f"{URL}paginas/nieuw/", {"title": "Begrippen", "text": "Een\n\nTwee", "visibility": "circle"})
    page = CirclePage.objects.get()
    address = f"{URL}paginas/begrippen/"
    assert "<p>Een</p><p>Twee</p>" in client.get(address).text

    CirclePage.objects.update(version=2, title="Woorden")
    told = client.post(f"{address}bewerken/", {"title": "Anders", "text": "", "visibility": "circle", "seen": 1})
    assert "What it says now" in told.text
    assert told.context["form"]["title"].value() == "Anders"

    data = {"title": "Anders", "text": "", "visibility": "circle", "seen": told.context["form"]["seen"].value()}
    assert client.post(f"{address}bewerken/", data).url == address
    page.refresh_from_db()
    assert (page.title, page.version) == ("Anders", 3)


@pytest.mark.parametrize(
    ("visibility", "kind", "status"),
    [
        ("circle", "member", 404),
        ("circle", "participant", 200),
        ("circle", "editor", 200),
        ("network", "member", 200),
    ],
)
def test_page_opens_to_whom_it_is_meant_for(client, circle, visibility, kind, status):
    CirclePageFactory(circle=circle, title="Geheimpje", slug="p", visibility=visibility)
    account = editor_user() if kind == "editor" else member_user()
    if kind == "participant":
        CircleParticipantFactory(circle=circle, person=account.person)
    client.force_login(account)

    assert client.get(f"{URL}paginas/p/").status_code == status
    assert ("Geheimpje" in client.get(URL).text) is (status == 200)
    assert ("Geheimpje" in client.get(f"{URL}paginas/").text) is (status == 200)


def test_visitor_sees_no_pages_and_signs_in_to_join(client, circle):
    CirclePageFactory(circle=circle, title="Geheimpje", slug="p", visibility="network")

    assert "Geheimpje" not in client.get(URL).text
    for address in ("paginas/p/", "paginas/", "meedoen/"):
        assert client.get(URL + address).url.startswith("/account/login/")


def test_pages_are_moved_and_deleted(client, coordinator, circle):
    first, second = (CirclePageFactory(circle=circle, slug=slug, position=n) for n, slug in enumerate("ab"))

    client.post(f"{URL}paginas/", {"up": second.pk})
    client.post(f"{URL}paginas/b/verwijderen/")

    assert list(circle.pages.all()) == [first]


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_of_the_coordinator_do_not_grow(client, django_assert_num_queries, coordinator, circle, rows):
    for _number in range(rows):
        CircleParticipantFactory(circle=circle, person__organisation=OrganisationFactory())
        CircleRequestFactory(circle=circle, person__organisation=OrganisationFactory())
        CirclePageFactory(circle=circle, author=PersonFactory())

    with django_assert_num_queries(9):
        client.get(URL)
    with django_assert_num_queries(7):
        client.get(f"{URL}paginas/")
    with django_assert_num_queries(9):
        client.get(f"{URL}deelnemers/?naam=person")
