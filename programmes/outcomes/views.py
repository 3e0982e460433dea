"""Pages on which who leads a programme keeps its outcomes, in place."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from members.gates import account_of
from programmes.life.access import get_led
from programmes.life.views import FORM_METHODS
from programmes.outcomes import acts
from programmes.outcomes.answers import Chosen, back_to, cards_page, get_outcome, polite, remove_page, row_page
from programmes.outcomes.forms import MoveForm, OutcomeForm
from programmes.refusals import put_on_form


@require_safe
@login_required
def programme_outcomes(request: HttpRequest, slug: str) -> HttpResponse:
    """Show all outcomes with what is still open, to who keeps them; htmx asks for the card of one."""
    programme = get_led(request, slug)
    wanted = request.GET.get("wensbeeld", "")
    return cards_page(request, programme, Chosen(int(wanted) if wanted.isdecimal() and wanted.isascii() else 0))


@require_http_methods(FORM_METHODS)
@login_required
def outcome_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Add an outcome."""
    programme = get_led(request, slug)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        outcome = acts.add_outcome(programme=programme, by=account_of(request), **form.said())
        messages.success(request, _("Added: %(title)s") % {"title": outcome.title})
        return back_to(programme, outcome.pk)
    return row_page(request, programme, form, _("Add an outcome"))


@polite
@require_http_methods(FORM_METHODS)
@login_required
def outcome_update(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change what an outcome says, in its card."""
    outcome = get_outcome(request, slug, pk)
    says = {"title": outcome.title, "text": outcome.text, "still_open": outcome.still_open}
    first = says | {"mark": acts.mark_of(outcome)}
    form = OutcomeForm(request.POST if request.method == "POST" else None, initial=first, auto_id="id_outcome_%s")
    if form.is_valid():
        mark, account = form.cleaned_data["mark"], account_of(request)
        try:
            acts.change_outcome(outcome=outcome, mark=mark, by=account, **form.said())
        except ValidationError as error:
            put_on_form(form, error)
            form.renew_mark(acts.mark_of(outcome))
        else:
            messages.success(request, _("Saved: %(title)s") % {"title": form.cleaned_data["title"]})
            return back_to(outcome.programme, pk)
    return cards_page(request, outcome.programme, Chosen(pk, act="outcome", form=form))


@require_POST
@login_required
def outcome_move(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Move an outcome to another place."""
    outcome, form = get_outcome(request, slug, pk), MoveForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    acts.move_outcome(outcome=outcome, place=form.cleaned_data["place"], by=account_of(request))
    return back_to(outcome.programme, pk)


@require_http_methods(FORM_METHODS)
@login_required
def outcome_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Ask whether an outcome is to go, and remove it."""
    outcome = get_outcome(request, slug, pk)
    if request.method != "POST":
        return remove_page(request, outcome.programme, outcome.title)
    try:
        acts.remove_outcome(outcome=outcome, by=account_of(request))
    except ValidationError as error:
        messages.warning(request, error.messages[0])
        return back_to(outcome.programme, pk)
    messages.success(request, _("Removed: %(title)s") % {"title": outcome.title})
    return back_to(outcome.programme)
