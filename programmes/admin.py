"""Programmes and platforms in the admin: each with its parts on one page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Field, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from members.editing import ContentAdmin, LedgerAdmin, Part, PeriodAdmin, PeriodPart, StackedPart, period_questions
from members.permissions import can_edit_content
from members.questions import FilledValues, Question
from programmes import circle_admin  # noqa: F401 - lists of their own
from programmes.models import (
    Handover,
    Hosting,
    KnowledgeCircle,
    LifeSign,
    LinkCheck,
    Outcome,
    Platform,
    Programme,
    ProgrammeDecision,
    ProgrammeLeader,
    ProgrammeParticipant,
    StageChange,
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
    *("contact", "accepted_by", "follows", "declined_by"),
]


ACCEPTANCE = [
    *("accepted_at", "accepted_by", "acceptance_source"),
    *("declined_at", "declined_by", "decline_reason"),
]


class HandoverPart(StackedPart):
    model = Handover
    consequential_fields = ACCEPTANCE  # run by the pages of the handover
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
    consequential_fields = ["state", "ended_on"]  # run by the steps in the life of a programme
    acting_text = _("Life of the programme")
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

    def acting_url(self, row: Programme) -> str:
        """The page of its life, from which each step is taken."""
        return reverse("programme-life", args=[row.slug])

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
    consequential_fields = ["stage"]  # the latest of the stages that its page notes
    acting_text = _("Note a stage")
    ordering = ["outcome__programme__name", "outcome__position", "position"]

    def acting_url(self, row: Workstream) -> str:
        """The page on which who leads the programme keeps it."""
        return reverse("programme-outcomes", args=[row.outcome.programme.slug])

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


@admin.register(StageChange)
class StageChangeAdmin(ContentAdmin):
    is_part = True
    list_display = ["workstream", "stage", "reached_on", "note"]
    list_filter = ["stage", "workstream__outcome__programme"]
    list_select_related = ["workstream"]
    search_fields = ["workstream__title", "note"]
    autocomplete_fields = ["workstream"]
    date_hierarchy = "reached_on"
    ordering = ["-reached_on", "-pk"]


@admin.register(LifeSign)
class LifeSignAdmin(ContentAdmin):
    is_part = True
    list_display = ["handover", "months", "asked_at", "answered_at", "is_alive"]
    list_filter = ["is_alive", "months"]
    list_select_related = ["handover__workstream", "handover__programme"]
    consequential_fields = ["answered_at", "answered_by", "is_alive"]  # run by the receiver's page
    search_fields = ["handover__programme__name", "handover__workstream__title", "note"]
    autocomplete_fields = ["handover", "answered_by"]
    ordering = ["-asked_at", "-pk"]


@admin.register(LinkCheck)
class LinkCheckAdmin(LedgerAdmin):
    list_display = ["url", "status", "checked_at", "failing_since", "failures"]
    list_filter = ["status", ("failing_since", admin.EmptyFieldListFilter)]
    search_fields = ["url"]
    date_hierarchy = "checked_at"
    ordering = ["-failures", "url"]

    def allowed(self, request: HttpRequest) -> bool:
        """Editors, who correct what leads nowhere."""
        return can_edit_content(request.user)
