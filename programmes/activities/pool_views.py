"""Pages on which organisations offer staff to a pool and ask for it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members.gates import account_of
from programmes.activities.access import get_activity_to_join, get_entry, way_to
from programmes.activities.pool import change_entry, close_entry, create_entry
from programmes.activities.pool_forms import PoolEntryForm, PoolEntryUpdateForm
from programmes.activities.rules import version_of
from programmes.refusals import put_on_form


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def pool_entry_create(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an offer or request of the account's own organisation."""
    activity = get_activity_to_join(request, pk)
    form = PoolEntryForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            create_entry(activity=activity, by=account_of(request), **form.cleaned_data)
        except ValidationError as error:
            put_on_form(form, error)
        else:
            messages.success(request, _("It is in the pool now. Who takes part in the circle gets a mail."))
            return redirect(activity)
    title = _("Offer or ask for staff")
    context = {"form": form, "activity": activity, "title": title, "breadcrumb": way_to(activity, title)}
    return render(request, "programmes/pool_entry_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def pool_entry_update(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an offer or request of the account's own organisation."""
    entry = get_entry(request, pk)
    known = {**model_to_dict(entry), "seen": version_of(entry)}
    form = PoolEntryUpdateForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        try:
            change_entry(entry=entry, by=account_of(request), **form.cleaned_data)
        except ValidationError as error:
            put_on_form(form, error)
        else:
            messages.success(request, _("It is changed."))
            return redirect(entry.activity)
    activity = entry.activity
    context = {"form": form, "activity": activity, "title": entry.title, "breadcrumb": way_to(activity, _("Change"))}
    return render(request, "programmes/pool_entry_form.html", context)


@require_POST
@login_required
def pool_entry_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an offer or request: by its organisation, or who edits the circle."""
    entry = get_entry(request, pk, to_close=True)
    close_entry(entry=entry, by=account_of(request))
    messages.success(request, _("“%(title)s” is closed.") % {"title": entry.title})
    return redirect(entry.activity)
