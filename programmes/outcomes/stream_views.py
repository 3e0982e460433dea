"""Pages on which who leads a programme keeps its workstreams, in the card of their outcome."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members.gates import account_of
from programmes.life.views import FORM_METHODS
from programmes.outcomes import acts
from programmes.outcomes.answers import Chosen, back_to, cards_page, get_outcome, get_stream, polite, remove_page
from programmes.outcomes.forms import MoveForm, NewWorkstreamForm, StageForm, WorkstreamForm
from programmes.refusals import put_on_form


@polite
@require_http_methods(FORM_METHODS)
@login_required
def workstream_create(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Add a workstream to an outcome, in its card."""
    outcome = get_outcome(request, slug, pk)
    form = NewWorkstreamForm(request.POST if request.method == "POST" else None, auto_id="id_new_%s")
    if form.is_valid():
        try:
            stream = acts.add_workstream(outcome=outcome, by=account_of(request), **form.said())
        except ValidationError as error:
            put_on_form(form, error)
        else:
            messages.success(request, _("Added: %(title)s") % {"title": stream.title})
            return back_to(outcome.programme, pk)
    return cards_page(request, outcome.programme, Chosen(pk, act="new", form=form))


@polite
@require_http_methods(FORM_METHODS)
@login_required
def workstream_update(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what a workstream says and who leads it, in the card of its outcome."""
    stream = get_stream(request, slug, pk)
    says = {"title": stream.title, "text": stream.text, "lead": stream.lead_id, "mark": acts.mark_of(stream)}
    form = WorkstreamForm(request.POST if request.method == "POST" else None, initial=says, auto_id="id_stream_%s")
    if form.is_valid():
        mark, account = form.cleaned_data["mark"], account_of(request)
        try:
            acts.change_workstream(stream=stream, mark=mark, by=account, **form.said())
        except ValidationError as error:
            put_on_form(form, error)
            form.renew_mark(acts.mark_of(stream))
        else:
            messages.success(request, _("Saved: %(title)s") % {"title": form.cleaned_data["title"]})
            return back_to(stream.outcome.programme, stream.outcome_id)
    return cards_page(request, stream.outcome.programme, Chosen(stream.outcome_id, pk, "stream", form))


@polite
@require_http_methods(FORM_METHODS)
@login_required
def workstream_stage(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Note that a workstream reached a stage."""
    stream = get_stream(request, slug, pk)
    first = {"stage": stream.stage, "reached_on": timezone.localdate()}
    form = StageForm(request.POST if request.method == "POST" else None, initial=first, auto_id="id_stage_%s")
    if form.is_valid():
        try:
            made = acts.reach_stage(stream=stream, by=account_of(request), **form.cleaned_data)
        except ValidationError as error:
            put_on_form(form, error)
        else:
            told = {"title": stream.title, "stage": made.get_stage_display()}
            messages.success(request, _("%(title)s: %(stage)s") % told)
            return back_to(stream.outcome.programme, stream.outcome_id)
    return cards_page(request, stream.outcome.programme, Chosen(stream.outcome_id, pk, "stage", form))


@require_POST
@login_required
def workstream_move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Move a workstream to another place under its outcome."""
    stream, form = get_stream(request, slug, pk), MoveForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    acts.move_workstream(stream=stream, place=form.cleaned_data["place"], by=account_of(request))
    return back_to(stream.outcome.programme, stream.outcome_id)


@require_http_methods(FORM_METHODS)
@login_required
def workstream_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask whether a workstream is to go, and remove it."""
    stream = get_stream(request, slug, pk)
    programme = stream.outcome.programme
    if request.method != "POST":
        return remove_page(request, programme, stream.title)
    try:
        acts.remove_workstream(stream=stream, by=account_of(request))
    except ValidationError as error:
        messages.warning(request, error.messages[0])
    else:
        messages.success(request, _("Removed: %(title)s") % {"title": stream.title})
    return back_to(programme, stream.outcome_id)
