"""Pages of the life of a programme: all its steps, and each step by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from meetings.holding.document_checks import MAX_BYTES, TOO_HEAVY
from members.gates import account_of
from members.models import User
from members.permissions import can_edit_content
from programmes.life import acts
from programmes.life.access import below_life, below_programme, get_led
from programmes.life.forms import STEP_FORMS, DecisionForm, ProposeForm
from programmes.life.page import MEANINGS, TITLES, WORDS, life_page
from programmes.life.people import change_leader
from programmes.life.steps import Kind, why_not
from programmes.models import Programme, ProgrammeDecision
from programmes.permissions import can_lead_programme
from programmes.programme_page import fetch_programme
from programmes.refusals import put_on_form

MAX_BODY = MAX_BYTES + 1024 * 1024  # a file that is a little too large still gets its words on the field
FORM_METHODS = ["GET", "HEAD", "POST"]


@require_safe
def programme_life(request: HttpRequest, slug: str) -> HttpResponse:
    """Show all steps in the life of a programme, to everyone; who may lead it sees what can be done now."""
    programme = get_object_or_404(fetch_programme(Programme.objects.all()), slug=slug)
    page = life_page(programme, may_lead=can_lead_programme(request.user, programme))
    breadcrumb = below_programme(programme, _("Life of the programme"))
    return render(request, "programmes/programme_life.html", {"page": page, "breadcrumb": breadcrumb})


@require_safe
def decision_document(request: HttpRequest, slug: str, pk: int) -> FileResponse:
    """Hand over the document of a decision as an attachment, to everyone."""
    decision = get_object_or_404(ProgrammeDecision.objects.exclude(document_file=""), pk=pk, programme__slug=slug)
    try:
        content = decision.document_file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    return FileResponse(content, as_attachment=True, filename=PurePath(str(decision.document_file)).name)


@require_http_methods(FORM_METHODS)
@login_required
@csrf_exempt  # looked at below, once it is known that the form may be read: that reads the whole upload
def programme_propose(request: HttpRequest) -> HttpResponse:
    """Make a programme, with the proposal as its first step."""
    if not can_edit_content(request.user):
        raise PermissionDenied
    if _is_too_heavy(request):
        return _propose_page(request, ProposeForm(), told=_too_heavy(), status=413)
    return _propose(request)


@csrf_protect
def _propose(request: HttpRequest) -> HttpResponse:
    form = ProposeForm(request.POST, request.FILES) if request.method == "POST" else ProposeForm()
    if form.is_valid():
        given, account = form.cleaned_data, account_of(request)
        try:
            made = acts.propose_programme(
                facts=form.facts(), decided=form.decided(), planned_end=given["planned_end"], by=account
            )
        except ValidationError as error:
            put_on_form(form, error)
        else:
            messages.success(request, _("The proposal is on record. Name who leads it, or found the programme."))
            return redirect("programme-life", made.slug)
    return _propose_page(request, form)


@require_http_methods(FORM_METHODS)
@login_required
@csrf_exempt  # as above
def programme_step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """Record a step in the life of a programme."""
    programme, kind = get_led(request, slug), WORDS.get(step)
    if kind is None:
        raise Http404
    if _is_too_heavy(request):
        return _step_page(request, programme, kind, _step_form(programme, kind), told=_too_heavy(), status=413)
    return _step(request, programme, kind)


@csrf_protect
def _step(request: HttpRequest, programme: Programme, kind: str) -> HttpResponse:
    if request.method != "POST":
        if reason := why_not(programme, kind):
            messages.warning(request, reason)
            return redirect("programme-life", programme.slug)
        return _step_page(request, programme, kind, _step_form(programme, kind))
    form = STEP_FORMS[kind](request.POST, request.FILES)
    if form.is_valid():
        try:
            ACTS[kind](programme, form, account_of(request))
        except ValidationError as error:
            put_on_form(form, error)
        else:
            messages.success(request, _("The step is on record: %(step)s") % {"step": Kind(kind).label})
            return redirect("programme-life", programme.slug)
    return _step_page(request, programme, kind, form)


def _found(programme: Programme, form: DecisionForm, by: User) -> object:
    planned_end = form.cleaned_data["planned_end"]
    return acts.found_programme(programme=programme, decided=form.decided(), planned_end=planned_end, by=by)


def _extend(programme: Programme, form: DecisionForm, by: User) -> object:
    planned_end = form.cleaned_data["planned_end"]
    return acts.extend_programme(programme=programme, decided=form.decided(), planned_end=planned_end, by=by)


def _change_leader(programme: Programme, form: DecisionForm, by: User) -> object:
    person, keeps_old = form.cleaned_data["person"], form.cleaned_data["keeps_old"]
    return change_leader(programme=programme, decided=form.decided(), person=person, keeps_old=keeps_old, by=by)


def _start_transition(programme: Programme, form: DecisionForm, by: User) -> object:
    return acts.start_transition(programme=programme, decided=form.decided(), by=by)


def _reopen(programme: Programme, form: DecisionForm, by: User) -> object:
    planned_end = form.cleaned_data["planned_end"]
    return acts.reopen_programme(programme=programme, decided=form.decided(), planned_end=planned_end, by=by)


ACTS: dict[str, Callable[[Programme, DecisionForm, User], object]] = {
    Kind.FOUND: _found,
    Kind.EXTEND: _extend,
    Kind.CHANGE_LEADERSHIP: _change_leader,
    Kind.START_TRANSITION: _start_transition,
    Kind.REOPEN: _reopen,
}


def _step_form(programme: Programme, kind: str) -> DecisionForm:
    first = {"planned_end": programme.planned_end} if kind == Kind.FOUND else {}
    return STEP_FORMS[kind](initial=first)


def _step_page(
    request: HttpRequest, programme: Programme, kind: str, form: DecisionForm, *, told: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "told": told,
        "programme": programme,
        "title": TITLES[kind],
        "meaning": MEANINGS[kind],
        "breadcrumb": below_life(programme, str(TITLES[kind])),
    }
    return render(request, "programmes/programme_step.html", context, status=status)


def _propose_page(request: HttpRequest, form: ProposeForm, *, told: str = "", status: int = 200) -> HttpResponse:
    breadcrumb = [(_("Programmes"), reverse("programme-list")), (_("Propose a programme"), "")]
    context = {"form": form, "told": told, "breadcrumb": breadcrumb}
    return render(request, "programmes/programme_propose.html", context, status=status)


def _is_too_heavy(request: HttpRequest) -> bool:
    return int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY


def _too_heavy() -> str:
    return str(TOO_HEAVY) % {"limit": MAX_BYTES // 1024**2}
