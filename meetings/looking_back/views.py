"""Looking back: a sector's year as a page, and each of its tables as a file."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings.crumbs import below_sector
from meetings.looking_back.page import review_page
from meetings.looking_back.sections import SECTIONS
from meetings.looking_back.tables import csv_response
from meetings.looking_back.year import facts_of
from meetings.permissions import can_look_back
from members.gates import account_of
from sectors.models import Sector, SectorYear
from sectors.rows import sector_years


@require_safe
@login_required
def sector_review(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Show members how a year of a sector went, as pictures with tables."""
    sector = _get_sector(request, slug)
    page = review_page(facts_of(_year_of(sector, year), account_of(request)))
    context = {
        "sector": sector,
        "page": page,
        "years": _years(sector, year),
        "breadcrumb": below_sector(sector, _("Looking back on %(year)s") % {"year": year}),
    }
    return render(request, "meetings/sector_review.html", context)


@require_safe
@login_required
def sector_review_table(request: HttpRequest, slug: str, year: int, table: str) -> HttpResponse:
    """Hand over one of the page's tables as a file."""
    sector = _get_sector(request, slug)
    if table not in SECTIONS:
        raise Http404
    facts = facts_of(_year_of(sector, year), account_of(request))
    return csv_response(SECTIONS[table](facts).table, f"{sector.slug}-{year}")


def _get_sector(request: HttpRequest, slug: str) -> Sector:
    """Find a sector, also one that is no longer active; who is no member does not look back."""
    if not can_look_back(request.user):
        raise PermissionDenied
    return get_object_or_404(Sector.objects.with_years().defer("search"), slug=slug)


def _year_of(sector: Sector, year: int) -> SectorYear:
    known = (each for each in sector_years(sector) if each.year == year)
    return next(known, SectorYear(sector=sector, year=year))


def _years(sector: Sector, shown: int) -> list[int]:
    """Return the years to choose from, the latest first: those written down up to now, this one and the shown one."""
    today = timezone.localdate().year
    return sorted({each.year for each in sector_years(sector) if each.year <= today} | {today, shown}, reverse=True)
