"""The closing page of a programme, and the article made of it."""

import pytest
from django.utils import timezone

from portal.models import Article
from tests.factories import (
    NetworkFactory,
    OutcomeFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    WorkstreamFactory,
    editor_user,
    member_user,
)

pytestmark = pytest.mark.django_db

PAGE = "/programmas/ssnt/afsluiting/"


@pytest.fixture
def programme(settings, client):
    settings.MFA_REQUIRED = "none"
    client.cookies["brink_language"] = "en"
    NetworkFactory()
    return ProgrammeFactory(slug="ssnt", name="Samenwerking")


@pytest.fixture
def leader(programme):
    person = member_user().person
    ProgrammeLeaderFactory(programme=programme, person=person)
    return person.account


def test_visitor_goes_to_login_and_a_member_is_refused(client, programme):
    login = client.get(PAGE).url
    client.force_login(member_user())

    assert (login.startswith("/account/login/"), client.post(PAGE).status_code) == (True, 403)
    assert not Article.objects.exists()


def test_page_shows_what_the_data_tell_and_stores_nothing(client, leader, programme):
    OutcomeFactory(programme=programme, title="Eén balie voor Twente")
    client.force_login(leader)

    text = client.get(PAGE).text

    assert "<h3>Eén balie voor Twente</h3>" in text
    assert not Article.objects.exists()


def test_leader_makes_edits_and_offers_it_and_the_editor_publishes_it(client, leader, programme):
    OutcomeFactory(programme=programme)
    client.force_login(leader)
    edit = client.post(PAGE).url
    article = Article.objects.get()
    given = {"title": "Wij zijn klaar", "text": article.text, "version": "1", "programmes": [programme.pk]}
    client.post(edit, given)
    client.post(f"{edit}aanbieden/")
    client.force_login(editor_user())

    client.post(f"{edit}publiceren/", {"when": "now", "version": "3"})

    published = Article.objects.published().get()
    assert (published.title, published.closes, published.written_by) == ("Wij zijn klaar", programme, leader)
    assert published.get_absolute_url() in client.get(PAGE).text


def test_deputy_goes_on_with_what_the_leader_began(client, leader, programme):
    client.force_login(leader)
    edit = client.post(PAGE).url
    deputy = member_user().person
    ProgrammeLeaderFactory(programme=programme, person=deputy, is_deputy=True)
    client.force_login(deputy.account)

    assert (client.get(edit).status_code, client.post(PAGE).url) == (200, edit)


def test_editor_cannot_take_the_programme_off_its_closing_article(client, programme):
    client.force_login(editor_user())
    edit = client.post(PAGE).url

    client.post(edit, {"title": "Klaar", "text": "Ja.", "version": "1"})

    assert list(Article.objects.get().programmes.all()) == [programme]


def test_leader_who_makes_it_again_after_publication_comes_back_to_the_page(client, leader, programme):
    article = Article.objects.create(title="Klaar", slug="klaar", closes=programme, published_at=timezone.now())
    client.force_login(leader)

    response = client.post(PAGE)

    assert (response.url, list(Article.objects.all())) == (PAGE, [article])


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_queries_do_not_grow(client, django_assert_num_queries, leader, programme, rows):
    for _ in range(rows):
        WorkstreamFactory(outcome=OutcomeFactory(programme=programme))
    client.force_login(leader)

    with django_assert_num_queries(13):
        client.get(PAGE)
