"""The planner: a sector's year laid out, moved about, kept as a draft and confirmed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from meetings.crumbs import below_sector
from meetings.free_days import knows_school_holidays
from meetings.inviting.words import NOBODY_YET
from meetings.planning import acts
from meetings.planning.forms import HabitsForm, PlanForm, StepForm
from meetings.planning.page import draft_slots, plan_picture, plan_slots, year_rows
from meetings.planning.plan import Plan
from members.gates import account_of
from sectors.access import get_managed_sector
from sectors.models import YEARS


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meeting_plan(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Show the plan of a year; keep what was typed, move a date a step, or propose dates for what is open."""
    plan = Plan(get_managed_sector(account_of(request), slug), year)
    if request.method != "POST":
        return _show(request, plan)
    if not plan.is_open:
        return _refuse(request, plan)
    if "habits" in request.POST:
        return _change_habits(request, plan)
    form = plan.form(_as_sent(request))
    if not form.is_valid():
        return _show(request, plan, form)
    try:
        _save(request, plan, form)
    except acts.PlanChangedError:
        return _show_changed(request, plan)
    return redirect(_after(request, plan))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meeting_plan_confirm(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Say what confirming will do; on POST schedule the whole draft, all of it or nothing."""
    plan = Plan(get_managed_sector(account_of(request), slug), year)
    if request.method == "POST" and plan.is_open:
        return _confirm(request, plan)
    if not plan.is_open or not plan.drafts:
        messages.info(request, _("There is no draft to confirm."))
        return redirect("meeting-plan", slug, year)
    context = {
        "plan": plan,
        "slots": draft_slots(plan),
        "audience": plan.audience(),
        "breadcrumb": _way_to(plan, _("Confirm")),
    }
    return render(request, "meetings/meeting_plan_confirm.html", context)


@require_POST
@login_required
def habits_copy(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Take over number, weekday, time and length from the meetings of the year before."""
    plan = Plan(get_managed_sector(account_of(request), slug), year)
    told = {"before": year - 1}
    if not plan.is_open:
        return _refuse(request, plan)
    if acts.copy_habits(sector=plan.sector, year=year, by=account_of(request)):
        messages.success(request, _("The habits are those of the meetings in %(before)s now.") % told)
    else:
        messages.info(request, _("No meetings of %(before)s are known here. The habits stay as they are.") % told)
    return redirect("meeting-plan", slug, year)


def _as_sent(request: HttpRequest) -> QueryDict:
    """Return what was sent, with the step taken if one was asked for."""
    if "step" not in request.POST:
        return request.POST
    step = StepForm(request.POST)
    if not step.is_valid():
        raise BadRequest
    return step.moved(request.POST)


def _save(request: HttpRequest, plan: Plan, form: PlanForm) -> None:
    dates, mark = form.dates(), form.cleaned_data["mark"]
    asked = "propose" in request.POST
    wanted = plan.proposed(dates) if asked else dates
    acts.save_plan(sector=plan.sector, year=plan.year, dates=wanted, mark=mark, by=account_of(request))
    if asked:
        _tell_proposed(request, sum(dates[number] != day for number, day in wanted.items()))
    elif "save" in request.POST:
        messages.success(request, _("The plan is kept as a draft. Only programme managers see it."))


def _tell_proposed(request: HttpRequest, count: int) -> None:
    if not count:
        messages.info(request, _("There is no open meeting for which a day could be proposed."))
        return
    told = ngettext(
        "%(count)s date is proposed and kept as a draft. Only programme managers see it.",
        "%(count)s dates are proposed and kept as a draft. Only programme managers see it.",
        count,
    )
    messages.success(request, told % {"count": count})


def _after(request: HttpRequest, plan: Plan) -> str:
    """Return where to go once the plan is kept: on to confirming, or back to the row that moved."""
    name = "meeting-plan-confirm" if "confirm" in request.POST else "meeting-plan"
    number = request.POST.get("step", "").rpartition(":")[2]
    return reverse(name, args=[plan.sector.slug, plan.year]) + (f"#slot-{number}" if number else "")


def _show_changed(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Show what was typed beside what stands by now; sent once more, it takes the place of that."""
    fresh, sent = Plan(plan.sector, plan.year), _as_sent(request).copy()
    sent["mark"] = fresh.mark
    form = fresh.form(sent)
    text = _("Somebody else changed this plan meanwhile; nothing is saved. What you typed still stands here.")
    form.add_error(None, text)
    return _show(request, fresh, form)


def _change_habits(request: HttpRequest, plan: Plan) -> HttpResponse:
    form = HabitsForm(request.POST, sector_year=plan.sector_year)
    if not form.is_valid():
        return _show(request, Plan(plan.sector, plan.year), habits=form)
    habits = {name: form.cleaned_data[name] for name in acts.HABITS}
    target = form.cleaned_data["meeting_target"]
    acts.change_habits(sector=plan.sector, year=plan.year, habits=habits, meeting_target=target, by=account_of(request))
    messages.success(request, _("The habits are kept."))
    return redirect("meeting-plan", plan.sector.slug, plan.year)


def _confirm(request: HttpRequest, plan: Plan) -> HttpResponse:
    mark, by = request.POST.get("mark", ""), account_of(request)
    try:
        done = acts.confirm_plan(sector=plan.sector, year=plan.year, mark=mark, by=by)
    except acts.PlanChangedError:
        text = _("Somebody changed this plan meanwhile; nothing is scheduled. This is the plan now.")
        messages.warning(request, text)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        told = ngettext("%(number)s meeting is scheduled.", "%(number)s meetings are scheduled.", len(done))
        messages.success(request, f"{told % {'number': len(done)}} {NOBODY_YET}")
        return redirect("sector-invitations", plan.sector.slug)
    return redirect("meeting-plan", plan.sector.slug, plan.year)


def _refuse(request: HttpRequest, plan: Plan) -> HttpResponse:
    messages.warning(request, _("Nothing is changed: this year cannot be planned today."))
    return redirect("meeting-plan", plan.sector.slug, plan.year)


def _show(
    request: HttpRequest, plan: Plan, form: PlanForm | None = None, habits: HabitsForm | None = None
) -> HttpResponse:
    form = form or plan.form()
    slots = plan_slots(plan, form)
    context: dict[str, Any] = {
        "plan": plan,
        "form": form,
        "habits": habits or HabitsForm(None, sector_year=plan.sector_year),
        "slots": slots,
        "picture": plan_picture(plan, slots),
        "months": year_rows(plan),
        "knows_school_holidays": knows_school_holidays(plan.year),
        "neighbours": [year for year in (plan.year - 1, plan.year + 1) if YEARS[0] <= year <= YEARS[1]],
        "breadcrumb": _way_to(plan),
    }
    return render(request, "meetings/meeting_plan.html", context)


def _way_to(plan: Plan, last: str = "") -> list[tuple[str, str]]:
    here = _("Planning %(year)s") % {"year": plan.year}
    if not last:
        return below_sector(plan.sector, here)
    return below_sector(plan.sector, last, (here, reverse("meeting-plan", args=[plan.sector.slug, plan.year])))
