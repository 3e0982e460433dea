"""The calendars that programs read again and again: what stands in each, and how one tells that it changed.

What a feed shows is one query, whose rows are also its ETag: so a deletion, a meeting that drops out of the window
and a sector's new name change it as much as a new date does. Bytes and moments of change are kept by that ETag in a
cache that all processes of a machine share.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import md5
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.core.cache import caches
from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, TextField, Value, When
from django.db.models.functions import MD5, Cast, JSONObject
from django.utils import timezone, translation
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from meetings.calendars.deadlines import Deadline, deadlines_of
from meetings.calendars.events import deadline_event, event_of, feed_file
from meetings.calendars.facts import FACT_COLUMNS, facts_from_values, with_facts
from meetings.models import Attendance, Meeting, MeetingQuerySet
from members.models import User
from sectors.models import Seat, Sector

LOOK = 1  # raise it when the same facts come to look different, or no calendar fetches them anew
BACK, AHEAD = relativedelta(months=12), relativedelta(months=18)
KEPT = 24 * 60 * 60  # seconds that bytes are kept
STAYS_AWAY = (Attendance.Response.NO, Attendance.Response.SUBSTITUTE)
FOLLOWING = (Seat.Calendar.FEED, Seat.Calendar.BOTH)
PERSONAL_COLUMNS = (*FACT_COLUMNS, "is_followed", "deadline")


@dataclass(frozen=True, slots=True)
class Feed:
    """A calendar to read: `key` tells it from all others, the meetings are `with_facts` and in order.

    `deadlines` are last days that stand in it besides, in the language of the feed.
    """

    key: str
    name: str
    meetings: MeetingQuerySet
    columns: tuple[str, ...] = FACT_COLUMNS
    language: str = "nl"
    with_link: bool = False
    deadlines: tuple[Deadline, ...] = ()

    def etag(self) -> str:
        """Return the ETag (RFC 9110 §8.8.3) over everything that the feed shows, in one query."""
        shown = MD5(Cast(JSONObject(**{name: F(name) for name in self.columns}), TextField()))
        rows = self.meetings.annotate(shown=shown).order_by()
        state = rows.aggregate(state=MD5(StringAgg("shown", Value(""), order_by="shown")))["state"]
        told = [str(LOOK), settings.PUBLIC_URL, self.key, self.name, self.language, state or "", repr(self.deadlines)]
        return quote_etag(md5("\n".join(told).encode(), usedforsecurity=False).hexdigest())

    def content(self, etag: str) -> bytes:
        """Return the bytes that belong to an ETag: kept ones, or made anew in one query."""
        cache, key = caches["feeds"], f"content:{etag}"
        content: bytes | None = cache.get(key)
        if content is None:
            content = self.written()
            cache.set(key, content, timeout=KEPT)
        return content

    def written(self) -> bytes:
        """Write the calendar, in one query whatever the number of meetings."""
        with translation.override(self.language):
            events = [event for values in self.meetings.values(*self.columns) for event in self._events(values)]
            return feed_file(self.name, [*events, *(deadline.event() for deadline in self.deadlines)])

    def changed_at(self, etag: str) -> datetime:
        """Return since when the feed is as it is: when this ETag took the place of another one, in whole seconds.

        A later state has a later moment, also within the same second and when all is as it was before.
        """
        cache, key = caches["feeds"], f"changed:{self.key}"
        known, since = cache.get(key) or ("", 0)
        if known != etag:
            since = max(int(timezone.now().timestamp()), since + 1)
            cache.set(key, (etag, since), timeout=None)
        return datetime.fromtimestamp(since, tz=timezone.get_current_timezone())

    def _events(self, values: dict[str, Any]) -> list[Any]:
        followed, deadline = values.pop("is_followed", True), values.pop("deadline", None)
        facts = facts_from_values(values)
        events = [event_of(facts, language=self.language, with_link=self.with_link)] if followed else []
        return [*events, deadline_event(facts, deadline, language=self.language)] if deadline else events


def network_feed(network_name: str) -> Feed:
    """Return the feed of all public meetings."""
    return Feed("network", network_name or "Brink", public_meetings(Meeting.objects.all()))


def sector_feed(sector: Sector, network_name: str) -> Feed:
    """Return the feed of a sector's public meetings, joint ones of others included."""
    name = f"{sector.name} · {network_name}" if network_name else sector.name
    return Feed(f"sector:{sector.pk}", name, public_meetings(Meeting.objects.of_sector(sector)))


def seats_of(person: OuterRef) -> ArraySubquery:
    """Return someone's seats of today as `personal_feed` takes them, to be fetched along with what leads to him."""
    seats = Seat.objects.current().filter(person=person)
    return ArraySubquery(seats.values(seat=JSONObject(sector="sector", calendar="calendar")))


def personal_feed(user: User, *, seats: list[dict[str, Any]], network_name: str, language: str) -> Feed:
    """Return the feed of an account: what it may see of the sectors that it follows, and when input is due in all.

    Gatherings of other groups stand in it for who is on their list and did not say no.

    Input is asked of whoever has a seat, whichever way meetings come into his calendar.
    """
    with translation.override(language):
        name = _("My meetings · %(network)s") % {"network": network_name or "Brink"}
        deadlines = deadlines_of(user)
    follows = _of_sectors([seat["sector"] for seat in seats if seat["calendar"] in FOLLOWING]) | _listed(user)
    asked = _of_sectors([seat["sector"] for seat in seats]) & Q(
        state=Meeting.State.SCHEDULED, preparation__settled_at__isnull=True, preparation__waived_at__isnull=True
    )
    meetings = _shown(Meeting.objects.visible_to(user).filter(follows | asked)).annotate(
        is_followed=Case(When(follows, then=True), default=False, output_field=BooleanField()),
        deadline=Case(When(asked, then=F("preparation__input_closes_on"))),
    )
    key = f"person:{user.pk}"
    return Feed(key, name, meetings, PERSONAL_COLUMNS, language, with_link=True, deadlines=deadlines)


def _listed(user: User) -> Q:
    """Return the condition that someone is asked by name to a gathering, and does not stay away."""
    asked = Attendance.objects.filter(meeting=OuterRef("pk"), person__account=user).exclude(response__in=STAYS_AWAY)
    return Q(Exists(asked), kind=Meeting.Kind.GATHERING)


def _of_sectors(sectors: list[int]) -> Q:
    joint = Meeting.joint_sectors.through.objects.filter(sector__in=sectors)
    return Q(sector_year__sector__in=sectors) | Q(pk__in=joint.values("meeting"))


def public_meetings(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """Return those that a feed for everyone shows."""
    return _shown(meetings.visible_to(None))


def _shown(meetings: MeetingQuerySet) -> MeetingQuerySet:
    """Meetings of the months that a calendar shows. What fell through stays in it as long as what was held."""
    today = timezone.localdate()
    found = meetings.filter(starts__gte=_midnight(today - BACK), starts__lt=_midnight(today + AHEAD))
    return with_facts(found.exclude(state=Meeting.State.DRAFT)).order_by("starts", "pk")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
