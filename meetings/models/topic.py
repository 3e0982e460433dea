"""Topics: what a sector wants to talk about, from idea to presented."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting import Meeting
from members.generated import folded, search_vector
from members.models import Organisation, Person
from members.tracking import tracked
from sectors.models import Sector


class TopicQuerySet(models.QuerySet["Topic"]):
    """Questions about topics."""

    def candidates(self) -> Self:
        """Topics that a coming meeting can take up: ideas and proposals, most supported first."""
        return self.filter(state__in=OPEN).most_wanted()

    def most_wanted(self) -> Self:
        """Annotate `support_count`, the organisations that want it; most supported first, then the oldest."""
        voices = models.Count("supports", distinct=True)
        return self.annotate(support_count=voices).order_by("-support_count", "proposed_at", "pk")

    def in_group(self, group: str) -> Self:
        """Topics that wait for a meeting, or as the parameter of a list says: a key of GROUPS, or all of them."""
        return self if group == "alle" else self.filter(state__in=GROUPS.get(group, OPEN))

    def proposed_by_organisation(self, organisation: Organisation | None) -> Self:
        """Topics that an organisation proposed; None is the network's office, which proposes for none."""
        return self.filter(proposed_for=organisation, proposed_by__isnull=False)

    def supported_by(self, organisation: Organisation | None) -> Self:
        """Topics that an organisation wants on the agenda; of None there are none."""
        return self.filter(Exists(_voices(organisation)))

    def with_voice_of(self, organisation: Organisation | None) -> Self:
        """Annotate `has_voice`: whether an organisation supports it."""
        return self.annotate(has_voice=Exists(_voices(organisation)))

    def saying(self, words: str) -> Self:
        """Topics with all of these words, or parts of words, in title or summary; accents and case do not count."""
        found = self.alias(told=folded(Concat("title", Value(" "), "summary", output_field=models.TextField())))
        for word in words.split():
            found = found.filter(told__contains=folded(Value(word)))
        return found


@tracked
class Topic(models.Model):
    """A subject in a sector's backlog. At most one is scheduled for a meeting."""

    class State(models.TextChoices):
        IDEA = "idea", _("Idea")
        PROPOSED = "proposed", _("Proposed")
        SCHEDULED = "scheduled", _("Scheduled")
        PRESENTED = "presented", _("Presented")
        PARKED = "parked", _("Parked")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        MERGED = "merged", _("Merged")

    sector = models.ForeignKey(Sector, verbose_name=_("sector"), on_delete=models.PROTECT, related_name="topics")
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("summary"), blank=True)
    proposed_by = models.ForeignKey(
        Person,
        verbose_name=_("proposed by"),
        on_delete=models.PROTECT,
        related_name="topics",
        null=True,
        blank=True,
    )
    proposed_for = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="topics",
        null=True,
        blank=True,
        help_text=_("The organisation of the proposer at that time."),
    )
    proposed_at = models.DateTimeField(_("proposed on"), default=timezone.now)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.IDEA)
    state_reason = models.TextField(_("reason"), blank=True)
    meeting = models.ForeignKey(
        Meeting, verbose_name=_("meeting"), on_delete=models.PROTECT, related_name="topics", null=True, blank=True
    )
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), on_delete=models.PROTECT, related_name="merged", null=True, blank=True
    )
    search = search_vector(title="A", summary="C")

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["-proposed_at", "pk"]
        indexes = [GinIndex(fields=["search"], name="meetings_topic_search")]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(state="scheduled"),
                name="%(app_label)s_%(class)s_one_scheduled",
                violation_error_message=_("This meeting already has a topic."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["scheduled", "presented"], meeting__isnull=False)
                | ~Q(state__in=["scheduled", "presented"]) & Q(meeting__isnull=True),
                name="%(app_label)s_%(class)s_meeting",
                violation_error_message=_("A scheduled or presented topic has a meeting, any other has none."),
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(state_reason=""),
                name="%(app_label)s_%(class)s_declined_with_reason",
                violation_error_message=_("Say why the topic is declined."),
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | ~Q(state="merged") & Q(merged_into__isnull=True),
                name="%(app_label)s_%(class)s_merged",
                violation_error_message=_("A merged topic names the topic it went into, any other names none."),
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")),
                name="%(app_label)s_%(class)s_not_into_itself",
                violation_error_message=_("A topic cannot be merged into itself."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the topic's page."""
        return reverse("topic-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether organisations can support it and a meeting can take it up."""
        return self.state in OPEN


OPEN = frozenset({Topic.State.IDEA, Topic.State.PROPOSED})
GROUPS = {
    "gepland": frozenset({Topic.State.SCHEDULED, Topic.State.PRESENTED}),
    "geparkeerd": frozenset({Topic.State.PARKED}),
    "afgesloten": frozenset({Topic.State.DECLINED, Topic.State.WITHDRAWN, Topic.State.MERGED}),
}


def _voices(organisation: Organisation | None) -> models.QuerySet[TopicSupport]:
    return TopicSupport.objects.filter(topic=OuterRef("pk"), organisation=organisation)


@tracked
class TopicSupport(models.Model):
    """An organisation wants a topic on the agenda: one voice each."""

    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="supports")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="topic_supports"
    )
    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="topic_supports",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("support")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "organisation"],
                name="%(app_label)s_%(class)s_one_voice",
                violation_error_message=_("This organisation already supports this topic."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.topic}"


@tracked
class TopicOffer(models.Model):
    """Someone offers to present a topic."""

    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="offers")
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="topic_offers")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation then"),
        on_delete=models.PROTECT,
        related_name="topic_offers",
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("offer to present")
        verbose_name_plural = _("offers to present")
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "person"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This person already offers to present this topic."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.topic}"
