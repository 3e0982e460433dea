"""Joint activities of all circles, what one can still join first."""

from __future__ import annotations

from itertools import groupby
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings.partial_pages import render_with_part
from members.paging import page_of
from programmes.forms import ActivityFilterForm
from programmes.models import JointActivity
from programmes.models.activity import JointActivityQuerySet
from programmes.rows import activity_rows

PAGE_SIZE = 24


@require_safe
def activity_list(request: HttpRequest) -> HttpResponse:
    """Show joint activities; a wrong filter says so on its field and narrows nothing."""
    form = ActivityFilterForm(request.GET)
    page = page_of(request, JointActivity.objects.joinable_first().filter(**form.chosen()), size=PAGE_SIZE)
    rows = activity_rows(cast("JointActivityQuerySet", page.object_list))
    context = {
        "form": form,
        "page": page,
        "groups": [(label, list(group)) for label, group in groupby(rows, key=lambda row: row.phase_label)],
        "query": form.query(),
        "breadcrumb": [(_("Knowledge circles"), reverse("circle-list")), (_("Joint activities"), "")],
    }
    return render_with_part(request, "programmes/activity_list.html", context, part="results")
