"""Knowledge circles: colleagues who organise themselves, and what they do together."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from members.generated import search_vector
from members.models import Organisation, Person, SecurityEvent
from members.periods import Period, PeriodExclusion, PeriodQuerySet, current_on
from members.rich_text import RichTextField
from members.tracking import tracked
from programmes.models.programme import Programme
from sectors.models import Band

QUIET = timedelta(days=183)


class KnowledgeCircleQuerySet(models.QuerySet["KnowledgeCircle"]):
    """Questions about knowledge circles."""

    def with_participant_count(self) -> Self:
        """Annotate `participant_count`: people who take part today."""
        return self.annotate(participant_count=Count("participants", filter=current_on(via="participants")))

    def without_coordinator(self, on: date | None = None) -> Self:
        """Active circles that nobody keeps going on a day; today when none is given."""
        coordinators = CircleCoordinator.objects.current(on).filter(circle=OuterRef("pk"))
        return self.filter(~Exists(coordinators), state=KnowledgeCircle.State.ACTIVE)

    def quiet(self, at: datetime | None = None) -> Self:
        """Active circles that did not meet in half a year, and have no meeting to come."""
        since = (at or timezone.now()) - QUIET
        lately = Gathering.objects.filter(circle=OuterRef("pk"), meeting__state=Meeting.State.SCHEDULED)
        return self.filter(~Exists(lately.filter(meeting__ends__gt=since)), state=KnowledgeCircle.State.ACTIVE)

    def with_coordinator(self) -> Self:
        """Annotate `coordinator`: the names of who keep it going today, as a list."""
        coordinators = CircleCoordinator.objects.filter(circle=OuterRef("pk")).current()
        return self.annotate(coordinator=ArraySubquery(coordinators.values("person__name")))

    def with_next_gathering(self, at: datetime | None = None) -> Self:
        """Annotate `next_gathering`: when it meets next, None when nothing is planned."""
        coming = Meeting.objects.filter(gathering__circle=OuterRef("pk")).upcoming(at)
        return self.annotate(next_gathering=Subquery(coming.values("starts")[:1]))

    def liveliest_first(self) -> Self:
        """Active circles, then those asleep, then archived ones; by name within each."""
        places = [When(state=state, then=place) for place, state in enumerate(KnowledgeCircle.State.values)]
        return self.order_by(Case(*places, output_field=models.IntegerField()), Lower("name"), "pk")


@tracked
class KnowledgeCircle(models.Model):
    """People of several organisations who share one field of work. It outlives the programme it came from."""

    class Joining(models.TextChoices):
        OPEN = "open", _("Open")
        ON_REQUEST = "on_request", _("On request")

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        ASLEEP = "asleep", _("Asleep")
        ARCHIVED = "archived", _("Archived")

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("One or two sentences, for lists.")
    )
    text = RichTextField(_("text"), blank=True)
    themes = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("themes"),
        default=list,
        blank=True,
        help_text=_("Comma separated."),
    )
    programme = models.ForeignKey(
        Programme,
        verbose_name=_("came from programme"),
        on_delete=models.SET_NULL,
        related_name="circles",
        null=True,
        blank=True,
    )
    band = models.CharField(_("colour"), max_length=20, choices=Band, default=Band.WEIDE)
    joining = models.CharField(_("who may join"), max_length=12, choices=Joining, default=Joining.OPEN)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ACTIVE)
    search = search_vector(name="A", summary="B", text="C")

    objects = KnowledgeCircleQuerySet.as_manager()

    class Meta:
        verbose_name = _("knowledge circle")
        verbose_name_plural = _("knowledge circles")
        ordering = ["name"]
        indexes = [GinIndex(fields=["search"], name="programmes_circle_search")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("circle-detail", args=[self.slug])


@tracked
class CircleCoordinator(Period):
    """Someone keeps a circle going for a period: one at a time."""

    circle = models.ForeignKey(
        KnowledgeCircle, verbose_name=_("circle"), on_delete=models.CASCADE, related_name="coordinators"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="coordinated_circles"
    )

    security_kind = SecurityEvent.Kind.ROLE_CHANGED

    objects = PeriodQuerySet["CircleCoordinator"].as_manager()

    class Meta(Period.Meta):
        verbose_name = _("coordinator")
        verbose_name_plural = _("coordinators")
        constraints = [
            *Period.Meta.constraints,
            PeriodExclusion(
                name="%(app_label)s_%(class)s_one_at_a_time",
                keys=["circle"],
                violation_error_message=_("This circle already has a coordinator in that period."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.circle}"


@tracked
class CircleParticipant(Period):
    """Someone takes part in a circle for a period."""

    circle = models.ForeignKey(
        KnowledgeCircle, verbose_name=_("circle"), on_delete=models.CASCADE, related_name="participants"
    )
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="circles")

    objects = PeriodQuerySet["CircleParticipant"].as_manager()

    class Meta(Period.Meta):
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            *Period.Meta.constraints,
            PeriodExclusion(
                name="%(app_label)s_%(class)s_no_overlap",
                keys=["circle", "person"],
                violation_error_message=_("This person already takes part in that period."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.circle}"


@tracked
class Gathering(models.Model):
    """A circle's meeting. Meetings receive people; they never ask who organises them."""

    circle = models.ForeignKey(
        KnowledgeCircle, verbose_name=_("circle"), on_delete=models.PROTECT, related_name="gatherings"
    )
    meeting = models.OneToOneField(
        Meeting, verbose_name=_("meeting"), on_delete=models.CASCADE, related_name="gathering"
    )

    class Meta:
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")

    def __str__(self) -> str:
        return f"{self.circle}: {self.meeting}"


class JointActivityQuerySet(models.QuerySet["JointActivity"]):
    """Questions about joint activities."""

    def overdue(self, on: date | None = None) -> Self:
        """Activities that are still called open though the last day to join has passed."""
        return self.filter(state=JointActivity.State.OPEN, join_before__lt=on or timezone.localdate())

    def joinable(self, on: date | None = None) -> Self:
        """Activities one can still join on a day, the nearest deadline first."""
        day = on or timezone.localdate()
        return self.filter(
            Q(join_before__isnull=True) | Q(join_before__gte=day), state=JointActivity.State.OPEN
        ).order_by(F("join_before").asc(nulls_last=True), "title")

    def with_phase(self, on: date | None = None) -> Self:
        """Annotate `phase`, the value of JointActivity.Phase on a day; today when none is given.

        Once the last day to join has passed, an open activity runs.
        """
        day = on or timezone.localdate()
        return self.annotate(
            phase=Case(
                When(state=JointActivity.State.OPEN, join_before__lt=day, then=Value(JointActivity.Phase.RUNNING)),
                When(state=JointActivity.State.OPEN, then=Value(JointActivity.Phase.JOINABLE)),
                default=F("state"),
                output_field=models.CharField(),
            )
        )

    def joinable_first(self, on: date | None = None) -> Self:
        """What one can still join (the nearest deadline first), then what runs, ideas, and what is over."""
        places = [When(phase=phase, then=place) for place, phase in enumerate(JointActivity.Phase.values)]
        return self.with_phase(on).order_by(
            Case(*places, output_field=models.IntegerField()), F("join_before").asc(nulls_last=True), "title", "pk"
        )


@tracked
class JointActivity(models.Model):
    """Something the organisations of a circle do together."""

    class Kind(models.TextChoices):
        TENDER = "tender", _("Joint tender")
        STAFF_POOL = "staff_pool", _("Staff pool")
        HANDBOOK = "handbook", _("Handbook")
        STUDY = "study", _("Study")
        EXCHANGE = "exchange", _("Exchange")

    class State(models.TextChoices):
        IDEA = "idea", _("Idea")
        OPEN = "open", _("Open to join")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")

    class Phase(models.TextChoices):
        """What the reader sees, in the order of lists; derived, never stored."""

        JOINABLE = "joinable", _("You can still join")
        RUNNING = "running", _("Running")
        IDEA = "idea", _("Idea")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")

    circle = models.ForeignKey(
        KnowledgeCircle, verbose_name=_("circle"), on_delete=models.CASCADE, related_name="activities"
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=150)
    text = models.TextField(_("text"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.IDEA)
    lead = models.ForeignKey(
        Organisation,
        verbose_name=_("lead organisation"),
        on_delete=models.PROTECT,
        related_name="led_activities",
        null=True,
        blank=True,
    )
    participants = models.ManyToManyField(
        Organisation, verbose_name=_("participants"), related_name="activities", blank=True
    )
    join_before = models.DateField(_("join before"), null=True, blank=True, help_text=_("The last day to join."))
    link = models.URLField(_("link"), max_length=500, blank=True)
    search = search_vector(title="A", text="C")

    objects = JointActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint activity")
        verbose_name_plural = _("joint activities")
        ordering = ["title"]
        indexes = [GinIndex(fields=["search"], name="programmes_activity_search")]

    def __str__(self) -> str:
        return self.title
