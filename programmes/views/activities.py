"""Joint activities of all circles, what one can still join first."""

from __future__ import annotations

from itertools import groupby
from typing import cast

from dateutil.relativedelta import relativedelta
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings.partial_pages import render_with_part
from members.paging import page_of
from programmes.forms import ActivityFilterForm
from programmes.models import JointActivity, KnowledgeCircle
from programmes.models.activity import JointActivityQuerySet
from programmes.rows import activity_rows

PAGE_SIZE = 24


@require_safe
def activity_list(request: HttpRequest) -> HttpResponse:
    """Show joint activities; a wrong filter says so on its field and narrows nothing."""
    account = request.user.pk
    form = ActivityFilterForm(request.GET, circles=_circles(), with_own=account is not None)
    page = page_of(request, _chosen(form, account), size=PAGE_SIZE)
    rows = activity_rows(cast("JointActivityQuerySet", page.object_list))
    context = {
        "form": form,
        "page": page,
        "groups": [(label, list(group)) for label, group in groupby(rows, key=lambda row: row.phase_label)],
        "query": form.query(),
        "breadcrumb": [(_("Knowledge circles"), reverse("circle-list")), (_("Joint activities"), "")],
    }
    return render_with_part(request, "programmes/activity_list.html", context, part="results")


def _circles() -> list[tuple[str, str, list[str]]]:
    circles = KnowledgeCircle.objects.filter(activities__isnull=False).distinct().order_by("name")
    return list(circles.values_list("slug", "name", "themes"))


def _chosen(form: ActivityFilterForm, account: int | None) -> JointActivityQuerySet:
    chosen = form.chosen()
    activities = JointActivity.objects.joinable_first()
    activities = activities.filter(**{name: chosen[name] for name in ("kind", "phase") if name in chosen})
    about, slug = chosen.get("theme", ""), chosen.get("theme", "").removeprefix("kring:")
    if about:
        activities = activities.filter(circle__slug=slug) if slug != about else activities.about(about)
    if chosen.get("only") == "maand":
        activities = activities.closing_by(timezone.localdate() + relativedelta(months=1))
    elif chosen.get("only") == "eigen" and account:
        activities = activities.open_to(account)
    return activities
