"""A meeting: when, where, for whom, and how far along it is."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.generated import search_vector
from members.models import Organisation, Person, User
from members.permissions import can_edit_content
from members.rich_text import RichTextField
from members.tracking import tracked
from sectors.models import Appointment, FocusPoint, Sector, SectorYear

UID_DOMAIN = "calendar.brink.example"


def new_ical_uid() -> str:
    """Return a calendar identity that never changes (RFC 5545 §3.8.4.7), whatever happens to title and date."""
    return f"brink-{uuid.uuid4()}@{UID_DOMAIN}"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Questions about meetings."""

    def visible_to(self, user: User | AnonymousUser | None) -> Self:
        """Meetings someone may know of: network ones are for members, invited ones for who is invited or listed.

        All of a sector's, drafts included, are for who manages it, and a gathering is for who organises it; editors
        see every meeting.
        """
        if can_edit_content(user):
            return self
        planned, shown = ~Q(state=Meeting.State.DRAFT), Q(visibility=Meeting.Visibility.PUBLIC)
        if not isinstance(user, User):
            return self.filter(planned, shown)
        member = Person.objects.filter(account=user).taking_part()
        invited = Exists(Person.objects.filter(account=user, invitations__meeting=OuterRef("pk")))
        listed = Exists(Person.objects.filter(account=user, attendances__meeting=OuterRef("pk")))
        shown |= Q(Q(visibility=Meeting.Visibility.NETWORK) | Q(invited) | Q(listed), Exists(member))
        organised = Q(organiser__in=member.values("pk"), sector_year__isnull=True)
        return self.filter(Q(planned, shown) | _managed_by(user) | organised)

    def of_sector(self, sector: Sector) -> Self:
        """Meetings of a sector, joint ones of others included."""
        joint = Meeting.joint_sectors.through.objects.filter(meeting=OuterRef("pk"), sector=sector)
        return self.filter(Q(sector_year__sector=sector) | Exists(joint))

    def in_year(self, sector_year: SectorYear) -> Self:
        """The numbered meetings of a sector year."""
        return self.filter(sector_year=sector_year).order_by("number")

    def upcoming(self, at: datetime | None = None) -> Self:
        """Scheduled meetings that have not ended, the first one first."""
        return self.filter(state=Meeting.State.SCHEDULED, ends__gt=at or timezone.now()).order_by("starts", "pk")

    def scheduled_in(self, year: int) -> Self:
        """Meetings of a calendar year whose date stands or stood, other than drafts and what fell through."""
        return self.filter(state=Meeting.State.SCHEDULED, starts__year=year)

    def by_date(self) -> Self:
        """From the first to the last; those without a date at the end."""
        return self.order_by(F("starts").asc(nulls_last=True), "number", "pk")

    def coming_first(self, at: datetime | None = None) -> Self:
        """What is still to come, the first one first; then what has no date; then what was, the last one first."""
        now = at or timezone.now()
        place = Case(When(ends__gt=now, then=0), When(starts__isnull=True, then=1), default=2)
        coming = Case(When(ends__gt=now, then=F("starts")))
        return self.order_by(place, coming.asc(nulls_last=True), F("starts").desc(nulls_last=True), "pk")

    def matching(self, *, sector: Sector | None = None, kind: str = "", month: date | None = None) -> Self:
        """Meetings of a sector, of a kind and in a month, given by its first day; what is not given narrows nothing."""
        found = self.of_sector(sector) if sector else self
        if kind:
            found = found.filter(kind=kind)
        return found.filter(starts__year=month.year, starts__month=month.month) if month else found

    def at_stage(self, stage: str, at: datetime | None = None) -> Self:
        """Meetings that are, for the reader, at a stage."""
        return self.with_stage(at).filter(stage=stage)

    def unsettled(self, at: datetime | None = None) -> Self:
        """Coming meetings whose topic ought to have been settled by now, and is not."""
        return self.upcoming(at).filter(
            preparation__settle_by__lte=timezone.localdate(at),
            preparation__settled_at__isnull=True,
            preparation__waived_at__isnull=True,
        )

    def without_minutes(self, at: datetime | None = None) -> Self:
        """Meetings of sectors that were held, of which no minutes are published; the last one first."""
        now = at or timezone.now()
        held = self.filter(kind=Meeting.Kind.SECTOR_MEETING, state=Meeting.State.SCHEDULED, ends__lte=now)
        return held.exclude(minutes__published_at__lte=now).order_by("-starts", "-pk")

    def without_place(self, at: datetime | None = None) -> Self:
        """Coming meetings of which nobody can tell where they are, online neither."""
        return self.upcoming(at).filter(place="", online_link="")

    def without_date(self) -> Self:
        """Meetings that are still meant to be held, on a day nobody knows."""
        return self.filter(state=Meeting.State.DRAFT, starts__isnull=True)

    def with_answers(self) -> Self:
        """Annotate `coming_count`: people who said that they come, in the room or online."""
        yes = Q(attendances__response__in=["yes", "online"])
        return self.annotate(coming_count=Count("attendances", filter=yes))

    def months(self) -> list[date]:
        """The first days of the months in which there are meetings, the last month first."""
        return [moment.date() for moment in self.datetimes("starts", "month", order="DESC")]

    def with_stage(self, at: datetime | None = None) -> Self:
        """Annotate `stage`, the value of Meeting.Stage for the reader at a moment; now when none is given."""
        now = at or timezone.now()
        today = timezone.localdate(now)
        prepared = Q(preparation__settled_at__isnull=False) | Q(preparation__waived_at__isnull=False)
        return self.annotate(
            stage=Case(
                When(state=Meeting.State.CANCELLED, then=Value(Meeting.Stage.CANCELLED)),
                When(state=Meeting.State.NOT_HELD, then=Value(Meeting.Stage.NOT_HELD)),
                When(starts__isnull=True, then=Value(Meeting.Stage.OPEN)),
                When(minutes__published_at__lte=now, then=Value(Meeting.Stage.MINUTES_PUBLISHED)),
                When(ends__lte=now, then=Value(Meeting.Stage.HELD)),
                When(prepared, then=Value(Meeting.Stage.SETTLED)),
                When(preparation__opens_on__lte=today, then=Value(Meeting.Stage.IN_PREPARATION)),
                default=Value(Meeting.Stage.PLANNED),
                output_field=models.CharField(),
            )
        )


def _managed_by(user: User) -> Q:
    """Return the condition that a meeting is of a sector, alone or jointly, that someone manages today."""
    managing = Appointment.objects.managing().filter(person__account=user, person__account__is_active=True)
    joint = Meeting.joint_sectors.through.objects.filter(sector__in=managing.values("sector"))
    return Q(sector_year__sector__in=managing.values("sector")) | Q(pk__in=joint.values("meeting"))


@tracked
class Meeting(models.Model):
    """A sector's meeting, an event, a training or the gathering of another group.

    Moments are aware and shown in Europe/Amsterdam. Without `starts` the date is still open. The number says which
    of the year's meetings it is; it stays when the date moves, into the next January too.
    """

    class Kind(models.TextChoices):
        SECTOR_MEETING = "sector_meeting", _("Sector meeting")
        EVENT = "event", _("Event")
        TRAINING = "training", _("Training")
        GATHERING = "gathering", _("Gathering")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SCHEDULED = "scheduled", _("Scheduled")
        CANCELLED = "cancelled", _("Cancelled")
        NOT_HELD = "not_held", _("Not held")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("Everyone")
        NETWORK = "network", _("Members of the network")
        INVITED = "invited", _("Only who is invited")

    class Stage(models.TextChoices):
        """What the reader sees; derived, never stored."""

        OPEN = "open", _("Date still open")
        PLANNED = "planned", _("Planned")
        IN_PREPARATION = "in_preparation", _("In preparation")
        SETTLED = "settled", _("Topic settled")
        HELD = "held", _("Held")
        MINUTES_PUBLISHED = "minutes_published", _("Minutes published")
        CANCELLED = "cancelled", _("Cancelled")
        NOT_HELD = "not_held", _("Not held")

    sector_year = models.ForeignKey(
        SectorYear,
        verbose_name=_("sector and year"),
        on_delete=models.PROTECT,
        related_name="meetings",
        null=True,
        blank=True,
    )
    number = models.PositiveSmallIntegerField(
        _("number in the year"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    joint_sectors = models.ManyToManyField(
        Sector, verbose_name=_("together with sectors"), related_name="joint_meetings", blank=True
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.SECTOR_MEETING)
    title = models.CharField(_("title"), max_length=150, blank=True, help_text=_("Empty: the topic is still open."))
    summary = RichTextField(_("summary"), blank=True)
    starts = models.DateTimeField(_("starts"), null=True, blank=True, help_text=_("Empty: the date is still open."))
    ends = models.DateTimeField(_("ends"), null=True, blank=True)
    host = models.ForeignKey(
        Organisation,
        verbose_name=_("host"),
        on_delete=models.PROTECT,
        related_name="hosted_meetings",
        null=True,
        blank=True,
    )
    place = models.CharField(_("place"), max_length=200, blank=True, help_text=_("Address or room and town."))
    online_link = models.URLField(_("online link"), max_length=500, blank=True)
    organiser = models.ForeignKey(
        Person,
        verbose_name=_("organiser"),
        on_delete=models.PROTECT,
        related_name="organised_meetings",
        null=True,
        blank=True,
        help_text=_("Who arranges the gathering of a group that is no sector."),
    )
    focus_point = models.ForeignKey(
        FocusPoint,
        verbose_name=_("focus point"),
        on_delete=models.SET_NULL,
        related_name="meetings",
        null=True,
        blank=True,
    )
    moved_from = models.DateTimeField(
        _("moved from"), null=True, blank=True, editable=False, help_text=_("When it was to start before it moved.")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    state_reason = models.TextField(_("reason"), blank=True, help_text=_("Why it is cancelled or not held."))
    capacity = models.PositiveSmallIntegerField(_("capacity"), null=True, blank=True)
    visibility = models.CharField(_("who may see it"), max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    ical_uid = models.CharField(
        _("calendar identity"), max_length=120, unique=True, default=new_ical_uid, editable=False
    )
    ical_sequence = models.PositiveIntegerField(_("calendar sequence"), default=0, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    modified_at = models.DateTimeField(_("modified"), auto_now=True)
    search = search_vector(title="A", summary="C", place="D")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["starts", "number", "pk"]
        indexes = [
            models.Index(fields=["starts"], name="meetings_meeting_starts"),
            GinIndex(fields=["search"], name="meetings_meeting_search"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sector_year", "number"],
                name="%(app_label)s_%(class)s_number_in_year",
                violation_error_message=_("This number is already taken in this sector's year."),
            ),
            models.CheckConstraint(
                condition=Q(sector_year__isnull=True, number__isnull=True)
                | Q(sector_year__isnull=False, number__isnull=False, number__gte=1),
                name="%(app_label)s_%(class)s_number_with_year",
                violation_error_message=_("A sector year and a number in it go together."),
            ),
            models.CheckConstraint(
                condition=Q(starts__isnull=True, ends__isnull=True)
                | Q(starts__isnull=False, ends__isnull=False, ends__gt=F("starts")),
                name="%(app_label)s_%(class)s_times_in_order",
                violation_error_message=_("A meeting ends after it starts."),
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(starts__isnull=False),
                name="%(app_label)s_%(class)s_scheduled_with_date",
                violation_error_message=_("A scheduled meeting has a date."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["cancelled", "not_held"]) & ~Q(state_reason="")
                | Q(state__in=["draft", "scheduled"], state_reason=""),
                name="%(app_label)s_%(class)s_reason",
                violation_error_message=_("A cancelled or skipped meeting has a reason, any other has none."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1),
                name="%(app_label)s_%(class)s_capacity",
                violation_error_message=_("The capacity is at least one."),
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.sector_year or self.get_kind_display()} {self.number or ''}".strip()

    def get_absolute_url(self) -> str:
        return reverse("meeting-detail", args=[self.pk])

    @property
    def day(self) -> date | None:
        """The day on which it starts, in the region; None while the date is open."""
        return timezone.localdate(self.starts) if self.starts else None

    @property
    def is_over(self) -> bool:
        """Whether the meeting has ended."""
        return self.ends is not None and self.ends <= timezone.now()

    @property
    def takes_answers(self) -> bool:
        """Whether people can still say that they come or not: it is scheduled and has not begun."""
        return self.state == self.State.SCHEDULED and self.starts is not None and self.starts > timezone.now()

    @property
    def length(self) -> timedelta | None:
        """From start to end; None while the date is open."""
        return self.ends - self.starts if self.starts and self.ends else None
