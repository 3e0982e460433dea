"""/documenten/<pk>/verwijderen/: who leads the meeting removes a document, once asked again."""

import pytest

from meetings.models import Document
from tests.factories import (
    DocumentFactory,
    MeetingFactory,
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


@pytest.fixture(autouse=True)
def language(client):
    client.cookies["brink_language"] = "en"


@pytest.fixture
def document():
    year = SectorYearFactory(sector=SectorFactory(slug="water"))
    return DocumentFactory(meeting=MeetingFactory(sector_year=year), title="Notitie")


def url(document):
    return f"/documenten/{document.pk}/verwijderen/"


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("outsider", 404),
        ("member", 403),
        ("editor", 403),
        ("stranger", 403),
        ("chair", 302),
        ("manager", 302),
        ("admin", 302),
    ],
)
def test_removal_is_for_who_leads_the_meeting(client, document, kind, status):
    sector = document.meeting.sector_year.sector
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

    assert client.post(url(document)).status_code == status
    assert Document.objects.exists() == (status != 302)


def test_page_asks_first(client, document):
    client.force_login(admin_user())

    html = client.get(url(document)).text

    assert "Remove this document?" in html
    assert Document.objects.exists()


def test_removal_is_told_and_leads_to_the_documents(client, document):
    client.force_login(admin_user())

    response = client.post(url(document), follow=True)

    assert "Removed: Notitie" in response.text
    assert response.redirect_chain == [(f"/bijeenkomsten/{document.meeting_id}/documenten/", 302)]
    assert client.post(url(document)).status_code == 404


def test_document_of_a_hidden_meeting_is_not_found(client, document):
    document.meeting.visibility = "invited"
    document.meeting.save()
    client.force_login(UserFactory())

    assert client.post(url(document)).status_code == 404
    assert Document.objects.exists()
