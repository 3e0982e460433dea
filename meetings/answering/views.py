"""Pages on which someone says whether he comes: to one meeting, and to all of a sector's year."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from meetings.answering.acts import answer_meeting
from meetings.answering.forms import AnswerForm, WhomForm, offer_answers
from meetings.answering.people import colleagues_for, given_by
from meetings.answering.waiting import turn_of
from meetings.answering.year import YearAnswers
from meetings.answers import is_online, own_answer_text, places_left, why_no_answers
from meetings.audience import audience_of
from meetings.crumbs import below_meeting, below_sector
from meetings.models import Attendance, Meeting
from meetings.permissions import can_answer, can_answer_year, can_manage_meeting
from meetings.rows import meeting_rows
from members.gates import account_of
from members.models import Person, User
from sectors.models import Sector


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meeting_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the answer of who may come, or the programme manager's for him; it can change until the meeting begins."""
    account = account_of(request)
    meeting, person = _get_asked(request, account, pk)
    left = places_left(meeting, besides=person)
    form = _answer_form(request, meeting, person, is_full=left == 0)
    if form.is_valid() and _answer(request, meeting, person, form):
        return redirect(form.cleaned_data["next"] or meeting)
    context = {
        "form": form,
        "meeting": meeting_rows(Meeting.objects.filter(pk=pk))[0],
        "whom": person if person != account.person else None,
        "closed": why_no_answers(meeting),
        "left": left,
        "turn": turn_of(meeting, person) if form.initial.get("response") == Attendance.Response.WAITING else None,
        "year": _year_of(account, meeting) if person == account.person else None,
        "breadcrumb": below_meeting(meeting, _("Your answer")),
    }
    return render(request, "meetings/meeting_answer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def year_answer(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Take answers to all coming meetings of a sector's year at once; what cannot be is told on its row."""
    account = account_of(request)
    sector = _get_sector(account, slug)
    meetings = Meeting.objects.visible_to(account).of_sector(sector).scheduled_in(year).by_date()
    answers = YearAnswers(account.person, meetings, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        _tell_stored(request, answers.store(by=account))
        if not answers.has_errors:
            return redirect("year-answer", slug, year)
    context = {
        "sector": sector,
        "year": year,
        "answers": answers,
        "breadcrumb": below_sector(sector, _("Answers %(year)s") % {"year": year}),
    }
    return render(request, "meetings/year_answer.html", context)


def _answer_form(request: HttpRequest, meeting: Meeting, person: Person, *, is_full: bool) -> AnswerForm:
    return AnswerForm(
        request.POST if request.method == "POST" else None,
        is_online=is_online(meeting),
        is_full=is_full,
        colleagues=colleagues_for(meeting, person),
        initial={**given_by(person, meeting), "next": request.GET.get("next", "")},
    )


def _answer(request: HttpRequest, meeting: Meeting, person: Person, form: AnswerForm) -> bool:
    account = account_of(request)
    told = {name: form.cleaned_data[name] for name in ("response", "reason", "substitute")}
    channel = Attendance.Channel.SITE if person == account.person else Attendance.Channel.MANAGER
    try:
        stored = answer_meeting(meeting=meeting, person=person, by=account, channel=channel, **told)
    except ValidationError as error:
        form.add_error(None, error)
        offer_answers(form, is_online=is_online(meeting), is_full=places_left(meeting, besides=person) == 0)
        return False
    messages.success(request, _said(stored, is_own=person == account.person))
    return True


def _said(stored: Attendance, *, is_own: bool) -> str:
    if not is_own:
        known = {"name": stored.person.name, "answer": stored.get_response_display()}
        return _("The answer of %(name)s is noted: %(answer)s.") % known
    if stored.response == Attendance.Response.WAITING:
        turn = turn_of(stored.meeting, stored.person)
        text = _("You are number %(number)s on the waiting list. You get a mail when a place comes free.")
        return text % {"number": turn}
    return _("Your answer is noted: %(answer)s.") % {"answer": own_answer_text(stored.response)}


def _tell_stored(request: HttpRequest, count: int) -> None:
    text = ngettext("%(count)s answer is noted.", "%(count)s answers are noted.", count) % {"count": count}
    messages.success(request, text if count else _("Nothing changed: there was no new answer."))


def _year_of(user: User, meeting: Meeting) -> dict[str, Any] | None:
    """Return where the year of the meeting's own sector is answered, for who takes part in that sector too."""
    if meeting.sector_year is None or meeting.starts is None:
        return None
    if not can_answer_year(user, meeting.sector_year.sector):
        return None
    return {"slug": meeting.sector_year.sector.slug, "year": meeting.starts.year}


def _get_asked(request: HttpRequest, user: User, pk: int) -> tuple[Meeting, Person]:
    visible = Meeting.objects.visible_to(user).select_related("sector_year__sector", "organiser")
    meeting = get_object_or_404(visible, pk=pk)
    if "voor" in request.GET:
        return meeting, _get_whom(request, user, meeting)
    if not can_answer(user, meeting):
        raise PermissionDenied
    return meeting, user.person


def _get_whom(request: HttpRequest, user: User, meeting: Meeting) -> Person:
    if not can_manage_meeting(user, meeting):
        raise PermissionDenied
    people = audience_of(Meeting.objects.filter(pk=meeting.pk)).select_related("organisation")
    whom: Person | None = WhomForm(request.GET, people=people).chosen().get("person")
    if whom is None:
        raise Http404
    return whom


def _get_sector(user: User, slug: str) -> Sector:
    sector = get_object_or_404(Sector.objects.active(), slug=slug)
    if not can_answer_year(user, sector):
        raise PermissionDenied
    return sector
