"""Writing news on the site: who may, the form, and what becomes of an article."""

from datetime import UTC, date, datetime, time
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from portal.models import Article
from tests.factories import (
    ArticleFactory,
    CircleCoordinatorFactory,
    KnowledgeCircleFactory,
    NetworkFactory,
    PersonFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    SectorFactory,
    UserFactory,
    chair_user,
    editor_user,
    manager_user,
    member_user,
)

pytestmark = pytest.mark.django_db

DESK, NEW = "/nieuws/schrijven/", "/nieuws/schrijven/nieuw/"
GIVEN = {"title": "Glasvezel ligt", "lead": "", "text": "Alles werkt.", "image_alt": "", "version": "1"}


@pytest.fixture(autouse=True)
def house(settings, client):
    settings.MFA_REQUIRED = "none"
    client.cookies["brink_language"] = "en"
    NetworkFactory()


@pytest.fixture
def programme():
    return ProgrammeFactory(slug="ssnt", name="Samenwerking")


@pytest.fixture
def leader(programme):
    person = member_user().person
    ProgrammeLeaderFactory(programme=programme, person=person, is_deputy=True)
    return person.account


def picture(name="foto.png"):
    content = BytesIO()
    Image.new("RGB", (1200, 800), "navy").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue())


def at(article, act=""):
    return f"{DESK}{article.pk}/{act}"


def draft(**given):
    return ArticleFactory(**{"published_at": None, "text": "<p>Tekst.</p>", **given})


def errors(response):
    return set(response.context["form"].errors)


# who writes


@pytest.mark.parametrize("url", [DESK, NEW])
def test_visitor_goes_to_login(client, url):
    assert client.get(url).url.startswith("/account/login/")


@pytest.mark.parametrize("make", [member_user, lambda: chair_user(SectorFactory())])
def test_who_keeps_nothing_going_writes_no_news(client, make):
    client.force_login(make())

    assert (client.get(DESK).status_code, client.post(NEW, GIVEN).status_code) == (403, 403)


def test_leader_writes_about_the_own_programme_which_is_chosen_already(client, leader, programme):
    client.force_login(leader)
    ProgrammeFactory()

    form = client.get(NEW).context["form"]
    client.post(NEW, GIVEN | {"programmes": [programme.pk]})

    assert (form.initial["programmes"], "sectors" in form.fields, "author" in form.fields) == (
        [programme.pk],
        False,
        False,
    )
    article = Article.objects.get()
    assert (list(article.programmes.all()), article.written_by, article.author) == ([programme], leader, leader.person)


def test_leader_without_a_programme_chosen_is_asked_for_one(client, leader):
    client.force_login(leader)

    response = client.post(NEW, GIVEN)

    assert errors(response) == {"programmes"}
    assert "Alles werkt." in response.text
    assert not Article.objects.exists()


def test_leader_cannot_write_about_another_programme(client, leader):
    client.force_login(leader)

    response = client.post(NEW, GIVEN | {"programmes": [ProgrammeFactory().pk]})

    assert errors(response) == {"programmes"}


def test_address_does_not_smuggle_in_another_programme(client, leader, programme):
    other = ProgrammeFactory(slug="ander")
    ProgrammeLeaderFactory(programme=ProgrammeFactory(), person=leader.person)
    client.force_login(leader)

    client.post(f"{NEW}?programma={other.slug}", GIVEN | {"programmes": [programme.pk]})

    assert list(Article.objects.get().programmes.all()) == [programme]


def test_coordinator_writes_about_the_own_circle(client):
    person, circle = member_user().person, KnowledgeCircleFactory()
    CircleCoordinatorFactory(circle=circle, person=person)
    client.force_login(person.account)

    client.post(NEW, GIVEN | {"circles": [circle.pk]})

    assert list(Article.objects.get().circles.all()) == [circle]


def test_manager_publishes_what_stands_on_own_sectors_only(client):
    sector = SectorFactory()
    client.force_login(manager_user(sector))
    own, shared = draft(), draft()
    own.sectors.set([sector])
    shared.sectors.set([sector, SectorFactory()])

    answers = [client.post(at(article, "publiceren/"), {"when": "now", "version": 1}) for article in (own, shared)]

    assert [answer.status_code for answer in answers] == [302, 404]
    assert list(Article.objects.published()) == [own]


def test_draft_of_somebody_else_does_not_exist_for_a_leader(client, leader, programme):
    article = draft(written_by=editor_user())
    article.programmes.add(programme)
    client.force_login(leader)

    assert [client.get(at(article)).status_code, client.get(at(article, "publiceren/")).status_code] == [404, 404]


def test_leader_does_not_touch_what_is_published(client, leader):
    article = ArticleFactory(written_by=leader)
    client.force_login(leader)

    answers = {client.post(at(article, act), GIVEN).status_code for act in ("", "publiceren/", "intrekken/")}

    assert answers == {403}


def test_leader_keeps_what_an_editor_added(client, leader, programme):
    article, sector = draft(written_by=leader), SectorFactory()
    article.programmes.add(programme)
    article.sectors.add(sector)
    client.force_login(leader)

    client.post(at(article), GIVEN | {"programmes": [programme.pk]})

    assert list(article.sectors.all()) == [sector]


# the form


def test_editor_chooses_anything_and_an_author(client, programme):
    author = PersonFactory()
    client.force_login(editor_user())

    client.post(NEW, GIVEN | {"programmes": [programme.pk], "sectors": [SectorFactory().pk], "author": author.pk})

    article = Article.objects.get()
    assert (article.author, article.programmes.count(), article.sectors.count()) == (author, 1, 1)


def test_article_without_title_keeps_what_was_typed(client):
    client.force_login(editor_user())

    response = client.post(NEW, GIVEN | {"title": " ", "text": "- een\n- twee"})

    assert errors(response) == {"title"}
    assert "- een\n- twee" in response.text


def test_image_is_stored_with_its_text(client):
    client.force_login(editor_user())

    client.post(NEW, GIVEN | {"image": picture(), "image_alt": "Een kabel in een sleuf"})

    article = Article.objects.get()
    assert (bool(article.image), article.image_alt) == (True, "Een kabel in een sleuf")


def test_image_without_text_is_refused(client):
    client.force_login(editor_user())

    response = client.post(NEW, GIVEN | {"image": picture(), "image_alt": " "})

    assert errors(response) == {"image_alt"}
    assert not Article.objects.exists()


def test_file_that_is_no_picture_is_refused(client):
    client.force_login(editor_user())

    response = client.post(NEW, GIVEN | {"image": SimpleUploadedFile("foto.png", b"MZ..."), "image_alt": "x"})

    assert errors(response) == {"image"}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Een.\r\n\r\n- a\r\n- b", "<p>Een.</p><ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("<h2>Kop</h2><p onclick='x()'>Tekst</p>", "<h2>Kop</h2><p>Tekst</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("<p></p>", ""),
    ],
)
def test_text_comes_as_lines_or_from_the_editor(client, typed, stored):
    client.force_login(editor_user())

    client.post(NEW, GIVEN | {"text": typed})

    assert Article.objects.get().text == stored


def test_text_that_was_not_touched_keeps_its_layout(client):
    article = draft(text="<h2>Kop</h2><p>Tekst</p>")
    client.force_login(editor_user())
    shown = client.get(at(article)).context["form"]["text"].as_widget()

    client.post(at(article), GIVEN | {"text": "Kop\n\nTekst"})

    article.refresh_from_db()
    assert article.text == "<h2>Kop</h2><p>Tekst</p>"
    assert 'data-html="&lt;h2&gt;Kop&lt;/h2&gt;&lt;p&gt;Tekst&lt;/p&gt;"' in shown


def test_form_loads_the_editor_with_the_nonce_of_its_page(client):
    client.force_login(editor_user())

    response = client.get(NEW)

    nonce = response["Content-Security-Policy"].split("'nonce-")[1].split("'")[0]
    assert f'<script type="importmap" nonce="{nonce}">' in response.text


def test_who_comes_second_sees_what_differs_and_keeps_his_input(client):
    article = draft(title="Oud")
    client.force_login(editor_user())
    client.post(at(article), GIVEN | {"title": "Van de eerste"})

    response = client.post(at(article), GIVEN | {"title": "Van de tweede"})
    again = client.post(at(article), GIVEN | {"title": "Van de tweede", "version": "2"})

    assert ("Title", "Van de eerste", "Van de tweede") in response.context["changed"]
    assert 'value="Van de tweede"' in response.text
    assert 'name="version" value="2"' in response.text
    assert (again.status_code, Article.objects.get().title) == (302, "Van de tweede")


def test_texts_that_part_far_on_differ_all_the_same(client):
    article = draft(text=f"<p>{'woord ' * 200}eerste</p>")
    type(article).objects.update(version=2)
    client.force_login(editor_user())

    response = client.post(at(article), GIVEN | {"title": article.title, "text": f"{'woord ' * 200}tweede"})

    (row,) = response.context["changed"]
    assert (row.stored.endswith("eerste"), row.typed.endswith("tweede")) == (True, True)


@pytest.mark.parametrize("version", ["", "x", "9" * 40])
def test_odd_version_shows_what_differs(client, version):
    article = draft()
    client.force_login(editor_user())

    assert client.post(at(article), GIVEN | {"version": version}).status_code == 200


# the desk and the decision


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_form_queries_do_not_grow(client, django_assert_num_queries, rows):
    ProgrammeFactory.create_batch(rows)
    SectorFactory.create_batch(rows)
    client.force_login(editor_user())

    with django_assert_num_queries(7):
        client.get(NEW)


def test_leader_offers_and_the_editor_sends_it_back(client, leader):
    article = draft(written_by=leader)
    client.force_login(leader)
    client.post(at(article, "aanbieden/"))
    client.force_login(editor_user())

    response = client.post(at(article, "terugsturen/"), {"reason": "Wie is het contact?", "version": "2"})

    assert response.url == DESK
    client.force_login(leader)
    assert "Wie is het contact?" in client.get(DESK).text
    assert "Wie is het contact?" in client.get(at(article)).text


def test_return_without_a_reason_is_refused(client):
    article = draft(proposed_at=timezone.now())
    client.force_login(editor_user())

    assert errors(client.post(at(article, "terugsturen/"), {"reason": " ", "version": "1"})) == {"reason"}


def test_offer_without_text_goes_back_to_the_form_with_the_reason(client, leader):
    article = draft(written_by=leader, text="")
    client.force_login(leader)

    response = client.post(at(article, "aanbieden/"), follow=True)

    assert "Write the text first" in response.text
    assert not Article.objects.offered().exists()


def test_publish_page_shows_the_article_as_it_will_be(client):
    article = draft(title="Glasvezel ligt", text="<h2>Kop</h2>", proposed_at=timezone.now())
    client.force_login(editor_user())

    text = client.get(at(article, "publiceren/")).text

    assert "<h2>Kop</h2>" in text


def test_publish_now_leads_to_the_article(client):
    article = draft()
    client.force_login(editor_user())

    response = client.post(at(article, "publiceren/"), {"when": "now", "version": "1"})

    assert response.url == Article.objects.published().get().get_absolute_url()


def test_publish_twice_says_that_it_is_published(client):
    article = draft()
    client.force_login(editor_user())
    client.post(at(article, "publiceren/"), {"when": "now", "version": "1"})

    response = client.post(at(article, "publiceren/"), {"when": "now", "version": "1"})

    assert (response.status_code, errors(response)) == (200, {"__all__"})


@pytest.mark.parametrize(
    ("day", "clock", "field"),
    [
        ("2027-02-28", "10:00", "day"),
        ("2027-03-01", "08:59", "clock"),
        ("2029-04-01", "10:00", "day"),
        ("9999-12-31", "23:59", "day"),
        ("99999-01-01", "10:00", "day"),
        ("0001-01-01", "00:00", "day"),
        ("", "10:00", "day"),
        ("2027-03-02", "", "clock"),
        ("2027-03-02", "25:00", "clock"),
        ("2027-03-28", "02:30", "clock"),
        ("2027-10-31", "02:30", "clock"),
    ],
)
def test_publish_at_an_odd_moment_is_refused_on_its_field(client, time_machine, day, clock, field):
    time_machine.move_to(datetime(2027, 3, 1, 8, tzinfo=UTC), tick=False)
    article = draft()
    client.force_login(editor_user())

    response = client.post(at(article, "publiceren/"), {"when": "later", "day": day, "clock": clock, "version": "1"})

    assert errors(response) == {field}
    assert list(Article.objects.drafts()) == [article]


@pytest.mark.parametrize("when", ["", "soon"])
def test_publish_without_a_choice_is_refused(client, when):
    article = draft()
    client.force_login(editor_user())

    assert errors(client.post(at(article, "publiceren/"), {"when": when, "version": "1"})) == {"when"}


def test_every_page_shows_a_scheduled_article_from_its_minute_on(client, time_machine):
    time_machine.move_to(datetime(2027, 3, 1, 8, tzinfo=UTC), tick=False)
    sector, article = SectorFactory(slug="water"), draft(title="Op de minuut", slug="op-de-minuut")
    programme, circle = ProgrammeFactory(slug="ssnt"), KnowledgeCircleFactory(slug="bag")
    article.sectors.add(sector)
    article.programmes.add(programme)
    article.circles.add(circle)
    moment = {"day": date(2027, 3, 2), "clock": time(9, 30)}
    client.force_login(editor_user())
    client.post(at(article, "publiceren/"), {"when": "later", "version": "1", **moment})
    client.logout()
    pages = ["/", "/nieuws/", "/sectoren/water/", "/nieuws/feed.atom", "/sectoren/water/feed.atom", "/sitemap.xml"]
    pages += ["/programmas/ssnt/feed.atom", "/kenniskringen/bag/feed.atom", "/zoeken/?q=minuut"]

    def seen():
        return {page: "op-de-minuut" in client.get(page).text for page in pages}

    time_machine.move_to(datetime(2027, 3, 2, 8, 29, 59, tzinfo=UTC), tick=False)
    before, etag = seen(), client.get("/nieuws/").headers["ETag"]
    time_machine.move_to(datetime(2027, 3, 2, 8, 30, tzinfo=UTC), tick=False)

    assert before == dict.fromkeys(pages, False)
    assert seen() == dict.fromkeys(pages, True)
    assert client.get("/nieuws/", headers={"If-None-Match": etag}).status_code == 200


def test_withdrawing_asks_first_and_then_answers_gone(client):
    article = ArticleFactory(title="Fout bericht")
    client.force_login(editor_user())

    asked = client.get(at(article, "intrekken/"))
    unchanged = client.get(article.get_absolute_url()).status_code
    client.post(at(article, "intrekken/"))

    assert ("Withdraw this article?" in asked.text, unchanged) == (True, 200)
    assert client.get(article.get_absolute_url()).status_code == 410


def test_withdrawing_twice_says_so(client):
    article = ArticleFactory()
    client.force_login(editor_user())
    client.post(at(article, "intrekken/"))

    assert "withdrawn already" in client.post(at(article, "intrekken/"), follow=True).text


def test_article_page_links_editors_to_its_form(client):
    article = ArticleFactory()
    visitor = client.get(article.get_absolute_url()).text
    client.force_login(UserFactory(is_staff=True))

    editor = client.get(article.get_absolute_url()).text

    assert (at(article) in visitor, at(article) in editor) == (False, True)
