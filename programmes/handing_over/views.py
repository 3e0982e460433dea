"""Pages on which who leads a programme arranges where its work goes: the checklist, and the acts on each handover."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from members.gates import account_of
from programmes.handing_over.access import below_handovers, get_handover, get_led
from programmes.handing_over.acts import (
    ask_receiver,
    change_handover,
    plan_handover,
    record_acceptance,
    withdraw_question,
)
from programmes.handing_over.checks import why_unreachable
from programmes.handing_over.ending import workstreams_of
from programmes.handing_over.forms import AskForm, RecordForm, TermsForm
from programmes.handing_over.page import checklist
from programmes.models import Programme, Workstream
from programmes.refusals import carried_out


@require_safe
@login_required
def handover_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Show where each piece of work goes, what holds up the end, and what to do next."""
    programme = get_led(request, slug)
    context = {
        "programme": programme,
        "page": checklist(programme),
        "can_end": programme.state == Programme.State.IN_TRANSITION,
        "breadcrumb": below_handovers(programme),
    }
    return render(request, "programmes/handover_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def handover_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Arrange where a piece of work goes; without one in the address it is the steering."""
    programme, account = get_led(request, slug), account_of(request)
    workstream = _get_workstream(programme, request.GET.get("werkstroom", ""))
    data = request.POST if request.method == "POST" else None
    form = TermsForm(data, programme=programme, handover=None, steering=workstream is None)
    if form.is_valid() and carried_out(
        form, plan_handover, programme=programme, workstream=workstream, terms=form.terms, by=account
    ):
        messages.success(request, _("It is arranged. Nobody has been told yet: ask the contact when you are ready."))
        return redirect("handover-list", slug)
    context = {"form": form, "programme": programme, "work": workstream, "is_new": True}
    context["breadcrumb"] = below_handovers(programme, _("Arrange a handover"))
    return render(request, "programmes/handover_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def handover_update(request: HttpRequest, pk: int) -> HttpResponse:
    """Arrange it otherwise; what was asked or accepted lapses only once that is confirmed."""
    handover, account = get_handover(request, pk), account_of(request)
    programme, data = handover.programme, request.POST if request.method == "POST" else None
    form = TermsForm(data, programme=programme, handover=handover, steering=handover.workstream is None)
    if form.is_valid() and carried_out(
        form,
        change_handover,
        handover=handover,
        terms=form.terms,
        by=account,
        confirmed=form.cleaned_data.get("confirmed", False),
    ):
        messages.success(request, _("The handover is changed."))
        return redirect("handover-list", programme.slug)
    context = {"form": form, "programme": programme, "work": handover.workstream, "is_new": False}
    context["breadcrumb"] = below_handovers(programme, _("Change"))
    return render(request, "programmes/handover_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def handover_ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the contact by mail to accept; first say whom that mails."""
    handover, account = get_handover(request, pk), account_of(request)
    form = AskForm(request.POST if request.method == "POST" else None, initial={"seen": handover.asked_round})
    if form.is_valid() and carried_out(
        form, ask_receiver, handover=handover, by=account, seen=form.cleaned_data["seen"]
    ):
        messages.success(request, _("%(name)s is asked by mail.") % {"name": handover.contact})
        return redirect("handover-list", handover.programme.slug)
    context = {"form": form, "handover": handover, "closed": why_unreachable(handover.contact)}
    context["breadcrumb"] = below_handovers(handover.programme, _("Ask"))
    return render(request, "programmes/handover_ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def handover_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Record an acceptance from before, with the day and how it is known."""
    handover, account = get_handover(request, pk), account_of(request)
    form = RecordForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, record_acceptance, handover=handover, by=account, **form.cleaned_data):
        messages.success(request, _("The acceptance is on record."))
        return redirect("handover-list", handover.programme.slug)
    context = {"form": form, "handover": handover}
    context["breadcrumb"] = below_handovers(handover.programme, _("Record an acceptance"))
    return render(request, "programmes/handover_record.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def handover_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the question back, once confirmed."""
    handover, account = get_handover(request, pk), account_of(request)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, withdraw_question, handover=handover, by=account):
        messages.success(request, _("The question is withdrawn."))
        return redirect("handover-list", handover.programme.slug)
    context = {"form": form, "handover": handover}
    context["breadcrumb"] = below_handovers(handover.programme, _("Withdraw the question"))
    return render(request, "programmes/handover_withdraw.html", context)


def _get_workstream(programme: Programme, pk: str) -> Workstream | None:
    """Return the work in the address; none is the steering."""
    if not pk:
        return None
    if not pk.isdecimal() or len(pk) > 18:
        raise Http404
    return get_object_or_404(workstreams_of(programme).select_related("outcome"), pk=int(pk))
