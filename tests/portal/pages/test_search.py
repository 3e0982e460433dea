"""/zoeken/: results, filters, counts, pages, bad input, and what it costs."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.models import Meeting
from tests.factories import (
    ArticleFactory,
    FocusPointFactory,
    MeetingFactory,
    NetworkFactory,
    OrganisationFactory,
    SectorFactory,
    SectorYearFactory,
    TopicFactory,
    editor_user,
    member_user,
)
from tests.reading import Page

pytestmark = pytest.mark.django_db

URL = "/zoeken/"
HTMX = {"HX-Request": "true"}
MOMENT = datetime(2024, 5, 14, 10, tzinfo=UTC)


def titles(client: Client, **query: object) -> list[str]:
    hits = client.get(URL, query).context["hits"]
    return [hit.title.replace("<mark>", "").replace("</mark>", "") for hit in hits]


def offered(client: Client, name: str, **query: object) -> list[str]:
    """The labels of a filter, without the one for everything."""
    return [label for _value, label in client.get(URL, query).context["form"].fields[name].widget.choices][1:]


def test_search_without_question_says_what_one_can_find(client):
    response = client.get(URL)

    assert response.status_code == 200
    assert "/sectoren/" in Page(response.text).links
    assert "hits" not in response.context


def test_search_marks_what_was_found(client):
    OrganisationFactory(name="Provincie Fryslân", slug="fryslan")

    response = client.get(URL, {"q": "fryslan"})

    assert "Provincie <mark>Fryslân</mark>" in response.text
    assert "/leden/fryslan/" in Page(response.text).links


def test_search_shows_no_html_of_texts(client):
    ArticleFactory(title="<b>Vezel</b>", lead="<img src=x>", text="<h2>Vezel</h2><p>En <em>meer</em></p>")

    text = client.get(URL, {"q": "vezel"}).text

    assert "&lt;b&gt;<mark>Vezel</mark>&lt;/b&gt;" in text
    assert "<img src=x>" not in text
    assert "<em>" not in text


def test_search_marks_dutch_content_on_an_english_page(client):
    OrganisationFactory(name="Vezel")
    client.cookies["brink_language"] = "en"

    assert '<a href="/leden/' in (text := client.get(URL, {"q": "vezel"}).text)
    assert ' lang="nl"><mark>Vezel</mark></a>' in text


def test_search_filters_by_kind(client):
    OrganisationFactory(name="Vezel organisatie")
    ArticleFactory(title="Vezel bericht")

    assert titles(client, q="vezel", soort="article") == ["Vezel bericht"]


def test_search_filters_by_year(client):
    ArticleFactory(title="Vezel toen", published_at=MOMENT.replace(year=2021))
    ArticleFactory(title="Vezel later", published_at=MOMENT)
    OrganisationFactory(name="Vezel altijd")

    assert titles(client, q="vezel", jaar="2021") == ["Vezel toen"]


def test_search_counts_kinds_of_the_year_and_years_of_the_kind(client):
    sector = SectorFactory(name="Vezel")
    FocusPointFactory(title="Vezel", sector_year=SectorYearFactory(sector=sector, year=2021))
    ArticleFactory(title="Vezel", published_at=MOMENT)

    def numbers(name: str, **query: object) -> list[str]:
        return [label.rsplit("(")[1] for label in offered(client, name, q="vezel", **query)]

    assert numbers("kind") == ["1)", "1)", "1)"]
    assert numbers("kind", jaar="2021") == ["1)"]
    assert offered(client, "year", q="vezel") == ["2024 (1)", "2021 (1)"]
    assert offered(client, "year", q="vezel", soort="article") == ["2024 (1)"]


def test_search_counts_only_what_the_reader_may_see(client):
    MeetingFactory(title="Vezel", visibility=Meeting.Visibility.NETWORK)
    TopicFactory(title="Vezel", proposed_at=MOMENT)
    ArticleFactory(title="Vezel", published_at=None)
    MeetingFactory(title="Vezel", state=Meeting.State.DRAFT, visibility=Meeting.Visibility.NETWORK)

    def seen() -> tuple[int, list[str], list[str]]:
        page = client.get(URL, {"q": "vezel"}).context["page"]
        return page.paginator.count, offered(client, "kind", q="vezel"), offered(client, "year", q="vezel")

    assert seen() == (0, [], [])
    client.force_login(member_user())
    assert [seen()[0], *seen()[2]] == [2, "2027 (1)", "2024 (1)"]
    client.force_login(editor_user())
    assert [seen()[0], *seen()[2]] == [3, "2027 (2)", "2024 (1)"]


def test_search_says_the_same_of_what_is_hidden_and_what_is_not_there(client):
    MeetingFactory(title="Vezelnet", visibility=Meeting.Visibility.NETWORK)

    hidden, absent = (client.get(URL, {"q": word}).text for word in ("vezelnet", "vezelzet"))

    assert hidden.replace("vezelnet", "vezelzet") == absent


def test_search_with_filters_that_leave_nothing_offers_all(client):
    OrganisationFactory(name="Vezel")

    response = client.get(URL, {"q": "vezel", "soort": "article", "jaar": "2020"})

    assert response.context["hits"] == []
    assert "/zoeken/?q=vezel" in Page(response.text).links


def test_search_with_a_wrong_filter_shows_everything(client):
    OrganisationFactory(name="Vezel")

    response = client.get(URL, {"q": "vezel", "soort": "geheim", "jaar": "x"})

    assert len(response.context["hits"]) == 1
    assert 'data-kind="warning"' in response.text


def test_search_without_results_suggests_names_and_lists(client):
    OrganisationFactory(name="Provincie Fryslân", slug="fryslan")

    links = Page(client.get(URL, {"q": "fryslann"}).text).links

    assert "/leden/fryslan/" in links
    assert "/bijeenkomsten/" in links


def test_search_turns_pages_and_keeps_the_question(client):
    ArticleFactory.create_batch(45, text="<p>Vezel</p>")

    response = client.get(URL, {"q": "vezel", "soort": "article", "pagina": 2})

    assert len(response.context["hits"]) == 20
    assert "?pagina=3&amp;q=vezel&amp;soort=article" in response.text
    assert '<ol class="hits" start="21">' in response.text


@pytest.mark.parametrize("number", ["0", "4", "x", "-1", "1e3", "9" * 30])
def test_search_knows_no_page_that_is_not_there(client, number):
    ArticleFactory.create_batch(45, text="<p>Vezel</p>")

    assert client.get(URL, {"q": "vezel", "pagina": number}).status_code == 404


def test_search_gives_htmx_the_results_alone(client):
    OrganisationFactory(name="Vezel")

    response = client.get(URL, {"q": "vezel"}, headers=HTMX)

    assert "<html" not in response.text
    assert "<mark>Vezel</mark>" in response.text
    assert 'hx-swap-oob="innerHTML:#search-filters"' in response.text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_search_tells_caches_that_pages_differ(client, headers):
    assert "HX-Request" in client.get(URL, {"q": "vezel"}, headers=headers).headers["Vary"]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_search_is_read_only(client, method):
    assert getattr(client, method)(URL).status_code == 405


def test_search_leaves_visitors_without_cookies(client):
    assert not client.get(URL, {"q": "vezel"}).cookies


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_search_takes_three_queries_for_a_visitor(client, django_assert_num_queries, rows):
    NetworkFactory()
    MeetingFactory.create_batch(rows, title="Vezel")
    OrganisationFactory.create_batch(rows, seat="Vezel")

    with django_assert_num_queries(3):
        client.get(URL, {"q": "vezel"})


@pytest.mark.parametrize("make", [member_user, editor_user])
@pytest.mark.parametrize("rows", [1, 10, 60])
def test_search_takes_six_queries_for_who_is_signed_in(client, django_assert_num_queries, rows, make):
    NetworkFactory()
    MeetingFactory.create_batch(rows, title="Vezel")
    OrganisationFactory.create_batch(rows, seat="Vezel")
    client.force_login(make())

    with django_assert_num_queries(6):
        client.get(URL, {"q": "vezel"})


def test_search_takes_no_more_queries_when_it_finds_nothing(client, django_assert_num_queries):
    NetworkFactory()
    client.force_login(member_user())

    with django_assert_num_queries(6):
        client.get(URL, {"q": "vezel"})


def test_search_cuts_a_question_of_ten_thousand_characters(client):
    response = client.get(URL, {"q": "vezel " * 1667})

    assert response.status_code == 200
    assert response.context["form"].is_cut
    assert 'data-kind="warning"' in response.text
    assert "vezel " * 50 not in response.text


@pytest.mark.parametrize(
    "typed",
    [
        "& | ! ( ) : * '",
        "🙂",
        "'",
        "\\",
        "%",
        "_",
        "a",
        "1",
        "de het een",
        "مرحبا بالعالم",
        "\u202e\u200f",
        "ß",
        "İ",
        "ﬁ",
    ],
)
def test_search_answers_whatever_is_typed(client, typed):
    OrganisationFactory(name="Vezel")

    response = client.get(URL, {"q": typed})

    assert response.status_code == 200
    assert not response.context.get("hits")
    assert 'class="notice"' in response.text


def test_search_refuses_a_nul(client):
    assert client.get(f"{URL}?q=a%00b").status_code == 400


@settings(max_examples=50, deadline=None)
@given(q=st.text(max_size=300), soort=st.text(max_size=20), jaar=st.text(max_size=20))
def test_search_never_fails(q, soort, jaar):
    response = Client().get(URL, {"q": q, "soort": soort, "jaar": jaar})

    assert response.status_code in {200, 400}


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["&", "|", "!", "(", ")", ":*", "'", '"', "\\", "<->", "%", "_", "a", "vezel", "de"])))
def test_search_never_fails_on_operators(pieces):
    assert Client().get(URL, {"q": "".join(pieces)}).status_code == 200


def test_header_leads_to_search_with_a_form_that_needs_no_token(client):
    text = client.get(URL).text

    assert text.count('role="search"><form class="field search-field" action="/zoeken/"') == 2
    assert "csrfmiddlewaretoken" not in text
