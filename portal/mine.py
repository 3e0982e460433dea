"""My page in the shape that its template prints: what is asked of someone, and what he takes part in.

One query for each kind of thing, whatever its number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.answers import COMES_ONESELF, joins_online, own_answer_text
from meetings.audience import asked_to_come, held_sectors, own_answer
from meetings.groups import group_of, group_tags
from meetings.models import ActionItem, Contribution, Meeting, Preparation, Presenter
from meetings.rows import joint_sectors
from members.dates import date_long, date_machine, date_plain, moment_long
from members.models import User
from portal.joining import requests_for
from programmes.asked import ALIVE, CIRCLE_ALIVE, DECLINED, HANDOVER, REQUEST, OwnCircle, Waiting, concerns_of
from sectors.models import Appointment, Seat
from sectors.permissions import can_decide_requests
from sectors.rows import SectorTag, sector_tags

ANSWERS_SHOWN = 5
DONE_SHOWN = timedelta(days=14)
MEETING_COLUMNS = (
    *("pk", "title", "starts", "ends", "place", "joint", "group", "own_answer", "asks_input", "asks_to_present"),
    *("online_link", "preparation__input_closes_on"),
    *("sector_year__sector__name", "sector_year__sector__slug", "sector_year__sector__band"),
)
ACTION_COLUMNS = (
    *("pk", "text", "due", "done_at", "meeting", "meeting__title"),
    *("meeting__sector_year__sector__name", "meeting__sector_year__sector__band"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Something asked of the reader: an answer, input, an action or a decision. `day` is the last one for it."""

    kind: str
    heading: str
    title: str
    url: str
    day: date | None = None
    note: str = ""
    band: str = ""
    sector: str = ""
    pk: int = 0
    count: int = 0
    is_overdue: bool = False
    is_online: bool = False
    waits_since: date | None = None


@dataclass(frozen=True, slots=True)
class MyMeeting:
    """A meeting to come, with the reader's own answer in words."""

    pk: int
    url: str
    title: str
    starts: datetime
    when: str
    when_machine: str
    place: str
    band: str
    sectors: tuple[SectorTag, ...]
    answer: str
    comes: bool
    takes_answers: bool
    is_online: bool
    asks_input: bool
    input_until: date | None
    asks_to_present: int | None


@dataclass(frozen=True, slots=True)
class MyAction:
    """Something the reader took up; `done` is the day it was done."""

    pk: int
    text: str
    meeting_title: str
    meeting_url: str
    band: str
    sector: str
    due: date | None
    done: str


@dataclass(frozen=True, slots=True)
class MySector:
    """A sector in which the reader has a seat, a role or both; labels are empty where there is none."""

    name: str
    url: str
    band: str
    role: str
    mail: str
    calendar: str


@dataclass(frozen=True, slots=True)
class MyCircle:
    """A knowledge circle of the reader's."""

    name: str
    url: str
    coordinates: bool
    next_text: str


@dataclass(frozen=True, slots=True)
class MyPage:
    """Everything on the page. `more_answers` are meetings further ahead that wait for an answer too."""

    asked: list[Asked]
    more_answers: int
    done: list[MyAction]
    meetings: list[MyMeeting]
    sectors: list[MySector]
    circles: list[MyCircle]


def my_page(user: User) -> MyPage:
    """Gather the page of an account with a person, in at most six queries."""
    meetings, actions, concerns = my_meetings(user), my_actions(user), concerns_of(user)
    answers = [_answer_asked(row) for row in meetings if row.takes_answers and not row.answer]
    asked = [*answers[:ANSWERS_SHOWN], *(_input_asked(row) for row in meetings if row.asks_input)]
    asked += [_presenting_asked(row, row.asks_to_present) for row in meetings if row.asks_to_present]
    asked += [_action_asked(action) for action in actions if not action.done]
    asked.sort(key=lambda each: each.day or date.max)
    return MyPage(
        asked=[*_decisions_asked(user), *map(_waiting_asked, concerns.waiting), *asked],
        more_answers=max(0, len(answers) - ANSWERS_SHOWN),
        done=[action for action in actions if action.done],
        meetings=meetings,
        sectors=my_sectors(user),
        circles=[_circle(each) for each in concerns.circles],
    )


def my_meetings(user: User) -> list[MyMeeting]:
    """Return the coming meetings to which the account's person is asked, to come or to present; the first one first."""
    asking = Preparation.objects.open_for_input().filter(meeting=OuterRef("pk"))
    given = Contribution.objects.filter(meeting=OuterRef("pk"), person__account=user)
    presents = Presenter.objects.filter(meeting=OuterRef("pk"), person__account=user, declined_at__isnull=True)
    found = Meeting.objects.visible_to(user).filter(asked_to_come(user) | Q(Exists(presents))).upcoming()
    found = found.annotate(
        joint=joint_sectors(),
        group=group_of(),
        own_answer=own_answer(user),
        asks_input=Exists(asking) & ~Exists(given),
    ).annotate(asks_to_present=_first(presents.filter(confirmed_at__isnull=True), "pk"))
    return [_meeting(values) for values in found.values(*MEETING_COLUMNS)]


def _meeting(values: dict[str, Any]) -> MyMeeting:
    own = [{key: values[f"sector_year__sector__{key}"] for key in ("name", "slug", "band")}]
    sectors = sector_tags([*(own if values["sector_year__sector__slug"] else []), *values["joint"]])
    tags = (*sectors, *group_tags(values["group"]))
    return MyMeeting(
        pk=values["pk"],
        url=reverse("meeting-detail", args=[values["pk"]]),
        title=values["title"] or _("Topic to follow"),
        starts=values["starts"],
        when=moment_long(values["starts"], values["ends"]),
        when_machine=date_machine(values["starts"]),
        place=values["place"],
        band=tags[0].band if tags else "",
        sectors=tags,
        answer=own_answer_text(values["own_answer"]),
        comes=values["own_answer"] in COMES_ONESELF,
        takes_answers=values["starts"] > timezone.now(),
        is_online=joins_online(values["place"], values["online_link"]),
        asks_input=values["asks_input"],
        input_until=values["preparation__input_closes_on"],
        asks_to_present=values["asks_to_present"],
    )


def _answer_asked(row: MyMeeting) -> Asked:
    day = timezone.localtime(row.starts).date()
    asked = Asked("answer", _("Do you come?"), row.title, row.url, day, row.when, is_online=row.is_online)
    return _about(row, asked)


def _input_asked(row: MyMeeting) -> Asked:
    until = row.input_until
    note = _("input until %(day)s") % {"day": date_long(until)} if until else ""
    url = reverse("meeting-preparation", args=[row.pk])
    return _about(row, Asked("input", _("What should it be about?"), row.title, url, until, note))


def _presenting_asked(row: MyMeeting, pk: int | None) -> Asked:
    day, url = timezone.localtime(row.starts).date(), reverse("presenter-answer", args=[pk])
    return _about(row, Asked("present", _("Will you present?"), row.title, url, day, row.when))


def _about(row: MyMeeting, asked: Asked) -> Asked:
    return replace(asked, band=row.band, sector=row.sectors[0].name if row.sectors else "", pk=row.pk)


def my_actions(user: User) -> list[MyAction]:
    """Return what the account's person took up, the most urgent first: what is open, and what was done lately."""
    lately = Q(done_at__isnull=True) | Q(done_at__gt=timezone.now() - DONE_SHOWN)
    found = ActionItem.objects.filter(lately, owner__account=user).order_by("due", "pk")
    return [
        MyAction(
            pk=values["pk"],
            text=values["text"],
            meeting_title=values["meeting__title"] or _("Meeting"),
            meeting_url=reverse("meeting-detail", args=[values["meeting"]]),
            band=values["meeting__sector_year__sector__band"] or "",
            sector=values["meeting__sector_year__sector__name"] or "",
            due=values["due"],
            done=date_plain(values["done_at"]) if values["done_at"] else "",
        )
        for values in found.values(*ACTION_COLUMNS)
    ]


def _action_asked(action: MyAction) -> Asked:
    note = _("by %(day)s") % {"day": date_long(action.due)} if action.due else _("no date agreed")
    asked = Asked("action", _("Your action"), action.text, action.meeting_url, action.due, note)
    is_overdue = action.due is not None and action.due < timezone.localdate()
    return replace(asked, band=action.band, sector=action.sector, pk=action.pk, is_overdue=is_overdue)


def _decisions_asked(user: User) -> list[Asked]:
    """Return one line for all requests that wait for the account's decision."""
    count = requests_for(user).waiting().count() if can_decide_requests(user) else 0
    if not count:
        return []
    title = ngettext("%(count)s request waits for a decision", "%(count)s requests wait for a decision", count)
    return [Asked("decide", _("Let people in"), title % {"count": count}, reverse("request-list"), count=count)]


def my_sectors(user: User) -> list[MySector]:
    """Return the sectors in which the account's person has a seat or a role."""
    seats = Seat.objects.current().filter(sector=OuterRef("pk"), person__account=user)
    roles = Appointment.objects.current().filter(sector=OuterRef("pk"), person__account=user)
    found = held_sectors(user).annotate(
        role=_first(roles, "role"), mail=_first(seats, "mail"), calendar=_first(seats, "calendar")
    )
    prefix = reverse("sector-list")
    return [
        MySector(
            name=values["name"],
            url=f"{prefix}{values['slug']}/",
            band=values["band"],
            role=_label(Appointment.Role.choices, values["role"]),
            mail=_label(Seat.Mail.choices, values["mail"]),
            calendar=_label(Seat.Calendar.choices, values["calendar"]),
        )
        for values in found.values("name", "slug", "band", "role", "mail", "calendar")
    ]


def _first(rows: QuerySet[Any], column: str) -> Subquery:
    return Subquery(rows.values(column)[:1])


def _label(choices: list[tuple[Any, Any]], value: str | None) -> str:
    return str(dict(choices).get(value, ""))


def _circle(circle: OwnCircle) -> MyCircle:
    starts = circle.next_gathering
    return MyCircle(circle.name, circle.url, circle.coordinates, date_plain(starts) if starts else "")


def _waiting_asked(each: Waiting) -> Asked:
    """What waits in a programme or circle has waited since a day, and until no day."""
    headings = {
        HANDOVER: _("Do you take this over?"),
        ALIVE: _("Is this still alive?"),
        REQUEST: _("Wants to join your circle"),
        CIRCLE_ALIVE: _("Does your circle still live?"),
        DECLINED: _("Declined: find another place"),
    }
    told = {"about": each.about, "day": date_plain(each.since)}
    note = _("%(about)s, since %(day)s") % told if each.about != each.title else date_plain(each.since)
    return Asked(each.kind, headings[each.kind], each.title, each.url, note=note, waits_since=each.since)
