"""/documenten/<pk>/: files come as attachments, links lead to the web, and both only to who may see them."""

import pytest
from django.core.files.base import ContentFile

from meetings.models import Document, Meeting
from tests.factories import DocumentFactory, MeetingFactory, UserFactory, admin_user, editor_user, member_user

pytestmark = pytest.mark.django_db

INSIDE = {"member", "editor", "admin"}


def document(name="notitie.pdf", **fields):
    found = DocumentFactory.build(meeting=MeetingFactory(), link="", **fields)
    found.file.save(name, ContentFile(b"%PDF-1.7 inhoud"))
    return found


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def sign_in(client, kind):
    makers = {"outsider": UserFactory, "member": member_user, "editor": editor_user, "admin": admin_user}
    if kind != "visitor":
        client.force_login(makers[kind]())


@pytest.mark.parametrize("visibility", ["public", "network"])
@pytest.mark.parametrize("kind", ["visitor", "outsider", "member", "editor", "admin"])
def test_document_opens_for_who_may_see_it(client, visibility, kind):
    found = document(visibility=visibility)
    sign_in(client, kind)

    response = client.get(found.get_absolute_url())
    response.close()

    assert response.status_code == (200 if visibility == "public" or kind in INSIDE else 404)


@pytest.mark.parametrize("fields", [{"state": "draft"}, {"visibility": "network"}, {"visibility": "invited"}])
def test_public_document_of_a_hidden_meeting_is_not_found(client, fields):
    found = document(visibility=Document.Visibility.PUBLIC)
    Meeting.objects.update(**fields)

    assert client.get(found.get_absolute_url()).status_code == 404


def test_file_comes_as_an_attachment_and_whole(client):
    response = client.get(document(visibility=Document.Visibility.PUBLIC).get_absolute_url())

    assert response.headers["Content-Disposition"] == 'attachment; filename="notitie.pdf"'
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.getvalue() == b"%PDF-1.7 inhoud"
    response.close()


def test_name_of_a_file_cannot_break_the_header(client):
    found = document(name="verslag “één” \r\nX-Kwaad: ja.pdf", visibility=Document.Visibility.PUBLIC)

    response = client.get(found.get_absolute_url())

    response.close()
    assert "X-Kwaad" not in response.headers
    assert response.headers["Content-Disposition"].startswith("attachment; filename")


def test_document_for_members_is_kept_out_of_caches(client):
    found = document(visibility=Document.Visibility.NETWORK)
    sign_in(client, "member")

    response = client.get(found.get_absolute_url())

    response.close()
    assert response.headers["Cache-Control"] == "private, no-store"


def test_file_that_is_gone_is_not_found(client):
    found = document(visibility=Document.Visibility.PUBLIC)
    found.file.storage.delete(found.file.name)

    assert client.get(found.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("link", ["https://example.org/stuk", "http://example.org/stuk?a=1#deel"])
def test_link_leads_to_the_web(client, link):
    found = DocumentFactory(link=link, visibility=Document.Visibility.PUBLIC)

    response = client.get(found.get_absolute_url())

    assert (response.status_code, response.headers["Location"]) == (302, link)


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "ftp://example.org/x", "data:text/html,x", "//example.org/x", "/beheer/", "http://[x"],
)
def test_link_of_another_scheme_is_not_found(client, link):
    found = DocumentFactory(visibility=Document.Visibility.PUBLIC)
    Document.objects.update(link=link)

    assert client.get(found.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("pk", ["0", "123456", "9" * 23])
def test_unknown_document_is_not_found(client, pk):
    assert client.get(f"/documenten/{pk}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_wrong_method_is_refused(client, method):
    found = DocumentFactory(visibility=Document.Visibility.PUBLIC)

    assert getattr(client, method)(found.get_absolute_url()).status_code == 405
