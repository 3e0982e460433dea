"""My security: how I can sign in, where I am signed in, and what happened to my account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.decorators import login_required
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from members.dates import moment_long
from members.gates import account_of
from members.models import SecurityEvent, User
from members.providers import provider_for
from portal.crumbs import below_mine

EVENTS_SHOWN = 10


@dataclass(frozen=True)
class Way:
    """A way to sign in, or something that protects it: what there is, and where to change it."""

    label: str
    value: str
    route: str = ""
    link: str = ""

    @property
    def url(self) -> str:
        return reverse(self.route) if self.route else ""


@require_safe
@login_required
def mine_security(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    context = {
        "ways": [*_doors(user), *_factors(user)],
        "session_count": _open_sessions(user),
        "event_rows": [_row(event) for event in SecurityEvent.objects.filter(actor_id=user.pk)[:EVENTS_SHOWN]],
        "event_columns": [_("When"), _("What")],
        "breadcrumb": below_mine(_("My security")),
    }
    return render(request, "portal/mine_security.html", context)


def _doors(user: User) -> Iterator[Way]:
    yield Way(_("Mailed code"), user.email, "account_email", _("Change the address"))
    if user.has_usable_password():
        yield Way(_("Password"), _("Set"), "account_change_password", _("Change the password"))
    else:
        yield Way(_("Password"), _("None"), "account_set_password", _("Choose a password"))
    service = provider_for(user.email)
    if service:
        yield Way(_("Sign-in service"), service.name)


def _factors(user: User) -> Iterator[Way]:
    found = list(Authenticator.objects.filter(user=user))
    passkeys = sum(factor.type == Authenticator.Type.WEBAUTHN for factor in found)
    number = ngettext("%(number)d passkey", "%(number)d passkeys", passkeys) % {"number": passkeys}
    yield Way(_("Passkeys"), number, "mfa_list_webauthn", _("View or add"))
    if any(factor.type == Authenticator.Type.TOTP for factor in found):
        yield Way(_("Authenticator app"), _("Set up"), "mfa_deactivate_totp", _("Remove the app"))
    else:
        yield Way(_("Authenticator app"), _("None"), "mfa_activate_totp", _("Set up an app"))
    for factor in found:
        if factor.type == Authenticator.Type.RECOVERY_CODES:
            left = len(factor.wrap().get_unused_codes())
            words = ngettext("%(number)d left", "%(number)d left", left) % {"number": left}
            yield Way(_("Recovery codes"), words, "mfa_view_recovery_codes", _("Show the codes"))


def _open_sessions(user: User) -> int:
    alive = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    return int(UserSession.objects.filter(user=user, session_key__in=alive).count())


def _row(event: SecurityEvent) -> list[str]:
    return [moment_long(event.at), event.get_kind_display()]
