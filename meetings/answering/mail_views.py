"""The page behind the buttons of an invitation by mail: it asks no sign-in, and only its form records an answer.

Mail programs and scanners open every link, often many times; that changes nothing.
"""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from meetings.answering.acts import answer_meeting
from meetings.answering.mail_forms import MailAnswerForm
from meetings.answering.tokens import invitation_of
from meetings.answers import STANDS_IN, is_online, own_answer_text, places_left, why_no_answers
from meetings.models import Attendance, Invitation
from members.models import User

Response = Attendance.Response
NOT_OFFERED = frozenset({Response.NONE, Response.SUBSTITUTE})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def mail_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation with what was answered, and take another answer until the meeting begins."""
    invitation = _get_invitation(token)
    if closed := _why_closed(invitation):
        return _closed_page(request, invitation, closed)
    given = _given(invitation)
    form = _form(request, invitation, given)
    if form.is_valid() and _answer(request, invitation, form):
        return redirect("mail-answer", token)
    context = {
        "form": form,
        "token": token,
        "invitation": invitation,
        "answer": _answer_text(given, invitation),
        "other": _other_reader(request, invitation),
    }
    response = render(request, "meetings/mail_answer.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _get_invitation(token: str) -> Invitation:
    invitation = invitation_of(token)
    if invitation is None:
        raise Http404
    return invitation


def _why_closed(invitation: Invitation) -> str:
    """Say why an invitation takes no answer; nothing when it does."""
    left_on = invitation.person.left_on
    has_left = left_on is not None and left_on <= timezone.localdate()
    closed = why_no_answers(invitation.meeting)
    if not closed and (has_left or invitation.method == Invitation.Method.CANCEL):
        return _("You are no longer invited to this meeting, so no answer is needed.")
    return closed


def _closed_page(request: HttpRequest, invitation: Invitation, reason: str) -> HttpResponse:
    context = {"invitation": invitation, "reason": reason}
    response = render(request, "meetings/mail_answer_closed.html", context, status=HTTPStatus.GONE)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _form(request: HttpRequest, invitation: Invitation, given: Attendance | None) -> MailAnswerForm:
    """Make the form: with the answer of the button that was clicked, else with the one given before."""
    meeting = invitation.meeting
    own = given if given and given.person_id == invitation.person_id and given.response not in NOT_OFFERED else None
    initial = {"response": own.response, "reason": own.response_reason} if own else {}
    is_full = places_left(meeting, besides=invitation.person) == 0
    if chosen := request.GET.get("keuze"):
        initial["response"] = Response.WAITING if chosen == Response.YES and is_full else chosen
    data = request.POST if request.method == "POST" else None
    form = MailAnswerForm(data, is_online=is_online(meeting), initial=initial)
    form.offer(is_full=is_full)
    return form


def _answer(request: HttpRequest, invitation: Invitation, form: MailAnswerForm) -> bool:
    """Store the answer in the name of whose invitation it is."""
    meeting, person, told = invitation.meeting, invitation.person, form.cleaned_data
    try:
        stored = answer_meeting(
            meeting=meeting, person=person, by=person.account, channel=Attendance.Channel.MAIL, **told
        )
    except ValidationError as error:
        form.add_error(None, error)
        form.offer(is_full=places_left(meeting, besides=person) == 0)
        return False
    messages.success(request, _("Your answer is noted: %(answer)s.") % {"answer": own_answer_text(stored.response)})
    return True


def _given(invitation: Invitation) -> Attendance | None:
    """Return the answer that stands: of oneself, or of who is replaced."""
    person = invitation.person
    found = invitation.meeting.attendances.filter(Q(person=person) | Q(substitute=person))
    return found.exclude(response=Response.NONE).order_by("substitute").first()


def _answer_text(given: Attendance | None, invitation: Invitation) -> str:
    if given is None:
        return ""
    return own_answer_text(given.response if given.person_id == invitation.person_id else STANDS_IN)


def _other_reader(request: HttpRequest, invitation: Invitation) -> User | None:
    """Return who is signed in, when the invitation is somebody else's."""
    user = request.user
    return user if isinstance(user, User) and user != invitation.person.account else None
