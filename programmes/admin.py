"""Programmes, platforms and circles in the admin: each with its parts on one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Field, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, ngettext_lazy

from members.bulk import choosing
from members.editing import ContentAdmin, Part, PeriodAdmin, PeriodPart, StackedPart, period_questions
from members.questions import FilledValues, Question
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
    fields = ["organisation", "since", "until", "standing"]
    autocomplete_fields = ["organisation"]


class ProgrammeLeaderPart(PeriodPart):
    model = ProgrammeLeader
    fields = ["person", "is_deputy", "since", "until", "standing"]
    autocomplete_fields = ["person"]


class OutcomePart(StackedPart):
    model = Outcome
    fields = ["title", "text", "still_open", "position", "workstreams"]
    readonly_fields = ["workstreams"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Outcome]:
        """Count the workstreams of each outcome."""
        rows: QuerySet[Outcome] = super().get_queryset(request).annotate(workstream_count=Count("workstreams"))
        return rows

    @admin.display(description=_("workstreams"))
    def workstreams(self, outcome: Outcome) -> str:
        """Lead to the page of the outcome, where they are edited."""
        if outcome.pk is None:
            return ""
        url = reverse("admin:programmes_outcome_change", args=[outcome.pk])
        count: int = outcome.workstream_count  # type: ignore[attr-defined]
        said = ngettext("%(count)d workstream", "%(count)d workstreams", count) % {"count": count}
        return format_html('<a href="{}#workstreams-group">{}</a>', url, said)


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


ACCEPTANCE = ["accepted_at", "accepted_by", "acceptance_source"]


class HandoverPart(StackedPart):
    model = Handover
    consequential_fields = ACCEPTANCE  # run by the page of the handover, once there is one
    fk_name = "programme"
    autocomplete_fields = HANDOVER_KEYS


@admin.register(Programme)
class ProgrammeAdmin(ContentAdmin):
    list_display = ["name", "acronym", "state", "leader", "participant_count", "started_on", "planned_end", "ended_on"]
    list_filter = ["state", ("region", FilledValues)]
    questions = [
        Question("without_leader", _("Without leader"), needs_attention=True),
        Question("past_planned_end", _("Past its planned end"), needs_attention=True),
        Question("with_homeless_work", _("Workstreams without handover"), needs_attention=True),
        Question("running", _("Under way")),
    ]
    consequential_fields = ["state", "ended_on"]  # run by the page of the handover, once there is one
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

    def get_queryset(self, request: HttpRequest) -> Any:
        """Say who lead each today and how many take part."""
        rows: Any = super().get_queryset(request)
        return rows.with_leader().with_participant_count()

    @admin.display(description=_("leader"))
    def leader(self, programme: Programme) -> str:
        return ", ".join(programme.leader)  # type: ignore[attr-defined]

    @admin.display(description=_("participants"), ordering="participant_count")
    def participant_count(self, programme: Programme) -> int:
        return int(programme.participant_count)  # type: ignore[attr-defined]


def page_of_programme(part: Any) -> str:
    """Return the page of the programme, which shows the part."""
    url: str = part.programme.get_absolute_url()
    return url


class ProgrammePartAdmin(ContentAdmin):
    """A part of a programme, by itself; the programme's own page shows it as well."""

    is_part = True
    view_on_site = staticmethod(page_of_programme)
    search_fields = ["programme__name", "programme__acronym"]
    list_filter = ["programme"]
    list_select_related = ["programme"]
    autocomplete_fields = ["programme"]


@admin.register(ProgrammeParticipant)
class ProgrammeParticipantAdmin(PeriodAdmin, ProgrammePartAdmin):
    list_display = ["organisation", "programme", "since", "until", "standing"]
    list_select_related = ["programme", "organisation"]
    search_fields = [*ProgrammePartAdmin.search_fields, "organisation__name", "organisation__short_name"]
    autocomplete_fields = ["programme", "organisation"]
    ordering = ["programme__name", "organisation__sort_key"]


@admin.register(ProgrammeLeader)
class ProgrammeLeaderAdmin(PeriodAdmin, ProgrammePartAdmin):
    list_display = ["person", "programme", "is_deputy", "since", "until", "standing"]
    list_filter = ["is_deputy", "programme"]
    questions = period_questions(ending_needs_attention=True)
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
    is_part = True
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
    list_filter = ["kind", "programme"]
    questions = [Question("unaccepted", _("Not accepted"), needs_attention=True)]
    consequential_fields = ACCEPTANCE
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
    fields = ["organisation", "since", "until", "standing"]
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

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer the scope as boxes to tick."""
        if db_field.name != "scope":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.MultipleChoiceField(
            label=_("Scope"), choices=Platform.Scope, widget=forms.CheckboxSelectMultiple, required=False
        )


@admin.register(Hosting)
class HostingAdmin(PeriodAdmin):
    is_part = True
    list_display = ["platform", "organisation", "since", "until", "standing"]
    list_filter = ["platform"]
    questions = period_questions(ending_needs_attention=True)
    list_select_related = ["platform", "organisation"]
    search_fields = ["platform__name", "organisation__name", "organisation__short_name"]
    autocomplete_fields = ["platform", "organisation"]
    ordering = ["platform__name", "since"]


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
    autocomplete_fields = ["lead", "participants"]


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
    autocomplete_fields = ["programme"]
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
    autocomplete_fields = ["circle", "lead", "participants"]
    date_hierarchy = "join_before"
    ordering = ["title"]
