"""Meetings in the admin: a whole meeting on one page, and lists of everything that belongs to one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from meetings.models import (
    ActionItem,
    AgendaItem,
    Attendance,
    CalendarEdition,
    ClosedDay,
    Contribution,
    Correction,
    Decision,
    Document,
    Guest,
    Invitation,
    Mailing,
    Meeting,
    Minutes,
    Preparation,
    Presenter,
    Topic,
    TopicOffer,
    TopicSupport,
)
from members.bulk import BulkAct
from members.editing import ContentAdmin, LedgerAdmin, Part, StackedPart
from members.permissions import can_administer, can_edit_content
from members.questions import Question
from sectors.permissions import manages

SETTLEMENT = ["settled_at", "settled_by", "waived_at", "waived_by", "waived_reason"]
PUBLICATION = ["published_at", "published_by", "final_at"]


def preparation_page(meeting: Meeting) -> str:
    """Return the address of the page on which a sector's meeting is prepared; empty when there is none."""
    led = meeting.sector_year_id and hasattr(meeting, "preparation")
    return reverse("meeting-preparation", args=[meeting.pk]) if led else ""


class PreparationPart(StackedPart):
    model = Preparation
    consequential_fields = SETTLEMENT
    acting_text = _("Settle the topic")
    fk_name = "meeting"
    autocomplete_fields = ["discussed_in", "settled_by", "waived_by"]

    def acting_url(self, row: Meeting) -> str:
        """The page of the preparation, where who leads the meeting settles its topic."""
        return preparation_page(row)


class AgendaItemPart(Part):
    model = AgendaItem
    fields = ["position", "title", "minutes", "presenter", "note"]
    autocomplete_fields = ["presenter"]


class TopicPart(Part):
    """What the meeting takes up; the page of its preparation puts a topic on the agenda, or takes it off."""

    model = Topic
    consequential_fields = ["state"]
    fields = ["title", "sector", "state", "proposed_by", "proposed_for"]
    autocomplete_fields = ["sector", "proposed_by", "proposed_for"]
    show_change_link = True
    can_delete = False

    def acting_url(self, row: Meeting) -> str:
        """The meeting's own page, which leads to its preparation."""
        return row.get_absolute_url()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PresenterPart(Part):
    model = Presenter
    autocomplete_fields = ["organisation", "person"]


class DecisionPart(Part):
    model = Decision


class ActionItemPart(Part):
    model = ActionItem
    autocomplete_fields = ["owner"]


class MinutesPart(StackedPart):
    model = Minutes
    autocomplete_fields = ["published_by"]
    consequential_fields = PUBLICATION
    acting_text = _("Publish the minutes")

    def acting_url(self, row: Meeting) -> str:
        """The page of the minutes, where who leads the meeting publishes them and makes them final."""
        return reverse("meeting-minutes", args=[row.pk])


class DocumentPart(Part):
    model = Document


class StageFilter(admin.SimpleListFilter):
    """Keeps the meetings that are, for the reader, at a stage."""

    title = _("stage")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterator[tuple[str, Any]]:
        yield from Meeting.Stage.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        stage = self.value()
        return queryset.at_stage(stage) if stage in Meeting.Stage.values else queryset  # type: ignore[attr-defined]


@admin.register(Meeting)
class MeetingAdmin(ContentAdmin):
    list_display = ["__str__", "sector_year", "number", "starts", "place", "stage", "coming_count", "visibility"]
    list_filter = [StageFilter, "kind", "visibility", "sector_year__year", "sector_year__sector"]
    questions = [
        Question("unsettled", _("Topic not settled in time"), needs_attention=True),
        Question("without_minutes", _("Held, without minutes"), needs_attention=True),
        Question("without_place", _("To come, without a place"), needs_attention=True),
        Question("without_date", _("Without a date")),
    ]
    # Run by the pages that plan, move and cancel
    consequential_fields = ["state", "state_reason", "starts", "ends", "place", "online_link"]
    list_select_related = ["sector_year__sector"]
    search_fields = ["title", "place", "sector_year__sector__name", "=sector_year__year"]
    autocomplete_fields = ["sector_year", "joint_sectors", "host", "organiser", "focus_point"]
    readonly_fields = ["ical_uid", "ical_sequence", "version", "modified_at"]
    date_hierarchy = "starts"
    ordering = ["-starts", "-pk"]
    inlines = [
        PreparationPart,
        AgendaItemPart,
        TopicPart,
        PresenterPart,
        DecisionPart,
        ActionItemPart,
        MinutesPart,
        DocumentPart,
    ]
    fieldsets = [
        (None, {"fields": ["title", "kind", "summary", "focus_point", "visibility"]}),
        (_("Sectors"), {"fields": ["sector_year", "number", "joint_sectors"]}),
        (_("Time and place"), {"fields": ["starts", "ends", "host", "place", "online_link", "capacity"]}),
        (_("State"), {"fields": ["state", "state_reason"]}),
        (
            _("Calendar"),
            {"classes": ["collapse"], "fields": ["ical_uid", "ical_sequence", "version", "modified_at"]},
        ),
    ]

    def acting_url(self, row: Meeting) -> str:
        """The page on which its date, place and state change."""
        return reverse("meeting-update", args=[row.pk])

    def may_act(self, request: HttpRequest) -> bool:
        """Whoever manages a sector, and admins; others edit its texts."""
        return can_administer(request.user) or manages(request.user)

    def save_model(self, request: HttpRequest, obj: Meeting, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Raise the version, so that a form that was open meanwhile is told of the change."""
        obj.version += change and form.has_changed()
        super().save_model(request, obj, form, change)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Say how far along each is, and how many people come."""
        rows: Any = super().get_queryset(request)
        return rows.with_stage().with_answers()

    @admin.display(description=_("stage"), ordering="stage")
    def stage(self, meeting: Meeting) -> Any:
        return Meeting.Stage(meeting.stage).label  # type: ignore[attr-defined]

    @admin.display(description=_("coming"), ordering="coming_count")
    def coming_count(self, meeting: Meeting) -> int:
        return int(meeting.coming_count)  # type: ignore[attr-defined]


class TopicSupportPart(Part):
    model = TopicSupport
    autocomplete_fields = ["organisation", "person"]


@admin.register(Topic)
class TopicAdmin(ContentAdmin):
    has_page = False  # visitors have none
    consequential_fields = ["state", "state_reason", "meeting", "merged_into"]
    list_display = ["title", "sector", "state", "support_count", "meeting", "proposed_for", "proposed_at"]
    list_filter = ["state", "sector"]
    list_select_related = ["sector", "meeting__sector_year__sector", "proposed_for"]
    search_fields = ["title", "summary", "sector__name", "proposed_by__name", "proposed_for__name"]
    autocomplete_fields = ["sector", "proposed_by", "proposed_for", "meeting", "merged_into"]
    date_hierarchy = "proposed_at"
    ordering = ["-proposed_at", "pk"]
    inlines = [TopicSupportPart]
    acting_text = _("State and meeting")

    def acting_url(self, row: Topic) -> str:
        """The page where those who lead the sector decide about it."""
        return row.get_absolute_url()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Topic]:
        """Count the organisations that want it."""
        rows: QuerySet[Topic] = super().get_queryset(request).annotate(support_count=Count("supports"))
        return rows

    @admin.display(description=_("support"), ordering="support_count")
    def support_count(self, topic: Topic) -> int:
        return int(topic.support_count)  # type: ignore[attr-defined]


@admin.register(TopicSupport)
class TopicSupportAdmin(ContentAdmin):
    is_part = True
    list_display = ["topic", "organisation", "person", "created_at"]
    list_select_related = ["topic", "organisation", "person"]
    search_fields = ["topic__title", "organisation__name", "person__name"]
    autocomplete_fields = ["topic", "organisation", "person"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]


@admin.register(TopicOffer)
class TopicOfferAdmin(ContentAdmin):
    is_part = True
    list_display = ["topic", "person", "organisation", "created_at"]
    list_select_related = ["topic", "organisation", "person"]
    search_fields = ["topic__title", "person__name", "organisation__name"]
    autocomplete_fields = ["topic", "organisation", "person"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]


class MeetingPartAdmin(ContentAdmin):
    """A part of a meeting, by itself; the meeting's own page shows it as well."""

    is_part = True
    search_fields = ["meeting__title", "meeting__sector_year__sector__name"]
    list_select_related = ["meeting__sector_year__sector"]
    autocomplete_fields = ["meeting"]
    date_hierarchy = "meeting__starts"
    ordering = ["-meeting__starts", "pk"]


@admin.register(Preparation)
class PreparationAdmin(MeetingPartAdmin):
    consequential_fields = SETTLEMENT
    acting_text = _("Settle the topic")
    list_display = ["meeting", "opens_on", "input_closes_on", "settle_by", "settled_at", "waived_at"]
    list_filter = [("settled_at", admin.EmptyFieldListFilter), ("waived_at", admin.EmptyFieldListFilter)]
    autocomplete_fields = ["meeting", "discussed_in", "settled_by", "waived_by"]

    def acting_url(self, row: Preparation) -> str:
        """The page of the preparation, where who leads the meeting settles its topic."""
        return preparation_page(row.meeting)


@admin.register(Contribution)
class ContributionAdmin(MeetingPartAdmin):
    list_display = ["meeting", "kind", "text", "person", "organisation", "created_at"]
    list_filter = ["kind", "meeting__sector_year__sector"]
    list_select_related = ["meeting__sector_year__sector", "person", "organisation"]
    search_fields = [*MeetingPartAdmin.search_fields, "text", "person__name", "organisation__name"]
    autocomplete_fields = ["meeting", "person", "organisation"]
    date_hierarchy = "created_at"


@admin.register(Presenter)
class PresenterAdmin(MeetingPartAdmin):
    list_display = ["__str__", "meeting", "organisation", "person", "confirmed_at"]
    list_filter = [("confirmed_at", admin.EmptyFieldListFilter)]
    list_select_related = ["meeting__sector_year__sector", "organisation", "person"]
    search_fields = [*MeetingPartAdmin.search_fields, "person__name", "organisation__name"]
    autocomplete_fields = ["meeting", "organisation", "person"]


@admin.register(Attendance)
class AttendanceAdmin(MeetingPartAdmin):
    list_display = ["meeting", "person", "organisation", "response", "responded_at", "presence"]
    list_filter = ["response", "presence", "channel"]
    list_select_related = ["meeting__sector_year__sector", "person", "organisation"]
    search_fields = [*MeetingPartAdmin.search_fields, "person__name", "organisation__name"]
    autocomplete_fields = ["meeting", "person", "organisation", "substitute"]


@admin.register(Guest)
class GuestAdmin(MeetingPartAdmin):
    list_display = ["name", "organisation", "meeting"]
    search_fields = [*MeetingPartAdmin.search_fields, "name", "organisation"]


@admin.register(Invitation)
class InvitationAdmin(LedgerAdmin):
    list_display = ["meeting", "person", "address", "method", "sequence", "sent_at"]
    list_filter = ["method", ("sent_at", admin.EmptyFieldListFilter)]
    list_select_related = ["meeting__sector_year__sector", "person"]
    search_fields = ["meeting__title", "person__name", "address"]
    date_hierarchy = "sent_at"
    ordering = ["-sent_at", "-pk"]


@admin.register(CalendarEdition)
class CalendarEditionAdmin(LedgerAdmin):
    list_display = ["meeting", "method", "sequence", "made_at"]
    list_filter = ["method"]
    list_select_related = ["meeting__sector_year__sector"]
    search_fields = ["meeting__title"]
    date_hierarchy = "made_at"
    ordering = ["-made_at", "-pk"]


@admin.register(Mailing)
class MailingAdmin(LedgerAdmin):
    list_display = ["meeting", "asked_by", "asked_at", "due_at", "done_at", "withdrawn_at", "people"]
    list_filter = [("done_at", admin.EmptyFieldListFilter), ("withdrawn_at", admin.EmptyFieldListFilter)]
    list_select_related = ["meeting__sector_year__sector", "asked_by"]
    search_fields = ["meeting__title"]
    date_hierarchy = "asked_at"
    ordering = ["-asked_at", "-pk"]


@admin.register(AgendaItem)
class AgendaItemAdmin(MeetingPartAdmin):
    list_display = ["title", "meeting", "position", "minutes", "presenter"]
    list_select_related = ["meeting__sector_year__sector", "presenter"]
    search_fields = [*MeetingPartAdmin.search_fields, "title", "presenter__name"]
    autocomplete_fields = ["meeting", "presenter"]


@admin.register(Decision)
class DecisionAdmin(MeetingPartAdmin):
    list_display = ["text", "meeting", "position"]
    search_fields = [*MeetingPartAdmin.search_fields, "text"]


def _close(item: ActionItem, given: dict[str, Any]) -> None:
    if item.done_at:
        raise ValidationError(_("It is done already."))
    item.done_at = timezone.now()


def _reopen(item: ActionItem, given: dict[str, Any]) -> None:
    if not item.done_at:
        raise ValidationError(_("It is open already."))
    item.done_at = None


close_actions = BulkAct(
    "close_actions",
    _("Mark as done…"),
    change=_close,
    done=ngettext_lazy("%(count)d action is done.", "%(count)d actions are done.", "count"),
)
reopen_actions = BulkAct(
    "reopen_actions",
    _("Open again…"),
    change=_reopen,
    done=ngettext_lazy("%(count)d action is open again.", "%(count)d actions are open again.", "count"),
)


@admin.register(ActionItem)
class ActionItemAdmin(MeetingPartAdmin):
    list_display = ["text", "meeting", "owner", "due", "done_at"]
    questions = [
        Question("open", _("Open")),
        Question("overdue", _("Should have been done"), needs_attention=True),
        Question("without_owner", _("Open, without owner")),
        Question("done", _("Done")),
    ]
    actions = [close_actions, reopen_actions]
    list_select_related = ["meeting__sector_year__sector", "owner"]
    search_fields = [*MeetingPartAdmin.search_fields, "text", "owner__name"]
    autocomplete_fields = ["meeting", "owner"]
    date_hierarchy = "due"
    ordering = ["due", "pk"]


@admin.register(Minutes)
class MinutesAdmin(MeetingPartAdmin):
    consequential_fields = PUBLICATION
    acting_text = _("Publish the minutes")
    list_display = ["meeting", "published_at", "published_by", "final_at", "is_public"]
    list_filter = [
        ("published_at", admin.EmptyFieldListFilter),
        ("final_at", admin.EmptyFieldListFilter),
        "is_public",
    ]
    list_select_related = ["meeting__sector_year__sector", "published_by"]
    search_fields = [*MeetingPartAdmin.search_fields, "text"]
    autocomplete_fields = ["meeting", "published_by"]

    def acting_url(self, row: Minutes) -> str:
        """The page where who leads the meeting publishes them and makes them final."""
        return reverse("meeting-minutes", args=[row.meeting_id])

    def may_act(self, request: HttpRequest) -> bool:
        """Who keeps a sector and admins; that page does not open drafts to editors."""
        return can_administer(request.user) or not can_edit_content(request.user)


@admin.register(Correction)
class CorrectionAdmin(ContentAdmin):
    is_part = True
    list_display = ["minutes", "person", "text", "created_at", "handled_at"]
    list_filter = [("handled_at", admin.EmptyFieldListFilter)]
    list_select_related = ["minutes__meeting__sector_year__sector", "person"]
    search_fields = ["minutes__meeting__title", "text", "person__name"]
    autocomplete_fields = ["minutes", "person", "handled_by"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "-pk"]


@admin.register(Document)
class DocumentAdmin(MeetingPartAdmin):
    list_display = ["title", "meeting", "visibility", "file", "link", "created_at"]
    list_filter = ["visibility", ("file", admin.EmptyFieldListFilter)]
    search_fields = [*MeetingPartAdmin.search_fields, "title", "link"]
    has_page = False  # its address gives the file itself


@admin.register(ClosedDay)
class ClosedDayAdmin(ContentAdmin):
    list_display = ["day", "reason"]
    search_fields = ["reason"]
    date_hierarchy = "day"
    ordering = ["-day"]
