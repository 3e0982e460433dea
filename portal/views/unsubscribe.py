"""The link under a mail that stops such mail (RFC 8058). Scanners open it, so only POST changes anything."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from members.models import MailPreferences, Person
from members.unsubscribing import Unsubscribing, unsubscribing_of
from portal.stopping import resume, stop, stop_of

ONE_CLICK = "List-Unsubscribe", "One-Click"


@csrf_exempt  # a mail program has no cookie; whatever else is posted is checked below
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop mail at one click in a mail program, or show the page that says what stops."""
    asked = unsubscribing_of(token)
    if asked is None:
        raise Http404
    is_known = Person.objects.filter(pk=asked.person_pk, erased_at__isnull=True).exists()
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        request.LANGUAGE_CODE = _language_of(asked)
        translation.activate(request.LANGUAGE_CODE)  # until the middleware takes back its own
    name, value = ONE_CLICK
    if request.method == "POST" and request.POST.get(name) == value:
        if is_known:
            stop(asked)
        return HttpResponse(_("You no longer get this mail."), content_type="text/plain; charset=utf-8")
    return _page(request, asked) if is_known else render(request, "portal/unsubscribe_gone.html")


def _language_of(asked: Unsubscribing) -> str:
    """Return in which language this reader is written to."""
    chosen = MailPreferences.objects.filter(person=asked.person_pk).values_list("language", flat=True).first()
    return chosen or settings.LANGUAGE_CODE


@csrf_protect
def _page(request: HttpRequest, asked: Unsubscribing) -> HttpResponse:
    if request.method == "POST":
        act = resume if "undo" in request.POST else stop
        act(asked)
        return redirect(request.path)
    return render(request, "portal/unsubscribe.html", {"stop": stop_of(asked)})
