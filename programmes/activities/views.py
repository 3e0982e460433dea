"""Pages of joint activities: one of them, joining it, and what its circle's coordinator does with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from meetings.partial_pages import render_with_part
from members.gates import account_of
from programmes.activities.access import (
    get_activity,
    get_activity_to_edit,
    get_activity_to_join,
    get_circle_to_edit,
    get_participation,
    way_from,
    way_to,
)
from programmes.activities.acts import change_activity, create_activity, move_activity
from programmes.activities.forms import (
    ActivityCreateForm,
    ActivityUpdateForm,
    AddOrganisationForm,
    JoinForm,
    StateForm,
    steps_of,
)
from programmes.activities.joining import add_organisation, join_activity, leave_activity, remove_organisation
from programmes.activities.kinds import EXPLANATIONS
from programmes.activities.page import activity_page, person_of
from programmes.activities.pool_forms import PoolFilterForm
from programmes.activities.rules import Kind, version_of
from programmes.models import JointActivity
from programmes.refusals import put_on_form

WRITES = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def activity_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a joint activity; whom to ask and what is offered in a pool is for members."""
    return _detail(request, get_activity(pk))


@require_POST
@login_required
def activity_join(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign up the account's own organisation."""
    activity = get_activity_to_join(request, pk)
    person = None if activity.kind == Kind.STAFF_POOL else person_of(request.user)
    form = JoinForm(request.POST, person=person)
    if form.is_valid():
        try:
            joined = join_activity(activity=activity, by=account_of(request), **form.cleaned_data)
        except ValidationError as error:
            put_on_form(form, error)
        else:
            text = _("%(organisation)s takes part now.") % {"organisation": joined.organisation}
            messages.success(request, text)
            return redirect(activity)
    return _detail(request, activity, form)


@require_POST
@login_required
def activity_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the account's own organisation out."""
    activity = get_activity_to_join(request, pk)
    try:
        leave_activity(activity=activity, by=account_of(request))
    except ValidationError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Your organisation no longer takes part."))
    return redirect(activity)


@WRITES
@login_required
def activity_create(request: HttpRequest, slug: str) -> HttpResponse:
    """Let a circle's coordinator choose a kind, and then describe a new activity."""
    circle = get_circle_to_edit(request, slug)
    kind = request.GET.get("soort", "")
    context: dict[str, Any] = {"circle": circle, "breadcrumb": way_from(circle, _("New joint activity"))}
    if kind not in JointActivity.Kind.values:
        kinds = [(value, label, EXPLANATIONS[value]) for value, label in JointActivity.Kind.choices]
        return render(request, "programmes/activity_kinds.html", {**context, "kinds": kinds})
    data = request.POST if request.method == "POST" else None
    form = ActivityCreateForm(data, instance=JointActivity(circle=circle, kind=kind))
    if form.is_valid():
        is_open = form.cleaned_data["is_open"]
        try:
            made = create_activity(circle=circle, kind=kind, is_open=is_open, by=account_of(request), **form.facts())
        except ValidationError as error:
            put_on_form(form, error)
        else:
            return redirect(made)
    context |= {"form": form, "kind_label": JointActivity.Kind(kind).label}
    return render(request, "programmes/activity_form.html", context)


@WRITES
@login_required
def activity_update(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the fields of an activity."""
    activity = get_activity_to_edit(request, pk)
    data = request.POST if request.method == "POST" else None
    form = ActivityUpdateForm(data, instance=activity, initial={"seen": version_of(activity)})
    title = activity.title
    if form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            change_activity(activity=activity, seen=seen, by=account_of(request), **form.facts())
        except ValidationError as error:
            put_on_form(form, error)
        else:
            messages.success(request, _("The activity is changed."))
            return redirect(activity)
    context = {
        "form": form,
        "activity": activity,
        "title": title,
        "circle": activity.circle,
        "kind_label": activity.get_kind_display(),
        "breadcrumb": way_to(activity, _("Change")),
    }
    return render(request, "programmes/activity_form.html", context)


@require_POST
@login_required
def activity_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Open, start, finish or stop an activity."""
    activity, form = get_activity_to_edit(request, pk), StateForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.errors["to"][0]))
        return redirect(activity)
    try:
        moved = move_activity(activity=activity, to=form.cleaned_data["to"], by=account_of(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        state = moved.get_state_display()
        messages.success(request, _("The activity is “%(state)s” now.") % {"state": state})
    return redirect(activity)


@WRITES
@login_required
def activity_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a circle's coordinator write down by hand who takes part."""
    activity = get_activity_to_edit(request, pk)
    form = AddOrganisationForm(request.POST if request.method == "POST" else None, activity=activity)
    if form.is_valid():
        try:
            add_organisation(activity=activity, by=account_of(request), **form.cleaned_data)
        except ValidationError as error:
            put_on_form(form, error)
        else:
            messages.success(request, _("%(name)s is added.") % {"name": form.cleaned_data["organisation"]})
            return redirect("activity-people", pk)
    page = activity_page(activity, request.user, person_of(request.user))
    context = {"form": form, "page": page, "breadcrumb": way_to(activity, _("Who takes part"))}
    return render(request, "programmes/activity_people.html", context)


@require_POST
@login_required
def participation_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an organisation out by hand."""
    joined = get_participation(request, pk)
    remove_organisation(activity=joined.activity, organisation=joined.organisation, by=account_of(request))
    messages.success(request, _("%(name)s no longer takes part.") % {"name": joined.organisation})
    return redirect("activity-people", joined.activity_id)


def _detail(request: HttpRequest, activity: JointActivity, join_form: JoinForm | None = None) -> HttpResponse:
    person = person_of(request.user)
    page = activity_page(activity, request.user, person)
    pool_form = PoolFilterForm(request.GET, skills=[skill for each in page.entries for skill in each.skills])
    chosen = pool_form.chosen()
    entries = [
        each
        for each in page.entries
        if chosen.get("kind", each.kind) == each.kind and (not (skill := chosen.get("skill")) or skill in each.skills)
    ]
    if join_form is None and page.may_join:
        join_form = JoinForm(person=None if page.is_pool else person)
    context = {
        "page": page,
        "join_form": join_form,
        "pool_form": pool_form,
        "entries": entries,
        "steps": steps_of(activity) if page.may_edit else [],
        "breadcrumb": way_to(activity),
    }
    return render_with_part(request, "programmes/activity_detail.html", context, part="pool")
