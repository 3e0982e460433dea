"""Starting a circle, changing it, and saying what becomes of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members.gates import account_of
from programmes.circles.access import below_circle, get_edited_circle
from programmes.circles.acts import edit_circle, start_circle, version_of
from programmes.circles.coordinating import hand_over_coordinator, take_on
from programmes.circles.forms import POSSIBLE, STEPS, CircleEditForm, CircleForm, CoordinatorForm, StepForm
from programmes.circles.locks import coordination_of
from programmes.circles.telling import people_of
from programmes.models import KnowledgeCircle
from programmes.permissions import can_edit_circle, can_join_circles, can_reopen_circle, takes_part
from programmes.refusals import carried_out

State = KnowledgeCircle.State


def renew(form: Form, seen: int) -> None:
    """Let who was told that someone else was first save all the same, once he saw what there is now."""
    if form.has_error("__all__", "stale"):
        form.data = {**form.data.dict(), "seen": str(seen)}  # type: ignore[attr-defined]  # what was posted


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def circle_create(request: HttpRequest) -> HttpResponse:
    """Let a member start a circle."""
    if not can_join_circles(request.user):
        raise PermissionDenied
    form = CircleForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        circle = carried_out(form, start_circle, by=account_of(request), **form.cleaned_data)
        if circle:
            messages.success(request, _("Your circle is there. You keep it going, and the network’s office knows."))
            return redirect(circle)
    breadcrumb = [(_("Knowledge circles"), reverse("circle-list")), (_("Start a circle"), "")]
    return render(request, "programmes/circle_create.html", {"form": form, "breadcrumb": breadcrumb})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def circle_update(request: HttpRequest, slug: str) -> HttpResponse:
    """Let the coordinator or an editor change what a circle says of itself."""
    circle = get_edited_circle(request, slug)
    given = request.POST if request.method == "POST" else None
    form = CircleEditForm(given, circle=circle, seen=version_of(circle))
    if form.is_valid() and carried_out(form, edit_circle, circle=circle, by=account_of(request), **form.cleaned_data):
        messages.success(request, _("The circle is changed."))
        return redirect(circle)
    renew(form, version_of(circle))
    context = {"form": form, "circle": circle, "breadcrumb": below_circle(circle, _("Change"))}
    return render(request, "programmes/circle_update.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def circle_coordinator(request: HttpRequest, slug: str) -> HttpResponse:
    """Let the coordinator, or an editor, hand over the coordinator's role."""
    circle = get_edited_circle(request, slug)
    current = coordination_of(circle)
    others = people_of(circle).exclude(pk=current.person_id if current else 0)
    given = request.POST if request.method == "POST" else None
    form = CoordinatorForm(given, people=others, seen=current.pk if current else 0)
    if form.is_valid():
        done = carried_out(form, hand_over_coordinator, circle=circle, by=account_of(request), **form.cleaned_data)
        if done:
            told = _("%(name)s keeps this circle going from today, and hears so by mail.")
            messages.success(request, told % {"name": done.person})
            return redirect(circle)
    context = {
        "circle": circle,
        "current": current,
        "form": form if form.is_bound or others.exists() else None,
        "breadcrumb": below_circle(circle, _("Coordinator")),
    }
    return render(request, "programmes/circle_coordinator.html", context)


@require_POST
@login_required
def circle_take_on(request: HttpRequest, slug: str) -> HttpResponse:
    """Let who takes part become coordinator; where that is no longer possible a message says why."""
    circle = get_object_or_404(KnowledgeCircle, slug=slug)
    if not takes_part(request.user, circle):
        raise PermissionDenied
    try:
        take_on(circle=circle, by=account_of(request))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("You keep this circle going from today. Thank you."))
    return redirect(circle)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def circle_state(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a circle sleep, archive it, or open it again; the last one is for every member."""
    circle = get_object_or_404(KnowledgeCircle, slug=slug)
    keeps = can_edit_circle(request.user, circle)
    if not keeps and not (can_reopen_circle(request.user) and circle.state != State.ACTIVE):
        raise PermissionDenied
    steps = tuple(step for step in POSSIBLE[circle.state] if keeps or step == "reopen")
    return _step(request, circle, steps, heading=_("What becomes of this circle?"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def circle_alive(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the answer of the coordinator, or of who takes part where there is none: does the circle live?"""
    circle = get_object_or_404(KnowledgeCircle, slug=slug)
    keeps = can_edit_circle(request.user, circle)
    if not keeps and (coordination_of(circle) or not takes_part(request.user, circle)):
        raise PermissionDenied
    if circle.state != State.ACTIVE:
        return redirect("circle-state", circle.slug)
    return _step(request, circle, ("alive", *(POSSIBLE[State.ACTIVE] if keeps else ())), heading=_("Does it live?"))


def _step(request: HttpRequest, circle: KnowledgeCircle, steps: tuple[str, ...], *, heading: str) -> HttpResponse:
    form = StepForm(request.POST if request.method == "POST" else None, steps=steps)
    if form.is_valid() and carried_out(
        form, STEPS[form.cleaned_data["step"]][1], circle=circle, by=account_of(request)
    ):
        messages.success(request, _("It is noted."))
        return redirect(circle)
    context = {"form": form, "circle": circle, "heading": heading, "breadcrumb": below_circle(circle, heading)}
    return render(request, "programmes/circle_state.html", context)
