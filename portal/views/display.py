"""Language and light or dark, by a form that works without script."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.forms import DisplayForm

YEAR = 365 * 24 * 3600


@require_http_methods(["GET", "HEAD", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """Keep the choice in two cookies; the default is no cookie, so that such pages stay the same for everyone."""
    form = DisplayForm(request.POST or None, initial=_initial(request))
    if form.is_valid():
        response = redirect(form.cleaned_data["next"])
        chosen = form.cleaned_data
        _keep(response, settings.LANGUAGE_COOKIE_NAME, chosen["language"], default=settings.LANGUAGE_CODE)
        _keep(response, settings.SCHEME_COOKIE_NAME, chosen["scheme"], default=DisplayForm.SYSTEM)
        return response
    return render(request, "portal/display.html", {"form": form, "breadcrumb": [(_("Language and colours"), "")]})


def _initial(request: HttpRequest) -> dict[str, str]:
    return {
        "language": get_language() or settings.LANGUAGE_CODE,
        "scheme": request.COOKIES.get(settings.SCHEME_COOKIE_NAME, DisplayForm.SYSTEM),
        "next": _page_before(request),
    }


def _page_before(request: HttpRequest) -> str:
    """The path of our own page that the visitor came from."""
    before = urlsplit(request.headers.get("Referer", ""))
    own = before.netloc == request.get_host() and before.path != request.path
    return f"{before.path}?{before.query}" if own and before.query else before.path if own else "/"


def _keep(response: HttpResponse, name: str, value: str, *, default: str) -> None:
    if value == default:
        response.delete_cookie(name, samesite="Lax")
    else:
        response.set_cookie(
            name, value, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
        )
