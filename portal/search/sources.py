"""What can be found, and by whom. Every source asks the same questions about rights as the page it leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, ExtractYear
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models import Meeting, Minutes, Topic
from members.models import Organisation, Person, PersonQuerySet, User
from members.permissions import can_see_member_details
from portal.models import Article
from programmes.models import (
    CircleCoordinator,
    JointActivity,
    KnowledgeCircle,
    Outcome,
    Platform,
    Programme,
    ProgrammeLeader,
    Workstream,
)
from sectors.models import Appointment, FocusPoint, Sector

Reader = User | AnonymousUser
Column = str | models.Expression | Subquery

OPEN_TOPICS = (Topic.State.IDEA, Topic.State.PROPOSED, Topic.State.PARKED)
MEETING_TOPICS = (Topic.State.SCHEDULED, Topic.State.PRESENTED)


class Kind(models.TextChoices):
    """What a result is, in the order of the filter."""

    SECTOR = "sector", _("Sector")
    FOCUS_POINT = "focus_point", _("Focus point")
    MEETING = "meeting", _("Meeting")
    TOPIC = "topic", _("Topic")
    PROGRAMME = "programme", _("Programme")
    OUTCOME = "outcome", _("Outcome")
    WORKSTREAM = "workstream", _("Workstream")
    PLATFORM = "platform", _("Platform")
    CIRCLE = "circle", _("Knowledge circle")
    ACTIVITY = "activity", _("Joint activity")
    ORGANISATION = "organisation", _("Organisation")
    PERSON = "person", _("Person")
    ARTICLE = "article", _("News")


# What one name leads to weighs more than one of many meetings or topics.
WEIGHTS = {
    Kind.SECTOR: 1.6,
    Kind.ORGANISATION: 1.4,
    Kind.PROGRAMME: 1.4,
    Kind.PERSON: 1.3,
    Kind.CIRCLE: 1.2,
    Kind.PLATFORM: 1.2,
    Kind.MEETING: 0.9,
    Kind.WORKSTREAM: 0.9,
    Kind.TOPIC: 0.8,
}
TYPES: dict[str, models.Field[Any, Any]] = {
    "year": models.IntegerField(),
    "moment": models.DateTimeField(),
    "key": models.BigIntegerField(),
    "weight": models.FloatField(),
}
NOTHING = Value("")
NEVER = Value(None)


@dataclass(frozen=True, kw_only=True)
class Source:
    """Rows that the reader may see, and which of their columns say what.

    `short` is another name, `context` what it belongs to, `label` the value of a choice, `plain` and `rich` the text
    to quote from. `key` names the thing that is found. An `is_extra` source is a second way to something that another
    source shows: minutes lead to their meeting.
    """

    kind: Kind
    rows: QuerySet[Any]
    title: Column
    url: models.Expression
    key: Column = "pk"
    vector: Column = "search"
    short: Column = NOTHING
    context: Column = NOTHING
    label: Column = NOTHING
    plain: Column = NOTHING
    rich: Column = NOTHING
    year: Column = NEVER
    moment: Column = NEVER
    is_extra: bool = False

    @property
    def weight(self) -> float:
        """How much more or less than one a match counts."""
        return WEIGHTS.get(self.kind, 1.0)

    def columns(self, *names: str) -> QuerySet[Any, Any]:
        """Return the rows as tuples of the named columns, each of one type whatever the source."""
        return self.rows.order_by().values_list(*(self._column(name) for name in names))

    def _column(self, name: str) -> models.Expression | F:
        value = getattr(self, name)
        constant = name in {"kind", "weight"}
        expression = Value(value) if constant else F(value) if isinstance(value, str) else value
        return expression if name == "vector" else Cast(expression, TYPES.get(name, models.TextField()))


def sources_for(reader: Reader) -> list[Source]:
    """Return everything that someone may find."""
    inside = can_see_member_details(reader)
    meetings = Meeting.objects.visible_to(reader)
    return [
        *_sector_sources(),
        *_meeting_sources(meetings, inside=inside),
        _topics(meetings, inside=inside),
        *_programme_sources(),
        *_circle_sources(),
        *_member_sources(inside=inside),
        _articles(),
    ]


def _sector_sources() -> list[Source]:
    sectors = Source(
        kind=Kind.SECTOR,
        rows=Sector.objects.active(),
        title="name",
        url=_page("sector-list", "slug"),
        plain="summary",
        rich="introduction",
    )
    focus_points = Source(
        kind=Kind.FOCUS_POINT,
        rows=FocusPoint.objects.filter(sector_year__sector__is_active=True),
        title="title",
        url=_page("sector-list", "sector_year__sector__slug", "sector_year__year", anchor="#focus"),
        context="sector_year__sector__name",
        plain=_joined("text", "result"),
        year="sector_year__year",
    )
    return [sectors, focus_points]


def _meeting_sources(meetings: QuerySet[Meeting], *, inside: bool) -> list[Source]:
    """Meetings, and their minutes as a second way to find them."""
    readable = Q(published_at__lte=timezone.now()) & (Q() if inside else Q(is_public=True))
    minutes = Minutes.objects.filter(readable)
    return [
        Source(
            kind=Kind.MEETING,
            rows=meetings,
            title="title",
            url=_page("meeting-list", "pk"),
            context=Coalesce("sector_year__sector__name", "gathering__circle__name", NOTHING),
            label=Case(When(state=Meeting.State.DRAFT, then=F("state")), default=F("kind")),
            rich=_joined("summary", Subquery(minutes.filter(meeting=OuterRef("pk")).values("text")[:1])),
            year=Coalesce(ExtractYear("starts"), "sector_year__year"),
            moment="starts",
        ),
        Source(
            kind=Kind.MEETING,
            rows=minutes.filter(meeting__in=meetings),
            key="meeting_id",
            title="meeting__title",
            url=_page("meeting-list", "meeting_id"),
            context=Coalesce("meeting__sector_year__sector__name", NOTHING),
            year=Coalesce(ExtractYear("meeting__starts"), "meeting__sector_year__year"),
            is_extra=True,
        ),
    ]


def _topics(meetings: QuerySet[Meeting], *, inside: bool) -> Source:
    """Topics of meetings for who may see the meeting; what still waits for one is for members."""
    shown = Q(state__in=MEETING_TOPICS, meeting__in=meetings)
    if inside:
        shown |= Q(state__in=OPEN_TOPICS, sector__is_active=True)
    at_meeting = When(meeting__isnull=False, then=_page("meeting-list", "meeting_id"))
    return Source(
        kind=Kind.TOPIC,
        rows=Topic.objects.filter(shown),
        title="title",
        url=Case(at_meeting, default=_own_page("topic-detail", "pk")),
        context="sector__name",
        plain="summary",
        year=ExtractYear(Coalesce("meeting__starts", "proposed_at")),
    )


def _programme_sources() -> list[Source]:
    return [
        Source(
            kind=Kind.PROGRAMME,
            rows=Programme.objects.all(),
            title="name",
            short="acronym",
            url=_page("programme-list", "slug"),
            context="region",
            plain="summary",
            rich=_joined("purpose", "ending"),
        ),
        Source(
            kind=Kind.OUTCOME,
            rows=Outcome.objects.all(),
            title="title",
            url=_page("programme-list", "programme__slug", anchor="#outcomes"),
            context="programme__name",
            plain=_joined("text", "still_open"),
        ),
        Source(
            kind=Kind.WORKSTREAM,
            rows=Workstream.objects.all(),
            title="title",
            url=_page("programme-list", "outcome__programme__slug", anchor="#outcomes"),
            context="outcome__programme__name",
            plain="text",
        ),
        Source(
            kind=Kind.PLATFORM,
            rows=Platform.objects.all(),
            title="name",
            url=_own_page("platform-detail", "slug"),
            plain="purpose",
        ),
    ]


def _circle_sources() -> list[Source]:
    circles = Source(
        kind=Kind.CIRCLE,
        rows=KnowledgeCircle.objects.all(),
        title="name",
        url=_page("circle-list", "slug"),
        plain="summary",
        rich="text",
    )
    activities = Source(
        kind=Kind.ACTIVITY,
        rows=JointActivity.objects.all(),
        title="title",
        url=_page("activity-list", "pk"),
        context="circle__name",
        label="kind",
        plain="text",
    )
    return [circles, activities]


def _member_sources(*, inside: bool) -> list[Source]:
    organisations = Source(
        kind=Kind.ORGANISATION,
        rows=Organisation.objects.all(),
        title="name",
        short="short_name",
        url=_page("organisation-list", "slug"),
        context="seat",
        label="kind",
    )
    people = Source(
        kind=Kind.PERSON,
        rows=_known_people(inside=inside),
        title="name",
        url=_where_people_stand(),
        context=Coalesce("organisation__name", NOTHING),
        plain="job_title",
    )
    return [organisations, people]


def _known_people(*, inside: bool) -> PersonQuerySet:
    """Who holds a role today and who is there for everyone; members find every colleague, as on organisations' pages.

    Someone without an organisation stands on no page, unless for a role.
    """
    at_organisation = Q(organisation__isnull=False)
    if not inside:
        at_organisation &= Q(contact_visibility=Person.ContactVisibility.EVERYONE)
    in_a_role = Q(*(Exists(role) for role, _url in _roles()), _connector=Q.OR)
    return Person.objects.present().filter(at_organisation | in_a_role)


def _where_people_stand() -> models.Expression:
    """The page of their organisation, or of what they lead."""
    own = Case(When(organisation__isnull=False, then=_page("organisation-list", "organisation__slug")))
    return Coalesce(own, *(Subquery(role.values(url=url)[:1]) for role, url in _roles()))


def _roles() -> list[tuple[QuerySet[Any], models.Expression]]:
    """Rows that make someone known to all, and the pages that say so."""
    person = OuterRef("pk")
    return [
        (Appointment.objects.filter(person=person).current(), _page("sector-list", "sector__slug")),
        (ProgrammeLeader.objects.filter(person=person).current(), _page("programme-list", "programme__slug")),
        (CircleCoordinator.objects.filter(person=person).current(), _page("circle-list", "circle__slug")),
    ]


def _articles() -> Source:
    year = ExtractYear("published_at")
    return Source(
        kind=Kind.ARTICLE,
        rows=Article.objects.published(),
        title="title",
        url=_page("article-list", year, "slug"),
        plain="lead",
        rich="text",
        year=year,
        moment="published_at",
    )


def _page(route: str, *parts: Column, anchor: str = "") -> models.Expression:
    """Return the address below a list's: its parts with a slash after each, and an anchor."""
    pieces: list[Column] = [Value(reverse(route))]
    for part in parts:
        pieces += [Cast(part, models.TextField()), Value("/")]
    pieces[-1] = Value(f"/{anchor}")
    return Concat(*pieces, output_field=models.TextField())


def _own_page(route: str, key: str) -> models.Expression:
    """Return the address of a page without a list of its own above it."""
    start = reverse(route, args=["0"]).removesuffix("0/")
    return Concat(Value(start), Cast(key, models.TextField()), Value("/"), output_field=models.TextField())


def _joined(first: Column, second: Column) -> models.Expression:
    return Concat(first, Value(" "), second, output_field=models.TextField())
