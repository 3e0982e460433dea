"""Documents come with their files and go with them, or nothing happens at all."""

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from meetings.holding.document_acts import add_document, remove_document
from meetings.models import Document
from tests.factories import DocumentFactory, MeetingFactory, admin_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def by():
    return admin_user()


def stored(folder):
    return [path.name for path in folder.rglob("*") if path.is_file()]


def add(meeting, by, **given):
    said = {"title": "Notitie", "file": ContentFile(b"%PDF-1", "n.pdf"), "link": "", "visibility": "network"}
    return add_document(meeting=meeting, by=by, **(said | given))


def test_file_is_stored_and_history_tells_who(folder, by):
    document = add(MeetingFactory(), by)

    told = apps.get_model("meetings", "DocumentEvent").objects.order_by("-pgh_id").first()
    assert stored(folder) == ["n.pdf"]
    assert (told.title, told.pgh_context["user"]) == ("Notitie", by.pk)
    assert document.file.read() == b"%PDF-1"
    document.file.close()


def test_same_file_sent_twice_is_there_once(folder, by):
    meeting = MeetingFactory()

    first, second = add(meeting, by), add(meeting, by)

    assert first == second
    assert stored(folder) == ["n.pdf"]


def test_row_that_cannot_be_written_leaves_no_file(folder, by):
    with pytest.raises(IntegrityError):
        add(MeetingFactory(), by, link="https://example.org/")

    assert stored(folder) == []


def test_file_goes_with_its_row(folder, by):
    document = add(MeetingFactory(), by)

    for _click in range(2):
        remove_document(document=document, by=by)

    assert (Document.objects.count(), stored(folder)) == (0, [])
    assert apps.get_model("meetings", "DocumentEvent").objects.filter(pgh_label="delete").count() == 1


def test_file_stays_when_the_removal_fails(folder, by):
    document = add(MeetingFactory(), by)

    @transaction.atomic
    def fail():
        remove_document(document=document, by=by)
        DocumentFactory(link="")

    with pytest.raises(IntegrityError):
        fail()

    assert Document.objects.get() == document
    assert default_storage.exists(document.file.name)
