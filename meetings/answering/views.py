"""Pages on which someone says whether he comes."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from meetings.answering.acts import answer_meeting
from meetings.answering.forms import AnswerForm
from meetings.answers import is_online, own_answer_text, places_left, why_no_answers
from meetings.crumbs import below_meeting
from meetings.models import Meeting
from meetings.permissions import can_answer
from meetings.rows import meeting_rows
from members.gates import account_of
from members.models import User


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def meeting_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the answer of who may come; it can change until the meeting begins."""
    account = account_of(request)
    meeting = _get_asked(account, pk)
    sent = request.POST if request.method == "POST" else None
    form = AnswerForm(sent, is_online=is_online(meeting), initial=_answered(request, meeting))
    if form.is_valid() and _answer(request, meeting, form):
        return redirect(form.cleaned_data["next"] or meeting)
    context = {
        "form": form,
        "meeting": meeting_rows(Meeting.objects.filter(pk=pk))[0],
        "closed": why_no_answers(meeting),
        "left": places_left(meeting, besides=account.person),
        "breadcrumb": below_meeting(meeting, _("Your answer")),
    }
    return render(request, "meetings/meeting_answer.html", context)


def _answer(request: HttpRequest, meeting: Meeting, form: AnswerForm) -> bool:
    account, response, reason = account_of(request), form.cleaned_data["response"], form.cleaned_data["reason"]
    try:
        answer_meeting(meeting=meeting, person=account.person, response=response, reason=reason, by=account)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, _("Your answer is noted: %(answer)s.") % {"answer": own_answer_text(response)})
    return True


def _answered(request: HttpRequest, meeting: Meeting) -> dict[str, str]:
    given = meeting.attendances.filter(person__account=account_of(request)).values("response", "response_reason")
    known = {"response": given[0]["response"], "reason": given[0]["response_reason"]} if given else {}
    return known | {"next": request.GET.get("next", "")}


def _get_asked(user: User, pk: int) -> Meeting:
    meeting = get_object_or_404(Meeting.objects.visible_to(user), pk=pk)
    if not can_answer(user, meeting):
        raise PermissionDenied
    return meeting
