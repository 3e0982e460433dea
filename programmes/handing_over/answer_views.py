"""Pages on which a receiver says yes or no: behind the link in the mail, without signing in, and among his own pages.

Mail programs and scanners open every link, often many times; that changes nothing.
"""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from members.gates import account_of
from members.models import Person, User
from programmes.handing_over.answers import accept_handover, decline_handover, why_no_answer
from programmes.handing_over.forms import ACCEPT, AnswerForm
from programmes.handing_over.tokens import RELATED, asked_by
from programmes.handover_lines import home_kind_of, home_of
from programmes.models import Handover
from programmes.refusals import carried_out


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def handover_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is asked, or what was answered, to who has the link; only the form records an answer."""
    asked = asked_by(token)
    if asked is None:
        raise Http404
    person = asked.handover.contact
    if person is None or not asked.is_current:
        return _closed(request, asked.handover, _("This link is outdated: the question changed or was withdrawn."))
    return _answer_page(request, asked.handover, person, path=reverse("handover-answer", args=[token]))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def handover_mine(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the contact what he is asked; his answer counts as by the link."""
    handover = get_object_or_404(Handover.objects.select_related(*RELATED), pk=pk)
    person = getattr(account_of(request), "person", None)
    if person is None or handover.contact_id != person.pk:
        raise PermissionDenied
    return _answer_page(request, handover, person, path=reverse("handover-mine", args=[pk]))


def _answer_page(request: HttpRequest, handover: Handover, person: Person, *, path: str) -> HttpResponse:
    if closed := why_no_answer(handover, person):
        return _closed(request, handover, closed)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and carried_out(form, lambda: _answer(handover, person, form)):
        messages.success(request, _("Your answer is noted. Who leads the programme has a mail."))
        return redirect(path)
    user = request.user
    context = {
        "form": form,
        "handover": handover,
        "home": home_of(handover),
        "home_kind": home_kind_of(handover),
        "path": path,
        "other": user if isinstance(user, User) and user != person.account else None,
        "is_answered": bool(handover.accepted_at or handover.declined_at),
    }
    return _unlisted(render(request, "programmes/handover_answer.html", context))


def _answer(handover: Handover, person: Person, form: AnswerForm) -> None:
    if form.cleaned_data["answer"] == ACCEPT:
        accept_handover(handover=handover, by=person)
    else:
        decline_handover(handover=handover, reason=form.cleaned_data["reason"], by=person)


def _closed(request: HttpRequest, handover: Handover, reason: str) -> HttpResponse:
    context = {"handover": handover, "reason": reason}
    return _unlisted(render(request, "programmes/handover_answer_closed.html", context, status=HTTPStatus.GONE))


def _unlisted(response: HttpResponse) -> HttpResponse:
    response.headers["X-Robots-Tag"] = "noindex"
    return response
