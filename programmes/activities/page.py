"""One joint activity as its page shows it: plain values, so that the template only prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.web_links import web_link
from members.dates import date_machine, date_plain
from members.models import Person, User
from members.permissions import can_see_contact
from members.rows import card_url
from programmes.activities.kinds import LEADS, PERIODS
from programmes.activities.pool import takes_entries
from programmes.activities.rules import Kind, State, is_joinable, is_over, why_not_join
from programmes.circle_page import PersonLine
from programmes.models import ActivityParticipant, JointActivity, PoolEntry
from programmes.permissions import can_edit_circle, can_join_circles, can_see_circle_people
from programmes.rows import LINKS


class Fact(NamedTuple):
    """Something known of an activity; `machine` is a day for programs."""

    label: str
    value: str
    url: str = ""
    machine: str = ""


class ParticipantLine(NamedTuple):
    """An organisation that takes part, with its contact as far as the reader may know."""

    pk: int
    name: str
    url: str
    person: str
    joined: str
    note: str


class EntryLine(NamedTuple):
    """Staff that is offered or asked for."""

    pk: int
    kind: str
    kind_label: str
    title: str
    skills: tuple[str, ...]
    facts: str
    text: str
    organisation: str
    url: str
    person: str
    email: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class ActivityView:
    """All that the page prints."""

    activity: JointActivity
    phase: str
    phase_label: str
    facts: list[Fact]
    link: str
    link_label: str
    contact: PersonLine | None
    participants: list[ParticipantLine]
    shows_people: bool
    own: ParticipantLine | None
    organisation: str
    closed: str
    may_edit: bool
    may_join: bool
    may_leave: bool
    may_offer: bool
    is_pool: bool
    entries: list[EntryLine] = field(default_factory=list)


def fetch_activity(pk: int) -> JointActivity | None:
    """Return an activity with all that its page names."""
    found = JointActivity.objects.select_related("circle", "lead", "owner__organisation")
    return found.defer("search", "circle__search", "circle__text").filter(pk=pk).first()


def person_of(user: User | AnonymousUser) -> Person | None:
    """Return who an account is, with the organisation."""
    if not isinstance(user, User):
        return None
    return Person.objects.select_related("organisation").filter(account=user).first()


def activity_page(activity: JointActivity, user: User | AnonymousUser, person: Person | None) -> ActivityView:
    """Shape an activity, fetched by `fetch_activity`, for a reader; three more queries at most."""
    shows_people = can_see_circle_people(user)
    joined = list(activity.joined.select_related("organisation", "person").order_by("organisation__sort_key", "pk"))
    mine = person.organisation_id if person else None
    own = next((each for each in joined if each.organisation_id == mine), None)
    phase = phase_of(activity)
    closed = why_not_join(activity, taken=len(joined))
    is_pool = activity.kind == Kind.STAFF_POOL
    member = can_join_circles(user) and mine is not None
    return ActivityView(
        activity=activity,
        phase=phase,
        phase_label=str(JointActivity.Phase(phase).label),
        facts=_facts(activity, len(joined)),
        link=web_link(activity.link),
        link_label=str(LINKS[activity.kind]),
        contact=_contact(activity, user),
        participants=[_participant(each, shows_people=shows_people) for each in joined],
        shows_people=shows_people,
        own=_participant(own, shows_people=True) if own else None,
        organisation=str(person.organisation) if person and person.organisation else "",
        closed=closed,
        may_edit=can_edit_circle(user, activity.circle),
        may_join=member and own is None and not closed,
        may_leave=member and own is not None and is_joinable(activity),
        may_offer=member and own is not None and takes_entries(activity),
        is_pool=is_pool,
        entries=_entries(activity, user, mine) if is_pool and shows_people else [],
    )


def phase_of(activity: JointActivity) -> str:
    """Return what the reader sees: the value of JointActivity.Phase today."""
    if activity.state != State.OPEN:
        return str(activity.state)
    return JointActivity.Phase.RUNNING if is_over(activity) else JointActivity.Phase.JOINABLE


def _facts(activity: JointActivity, taken: int) -> list[Fact]:
    kind, circle = activity.kind, activity.circle
    facts = [Fact(_("Knowledge circle"), circle.name, circle.get_absolute_url())]
    if activity.lead:
        facts.append(Fact(str(LEADS[kind]), activity.lead.name, activity.lead.get_absolute_url()))
    if day := activity.join_before:
        label = _("One could join until") if is_over(activity) else _("Join until")
        facts.append(Fact(label, date_plain(day), machine=date_machine(day)))
    if kind in PERIODS and (period := _period(activity.since, activity.until)):
        facts.append(Fact(str(PERIODS[kind]), period))
    if activity.extension:
        facts.append(Fact(_("Possible extension"), activity.extension))
    if activity.version:
        facts.append(Fact(_("Version"), activity.version))
    if day := activity.review_by:
        facts.append(Fact(_("To be reviewed by"), date_plain(day), machine=date_machine(day)))
    if activity.places:
        left = max(activity.places - taken, 0)
        text = ngettext("%(left)s of %(count)s place left", "%(left)s of %(count)s places left", activity.places)
        facts.append(Fact(_("Places"), text % {"left": left, "count": activity.places}))
    return facts


def _period(since: date | None, until: date | None) -> str:
    if since and until:
        return _("%(since)s until and including %(until)s") % {"since": date_plain(since), "until": date_plain(until)}
    if since:
        return _("from %(day)s") % {"day": date_plain(since)}
    return _("until and including %(day)s") % {"day": date_plain(until)} if until else ""


def _contact(activity: JointActivity, user: User | AnonymousUser) -> PersonLine | None:
    person = activity.owner
    if person is None:
        return None
    shown = can_see_contact(user, person)
    return PersonLine(
        name=person.name,
        organisation=person.organisation.name if person.organisation else "",
        url=person.organisation.get_absolute_url() if person.organisation else "",
        email=person.email if shown else "",
        phone=person.phone if shown else "",
        photo=person.photo.url_as("round"),
        vcard=card_url(person, shown=shown),
    )


def _participant(joined: ActivityParticipant, *, shows_people: bool) -> ParticipantLine:
    return ParticipantLine(
        pk=joined.pk,
        name=joined.organisation.name,
        url=joined.organisation.get_absolute_url(),
        person=joined.person.name if shows_people and joined.person else "",
        joined=date_plain(joined.joined_on) if joined.joined_on else "",
        note=joined.note if shows_people else "",
    )


def _entries(activity: JointActivity, user: User | AnonymousUser, mine: int | None) -> list[EntryLine]:
    entries = activity.pool.open(timezone.localdate()).select_related("organisation", "person")
    prefix = reverse("organisation-list")
    return [
        EntryLine(
            pk=entry.pk,
            kind=entry.kind,
            kind_label=entry.get_kind_display(),
            title=entry.title,
            skills=tuple(entry.skills),
            facts=", ".join(_terms(entry)),
            text=entry.text,
            organisation=entry.organisation.name,
            url=f"{prefix}{entry.organisation.slug}/",
            person=entry.person.name if entry.person else "",
            email=entry.person.email if entry.person and can_see_contact(user, entry.person) else "",
            is_own=mine == entry.organisation_id,
        )
        for entry in entries
    ]


def _terms(entry: PoolEntry) -> Iterable[str]:
    if entry.hours:
        yield ngettext("%(count)s hour a week", "%(count)s hours a week", entry.hours) % {"count": entry.hours}
    if period := _period(entry.since, entry.until):
        yield period
