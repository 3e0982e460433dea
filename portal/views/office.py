"""The office: all sectors side by side, for programme managers and editors, as a page and as a file."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings.looking_back.tables import csv_response
from meetings.permissions import can_see_office
from members.gates import account_of
from portal.office import YearForm, office_rows, office_years
from portal.office_table import sectors_table


@require_safe
@login_required
def office(request: HttpRequest) -> HttpResponse:
    """Show how far each sector's year is; a wrong year says so on its field and this year stands there."""
    form, year = _asked(request)
    rows = office_rows(account_of(request), year)
    context = {
        "form": form,
        "year": year,
        "rows": rows,
        "table": sectors_table(rows, year),
        "file_query": form.query().replace("&", "?", 1),
        "unmanaged": [row.name for row in rows if not row.manager],
        "breadcrumb": [(_("Office"), "")],
    }
    return render(request, "portal/office.html", context)


@require_safe
@login_required
def office_table(request: HttpRequest, table: str) -> HttpResponse:
    """Hand the table over as a file."""
    _form, year = _asked(request)
    if table != "sectoren":
        raise Http404
    return csv_response(sectors_table(office_rows(account_of(request), year), year), f"bureau-{year}")


def _asked(request: HttpRequest) -> tuple[YearForm, int]:
    """Return which year is asked for; who manages nothing and edits nothing does not come in."""
    if not can_see_office(request.user):
        raise PermissionDenied
    form = YearForm(request.GET, years=office_years())
    return form, form.chosen().get("year") or timezone.localdate().year
