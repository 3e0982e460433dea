"""Which coming meetings of a sector have invitations to mail, and whom that reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from meetings.crumbs import title_of
from meetings.inviting.audience import RoundPlan
from meetings.inviting.page import MailingLine, mailing_line, mark_of, round_of
from meetings.inviting.words import people_text
from meetings.models import Mailing, Meeting
from members.dates import moment_long
from sectors.models import Sector


@dataclass(frozen=True, slots=True)
class SectorLine:
    """A meeting whose invitations are not up to date, or wait; `key` tells what was shown of it."""

    pk: int
    key: str
    title: str
    url: str
    when: str
    whom: str
    counts: list[tuple[str, int]]
    mailing: MailingLine | None


def to_invite(sector: Sector) -> list[Meeting]:
    """Return the meetings ahead that the sector's manager has invitations mailed of, the first one first."""
    beside = Meeting.joint_sectors.through.objects.filter(meeting=OuterRef("pk"), sector=sector)
    own = Q(sector_year__sector=sector) | Q(Exists(beside), sector_year__isnull=True)
    ahead = Meeting.objects.filter(own, starts__gt=timezone.now()).exclude(state=Meeting.State.DRAFT)
    return list(ahead.defer("search", "summary").by_date())


def sector_lines(plans: Mapping[Meeting, RoundPlan]) -> list[SectorLine]:
    """Return a line for each meeting of which something is to be mailed or waits; one query for what waits."""
    waiting = Mailing.objects.waiting().filter(meeting__in=list(plans)).select_related("asked_by__person")
    found = {mailing.meeting_id: mailing_line(mailing) for mailing in waiting}
    return [
        _line(meeting, plan, found.get(meeting.pk))
        for meeting, plan in plans.items()
        if plan.people or meeting.pk in found
    ]


def _line(meeting: Meeting, plan: RoundPlan, mailing: MailingLine | None) -> SectorLine:
    mails = round_of([plan])
    return SectorLine(
        pk=meeting.pk,
        key=f"{meeting.pk}-{mark_of(meeting, plan)}",
        title=title_of(meeting),
        url=reverse("meeting-invitations", args=[meeting.pk]),
        when=moment_long(meeting.starts, meeting.ends) if meeting.starts else "",
        whom=people_text(plan.people, plan.organisations),
        counts=mails.counts,
        mailing=mailing,
    )
