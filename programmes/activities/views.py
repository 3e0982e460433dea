"""Pages of joint activities."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from programmes.models import JointActivity
from programmes.rows import activity_rows


@require_safe
def activity_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a joint activity."""
    activity = get_object_or_404(JointActivity.objects.select_related("circle"), pk=pk)
    (row,) = activity_rows(JointActivity.objects.filter(pk=pk))
    breadcrumb = [(_("Joint activities"), reverse("activity-list")), (activity.title, "")]
    context = {"activity": row, "breadcrumb": breadcrumb}
    return render(request, "programmes/activity_detail.html", context)
