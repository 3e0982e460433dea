"""The page on which a programme ends: what holds that up, and, apart, ending it all the same."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.gates import account_of
from members.models import User
from programmes.handing_over.access import below_handovers, get_led
from programmes.handing_over.ending import end_programme, why_not_end
from programmes.handing_over.forms import EndForm
from programmes.models import Programme
from programmes.refusals import carried_out


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def programme_end(request: HttpRequest, slug: str) -> HttpResponse:
    """End a programme once all its work has a home; with work that has none, only for a reason that stays on record."""
    programme, account = get_led(request, slug), account_of(request)
    held_up = why_not_end(programme)
    form = _form(request, programme, held_up=bool(held_up))
    if form.is_valid() and carried_out(form, lambda: _end(programme, form, account)):
        messages.success(request, _("%(programme)s has ended.") % {"programme": programme})
        return redirect(programme)
    context = {
        "form": form,
        "programme": programme,
        "held_up": held_up,
        "is_ended": programme.state == Programme.State.ENDED,
        "can_end": programme.state == Programme.State.IN_TRANSITION,
        "breadcrumb": below_handovers(programme, _("End the programme")),
    }
    return render(request, "programmes/programme_end.html", context)


def _form(request: HttpRequest, programme: Programme, *, held_up: bool) -> EndForm:
    initial = {
        "decided_on": timezone.localdate(),
        "contact": programme.contact_id,
        "contact_capacity": programme.contact_capacity,
    }
    if request.method == "POST":
        return EndForm(request.POST, request.FILES, held_up=held_up, initial=initial)
    return EndForm(held_up=held_up, initial=initial)


def _end(programme: Programme, form: EndForm, account: User) -> None:
    given = form.cleaned_data
    end_programme(
        programme=programme,
        decided=form.decided(),
        contact=given["contact"],
        contact_capacity=given["contact_capacity"],
        ending=given["ending"],
        override_reason=given.get("override_reason", ""),
        by=account,
    )
