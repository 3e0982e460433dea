"""What is done with documents: they come, and they go with their files."""

from __future__ import annotations

from functools import partial

import pghistory
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from meetings.holding.document_checks import stored_name
from meetings.models import Document, Meeting
from members.models import User

PIECE = 1024 * 1024


@transaction.atomic
def add_document(
    *, meeting: Meeting, title: str, file: File[bytes] | None, link: str, visibility: str, by: User
) -> Document:
    """Put a document with a meeting. The same one once more is there already: somebody sent it twice.

    Raises ValidationError when another document has this title.
    """
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    found = held.documents.filter(title__iexact=title).first()
    if found is not None:
        if found.link == link and found.visibility == visibility and _same(found, file):
            return found
        raise ValidationError({"title": _("This meeting has a document with this title. Give it another one.")})
    document = Document(meeting=held, title=title, link=link, visibility=visibility)
    try:
        if file is not None:
            document.file.save(stored_name(str(file.name)), file, save=False)
        with pghistory.context(user=by.pk):
            document.save()
    except Exception:
        document.file.delete(save=False)
        raise
    return document


@transaction.atomic
def remove_document(*, document: Document, by: User) -> None:
    """Remove a document; the history keeps its row, the file goes on commit. Once more is the same."""
    found = Document.objects.select_for_update().filter(pk=document.pk).first()
    if found is None:
        return
    if found.file:
        transaction.on_commit(partial(found.file.storage.delete, str(found.file.name)))
    with pghistory.context(user=by.pk):
        found.delete()


def _same(document: Document, file: File[bytes] | None) -> bool:
    """Whether the stored file and the one that came hold the same bytes."""
    if file is None or not document.file:
        return file is None and not document.file
    if not document.file.storage.exists(str(document.file.name)) or document.file.size != file.size:
        return False
    with document.file.open("rb") as stored:
        pieces = zip(stored.chunks(PIECE), file.chunks(PIECE), strict=True)
        return all(ours == theirs for ours, theirs in pieces)
