"""Knowledge circles: which there are, and one of them with what it does."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings.calendars.subscriptions import subscription_to
from meetings.partial_pages import render_with_part
from members.paging import page_of
from programmes.circle_page import circle_page, fetch_circle
from programmes.forms import CircleFilterForm
from programmes.models import JointActivity, KnowledgeCircle
from programmes.models.circle import KnowledgeCircleQuerySet
from programmes.rows import activity_rows, circle_rows

PAGE_SIZE = 24
JOINABLE_SHOWN = 6


@require_safe
def circle_list(request: HttpRequest) -> HttpResponse:
    """Show circles, active ones first, and the joint activities that one can still join."""
    form = CircleFilterForm(request.GET)
    page = page_of(request, form.found(), size=PAGE_SIZE)
    context = {
        "form": form,
        "page": page,
        "circles": circle_rows(cast("KnowledgeCircleQuerySet", page.object_list)),
        "activities": activity_rows(JointActivity.objects.joinable()[:JOINABLE_SHOWN]),
        "query": form.query(),
        "breadcrumb": [(_("Knowledge circles"), "")],
    }
    return render_with_part(request, "programmes/circle_list.html", context, part="results")


@require_safe
def circle_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a circle; who take part is for members."""
    circle = get_object_or_404(fetch_circle(KnowledgeCircle.objects.with_participant_count()), slug=slug)
    breadcrumb = [(_("Knowledge circles"), reverse("circle-list")), (circle.name, "")]
    context = {"page": circle_page(circle, request.user), "breadcrumb": breadcrumb}
    context["subscription"] = subscription_to(reverse("circle-calendar", args=[slug]), circle.name)
    return render(request, "programmes/circle_detail.html", context)
