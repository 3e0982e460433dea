"""Programmes, platforms and circles in the admin: each with its parts on one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Field
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from members.editing import ContentAdmin, Part, PeriodFilter, PeriodPart, StackedPart
from programmes.models import (
    CircleCoordinator,
    CircleParticipant,
    Gathering,
    Handover,
    Hosting,
    JointActivity,
    KnowledgeCircle,
    Outcome,
    Platform,
    Programme,
    ProgrammeDecision,
    ProgrammeLeader,
    ProgrammeParticipant,
    Workstream,
)


class ProgrammeDecisionPart(Part):
    model = ProgrammeDecision


class ProgrammeParticipantPart(PeriodPart):
    model = ProgrammeParticipant
    autocomplete_fields = ["organisation"]


class ProgrammeLeaderPart(PeriodPart):
    model = ProgrammeLeader
    autocomplete_fields = ["person"]


class OutcomePart(StackedPart):
    model = Outcome
    show_change_link = True


class PlatformPart(Part):
    model = Platform
    fields = ["name", "slug", "purpose", "since", "since_text", "link"]
    prepopulated_fields = {"slug": ["name"]}
    show_change_link = True
    can_delete = False


class KnowledgeCirclePart(Part):
    model = KnowledgeCircle
    fields = ["name", "slug", "summary", "joining", "state"]
    prepopulated_fields = {"slug": ["name"]}
    show_change_link = True
    can_delete = False


HANDOVER_KEYS = [
    *("workstream", "platform", "circle", "to_programme", "organisation"),
    *("contact", "accepted_by"),
]


class HandoverPart(StackedPart):
    model = Handover
    fk_name = "programme"
    autocomplete_fields = HANDOVER_KEYS


@admin.register(Programme)
class ProgrammeAdmin(ContentAdmin):
    list_display = ["name", "acronym", "region", "state", "started_on", "planned_end", "ended_on", "contact"]
    list_filter = ["state", "region"]
    list_select_related = ["contact"]
    search_fields = ["name", "acronym", "summary", "region"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["contact"]
    ordering = ["name"]
    inlines = [
        ProgrammeDecisionPart,
        ProgrammeParticipantPart,
        ProgrammeLeaderPart,
        OutcomePart,
        PlatformPart,
        KnowledgeCirclePart,
        HandoverPart,
    ]
    fieldsets = [
        (None, {"fields": ["name", "acronym", "slug", "summary", "purpose", "region", "band"]}),
        (
            _("Founding document"),
            {
                "fields": [
                    "founding_document",
                    "founding_document_link",
                    ("founding_period_from", "founding_period_to"),
                ]
            },
        ),
        (_("Beginning and end"), {"fields": ["state", ("started_on", "start_year"), "planned_end", "ended_on"]}),
        (_("After the end"), {"fields": ["ending", "contact", "contact_capacity"]}),
    ]


class ProgrammePartAdmin(ContentAdmin):
    """A part of a programme, by itself; the programme's own page shows it as well."""

    search_fields = ["programme__name", "programme__acronym"]
    list_filter = ["programme"]
    list_select_related = ["programme"]
    autocomplete_fields = ["programme"]


@admin.register(ProgrammeParticipant)
class ProgrammeParticipantAdmin(ProgrammePartAdmin):
    list_display = ["organisation", "programme", "since", "until"]
    list_filter = [PeriodFilter, "programme"]
    list_select_related = ["programme", "organisation"]
    search_fields = [*ProgrammePartAdmin.search_fields, "organisation__name", "organisation__short_name"]
    autocomplete_fields = ["programme", "organisation"]
    ordering = ["programme__name", "organisation__sort_key"]


@admin.register(ProgrammeLeader)
class ProgrammeLeaderAdmin(ProgrammePartAdmin):
    list_display = ["person", "programme", "is_deputy", "since", "until"]
    list_filter = [PeriodFilter, "is_deputy", "programme"]
    list_select_related = ["programme", "person"]
    search_fields = [*ProgrammePartAdmin.search_fields, "person__name"]
    autocomplete_fields = ["programme", "person"]
    ordering = ["programme__name", "is_deputy", "-since"]


@admin.register(ProgrammeDecision)
class ProgrammeDecisionAdmin(ProgrammePartAdmin):
    list_display = ["programme", "kind", "decided_on", "decided_in_year", "body"]
    list_filter = ["kind", "programme"]
    search_fields = [*ProgrammePartAdmin.search_fields, "body", "text"]
    date_hierarchy = "decided_on"
    ordering = ["programme__name", "decided_on", "decided_in_year"]


class WorkstreamPart(StackedPart):
    model = Workstream
    autocomplete_fields = ["lead"]


@admin.register(Outcome)
class OutcomeAdmin(ProgrammePartAdmin):
    list_display = ["title", "programme", "position"]
    search_fields = [*ProgrammePartAdmin.search_fields, "title", "text", "still_open"]
    ordering = ["programme__name", "position"]
    inlines = [WorkstreamPart]


@admin.register(Workstream)
class WorkstreamAdmin(ContentAdmin):
    list_display = ["title", "outcome", "programme", "stage", "lead"]
    list_filter = ["stage", "outcome__programme"]
    list_select_related = ["outcome__programme", "lead"]
    search_fields = ["title", "text", "outcome__title", "outcome__programme__name", "outcome__programme__acronym"]
    autocomplete_fields = ["outcome", "lead"]
    ordering = ["outcome__programme__name", "outcome__position", "position"]

    @admin.display(description=_("programme"), ordering="outcome__programme__name")
    def programme(self, workstream: Workstream) -> str:
        return str(workstream.outcome.programme)


@admin.register(Handover)
class HandoverAdmin(ProgrammePartAdmin):
    list_display = ["programme", "workstream", "kind", "destination", "effective_from", "contact", "accepted_at"]
    list_filter = ["kind", ("accepted_at", admin.EmptyFieldListFilter), "programme"]
    list_select_related = ["programme", *HANDOVER_KEYS]
    search_fields = [*ProgrammePartAdmin.search_fields, "workstream__title", "outside_body", "note"]
    autocomplete_fields = ["programme", *HANDOVER_KEYS]
    date_hierarchy = "effective_from"
    ordering = ["programme__name", "pk"]

    @admin.display(description=_("destination"))
    def destination(self, handover: Handover) -> str:
        return str(handover.destination)


class HostingPart(PeriodPart):
    model = Hosting
    autocomplete_fields = ["organisation"]


@admin.register(Platform)
class PlatformAdmin(ContentAdmin):
    list_display = ["name", "programme", "since", "since_text", "link"]
    list_filter = ["programme"]
    list_select_related = ["programme"]
    search_fields = ["name", "purpose", "programme__name", "programme__acronym"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["programme"]
    ordering = ["name"]
    inlines = [HostingPart]

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Offer the scope as boxes to tick."""
        if db_field.name != "scope":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.MultipleChoiceField(
            label=_("Scope"), choices=Platform.Scope, widget=forms.CheckboxSelectMultiple, required=False
        )


@admin.register(Hosting)
class HostingAdmin(ContentAdmin):
    list_display = ["platform", "organisation", "since", "until"]
    list_filter = [PeriodFilter, "platform"]
    list_select_related = ["platform", "organisation"]
    search_fields = ["platform__name", "organisation__name", "organisation__short_name"]
    autocomplete_fields = ["platform", "organisation"]
    ordering = ["platform__name", "since"]


class CircleCoordinatorPart(PeriodPart):
    model = CircleCoordinator
    autocomplete_fields = ["person"]


class CircleParticipantPart(PeriodPart):
    model = CircleParticipant
    autocomplete_fields = ["person"]


class GatheringPart(Part):
    model = Gathering
    autocomplete_fields = ["meeting"]


class JointActivityPart(StackedPart):
    model = JointActivity
    autocomplete_fields = ["lead", "participants"]


@admin.register(KnowledgeCircle)
class KnowledgeCircleAdmin(ContentAdmin):
    list_display = ["name", "summary", "programme", "joining", "state"]
    list_filter = ["state", "joining", "programme"]
    list_select_related = ["programme"]
    search_fields = ["name", "summary", "programme__name", "programme__acronym"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["programme"]
    ordering = ["name"]
    inlines = [CircleCoordinatorPart, CircleParticipantPart, JointActivityPart, GatheringPart]


@admin.register(CircleCoordinator, CircleParticipant)
class CirclePersonAdmin(ContentAdmin):
    """Who keeps a circle going, and who takes part."""

    list_display = ["person", "circle", "since", "until"]
    list_filter = [PeriodFilter, "circle"]
    list_select_related = ["circle", "person"]
    search_fields = ["circle__name", "person__name"]
    autocomplete_fields = ["circle", "person"]
    ordering = ["circle__name", "person__sort_key", "since"]


@admin.register(Gathering)
class GatheringAdmin(ContentAdmin):
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


@admin.register(JointActivity)
class JointActivityAdmin(ContentAdmin):
    list_display = ["title", "circle", "kind", "state", "lead", "join_before"]
    list_filter = ["state", "kind", "circle"]
    list_select_related = ["circle", "lead"]
    search_fields = ["title", "text", "circle__name", "lead__name"]
    autocomplete_fields = ["circle", "lead", "participants"]
    date_hierarchy = "join_before"
    ordering = ["title"]
