"""Joint activities: what the organisations of a circle do together, who joined, and the staff they share."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.generated import search_vector
from members.models import Organisation, Person
from members.tracking import tracked
from programmes.models.circle import KnowledgeCircle


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

    def open_to(self, account: int, on: date | None = None) -> Self:
        """Activities that the organisation of an account can still join on a day, in whatever order they are."""
        day = on or timezone.localdate()
        others = ActivityParticipant.objects.filter(activity=OuterRef("pk"))
        taken = others.order_by().values("activity").annotate(count=Count("pk")).values("count")
        return self.filter(
            Q(join_before__isnull=True) | Q(join_before__gte=day),
            ~Exists(others.filter(organisation__people__account=account)),
            ~Q(circle__state=KnowledgeCircle.State.ARCHIVED),
            Q(places__isnull=True) | Q(places__gt=Coalesce(Subquery(taken), 0)),
            state=JointActivity.State.OPEN,
        )

    def closing_by(self, last: date, on: date | None = None) -> Self:
        """Activities that one can still join on a day, though not after the last one."""
        return self.filter(state=JointActivity.State.OPEN, join_before__range=(on or timezone.localdate(), last))

    def about(self, theme: str) -> Self:
        """Activities of circles with a theme."""
        return self.filter(circle__themes__contains=[theme])

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
        Organisation,
        verbose_name=_("participants"),
        through="ActivityParticipant",
        related_name="activities",
        blank=True,
    )
    owner = models.ForeignKey(
        Person,
        verbose_name=_("contact"),
        on_delete=models.PROTECT,
        related_name="kept_activities",
        null=True,
        blank=True,
        help_text=_("Who answers questions about it."),
    )
    join_before = models.DateField(_("join before"), null=True, blank=True, help_text=_("The last day to join."))
    since = models.DateField(
        _("from"), null=True, blank=True, help_text=_("Of the contract, the study or the exchange.")
    )
    until = models.DateField(_("until and including"), null=True, blank=True)
    extension = models.CharField(
        _("possible extension"), max_length=150, blank=True, help_text=_("Such as: twice a year.")
    )
    version = models.CharField(_("version"), max_length=20, blank=True)
    review_by = models.DateField(_("to be reviewed by"), null=True, blank=True)
    places = models.PositiveSmallIntegerField(
        _("places"), null=True, blank=True, help_text=_("Empty: there is no limit.")
    )
    link = models.URLField(_("link"), max_length=500, blank=True)
    search = search_vector(title="A", text="C")

    objects = JointActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("joint activity")
        verbose_name_plural = _("joint activities")
        ordering = ["title"]
        indexes = [GinIndex(fields=["search"], name="programmes_activity_search")]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lte=F("until")),
                name="%(app_label)s_%(class)s_in_order",
                violation_error_message=_("The end lies after the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(places__isnull=True) | Q(places__gte=1),
                name="%(app_label)s_%(class)s_places",
                violation_error_message=_("There is at least one place."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("activity-detail", args=[self.pk])


@tracked
class ActivityParticipant(models.Model):
    """An organisation joined an activity. When and by whom may be unknown."""

    activity = models.ForeignKey(
        JointActivity, verbose_name=_("joint activity"), on_delete=models.CASCADE, related_name="joined"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="joined_activities"
    )
    person = models.ForeignKey(
        Person,
        verbose_name=_("contact"),
        on_delete=models.PROTECT,
        related_name="joined_activities",
        null=True,
        blank=True,
    )
    joined_on = models.DateField(_("joined on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("participant in a joint activity")
        verbose_name_plural = _("participants in joint activities")
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "organisation"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This organisation has joined already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.activity}"


class PoolEntryQuerySet(models.QuerySet["PoolEntry"]):
    """Questions about offers and requests of staff."""

    def open(self, on: date | None = None) -> Self:
        """Offers and requests that still stand on a day; today when none is given."""
        day = on or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), closed_at__isnull=True)


@tracked
class PoolEntry(models.Model):
    """An organisation offers staff to a pool, or asks for it: skills, hours a week, and a period."""

    class Kind(models.TextChoices):
        OFFER = "offer", _("Offered")
        REQUEST = "request", _("Asked for")

    activity = models.ForeignKey(
        JointActivity, verbose_name=_("staff pool"), on_delete=models.CASCADE, related_name="pool"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="pool_entries"
    )
    person = models.ForeignKey(
        Person, verbose_name=_("contact"), on_delete=models.PROTECT, related_name="pool_entries", null=True, blank=True
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=150)
    skills = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("skills"),
        default=list,
        blank=True,
        help_text=_("Comma separated."),
    )
    hours = models.PositiveSmallIntegerField(
        _("hours a week"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until and including"), null=True, blank=True)
    text = models.TextField(_("text"), blank=True)
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    objects = PoolEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer or request of staff")
        verbose_name_plural = _("offers and requests of staff")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | Q(hours__range=(1, 60)),
                name="%(app_label)s_%(class)s_hours",
                violation_error_message=_("Give between 1 and 60 hours a week."),
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(since__lte=F("until")),
                name="%(app_label)s_%(class)s_in_order",
                violation_error_message=_("The end lies after the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
