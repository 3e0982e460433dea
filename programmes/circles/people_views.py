"""Joining a circle, asking to, leaving it, and who decides about that."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members.gates import account_of
from programmes.circle_page import PersonLine
from programmes.circles import joining
from programmes.circles.access import below_circle, get_edited_circle, get_joinable_circle, get_request
from programmes.circles.forms import AskForm, DecideForm, PeopleForm, PeopleSearchForm
from programmes.circles.locks import coordination_of
from programmes.circles.telling import people_of
from programmes.models import CircleRequest, KnowledgeCircle
from programmes.permissions import takes_part
from programmes.refusals import carried_out


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def circle_join(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a member join at once, or ask to, as the circle wants it."""
    circle, account = get_joinable_circle(request, slug), account_of(request)
    if takes_part(account, circle):
        messages.info(request, _("You take part in this circle already."))
        return redirect(circle)
    is_open = circle.joining == KnowledgeCircle.Joining.OPEN
    form = (Form if is_open else AskForm)(request.POST if request.method == "POST" else None)
    act = joining.join_circle if is_open else joining.ask_to_join
    if form.is_valid() and carried_out(form, act, circle=circle, by=account, **form.cleaned_data):
        done = (
            _("You take part in this circle.") if is_open else _("You asked to join. You hear by mail what is decided.")
        )
        messages.success(request, done)
        return redirect(circle)
    context = {
        "form": form,
        "circle": circle,
        "is_open": is_open,
        "closed": joining.why_not_joined(circle),
        "breadcrumb": below_circle(circle, _("Take part")),
    }
    return render(request, "programmes/circle_join.html", context)


@require_POST
@login_required
def circle_request_withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back the request to join of the account's person."""
    circle, account = get_joinable_circle(request, slug), account_of(request)
    asked = CircleRequest.objects.waiting().filter(circle=circle, person__account=account).first()
    try:
        if asked:
            joining.withdraw_request(request=asked, by=account)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("Your request is withdrawn."))
    return redirect(circle)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def circle_leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Let someone stop taking part."""
    circle, account = get_joinable_circle(request, slug), account_of(request)
    form = Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, joining.leave_circle, circle=circle, by=account):
        messages.success(request, _("You no longer take part in this circle."))
        return redirect(circle)
    coordination = coordination_of(circle)
    context = {
        "form": form,
        "circle": circle,
        "takes_part": takes_part(account, circle),
        "coordinates": bool(coordination and coordination.person.account_id == account.pk),
        "breadcrumb": below_circle(circle, _("Stop taking part")),
    }
    return render(request, "programmes/circle_leave.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def circle_request_decide(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Let the coordinator or an editor decide who joins."""
    asked = get_request(request, slug, pk)
    form = DecideForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = {"admits": form.cleaned_data["decision"], "reason": form.cleaned_data["reason"]}
        if carried_out(form, joining.decide_request, request=asked, by=account_of(request), **given):
            messages.success(request, _("It is decided, and who asked gets a mail."))
            return redirect(asked.circle)
    asked.refresh_from_db(fields=["decided_at", "withdrawn_at", "is_admitted", "reason"])
    context = {
        "asked": asked,
        "circle": asked.circle,
        "form": form,
        "is_over": bool(asked.decided_at or asked.withdrawn_at),
        "breadcrumb": below_circle(asked.circle, _("Request to join")),
    }
    return render(request, "programmes/circle_request.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def circle_people(request: HttpRequest, slug: str) -> HttpResponse:
    """Let the coordinator or an editor say who takes part."""
    circle = get_edited_circle(request, slug)
    form = PeopleForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _change(request, circle, form):
        return redirect("circle-people", circle.slug)
    search, coordination = PeopleSearchForm(request.GET), coordination_of(circle)
    context = {
        "circle": circle,
        "form": form,
        "search": search,
        "asked": bool(search.chosen()),
        "found": [PersonLine.of(person) for person in search.found(circle)],
        "people": [PersonLine.of(person) for person in people_of(circle).select_related("organisation").by_name()],
        "coordinator": coordination.person_id if coordination else None,
        "breadcrumb": below_circle(circle, _("Who takes part")),
    }
    return render(request, "programmes/circle_participants.html", context)


def _change(request: HttpRequest, circle: KnowledgeCircle, form: PeopleForm) -> bool:
    """Add or remove the person of the button and say so; what refuses stands in the form."""
    added, removed, account = form.cleaned_data["add"], form.cleaned_data["remove"], account_of(request)
    act = joining.add_participant if added else joining.remove_participant
    if not carried_out(form, act, circle=circle, person=added or removed, by=account):
        return False
    told = _("%(name)s takes part from today.") if added else _("%(name)s no longer takes part.")
    messages.success(request, told % {"name": added or removed})
    return True
