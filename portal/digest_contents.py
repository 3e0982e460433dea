"""What a weekly mail tells: gathered once for everybody, then sorted by person. Plain values; no words yet.

Meetings that only the invited may know of are left out: they come by invitation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Max, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from meetings.models import ActionItem, Attendance, Contribution, Meeting, Preparation, Presenter
from members.history import event_model
from members.models import Notification, Person
from portal.models import Article
from portal.stopping import DIGEST
from programmes.models import ActivityParticipant, CircleCoordinator, CircleParticipant, JointActivity, KnowledgeCircle
from sectors.models import Seat

WEEK = timedelta(days=7)
LOOKED_BACK = timedelta(days=28)  # what is older is no news, and still on one's own page
LOOKED_AHEAD = timedelta(days=28)  # answers further off are not asked for each week
MEETING = (
    *("pk", "title", "starts", "ends", "place", "state", "state_reason"),
    *("sector_year__sector", "sector_year__sector__name"),
)
State = Meeting.State

Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Coming:
    """A meeting to come, or one that would have come."""

    pk: int
    title: str
    starts: datetime
    ends: datetime | None
    place: str
    state: str
    state_reason: str
    sectors: tuple[int, ...]
    names: str
    input_until: date | None

    def told(self, **more: Any) -> Told:
        """Return it as a template reads it."""
        return {
            "title": self.title,
            "starts": self.starts.isoformat(),
            "ends": self.ends.isoformat() if self.ends else "",
            "place": self.place,
            "sectors": self.names,
            "path": reverse("meeting-detail", args=[self.pk]),
            **more,
        }


@dataclass(frozen=True, slots=True)
class Version:
    """How a meeting stood from a moment on."""

    moment: datetime
    state: str
    starts: datetime | None
    place: str


@dataclass(frozen=True, slots=True)
class Joinable:
    """A joint activity of a circle that closes soon, and the organisations that joined."""

    circle: int
    joined: frozenset[int]
    told: Told

    def is_open_to(self, own: Own) -> bool:
        """Whether someone's organisation did not join it yet."""
        return own.organisation is not None and own.organisation not in self.joined


@dataclass(frozen=True)
class Week:
    """What is equal for everybody: meetings to come and how they changed, news with the sectors it is about, and what
    closes soon."""

    now: datetime
    meetings: dict[int, Coming]
    versions: dict[int, list[Version]]
    news: list[tuple[datetime, frozenset[int], Told]]
    joinable: list[Joinable] = field(default_factory=list)

    @classmethod
    def gather(cls, now: datetime) -> Week:
        """Read it, in seven queries."""
        meetings = _meetings(now)
        versions = models.QuerySet[Any](event_model(Meeting)).filter(id__in=meetings).order_by("pgh_id")
        by_meeting: dict[int, list[Version]] = defaultdict(list)
        for pk, *version in versions.values_list("id", "pgh_created_at", "state", "starts", "place"):
            by_meeting[pk].append(Version(*version))
        return cls(now, meetings, by_meeting, _news(now), _joinable(now))


@dataclass
class Own:
    """What belongs to one person."""

    sectors: set[int] = field(default_factory=set)
    since: datetime | None = None
    answered: set[int] = field(default_factory=set)
    contributed: set[int] = field(default_factory=set)
    presents: list[tuple[int, int]] = field(default_factory=list)
    actions: list[Told] = field(default_factory=list)
    notifications: list[Notification] = field(default_factory=list)
    circles: set[int] = field(default_factory=set)
    organisation: int | None = None


def own_of(people: Collection[int], week: Week) -> dict[int, Own]:
    """Return what belongs to each of these people, in eight queries however many they are."""
    found: dict[int, Own] = {pk: Own() for pk in people}
    for person, sector in (
        Seat.objects.current().filter(person__in=people, mail=Seat.Mail.WEEKLY).values_list("person", "sector")
    ):
        found[person].sectors.add(sector)
    waiting = Notification.objects.filter(person__in=people, mailed_at=None, created_at__gt=week.now - LOOKED_BACK)
    for notification in waiting.exclude(kind=DIGEST).order_by("created_at", "pk"):
        found[notification.person_id].notifications.append(notification)
    earlier = Notification.objects.filter(person__in=people, kind=DIGEST).order_by()
    for person, moment in earlier.values_list("person").annotate(last=Max("created_at")):
        found[person].since = moment
    _add_meetings(found, week)
    _add_circles(found)
    for action in ActionItem.objects.open().filter(owner__in=people):
        due = action.due.isoformat() if action.due else ""
        path = reverse("meeting-detail", args=[action.meeting_id])
        told = {"kind": "action", "title": action.text, "day": due, "path": path}
        found[action.owner_id or 0].actions.append(told)
    return found


def _add_meetings(found: dict[int, Own], week: Week) -> None:
    of = {"meeting__in": week.meetings}
    answers = Attendance.objects.filter(Q(person__in=found) | Q(substitute__in=found), **of)
    for meeting, *people in answers.exclude(response="none").values_list("meeting", "person", "substitute"):
        for person in found.keys() & {*people}:
            found[person].answered.add(meeting)
    for meeting, person in Contribution.objects.filter(person__in=found, **of).values_list("meeting", "person"):
        found[person].contributed.add(meeting)
    asked = Presenter.objects.filter(person__in=found, confirmed_at=None, declined_at=None, **of)
    for pk, meeting, person in asked.order_by("meeting__starts").values_list("pk", "meeting", "person"):
        found[person or 0].presents.append((pk, meeting))


def _add_circles(found: dict[int, Own]) -> None:
    """Add the circles that people take part in or keep going, and their organisations, in one query."""
    taking_part = CircleParticipant.objects.current().filter(person=OuterRef("pk")).values("circle")
    coordinating = CircleCoordinator.objects.current().filter(person=OuterRef("pk")).values("circle")
    people = Person.objects.filter(pk__in=found)
    circles = {"taking_part": ArraySubquery(taking_part), "coordinating": ArraySubquery(coordinating)}
    for pk, organisation, *lists in people.annotate(**circles).values_list("pk", "organisation", *circles):
        found[pk].organisation, found[pk].circles = organisation, {circle for each in lists for circle in each}


def contents(own: Own, week: Week) -> Told:
    """Return the parts of someone's mail, each a list; all empty when there is nothing to tell."""
    since = max(own.since or week.now - WEEK, week.now - LOOKED_BACK)
    mine = [meeting for meeting in week.meetings.values() if own.sectors & {*meeting.sectors}]
    going_on = [meeting for meeting in mine if meeting.state == State.SCHEDULED]
    asked = [*_asked(own, going_on, week), *own.actions]
    asked.sort(key=lambda each: each["day"] or date.max.isoformat())
    open_for_input = [each for each in going_on if each.input_until and each.pk in own.contributed]
    news = [told for moment, sectors, told in week.news if moment > since and (not sectors or sectors & own.sectors)]
    return {
        "asked": asked,
        "told": [{"kind": each.kind, "context": each.context} for each in own.notifications],
        "topics": [each.told(day=each.input_until and each.input_until.isoformat()) for each in open_for_input],
        "changes": [each for meeting in mine for each in _changes(meeting, week.versions[meeting.pk], since)],
        "news": news if own.sectors else [],
        "joinable": [each.told for each in week.joinable if own.circles & {each.circle} and each.is_open_to(own)],
    }


def _asked(own: Own, meetings: Iterable[Coming], week: Week) -> Iterable[Told]:
    for meeting in meetings:
        if meeting.pk not in own.answered and meeting.starts < week.now + LOOKED_AHEAD:
            yield meeting.told(kind="answer", day=timezone.localdate(meeting.starts).isoformat())
        if meeting.input_until and meeting.pk not in own.contributed:
            path = reverse("meeting-preparation", args=[meeting.pk])
            yield meeting.told(kind="input", day=meeting.input_until.isoformat()) | {"path": path}
    for pk, number in own.presents:
        meeting = week.meetings[number]
        path = reverse("presenter-answer", args=[pk])
        yield meeting.told(kind="present", day=timezone.localdate(meeting.starts).isoformat()) | {"path": path}


def _changes(meeting: Coming, versions: list[Version], since: datetime) -> Iterable[Told]:
    """Tell how a meeting differs from what it was; what changed and changed back is no change."""
    earlier = [version for version in versions if version.moment <= since]
    before = earlier[-1] if earlier else None
    was_on = before is not None and before.state == State.SCHEDULED
    is_on = meeting.state == State.SCHEDULED
    if before is None or not was_on:
        return [meeting.told(change="new")] if is_on else []
    if not is_on:
        return [meeting.told(change="off", reason=meeting.state_reason)]
    if before.starts != meeting.starts:
        was = before.starts.isoformat() if before.starts else ""
        return [meeting.told(change="moved", was=was)]
    return [meeting.told(change="place")] if before.place != meeting.place else []


def _meetings(now: datetime) -> dict[int, Coming]:
    coming = Meeting.objects.filter(starts__gt=now).exclude(state=State.DRAFT)
    coming = coming.exclude(visibility=Meeting.Visibility.INVITED)
    links = Meeting.joint_sectors.through.objects.filter(meeting__in=coming).order_by("sector__position", "sector")
    joint: dict[int, dict[int, str]] = defaultdict(dict)
    for meeting, sector, name in links.values_list("meeting", "sector", "sector__name"):
        joint[meeting][sector] = name
    asking = Preparation.objects.open_for_input().filter(meeting__in=coming)
    until = dict(asking.values_list("meeting", "input_closes_on"))
    return {
        values["pk"]: _coming(values, joint[values["pk"]], until.get(values["pk"]))
        for values in coming.order_by("starts", "pk").values(*MEETING)
    }


def _coming(values: dict[str, Any], joint: dict[int, str], until: date | None) -> Coming:
    own = values.pop("sector_year__sector"), values.pop("sector_year__sector__name")
    sectors = dict([own] if own[0] else []) | joint
    return Coming(**values, sectors=tuple(sectors), names=" + ".join(sectors.values()), input_until=until)


def _news(now: datetime) -> list[tuple[datetime, frozenset[int], Told]]:
    articles = Article.objects.published().filter(published_at__gt=now - LOOKED_BACK).prefetch_related("sectors")
    return [
        (
            article.published_at,
            frozenset(sector.pk for sector in article.sectors.all()),
            {"title": article.title, "lead": article.lead, "path": article.get_absolute_url()},
        )
        for article in articles
        if article.published_at
    ]


def _joinable(now: datetime) -> list[Joinable]:
    """Return what closes in the coming weeks; what stays open for longer is not told of each week."""
    today = timezone.localdate(now)
    last = timezone.localdate(now + LOOKED_AHEAD)
    joined = ActivityParticipant.objects.filter(activity=OuterRef("pk")).values("organisation")
    found = JointActivity.objects.joinable(today).exclude(circle__state=KnowledgeCircle.State.ARCHIVED)
    closing = found.filter(join_before__lte=last).annotate(taking_part=ArraySubquery(joined)).select_related("circle")
    return [
        Joinable(
            circle=activity.circle_id,
            joined=frozenset(activity.taking_part),
            told={
                "title": activity.title,
                "circle": activity.circle.name,
                "day": activity.join_before.isoformat() if activity.join_before else "",
                "path": activity.get_absolute_url(),
            },
        )
        for activity in closing
    ]
