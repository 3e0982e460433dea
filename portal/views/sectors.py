"""Sectors: the index, the page of each, and its years."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from meetings.calendars.subscriptions import subscription_to
from meetings.models import Meeting
from meetings.rows import meeting_rows
from members.permissions import can_see_member_details
from members.rows import by_kind
from members.weave import weave
from portal.models import Article
from portal.rows import article_rows
from portal.sector_page import meetings_of_year, members_of_sector, new_members, sector_cards, year_of
from sectors.models import Appointment, Sector
from sectors.rows import focus_rows, leader_rows, sector_years

NEWS = 3


@require_safe
def sector_list(request: HttpRequest) -> HttpResponse:
    """Show every active sector with its next meeting."""
    coming = meeting_rows(Meeting.objects.visible_to(request.user).upcoming())
    context = {
        "cards": sector_cards(Sector.objects.active(), coming),
        "weave": weave("sectoren", band="wad", second_band="klinker"),
        "breadcrumb": [(_("Sectors"), "")],
    }
    return render(request, "portal/sector_list.html", context)


@require_safe
def sector_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who leads a sector, what it aims for this year, when it meets and who takes part."""
    sector = get_object_or_404(Sector.objects.with_years().defer("search"), slug=slug)
    year = year_of(sector, timezone.localdate().year)
    leaders = leader_rows(sector, request.user)
    members = members_of_sector(sector, year.year, leaders)
    context = {
        "sector": sector,
        "weave": weave(sector.slug, band=sector.band),
        "year": year,
        "chairs": [leader for leader in leaders if leader.role == Appointment.Role.CHAIR],
        "managers": [leader for leader in leaders if leader.role != Appointment.Role.CHAIR],
        "focus_points": focus_rows(sector, year.year),
        "meetings": meetings_of_year(year, request.user),
        "members": members,
        "kinds": by_kind(members),
        "new_members": sum(member.is_new for member in members),
        "articles": article_rows(Article.objects.published().filter(sectors=sector)[:NEWS]),
        "years": [each for each in sector_years(sector) if each.year != year.year],
        "is_inside": can_see_member_details(request.user),
        "subscription": subscription_to(reverse("sector-calendar", args=[slug]), sector.name),
        "breadcrumb": [(_("Sectors"), reverse("sector-list")), (sector.name, "")],
    }
    return render(request, "portal/sector_detail.html", context)


@require_safe
def sector_year(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Show a year of a sector: what it aimed for, what came of it, its meetings and who was new."""
    sector = get_object_or_404(Sector.objects.with_years().defer("search"), slug=slug)
    years = sector_years(sector)
    if year not in {each.year for each in years}:
        raise Http404
    known = year_of(sector, year)
    context = {
        "sector": sector,
        "weave": weave(f"{sector.slug} {year}", band=sector.band),
        "year": known,
        "focus_points": focus_rows(sector, year),
        "meetings": meetings_of_year(known, request.user),
        "newcomers": new_members(sector, year),
        "years": years,
        "breadcrumb": [
            (_("Sectors"), reverse("sector-list")),
            (sector.name, sector.get_absolute_url()),
            (str(year), ""),
        ],
    }
    return render(request, "portal/sector_year.html", context)
