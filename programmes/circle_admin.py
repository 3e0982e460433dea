"""Knowledge circles and joint activities in the admin: each with its parts on one page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from members.bulk import choosing
from members.editing import ContentAdmin, Part, PeriodAdmin, PeriodPart, StackedPart
from members.questions import Question
from programmes.models import (
    ActivityParticipant,
    CircleCoordinator,
    CirclePage,
    CircleParticipant,
    CircleRequest,
    Gathering,
    JointActivity,
    KnowledgeCircle,
    PoolEntry,
)


class CircleCoordinatorPart(PeriodPart):
    model = CircleCoordinator
    fields = ["person", "since", "until", "standing"]
    autocomplete_fields = ["person"]


class CircleParticipantPart(PeriodPart):
    model = CircleParticipant
    fields = ["person", "since", "until", "standing"]
    autocomplete_fields = ["person"]


class GatheringPart(Part):
    model = Gathering
    autocomplete_fields = ["meeting"]


class JointActivityPart(StackedPart):
    model = JointActivity
    exclude = ["participants"]
    autocomplete_fields = ["lead", "owner"]


@admin.register(KnowledgeCircle)
class KnowledgeCircleAdmin(ContentAdmin):
    list_display = ["name", "coordinator", "participant_count", "next_gathering", "programme", "joining", "state"]
    list_filter = ["state", "joining", "programme"]
    questions = [
        Question("without_coordinator", _("Without coordinator"), needs_attention=True),
        Question("quiet", _("Quiet: no gathering in half a year"), needs_attention=True),
    ]
    actions = [
        choosing(
            "set_state",
            _("Change the state…"),
            field="state",
            choices=KnowledgeCircle.State.choices,
            done=ngettext_lazy("%(count)d circle is changed.", "%(count)d circles are changed.", "count"),
        )
    ]
    list_select_related = ["programme"]
    search_fields = ["name", "summary", "programme__name", "programme__acronym"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["programme", "started_by"]
    ordering = ["name"]
    inlines = [CircleCoordinatorPart, CircleParticipantPart, JointActivityPart, GatheringPart]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Say who keep each going, how many take part and when it meets next."""
        rows: Any = super().get_queryset(request)
        return rows.with_coordinator().with_participant_count().with_next_gathering()

    @admin.display(description=_("coordinator"))
    def coordinator(self, circle: KnowledgeCircle) -> str:
        return ", ".join(circle.coordinator)  # type: ignore[attr-defined]

    @admin.display(description=_("participants"), ordering="participant_count")
    def participant_count(self, circle: KnowledgeCircle) -> int:
        return int(circle.participant_count)  # type: ignore[attr-defined]

    @admin.display(description=_("next gathering"), ordering="next_gathering")
    def next_gathering(self, circle: KnowledgeCircle) -> Any:
        return circle.next_gathering  # type: ignore[attr-defined]


@admin.register(CircleCoordinator, CircleParticipant)
class CirclePersonAdmin(PeriodAdmin):
    """Who keeps a circle going, and who takes part."""

    is_part = True
    list_display = ["person", "circle", "since", "until", "standing"]
    list_filter = ["circle"]
    list_select_related = ["circle", "person"]
    search_fields = ["circle__name", "person__name"]
    autocomplete_fields = ["circle", "person"]
    ordering = ["circle__name", "person__sort_key", "since"]


@admin.register(Gathering)
class GatheringAdmin(ContentAdmin):
    is_part = True
    list_display = ["circle", "meeting", "starts"]
    list_filter = ["circle"]
    list_select_related = ["circle", "meeting__sector_year__sector"]
    search_fields = ["circle__name", "meeting__title"]
    autocomplete_fields = ["circle", "meeting"]
    date_hierarchy = "meeting__starts"
    ordering = ["-meeting__starts", "pk"]

    @admin.display(description=_("starts"), ordering="meeting__starts")
    def starts(self, gathering: Gathering) -> Any:
        return gathering.meeting.starts


class ActivityParticipantPart(Part):
    model = ActivityParticipant
    fields = ["organisation", "person", "joined_on", "note"]
    autocomplete_fields = ["organisation", "person"]


class PoolEntryPart(StackedPart):
    model = PoolEntry
    autocomplete_fields = ["organisation", "person"]


@admin.register(JointActivity)
class JointActivityAdmin(ContentAdmin):
    list_display = ["title", "circle", "kind", "state", "lead", "join_before"]
    list_filter = ["state", "kind", "circle"]
    list_select_related = ["circle", "lead"]
    questions = [
        Question("joinable", _("Open to join")),
        Question("overdue", _("Called open, though the last day to join has passed"), needs_attention=True),
    ]
    actions = [
        choosing(
            "set_state",
            _("Change the state…"),
            field="state",
            choices=JointActivity.State.choices,
            done=ngettext_lazy("%(count)d activity is changed.", "%(count)d activities are changed.", "count"),
        )
    ]
    search_fields = ["title", "text", "circle__name", "lead__name"]
    autocomplete_fields = ["circle", "lead", "owner"]
    date_hierarchy = "join_before"
    ordering = ["title"]
    inlines = [ActivityParticipantPart, PoolEntryPart]


class ActivityPartAdmin(ContentAdmin):
    """A part of a joint activity, by itself; the activity's own page shows it as well."""

    is_part = True
    list_filter = ["activity__circle"]
    list_select_related = ["activity", "organisation", "person"]
    autocomplete_fields = ["activity", "organisation", "person"]


@admin.register(ActivityParticipant)
class ActivityParticipantAdmin(ActivityPartAdmin):
    list_display = ["organisation", "activity", "person", "joined_on"]
    search_fields = ["activity__title", "organisation__name", "person__name"]
    ordering = ["activity__title", "organisation__sort_key"]


@admin.register(PoolEntry)
class PoolEntryAdmin(ActivityPartAdmin):
    list_display = ["title", "kind", "organisation", "activity", "hours", "since", "until", "closed_at"]
    list_filter = ["kind", "activity__circle"]
    search_fields = ["title", "text", "activity__title", "organisation__name"]
    ordering = ["-made_at", "-pk"]


class CirclePartAdmin(ContentAdmin):
    """A part of a circle, by itself."""

    is_part = True
    list_filter = ["circle"]


@admin.register(CircleRequest)
class CircleRequestAdmin(CirclePartAdmin):
    list_display = ["person", "circle", "asked_at", "withdrawn_at", "decided_at", "is_admitted"]
    list_select_related = ["circle", "person"]
    consequential_fields = ["withdrawn_at", "decided_at", "decided_by", "is_admitted"]  # run by the circle's page
    search_fields = ["circle__name", "person__name"]
    autocomplete_fields = ["circle", "person", "decided_by"]
    ordering = ["-asked_at", "-pk"]


@admin.register(CirclePage)
class CirclePageAdmin(CirclePartAdmin):
    list_display = ["title", "circle", "visibility", "author", "modified_at"]
    list_filter = ["visibility", "circle"]
    list_select_related = ["circle", "author"]
    search_fields = ["title", "circle__name"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["circle", "author"]
    ordering = ["circle__name", "position", "title"]
