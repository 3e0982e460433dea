"""Pages of plain text: accessibility and privacy."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how accessible the portal is and whom to tell when it is not."""
    return render(request, "portal/accessibility.html", {"breadcrumb": [(_("Accessibility"), "")]})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what the portal keeps of people, and why."""
    return render(request, "portal/privacy.html", {"breadcrumb": [(_("Privacy"), "")]})
