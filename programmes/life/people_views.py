"""Pages on which deputies and participants of a programme begin and end."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from members.gates import account_of
from programmes.life.access import below_life, get_led
from programmes.life.forms import DeputyForm, ParticipantForm, UntilForm
from programmes.life.people import add_deputy, end_deputy, join_programme, leave_programme
from programmes.life.views import FORM_METHODS
from programmes.models import Programme
from programmes.refusals import put_on_form


@require_http_methods(FORM_METHODS)
@login_required
def deputy_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Have someone stand in for the leader."""
    programme = get_led(request, slug)
    form = DeputyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            add_deputy(programme=programme, by=account_of(request), **form.cleaned_data)
        except ValidationError as error:
            put_on_form(form, error)
        else:
            messages.success(request, _("%(name)s stands in.") % {"name": form.cleaned_data["person"].name})
            return redirect("programme-life", slug)
    return _page(request, programme, form, _("Add a deputy leader"))


@require_http_methods(FORM_METHODS)
@login_required
def deputy_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Have someone stand in no longer."""
    programme = get_led(request, slug)
    deputy = get_object_or_404(programme.leaders.filter(is_deputy=True).select_related("person"), pk=pk)
    form = UntilForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            end_deputy(deputy=deputy, by=account_of(request), **form.cleaned_data)
        except ValidationError as error:
            put_on_form(form, error)
        else:
            messages.success(request, _("%(name)s no longer stands in.") % {"name": deputy.person.name})
            return redirect("programme-life", slug)
    return _page(request, programme, form, _("%(name)s no longer stands in") % {"name": deputy.person.name})


@require_http_methods(FORM_METHODS)
@login_required
def participant_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Have an organisation take part."""
    programme = get_led(request, slug)
    form = ParticipantForm(request.POST if request.method == "POST" else None, programme=programme)
    if form.is_valid():
        try:
            join_programme(programme=programme, by=account_of(request), **form.cleaned_data)
        except ValidationError as error:
            put_on_form(form, error)
        else:
            messages.success(request, _("%(name)s takes part.") % {"name": form.cleaned_data["organisation"].name})
            return redirect("programme-life", slug)
    return _page(request, programme, form, _("Add a participant"))


@require_http_methods(FORM_METHODS)
@login_required
def participant_end(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Have an organisation take part no longer."""
    programme = get_led(request, slug)
    participant = get_object_or_404(programme.participants.select_related("organisation"), pk=pk)
    name = participant.organisation.name
    form = UntilForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            leave_programme(participant=participant, by=account_of(request), **form.cleaned_data)
        except ValidationError as error:
            put_on_form(form, error)
        else:
            messages.success(request, _("%(name)s no longer takes part.") % {"name": name})
            return redirect("programme-life", slug)
    return _page(request, programme, form, _("%(name)s no longer takes part") % {"name": name})


def _page(request: HttpRequest, programme: Programme, form: Form, title: str) -> HttpResponse:
    context = {"form": form, "programme": programme, "title": title, "breadcrumb": below_life(programme, title)}
    return render(request, "programmes/programme_step.html", context)
