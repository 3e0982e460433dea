"""A person's own data: taking them along, correcting them, having them erased; and editors who erase for others."""

from __future__ import annotations

from datetime import datetime

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members.dates import moment_long
from members.gates import account_of
from members.models import Person, SecurityEvent
from members.permissions import can_edit_content
from members.security_log import record
from portal.consequences import of_leaving
from portal.crumbs import below_mine
from portal.models import DataExport
from portal.permissions import can_erase_person
from portal.privacy.erasure import erase_account, erase_person
from portal.privacy.export import ask_for_export
from portal.privacy.forms import EraseForm
from portal.views.gates import person_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def mine_data(request: HttpRequest) -> HttpResponse:
    """Show what one can do with one's own data; a POST has them gathered."""
    account = account_of(request)
    if request.method == "POST":
        ask_for_export(account=account)
        return redirect("mine-data")
    latest = DataExport.objects.filter(account=account).defer("content").first()
    context = {
        "export": latest,
        "until": moment_long(timezone.localtime(latest.expires_at)) if latest else "",
        "is_over": latest is not None and latest.is_over,
        "person": person_of(request),
        "breadcrumb": below_mine(_("My data")),
    }
    return render(request, "portal/mine_data.html", context)


@require_safe
@login_required
def mine_data_download(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand over the file to who asked for it; when its day is over it is gone (410)."""
    account = account_of(request)
    export = get_object_or_404(DataExport.objects.filter(account=account, made_at__isnull=False), pk=pk)
    if export.is_over:
        DataExport.objects.filter(pk=export.pk).update(content=b"")
        crumbs = below_mine(_("Download"), (_("My data"), reverse("mine-data")))
        return render(request, "portal/mine_data_over.html", {"breadcrumb": crumbs}, status=410)
    if request.method == "GET":
        record(SecurityEvent.Kind.DATA_EXPORTED, actor=account, about=account, request=request)
    response = HttpResponse(bytes(export.content), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{_file_name(export.made_at)}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@reauthentication_required  # type: ignore[untyped-decorator]  # allauth ships no types
def mine_data_erase(request: HttpRequest) -> HttpResponse:
    """Ask whether one is sure; then erase and sign out."""
    account, person = account_of(request), person_of(request)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            erase_account(account=account, by=account, origin=request)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            logout(request)
            messages.success(request, _("Your data are erased and your account is closed."))
            return redirect("front")
    crumbs = below_mine(_("Erase"), (_("My data"), reverse("mine-data")))
    return render(request, "portal/person_erase.html", _context(form, person, crumbs, own=True))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def person_erase(request: HttpRequest, pk: int) -> HttpResponse:
    """The same by an editor, for somebody who asked the network for it; who may not is told so before anything else."""
    answer: HttpResponse = _person_erase(request, _get_person(request, pk))
    return answer


@reauthentication_required  # type: ignore[untyped-decorator]  # allauth ships no types
def _person_erase(request: HttpRequest, person: Person) -> HttpResponse:
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            erase_person(person=person, by=account_of(request), origin=request)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The data are erased. What was contributed stays without the name."))
            return redirect("admin:members_person_changelist")
    crumbs = [(_("Members"), reverse("organisation-list")), (person.name, ""), (_("Erase data"), "")]
    return render(request, "portal/person_erase.html", _context(form, person, crumbs, own=False))


def _get_person(request: HttpRequest, pk: int) -> Person:
    """Return someone whose data are not erased yet; who is no editor does not learn which numbers there are."""
    if not can_edit_content(request.user):
        raise PermissionDenied
    people = Person.objects.select_related("organisation", "account").filter(erased_at__isnull=True)
    person = get_object_or_404(people, pk=pk)
    if not can_erase_person(request.user, person):
        raise PermissionDenied
    return person


def _context(form: EraseForm, person: Person | None, crumbs: list[tuple[str, str]], *, own: bool) -> dict[str, object]:
    people = Person.objects.filter(pk=person.pk) if person else Person.objects.none()
    ends = of_leaving(people, on=timezone.localdate())
    return {"form": form, "person": person, "own": own, "ends": ends, "breadcrumb": crumbs}


def _file_name(made_at: datetime | None) -> str:
    return f"mijn-gegevens-{timezone.localdate(made_at):%Y-%m-%d}.zip"
