"""What needs a home, derived from chains and periods: work whose place ended, and platforms without a host."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet, TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Organisation
from programmes.chains import Chain, chains_of, end_of, has_ended, says_gone
from programmes.models import Handover, Hosting, Platform

PATIENCE = timedelta(days=30)  # how long an answer may take before somebody has to look after it


class Why(TextChoices):
    """Why work needs a home, or somebody who looks after it."""

    ENDED = "ended", _("Its place ended")
    GONE = "gone", _("Its receiver says that it is no longer alive")
    DECLINED = "declined", _("Declined")
    SILENT = "silent", _("No answer")
    NOT_ASKED = "not_asked", _("Nobody was asked yet")


@dataclass(frozen=True, slots=True)
class HomelessWork:
    """A piece of work without a home: its last handover, why, since when as far as known, and who may take it over.

    `lived_at` is the handover whose place ended, where that is another one.
    """

    handover: Handover
    lived_at: Handover
    why: Why
    since: date | None
    successor: Organisation | None

    @property
    def can_move_on(self) -> bool:
        """Whether a next handover is what it needs; else the last one is to be asked or changed."""
        return self.why in {Why.ENDED, Why.GONE}


@dataclass(frozen=True, slots=True)
class HomelessPlatform:
    """A platform without a host today: the last one, until when, and the organisation that succeeded it."""

    platform: Platform
    host: Organisation | None
    since: date | None
    successor: Organisation | None


def homeless_work(programmes: Collection[int] | None = None, *, on: date | None = None) -> list[HomelessWork]:
    """Return the work of all programmes, or of those with these keys, that needs a home on a day, in one query."""
    handovers = Handover.objects.all()
    if programmes is not None:
        handovers = handovers.filter(programme__in=programmes)
    chains = chains_of(handovers, on=on)
    first = [each for each in chains if each.follows_id is None]
    mine = [each for each in first if programmes is None or each.programme_id in programmes]
    found = (_judged(chains.of(each), chains.own_last(each), chains.on) for each in mine)
    return [each for each in found if each]


def homeless_platforms(platforms: QuerySet[Platform], *, on: date | None = None) -> list[HomelessPlatform]:
    """Return those of some platforms that have no host on a day, in two queries."""
    day = on or timezone.localdate()
    lasting = platforms.filter(Q(until__isnull=True) | Q(until__gt=day)).exclude(since__gt=day)
    hostings = Hosting.objects.select_related("organisation__succeeded_by").exclude(since__gt=day).newest_first()
    found = lasting.select_related("programme__contact").prefetch_related(Prefetch("hostings", queryset=hostings))
    return [each for each in (_platform(platform, day) for platform in found.order_by("name", "pk")) if each]


def _judged(chain: Chain, last: Handover, day: date) -> HomelessWork | None:
    """Return what a piece of work needs, from its whole chain and the last handover of its own programme."""
    home = chain.latest.handover if chain.latest else None
    if why := _unanswered(last, is_left=home is not None and chain.is_open, day=day):
        asked = last.declined_at or last.asked_at
        return HomelessWork(last, home or last, why, timezone.localdate(asked) if asked else None, _successor(home))
    if not last.is_accepted or home is None or not chain.is_open:
        return None
    gone = says_gone(home) and not has_ended(home.destination, day)
    since = None if gone else end_of(home.destination)
    return HomelessWork(last, home, Why.GONE if gone else Why.ENDED, since, _successor(home))


def _unanswered(last: Handover, *, is_left: bool, day: date) -> Why | None:
    """Say why somebody has to look after a handover to which nobody said yes."""
    if last.is_accepted:
        return None
    if last.declined_at:
        return Why.DECLINED
    if last.asked_at:
        return Why.SILENT if timezone.localdate(last.asked_at) + PATIENCE < day else None
    return Why.NOT_ASKED if is_left else None


def _successor(handover: Handover | None) -> Organisation | None:
    return last_successor(handover.organisation) if handover and handover.organisation else None


def last_successor(organisation: Organisation) -> Organisation | None:
    """Return the organisation that took another's place, where it is still there itself."""
    successor = organisation.succeeded_by
    return successor if successor and not has_ended(successor) else None


def _platform(platform: Platform, day: date) -> HomelessPlatform | None:
    hostings = list(platform.hostings.all())
    current = next((hosting for hosting in hostings if hosting.holds_on(day)), None)
    if current and not has_ended(current.organisation, day):
        return None
    last = current or (hostings[0] if hostings else None)
    if last is None:
        return HomelessPlatform(platform, None, None, None)
    ends = [end for end in (last.until, last.organisation.dissolved_on) if end and end <= day]
    return HomelessPlatform(platform, last.organisation, min(ends, default=None), last_successor(last.organisation))
