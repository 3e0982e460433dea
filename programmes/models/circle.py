"""Knowledge circles: colleagues who organise themselves, and what they do together."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, When
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting
from members.generated import search_vector
from members.models import Person, SecurityEvent
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
    why = models.TextField(_("why it began"), blank=True, help_text=_("What colleagues want to solve together."))
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
    started_on = models.DateField(_("started on"), null=True, blank=True)
    started_by = models.ForeignKey(
        Person,
        verbose_name=_("started by"),
        on_delete=models.PROTECT,
        related_name="started_circles",
        null=True,
        blank=True,
    )
    asked_at = models.DateTimeField(_("asked whether it lives"), null=True, blank=True, editable=False)
    alive_at = models.DateTimeField(_("said to be alive"), null=True, blank=True, editable=False)
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


class CircleRequestQuerySet(models.QuerySet["CircleRequest"]):
    """Questions about requests to join."""

    def waiting(self) -> Self:
        """Requests on which nobody decided, the oldest first."""
        return self.filter(decided_at__isnull=True, withdrawn_at__isnull=True).order_by("asked_at", "pk")


@tracked
class CircleRequest(models.Model):
    """Someone asks to join a circle that people join on request."""

    circle = models.ForeignKey(
        KnowledgeCircle, verbose_name=_("circle"), on_delete=models.CASCADE, related_name="requests"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="circle_requests"
    )
    text = models.TextField(_("why"), blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        Person, verbose_name=_("decided by"), on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    is_admitted = models.BooleanField(_("admitted"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = CircleRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "person"],
                condition=Q(decided_at__isnull=True, withdrawn_at__isnull=True),
                name="%(app_label)s_%(class)s_one_waiting",
                violation_error_message=_("This person has already asked to join."),
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, is_admitted__isnull=True, decided_by__isnull=True)
                | Q(decided_at__isnull=False, is_admitted__isnull=False, withdrawn_at__isnull=True),
                name="%(app_label)s_%(class)s_decided",
                violation_error_message=_("A decision has a moment, and what is withdrawn has none."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.circle}"


class CirclePageQuerySet(models.QuerySet["CirclePage"]):
    """Questions about the pages of circles."""

    def in_order(self) -> Self:
        """As the circle put them."""
        return self.order_by("position", "title", "pk")


@tracked
class CirclePage(models.Model):
    """A page that a circle writes for itself or for all members of the network."""

    class Visibility(models.TextChoices):
        CIRCLE = "circle", _("Who takes part in the circle")
        NETWORK = "network", _("Members of the network")

    circle = models.ForeignKey(
        KnowledgeCircle, verbose_name=_("circle"), on_delete=models.CASCADE, related_name="pages"
    )
    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=80)
    text = RichTextField(_("text"), blank=True)
    visibility = models.CharField(_("who may read it"), max_length=10, choices=Visibility, default=Visibility.CIRCLE)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    author = models.ForeignKey(
        Person,
        verbose_name=_("last changed by"),
        on_delete=models.PROTECT,
        related_name="circle_pages",
        null=True,
        blank=True,
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    modified_at = models.DateTimeField(_("modified"), auto_now=True)

    objects = CirclePageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page of a circle")
        verbose_name_plural = _("pages of circles")
        ordering = ["position", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "slug"],
                name="%(app_label)s_%(class)s_slug",
                violation_error_message=_("This circle already has a page at this address."),
            )
        ]

    def __str__(self) -> str:
        return self.title
