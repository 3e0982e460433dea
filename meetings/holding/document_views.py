"""Documents of a meeting: adding and removing them."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from meetings.access import get_led, get_led_document
from meetings.crumbs import below_meeting, title_of
from meetings.holding.document_acts import add_document, remove_document
from meetings.holding.document_checks import MAX_BYTES, TOO_HEAVY
from meetings.holding.document_forms import DocumentForm
from meetings.models import Document, Meeting
from members.gates import account_of

MAX_BODY = MAX_BYTES + 1024 * 1024  # a file that is a little too large still gets its words on the field


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@csrf_exempt  # looked at below, once it is known that the form may be read: that reads the whole upload
def document_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a document; far too much is refused before it is read."""
    meeting = get_led(account_of(request), pk)
    if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY:
        told = str(TOO_HEAVY) % {"limit": MAX_BYTES // 1024**2}
        return _page(request, meeting, DocumentForm(initial=_first()), told=told, status=413)
    return _create(request, meeting)


@csrf_protect
def _create(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    form = DocumentForm(request.POST, request.FILES) if request.method == "POST" else DocumentForm(initial=_first())
    if form.is_valid():
        try:
            document = add_document(meeting=meeting, by=account_of(request), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Added: %(title)s") % {"title": document.title})
            return redirect("document-create", meeting.pk)
    return _page(request, meeting, form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def document_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether a document is to go, and remove it."""
    document = get_led_document(account_of(request), pk)
    if request.method == "POST":
        remove_document(document=document, by=account_of(request))
        messages.success(request, _("Removed: %(title)s") % {"title": document.title})
        return redirect("document-create", document.meeting_id)
    context = {
        "document": document,
        "breadcrumb": below_meeting(document.meeting, _("Remove a document")),
    }
    return render(request, "meetings/document_remove.html", context)


def _first() -> dict[str, str]:
    return {"visibility": Document.Visibility.NETWORK}


def _page(
    request: HttpRequest, meeting: Meeting, form: DocumentForm, *, told: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "told": told,
        "meeting": meeting,
        "title": title_of(meeting),
        "documents": meeting.documents.all(),
        "breadcrumb": below_meeting(meeting, _("Documents")),
    }
    return render(request, "meetings/document_create.html", context, status=status)
