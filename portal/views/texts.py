"""Pages of plain text: accessibility and privacy."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.retention import RETENTION


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how accessible the portal is and whom to tell when it is not."""
    return render(request, "portal/accessibility.html", {"breadcrumb": [(_("Accessibility"), "")]})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what the portal keeps of people, why and for how long."""
    context = {
        "columns": [_("What"), _("After"), _("What happens")],
        "periods": [(rule.what, rule.period_in_words, rule.happens) for rule in RETENTION],
        "breadcrumb": [(_("Privacy"), "")],
    }
    return render(request, "portal/privacy.html", context)
