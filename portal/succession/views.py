"""An organisation merges into another, or is dissolved: what happens, what becomes of everything, and yes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.dates import date_plain
from members.gates import account_of
from members.models import Organisation
from members.permissions import can_edit_content
from portal.joining import NotPossibleError
from portal.succession.acts import ChangedError, loads_of, succeed
from portal.succession.case import Succession
from portal.succession.forms import ConfirmForm, HomesForm, SuccessionForm, What
from portal.succession.page import outcomes, questions


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def organisation_succession(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask what happens to an organisation; once that is said, what becomes of all it carries."""
    organisation = get_object_or_404(Organisation.objects.select_related("succeeded_by"), slug=slug)
    if not can_edit_content(request.user):
        raise PermissionDenied
    asked = request.GET if "wat" in request.GET else None
    form = SuccessionForm(asked, organisation=organisation, by=account_of(request))
    if asked and form.is_valid():
        if form.cleaned_data["what"] == What.LEAVES:
            return redirect("organisation-leave", slug=slug)
        return _homes(request, form.succession())
    context = {"organisation": organisation, "form": form, "breadcrumb": _crumbs(organisation)}
    return render(request, "portal/succession.html", context)


def _homes(request: HttpRequest, succession: Succession) -> HttpResponse:
    """Show everything with its choices; then what they bring about; then carry it out."""
    data = request.POST if request.method == "POST" else None
    form = HomesForm(data, succession=succession, loads=loads_of(succession))
    confirming = ConfirmForm(data if data and "carry_out" in data else None)
    is_read = data is not None and "change" not in data and form.is_valid()
    if is_read and confirming.is_valid():
        try:
            return _carry_out(request, form, reason=confirming.cleaned_data["reason"])
        except NotPossibleError as error:
            confirming.add_error(None, str(error))
        except ChangedError:
            form = HomesForm(data, succession=succession, loads=loads_of(succession))
    context = {"succession": succession, "form": form, "breadcrumb": _crumbs(succession.source)}
    if is_read and form.is_valid():
        context |= {"outcomes": outcomes(form), "confirming": confirming}
        return render(request, "portal/succession_confirm.html", context)
    return render(request, "portal/succession_homes.html", context | {"questions": questions(form)})


def _carry_out(request: HttpRequest, form: HomesForm, *, reason: str) -> HttpResponse:
    succession = form.succession
    succeed(succession=succession, decisions=form.decisions(), reason=reason)
    told = {"name": succession.source, "heir": succession.successor, "day": date_plain(succession.day)}
    if succession.successor:
        messages.success(request, _("%(name)s merged into %(heir)s on %(day)s.") % told)
    else:
        messages.success(request, _("%(name)s exists no more since %(day)s.") % told)
    return redirect(succession.successor or succession.source)


def _crumbs(organisation: Organisation) -> list[tuple[str, str]]:
    above = [(_("Members"), reverse("organisation-list")), (organisation.name, organisation.get_absolute_url())]
    return [*above, (_("Merger or end"), "")]
