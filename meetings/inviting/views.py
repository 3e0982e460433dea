"""Pages on which somebody has invitations mailed, withdraws that in time, and sees who holds which version."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.access import get_managed
from meetings.crumbs import below_meeting, below_sector, title_of
from meetings.inviting.acts import ask_mailing, send_now, withdraw_mailing
from meetings.inviting.audience import RoundPlan, plan_of, plans_of
from meetings.inviting.forms import AskForm, WaitingForm
from meetings.inviting.page import ledger, ledger_rows, mailing_lines, mark_of, round_of
from meetings.inviting.sector_page import sector_lines, to_invite
from meetings.inviting.words import moment_short, why_nobody
from meetings.models import Mailing, Meeting
from members.dates import moment_long
from members.gates import account_of
from members.paging import page_of
from sectors.access import get_managed_sector

PAGE_SIZE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meeting_invitations(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a mailing would do and who holds which version; on POST ask for it, withdraw it or send it now."""
    user = account_of(request)
    meeting = get_managed(user, pk)
    if "act" in request.POST:
        return _decide(request, meeting.mailings.all())
    plan = plan_of(meeting)
    if request.method == "POST":
        return _ask(request, {meeting: plan})
    page, mailings = page_of(request, ledger(meeting), size=PAGE_SIZE), mailing_lines(meeting.mailings.all())
    context = {
        "meeting": meeting,
        "title": title_of(meeting),
        "when": moment_long(meeting.starts, meeting.ends) if meeting.starts else "",
        "closed": why_nobody(meeting),
        "round": round_of([plan]),
        "key": f"{meeting.pk}-{mark_of(meeting, plan)}",
        "waiting": next((each for each in mailings if not each.became), None),
        "history": [each for each in mailings if each.became],
        "page": page,
        "rows": ledger_rows(meeting, page.object_list, user),
        "breadcrumb": below_meeting(meeting, _("Invitations")),
    }
    return render(request, "meetings/meeting_invitations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sector_invitations(request: HttpRequest, slug: str) -> HttpResponse:
    """Show which coming meetings of a sector have invitations to mail; on POST ask for that, or take it back."""
    sector = get_managed_sector(account_of(request), slug)
    meetings = to_invite(sector)
    if "act" in request.POST:
        return _decide(request, Mailing.objects.filter(meeting__in=meetings))
    plans = plans_of(meetings)
    if request.method == "POST":
        return _ask(request, plans)
    lines = sector_lines(plans)
    waiting = {line.pk for line in lines if line.mailing}
    context = {
        "sector": sector,
        "lines": [line for line in lines if not line.mailing],
        "waiting": [line for line in lines if line.mailing],
        "round": round_of([plan for meeting, plan in plans.items() if meeting.pk not in waiting]),
        "breadcrumb": below_sector(sector, _("Invitations")),
    }
    return render(request, "meetings/sector_invitations.html", context)


def _ask(request: HttpRequest, plans: Mapping[Meeting, RoundPlan]) -> HttpResponse:
    """Ask for a mailing of the meetings chosen, if all is still as it was shown; what waits already goes on waiting."""
    form = AskForm(request.POST, marks={meeting.pk: mark_of(meeting, plan) for meeting, plan in plans.items()})
    here = redirect(request.path)
    if not form.is_valid():
        messages.warning(request, str(form.errors["meetings"][0]))
        return here
    waiting = set(Mailing.objects.waiting().filter(meeting__in=plans).values_list("meeting", flat=True))
    chosen = {each: plan for each, plan in plans.items() if each.pk in form.cleaned_data["meetings"] and plan.people}
    asked = [meeting for meeting in chosen if meeting.pk not in waiting]
    if asked:
        mailings = ask_mailing(meetings=asked, by=account_of(request))
        whom = round_of([chosen[meeting] for meeting in asked])
        text = _("%(whom)s It goes out at %(moment)s; until then you can undo it.")
        messages.success(request, text % {"moment": moment_short(mailings[0].due_at), "whom": whom.text})
    elif chosen:
        messages.info(request, _("These invitations are about to be mailed already."))
    else:
        messages.info(request, _("Nobody needs a mail, so nothing goes out."))
    return here


def _decide(request: HttpRequest, mailings: QuerySet[Mailing]) -> HttpResponse:
    """Have mailings go out now or withdraw them, as far as they still wait."""
    form, by = WaitingForm(request.POST, mailings=mailings), account_of(request)
    if not form.is_valid():
        raise BadRequest
    chosen, is_now = form.cleaned_data["mailings"], form.cleaned_data["act"] == WaitingForm.NOW
    act = send_now if is_now else withdraw_mailing
    late = [mailing for mailing in chosen if not act(mailing=mailing, by=by)]
    if len(late) < len(chosen):
        done = _("The mail goes out now.") if is_now else _("Withdrawn: this mail does not go out.")
        messages.success(request, done)
    if late:
        gone = mailings.filter(pk__in=[mailing.pk for mailing in late], done_at__isnull=False)
        text = _("The mail has gone out already.") if gone.exists() else _("This mail was withdrawn already.")
        messages.warning(request, text)
    return redirect(request.path)
