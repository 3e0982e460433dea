"""Programmes: which there are, and one of them from its founding to where everything lives now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from members.permissions import can_edit_content
from programmes.models import Programme
from programmes.programme_page import fetch_programme, programme_page
from programmes.rows import programme_rows


@require_safe
def programme_list(request: HttpRequest) -> HttpResponse:
    """Show the programmes that run, those proposed and those that ended."""
    rows = programme_rows(Programme.objects.latest_ended_first())
    context = {
        "running": [row for row in rows if row.state in {Programme.State.RUNNING, Programme.State.IN_TRANSITION}],
        "proposed": [row for row in rows if row.state == Programme.State.PROPOSED],
        "ended": [row for row in rows if row.state == Programme.State.ENDED],
        "may_propose": can_edit_content(request.user),
        "breadcrumb": [(_("Programmes"), "")],
    }
    return render(request, "programmes/programme_list.html", context)


@require_safe
def programme_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a programme."""
    programme = get_object_or_404(fetch_programme(Programme.objects.all()), slug=slug)
    page = programme_page(programme, request.user)
    breadcrumb = [(_("Programmes"), reverse("programme-list")), (page.title, "")]
    return render(request, "programmes/programme_detail.html", {"page": page, "breadcrumb": breadcrumb})
