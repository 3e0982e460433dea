"""Sectors in the admin: a whole sector on one page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from members.bulk import choosing
from members.editing import ContentAdmin, Part, PeriodAdmin, PeriodPart, StackedPart, period_questions
from members.questions import Question
from sectors.models import Appointment, FocusPoint, Seat, Sector, SectorMembership, SectorYear
from sectors.transfer import SectorMembershipTable


class AppointmentPart(PeriodPart):
    model = Appointment
    fields = ["person", "role", "since", "until", "standing"]
    autocomplete_fields = ["person"]


class SectorMembershipPart(PeriodPart):
    model = SectorMembership
    fields = ["organisation", "since", "until", "standing"]
    autocomplete_fields = ["organisation"]


class SeatPart(PeriodPart):
    model = Seat
    fields = ["person", "since", "until", "standing", "mail", "calendar"]
    autocomplete_fields = ["person"]


class SectorYearPart(Part):
    model = SectorYear
    fields = ["year", "meeting_target", "new_member_target", "ambition", "focus_points"]
    readonly_fields = ["focus_points"]
    ordering = ["-year"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Count the focus points of each year."""
        rows: Any = super().get_queryset(request)
        return rows.with_focus_count()

    @admin.display(description=_("focus points"))
    def focus_points(self, year: SectorYear) -> str:
        """Lead to the page of the year, where they are edited."""
        if year.pk is None:
            return ""
        url = reverse("admin:sectors_sectoryear_change", args=[year.pk])
        count: int = year.focus_count  # type: ignore[attr-defined]
        said = ngettext("%(count)d focus point", "%(count)d focus points", count) % {"count": count}
        return format_html('<a href="{}#focus_points-group">{}</a>', url, said)


@admin.register(Sector)
class SectorAdmin(ContentAdmin):
    list_display = ["name", "manager", "chairs", "member_count", "band", "position", "is_active"]
    list_editable = ["position"]
    questions = [
        Question("without_programme_manager", _("Without programme manager"), needs_attention=True),
        Question("without_chair", _("Without chair"), needs_attention=True),
        Question("without_focus_points", _("No focus points this year"), needs_attention=True),
        Question("without_next_year", _("Next year not planned"), needs_attention=True, from_month=9),
    ]
    actions = [
        choosing(
            "set_active",
            _("Show in lists, or not…"),
            field="is_active",
            choices=[("True", _("Show")), ("False", _("Do not show"))],
            done=ngettext_lazy("%(count)d sector is changed.", "%(count)d sectors are changed.", "count"),
        )
    ]
    list_filter = ["is_active"]
    search_fields = ["name", "summary"]
    prepopulated_fields = {"slug": ["name"]}
    ordering = ["position", "name"]
    inlines = [AppointmentPart, SectorMembershipPart, SeatPart, SectorYearPart]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Say who lead today, and count the organisations that take part."""
        rows: Any = super().get_queryset(request)
        return rows.with_member_count().with_leaders()

    @admin.display(description=_("programme manager"))
    def manager(self, sector: Sector) -> str:
        return ", ".join(sector.manager)  # type: ignore[attr-defined]

    @admin.display(description=_("chairs"))
    def chairs(self, sector: Sector) -> str:
        return ", ".join(sector.chairs)  # type: ignore[attr-defined]

    @admin.display(description=_("members"), ordering="member_count")
    def member_count(self, sector: Sector) -> int:
        return int(sector.member_count)  # type: ignore[attr-defined]


@admin.register(Appointment)
class AppointmentAdmin(PeriodAdmin):
    list_display = ["person", "role", "sector", "since", "until", "standing"]
    list_filter = ["role", "sector"]
    questions = period_questions(ending_needs_attention=True)
    list_select_related = ["person", "sector"]
    search_fields = ["person__name", "sector__name"]
    autocomplete_fields = ["sector", "person"]
    date_hierarchy = "since"
    ordering = ["sector__position", "role", "-since"]


@admin.register(SectorMembership)
class SectorMembershipAdmin(PeriodAdmin):
    imports = SectorMembershipTable
    list_display = ["organisation", "sector", "since", "until", "standing"]
    list_filter = ["sector", "organisation__kind"]
    list_select_related = ["organisation", "sector"]
    search_fields = ["organisation__name", "organisation__short_name", "sector__name"]
    autocomplete_fields = ["sector", "organisation"]
    date_hierarchy = "since"
    ordering = ["sector__position", "organisation__sort_key", "since"]


@admin.register(Seat)
class SeatAdmin(PeriodAdmin):
    list_display = ["person", "sector", "since", "until", "standing", "mail", "calendar"]
    list_filter = ["sector", "mail", "calendar"]
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
    list_display = ["sector", "year", "meeting_target", "new_member_target", "focus_count"]
    list_display_links = ["sector", "year"]
    is_part = True
    list_filter = ["year", "sector"]
    list_select_related = ["sector"]
    search_fields = ["sector__name", "=year"]
    autocomplete_fields = ["sector"]
    ordering = ["-year", "sector__position"]
    inlines = [FocusPointPart]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Count the focus points of each year."""
        rows: Any = super().get_queryset(request)
        return rows.with_focus_count()

    @admin.display(description=_("focus points"), ordering="focus_count")
    def focus_count(self, year: SectorYear) -> int:
        return int(year.focus_count)  # type: ignore[attr-defined]


def page_of_focus_point(point: FocusPoint) -> str:
    """Return the page of its year, which shows it."""
    return point.sector_year.get_absolute_url()


@admin.register(FocusPoint)
class FocusPointAdmin(ContentAdmin):
    list_display = ["title", "sector_year", "state", "position"]
    list_filter = ["state", "sector_year__year", "sector_year__sector"]
    list_select_related = ["sector_year__sector"]
    search_fields = ["title", "text", "sector_year__sector__name"]
    autocomplete_fields = ["sector_year", "shared_with", "partners"]
    view_on_site = staticmethod(page_of_focus_point)
    ordering = ["-sector_year__year", "sector_year__sector__position", "position"]
