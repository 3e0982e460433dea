"""The page on which a receiver says whether what he took over still lives: by the link in a mail, and signed in.

Mail programs and scanners open every link, often many times; that changes nothing.
"""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from members.gates import account_of
from members.models import Person
from programmes.aftercare.acts import answer_life_sign
from programmes.aftercare.forms import NO, YES, LifeSignForm
from programmes.aftercare.tokens import receiver_of, sign_of, signs
from programmes.models import LifeSign
from programmes.refusals import put_on_form


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def life_sign(request: HttpRequest, token: str) -> HttpResponse:
    """Take the answer of who was mailed the question, without an account."""
    sign = sign_of(token)
    receiver = receiver_of(sign.handover) if sign else None
    if sign is None or receiver is None:
        raise Http404
    response = _answered(request, sign, receiver)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def life_sign_mine(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the answer of the receiver who signed in."""
    sign = get_object_or_404(signs(), pk=pk)
    receiver = receiver_of(sign.handover)
    if receiver is None or receiver.account_id != account_of(request).pk:
        raise PermissionDenied
    return _answered(request, sign, receiver)


def _answered(request: HttpRequest, sign: LifeSign, receiver: Person) -> HttpResponse:
    handover = sign.handover
    if sign.has_moved:  # type: ignore[attr-defined]  # annotated by signs()
        gone = {"sign": sign, "handover": handover}
        return render(request, "programmes/life_sign_closed.html", gone, status=HTTPStatus.GONE)
    given = {} if sign.is_alive is None else {"answer": YES if sign.is_alive else NO, "note": sign.note}
    form = LifeSignForm(request.POST if request.method == "POST" else None, initial=given)
    if form.is_valid() and _answer(request, sign, receiver, form):
        return redirect(request.path)
    context = {"form": form, "sign": sign, "handover": handover, "receiver": receiver}
    return render(request, "programmes/life_sign.html", context)


def _answer(request: HttpRequest, sign: LifeSign, receiver: Person, form: LifeSignForm) -> bool:
    is_alive = form.cleaned_data["answer"] == YES
    note = form.cleaned_data["note"]
    try:
        answer_life_sign(sign=sign, person=receiver, is_alive=is_alive, note=note, by=receiver.account)
    except ValidationError as error:
        put_on_form(form, error)
        return False
    messages.success(request, _("Thank you: your answer is noted."))
    return True
