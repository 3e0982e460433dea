"""/bijeenkomsten/<pk>/documenten/: who leads a meeting adds files and links."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from meetings.models import Document
from tests.factories import (
    DocumentFactory,
    MeetingFactory,
    NetworkFactory,
    SectorFactory,
    SectorYearFactory,
    UserFactory,
    admin_user,
    chair_user,
    editor_user,
    manager_user,
    member_user,
)

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 inhoud"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, client):
    settings.MEDIA_ROOT = tmp_path
    client.cookies["brink_language"] = "en"
    return tmp_path


@pytest.fixture
def meeting():
    return MeetingFactory(sector_year=SectorYearFactory(sector=SectorFactory(slug="water")))


@pytest.fixture
def user(client, meeting):
    account = chair_user(meeting.sector_year.sector)
    client.force_login(account)
    return account


def url(meeting):
    return f"/bijeenkomsten/{meeting.pk}/documenten/"


def given(name="notitie.pdf", content=PDF, **fields):
    file = {"file": SimpleUploadedFile(name, content)} if name else {}
    return {"title": "Notitie", "link": "", "visibility": "network"} | file | fields


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("outsider", 403),
        ("member", 403),
        ("editor", 403),
        ("stranger", 403),
        ("chair", 200),
        ("manager", 200),
        ("admin", 200),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_page_is_for_who_leads_the_meeting(client, meeting, kind, status, method):
    sector = meeting.sector_year.sector
    makers = {
        "outsider": UserFactory,
        "member": member_user,
        "editor": editor_user,
        "stranger": lambda: manager_user(SectorFactory()),
        "chair": lambda: chair_user(sector),
        "manager": lambda: manager_user(sector),
        "admin": admin_user,
    }
    client.force_login(makers[kind]())

    assert getattr(client, method)(url(meeting)).status_code == status


def test_visitor_signs_in_first(client, meeting):
    assert client.get(url(meeting)).headers["Location"].startswith("/account/login/")


def test_file_is_added_and_served_as_an_attachment(client, meeting, user):
    response = client.post(url(meeting), given(), follow=True)

    document = Document.objects.get()
    served = client.get(document.get_absolute_url())
    assert "Added: Notitie" in response.text
    assert served.headers["Content-Disposition"] == 'attachment; filename="notitie.pdf"'
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert served.getvalue() == PDF
    served.close()


def test_link_is_added(client, meeting, user):
    client.post(url(meeting), given(name="", link="https://example.org/stuk", visibility="public"))

    document = Document.objects.get()
    assert (document.link, document.visibility, document.file.name) == ("https://example.org/stuk", "public", "")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"title": ""}, "This field is required"),
        ({"title": "x" * 151}, "at most 150 characters"),
        ({"name": ""}, "Give a file or a link"),
        ({"link": "https://example.org/"}, "Give a file or a link"),
        ({"visibility": "invited"}, "Select a valid choice"),
        ({"name": "", "link": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"name": "", "link": "ftp://example.org/x"}, "Enter a valid URL"),
        ({"name": "", "link": "https://example.org/" + "x" * 500}, "at most 500 characters"),
        ({"name": "virus.exe", "content": b"MZ\x90\x00"}, "Files of this kind are not taken"),
        ({"name": "virus.pdf", "content": b"MZ\x90\x00"}, "as its name says"),
        ({"name": "leeg.pdf", "content": b""}, "This file is empty"),
        ({"name": "zwaar.pdf", "content": PDF + bytes(20 * 1024 * 1024)}, "larger than 20 MB"),
    ],
)
def test_wrong_document_is_told_and_the_words_are_kept(client, meeting, user, folder, fields, told):
    response = client.post(url(meeting), given(**({"title": "Mijn titel"} | fields)))

    assert response.status_code == 200
    assert told in response.text
    assert fields.get("title", "Mijn titel") in response.text
    assert not Document.objects.exists()
    assert list(folder.rglob("*.*")) == []


@pytest.mark.parametrize("name", ["x" * 300 + ".pdf", "../../../etc/notitie.pdf", r"C:\stukken\notitie.pdf"])
def test_odd_name_is_made_fit(client, meeting, user, folder, name):
    client.post(url(meeting), given(name=name))

    document = Document.objects.get()
    assert [path.parent.name for path in folder.rglob("*.pdf")] == ["documents"]
    assert len(document.file.name) < 90


def test_far_too_much_is_refused_unread(client, meeting, user):
    class Unread:
        """The body of an upload of 2 GB, which nobody may read."""

        def __len__(self):
            return 2 * 1024**3

        def read(self, *_size):
            raise AssertionError("It was read.")

        readline = read

    environ = {"CONTENT_LENGTH": str(len(Unread())), "wsgi.input": Unread()}
    response = client.post(url(meeting), content_type="multipart/form-data; boundary=x", **environ)

    assert response.status_code == 413
    assert "This file is larger than 20 MB." in response.text


def test_form_of_another_site_is_refused(meeting, user):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)

    assert strict.post(url(meeting), given()).status_code == 403
    assert not Document.objects.exists()


def test_form_sent_twice_adds_one(client, meeting, user):
    for _click in range(2):
        assert client.post(url(meeting), given()).status_code == 302

    assert Document.objects.count() == 1


def test_another_document_under_the_same_title_is_told(client, meeting, user):
    DocumentFactory(meeting=meeting, title="notitie")

    response = client.post(url(meeting), given())

    assert "This meeting has a document with this title." in response.text
    assert Document.objects.count() == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow(client, django_assert_num_queries, meeting, user, rows):
    NetworkFactory()
    for _row in range(rows):
        DocumentFactory(meeting=meeting)

    with django_assert_num_queries(6):
        client.get(url(meeting))
