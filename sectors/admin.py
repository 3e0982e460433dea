"""Sectors in the admin: a whole sector on one page."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from members.editing import ContentAdmin, Part, PeriodFilter, PeriodPart, StackedPart
from sectors.models import Appointment, FocusPoint, Seat, Sector, SectorMembership, SectorYear


class AppointmentPart(PeriodPart):
    model = Appointment
    autocomplete_fields = ["person"]


class SectorMembershipPart(PeriodPart):
    model = SectorMembership
    autocomplete_fields = ["organisation"]


class SeatPart(PeriodPart):
    model = Seat
    autocomplete_fields = ["person"]


class SectorYearPart(Part):
    model = SectorYear
    show_change_link = True


@admin.register(Sector)
class SectorAdmin(ContentAdmin):
    list_display = ["name", "summary", "member_count", "band", "position", "is_active"]
    list_editable = ["position"]
    list_filter = ["is_active"]
    search_fields = ["name", "summary"]
    prepopulated_fields = {"slug": ["name"]}
    ordering = ["position", "name"]
    inlines = [AppointmentPart, SectorMembershipPart, SeatPart, SectorYearPart]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sector]:
        """Count the organisations that take part today."""
        return Sector.objects.with_member_count().order_by(*self.ordering)

    @admin.display(description=_("members"), ordering="member_count")
    def member_count(self, sector: Sector) -> int:
        return int(sector.member_count)  # type: ignore[attr-defined]


@admin.register(Appointment)
class AppointmentAdmin(ContentAdmin):
    list_display = ["person", "role", "sector", "since", "until"]
    list_filter = [PeriodFilter, "role", "sector"]
    list_select_related = ["person", "sector"]
    search_fields = ["person__name", "sector__name"]
    autocomplete_fields = ["sector", "person"]
    date_hierarchy = "since"
    ordering = ["sector__position", "role", "-since"]


@admin.register(SectorMembership)
class SectorMembershipAdmin(ContentAdmin):
    list_display = ["organisation", "sector", "since", "until"]
    list_filter = [PeriodFilter, "sector", "organisation__kind"]
    list_select_related = ["organisation", "sector"]
    search_fields = ["organisation__name", "organisation__short_name", "sector__name"]
    autocomplete_fields = ["sector", "organisation"]
    date_hierarchy = "since"
    ordering = ["sector__position", "organisation__sort_key", "since"]


@admin.register(Seat)
class SeatAdmin(ContentAdmin):
    list_display = ["person", "sector", "since", "until", "mail", "calendar"]
    list_filter = [PeriodFilter, "sector", "mail", "calendar"]
    list_select_related = ["person", "sector"]
    search_fields = ["person__name", "person__organisation__name", "sector__name"]
    autocomplete_fields = ["sector", "person"]
    date_hierarchy = "since"
    ordering = ["sector__position", "person__sort_key", "since"]


class FocusPointPart(StackedPart):
    model = FocusPoint
    autocomplete_fields = ["shared_with", "partners"]


@admin.register(SectorYear)
class SectorYearAdmin(ContentAdmin):
    list_display = ["sector", "year", "meeting_target", "new_member_target"]
    list_display_links = ["sector", "year"]
    list_filter = ["year", "sector"]
    list_select_related = ["sector"]
    search_fields = ["sector__name", "=year"]
    autocomplete_fields = ["sector"]
    ordering = ["-year", "sector__position"]
    inlines = [FocusPointPart]


@admin.register(FocusPoint)
class FocusPointAdmin(ContentAdmin):
    list_display = ["title", "sector_year", "state", "position"]
    list_filter = ["state", "sector_year__year", "sector_year__sector"]
    list_select_related = ["sector_year__sector"]
    search_fields = ["title", "text", "sector_year__sector__name"]
    autocomplete_fields = ["sector_year", "shared_with", "partners"]
    ordering = ["-sector_year__year", "sector_year__sector__position", "position"]
