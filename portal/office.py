"""All sectors side by side: what is planned, what comes next and what waits, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, cast

from django import forms
from django.db.models import Count, Exists, Min, OuterRef, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.filters import FilterForm
from meetings.inviting.standing import not_up_to_date
from meetings.models import Attendance, Contribution, Correction, Meeting, MeetingQuerySet
from members.models import User
from sectors.models import Appointment, Seat, Sector, SectorMembership, SectorYear
from sectors.permissions import Roles, can_manage_sector, roles_of

NEXT_COLUMNS = (
    *("pk", "starts", "stage", "preparation__settle_by", "preparation__settled_at", "preparation__waived_at"),
)


class YearForm(FilterForm):
    """Which year to show."""

    parameters: ClassVar = {"year": "jaar"}

    year = forms.TypedChoiceField(label=_("Year"), coerce=int, empty_value=None, required=False)

    def __init__(self, data: QueryDict | None, *, years: Iterable[int]) -> None:
        """Offer years, the latest first."""
        super().__init__(data or None, initial={"year": timezone.localdate().year})
        field = cast("forms.TypedChoiceField", self.fields["year"])
        field.choices = [(year, str(year)) for year in years]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much of something waits, and the meeting where it begins."""

    count: int = 0
    meeting: int | None = None


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """A sector's next meeting: its stage, how long its topic may still wait, who was heard and who answered."""

    pk: int
    day: date
    stage: str
    has_preparation: bool
    days_to_settle: int | None
    heard: int
    answers: int


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """A sector in the office's table; `is_own` when the account leads it, `may_manage` when it plans its year."""

    name: str
    slug: str
    url: str
    manager: str
    is_own: bool
    may_manage: bool
    planned: int
    target: int
    next: NextMeeting | None
    unsettled: Waiting
    unreported: Waiting
    corrections: Waiting
    uninvited: Waiting
    organisations: int
    people: int
    joined: int
    expected: int


def office_years() -> list[int]:
    """Return the years to choose from, the latest first: all that are written down, and this one."""
    known = SectorYear.objects.order_by().values_list("year", flat=True).distinct()
    return sorted({*known, timezone.localdate().year}, reverse=True)


def office_rows(user: User, year: int) -> list[OfficeRow]:
    """Return every active sector, those that the account leads first, in fourteen queries whatever their number."""
    tally = _Tally(user, year)
    roles = roles_of(user)
    sectors = Sector.objects.active().with_member_count().with_leaders().defer("search", "introduction")
    following = _following(tally.meetings, year)
    coming = tally.coming(list(following.values()))
    rows = [_row(sector, tally, coming.get(following.get(sector.pk, 0)), user, roles) for sector in sectors]
    return sorted(rows, key=lambda row: not row.is_own)


def _row(sector: Sector, tally: _Tally, coming: NextMeeting | None, user: User, roles: Roles) -> OfficeRow:
    known, nothing = vars(sector), Waiting()
    target, expected = tally.targets.get(sector.pk, tally.usual)
    return OfficeRow(
        name=sector.name,
        slug=sector.slug,
        url=sector.get_absolute_url(),
        manager=", ".join(known["manager"]),
        is_own=sector.pk in roles.led,
        may_manage=can_manage_sector(user, sector),
        planned=tally.planned.get(sector.pk, 0),
        target=target,
        next=coming,
        unsettled=tally.unsettled.get(sector.pk, nothing),
        unreported=tally.unreported.get(sector.pk, nothing),
        corrections=tally.corrections.get(sector.pk, nothing),
        uninvited=tally.uninvited.get(sector.pk, nothing),
        organisations=known["member_count"],
        people=tally.people.get(sector.pk, 0),
        joined=tally.joined.get(sector.pk, 0),
        expected=expected,
    )


class _Tally:
    """What is counted for all sectors at once, as far as the account may know of the meetings."""

    def __init__(self, user: User, year: int) -> None:
        self.meetings = Meeting.objects.visible_to(user).filter(kind=Meeting.Kind.SECTOR_MEETING)
        years = SectorYear.objects.filter(year=year).values_list("sector", "meeting_target", "new_member_target")
        self.usual = (SectorYear().meeting_target, SectorYear().new_member_target)
        self.targets = {sector: (target, expected) for sector, target, expected in years}
        own = self.meetings.filter(sector_year__year=year)
        scheduled = own.filter(state=Meeting.State.SCHEDULED).order_by().values_list("sector_year__sector")
        self.planned: dict[int, int] = dict(scheduled.annotate(count=Count("pk")))
        self.unsettled = _waiting(own.unsettled(), "sector_year__sector", "pk")
        self.unreported = _waiting(own.without_minutes(), "sector_year__sector", "pk")
        asked = Correction.objects.filter(handled_at__isnull=True, minutes__meeting__in=own.order_by())
        self.corrections = _waiting(asked, "minutes__meeting__sector_year__sector", "minutes__meeting")
        self.uninvited = _waiting(own.filter(not_up_to_date()), "sector_year__sector", "pk")
        joined = SectorMembership.objects.new_in(year).order_by().values_list("sector")
        self.joined: dict[int, int] = dict(joined.annotate(count=Count("pk")))
        self.people = _people()

    def coming(self, keys: list[int]) -> dict[int, NextMeeting]:
        """Return meetings by their keys, with how many organisations were heard and how many people answered."""
        rows = Meeting.objects.filter(pk__in=keys).with_stage().order_by().values(*NEXT_COLUMNS)
        heard, answers = _heard(keys), _answers(keys)
        return {row["pk"]: _coming(row, heard.get(row["pk"], 0), answers.get(row["pk"], 0)) for row in rows}


def _following(meetings: MeetingQuerySet, year: int) -> dict[int, int]:
    """Return each sector's next meeting: in this year's table the first that comes, else the first of that year."""
    coming = meetings.upcoming()
    if year != timezone.localdate().year:
        coming = coming.filter(sector_year__year=year)
    first = coming.order_by("sector_year__sector", "starts", "pk").distinct("sector_year__sector")
    return dict(first.filter(sector_year__isnull=False).values_list("sector_year__sector", "pk"))


def _coming(row: dict[str, Any], heard: int, answers: int) -> NextMeeting:
    starts: datetime = row["starts"]
    settle_by = row["preparation__settle_by"]
    is_settled = row["preparation__settled_at"] or row["preparation__waived_at"]
    days = (settle_by - timezone.localdate()).days if settle_by and not is_settled else None
    return NextMeeting(row["pk"], timezone.localdate(starts), row["stage"], settle_by is not None, days, heard, answers)


def _waiting(rows: QuerySet[Any], sector: str, meeting: str) -> dict[int, Waiting]:
    counted = rows.order_by().values_list(sector).annotate(count=Count("pk", distinct=True), first=Min(meeting))
    return {key: Waiting(count, first) for key, count, first in counted}


def _heard(keys: list[int]) -> dict[int, int]:
    """Count the organisations that take part in a meeting's sector and gave input for it."""
    members = SectorMembership.objects.current().filter(
        sector=OuterRef("meeting__sector_year__sector"), organisation=OuterRef("organisation")
    )
    given = Contribution.objects.filter(Exists(members), meeting__in=keys).order_by().values_list("meeting")
    return dict(given.annotate(count=Count("organisation", distinct=True)))


def _answers(keys: list[int]) -> dict[int, int]:
    """Count the people with a seat or a role in a meeting's sector who answered."""
    own = {"sector": OuterRef("meeting__sector_year__sector"), "person": OuterRef("person")}
    asked = Exists(Seat.objects.current().filter(**own)) | Exists(Appointment.objects.current().filter(**own))
    given = Attendance.objects.filter(asked, meeting__in=keys).exclude(response=Attendance.Response.NONE)
    return dict(given.order_by().values_list("meeting").annotate(count=Count("pk")))


def _people() -> dict[int, int]:
    """Count the people with a seat or a role of each sector, who are asked to come."""
    seats = Seat.objects.current().order_by().values_list("sector", "person")
    roles = Appointment.objects.current().order_by().values_list("sector", "person")
    counted: dict[int, int] = {}
    for sector, _person in seats.union(roles):
        counted[sector] = counted.get(sector, 0) + 1
    return counted
