"""The organisation page in the shape that its template prints: one query for each list, whatever its length."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import JSONArray, JSONObject, Least
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import Attendance
from members.dates import date_plain
from members.lineage import Lineage, lineage_of
from members.models import NetworkMembership, Organisation, OrganisationQuerySet, Person, PersonQuerySet, User
from members.permissions import can_see_contact, can_see_member_details
from members.rows import card_url
from programmes.models import CircleCoordinator, Handover, Hosting, ProgrammeLeader, ProgrammeParticipant
from sectors.models import Appointment, SectorMembership
from sectors.rows import Link

GENERATIONS = 4  # of mergers, each of which takes years
THERE = (Attendance.Presence.PRESENT, Attendance.Presence.ONLINE)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Someone of the organisation; address and number only for who may see them."""

    name: str
    job_title: str
    roles: tuple[str, ...]
    photo: str
    email: str
    phone: str
    vcard: str


@dataclass(frozen=True, slots=True)
class TermRow:
    """A sector, platform or programme with the time the organisation has to do with it, or a forerunner (`as_name`)."""

    name: str
    url: str
    band: str
    period: str
    is_current: bool
    as_name: str = ""


@dataclass(frozen=True, slots=True)
class Forerunner:
    """An organisation that merged into the one shown, or into one that did; `into` is which, unless it is this one."""

    name: str
    url: str
    into: str


@dataclass(frozen=True, slots=True)
class Kin:
    """What an organisation consists of, is part of, comes from and became; the first successor comes first."""

    parts: tuple[Link, ...]
    wholes: tuple[Link, ...]
    forerunners: tuple[Forerunner, ...]
    successors: tuple[Link, ...]

    def __bool__(self) -> bool:
        return bool(self.parts or self.wholes or self.forerunners)


@dataclass(frozen=True, slots=True)
class Carried:
    """What an organisation carries on from those that merged into it: facts, and work handed over to them."""

    facts: list[tuple[str, str]]
    received: tuple[Link, ...]


def with_line(organisations: OrganisationQuerySet) -> OrganisationQuerySet:
    """Annotate `line_back` and `line_on`: all mergers before and after an organisation, some generations far."""
    steps = ["__".join(["succeeded_by"] * generation) for generation in range(1, GENERATIONS + 1)]
    merged = Organisation.objects.filter(reduce(or_, (Q(**{step: OuterRef("pk")}) for step in steps)))
    back = JSONObject(name="name", slug="slug", into="succeeded_by__name")
    on = [JSONObject(name=f"{step}__name", slug=f"{step}__slug") for step in steps]
    return organisations.annotate(
        line_back=ArraySubquery(merged.exclude(pk=OuterRef("pk")).by_name().values(found=back)),
        line_on=JSONArray(*on),
    )


def with_carried(organisations: OrganisationQuerySet) -> OrganisationQuerySet:
    """Annotate what was done by all that merged into an organisation: member since, meetings and handovers."""
    own, line = OuterRef("pk"), Lineage(OuterRef("pk"))
    terms = NetworkMembership.objects.filter(organisation__in=line).exclude(organisation=own)
    first = terms.order_by(F("since").asc(nulls_last=True), "organisation__sort_key")
    came = Attendance.objects.filter(organisation__in=line, presence__in=THERE).exclude(organisation=own)
    received = Handover.objects.filter(organisation__in=line, accepted_at__isnull=False).exclude(organisation=own)
    work = JSONObject(work="workstream__title", programme="programme__name", slug="programme__slug")
    return organisations.annotate(
        line_member=Subquery(first.values(found=JSONObject(since="since", name="organisation__name"))[:1]),
        line_meetings=Subquery(
            came.order_by().values(one=Value(1)).annotate(found=Count("meeting", distinct=True)).values("found")
        ),
        line_received=ArraySubquery(received.order_by("programme__name", "pk").values(found=work)),
    )


def carried_by(organisation: Organisation, user: User | AnonymousUser) -> Carried:
    """Return what an organisation fetched `with_carried` carries on; who was at meetings is for members."""
    found, facts = vars(organisation), []
    member, prefix = found["line_member"], reverse("programme-list")
    if member:
        told = {"period": period_text(_day(member["since"]), None), "name": member["name"]}
        text = _("%(period)s, as %(name)s") if told["period"] else _("as %(name)s")
        facts.append((_("Member of the network"), text % told))
    if found["line_meetings"] and can_see_member_details(user):
        facts.append((_("Meetings attended before the merger"), str(found["line_meetings"])))
    links = (Link(_work_text(each), f"{prefix}{each['slug']}/") for each in found["line_received"])
    return Carried(facts, tuple(links))


def _work_text(found: dict[str, str]) -> str:
    return f"{found['work']} ({found['programme']})" if found["work"] else found["programme"]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def kin_of(organisation: Organisation) -> Kin:
    """Return the kin of an organisation that was fetched `with_kin` and `with_line`, without a query."""
    found = vars(organisation)
    return Kin(
        parts=_links(found["parts"]),
        wholes=_links(found["wholes"]),
        forerunners=tuple(_forerunners(organisation, found["line_back"])),
        successors=_links(_until_known(organisation, found["line_on"])),
    )


def _forerunners(organisation: Organisation, found: Iterable[dict[str, str]]) -> Iterator[Forerunner]:
    prefix = reverse("organisation-list")
    for each in found:
        into = "" if each["into"] == organisation.name else each["into"]
        yield Forerunner(each["name"], f"{prefix}{each['slug']}/", into)


def _until_known(organisation: Organisation, heirs: Iterable[dict[str, str]]) -> list[dict[str, str]]:
    """Follow a line of heirs to its end, or to where it turns in a circle."""
    met, line = {None, organisation.slug}, []
    for heir in heirs:
        if heir["slug"] in met:
            break
        met.add(heir["slug"])
        line.append(heir)
    return line


def _links(found: Iterable[dict[str, str]]) -> tuple[Link, ...]:
    prefix = reverse("organisation-list")
    return tuple(Link(each["name"], f"{prefix}{each['slug']}/") for each in found)


def facts_of(organisation: Organisation) -> list[tuple[str, str]]:
    """Return labels and values of what is known about an organisation fetched `with_membership`."""
    membership = {name: vars(organisation)[name] for name in ("is_member", "member_since", "member_until")}
    facts = [
        (_("Short name"), organisation.short_name),
        (_("Seat"), organisation.seat),
        (_("Province"), organisation.province),
        (_("Member of the network"), membership_text(**membership)),
    ]
    return [(label, value) for label, value in facts if value]


def membership_text(*, is_member: bool, member_since: date | None, member_until: date | None) -> str:
    """Say since when an organisation is a member, until when it was one, or that it is none."""
    if is_member:
        return period_text(member_since, None) or _("yes, since when is not known")
    return period_text(None, member_until) or _("no")


def period_text(since: date | None, until: date | None) -> str:
    """Write "since 1 januari 2020", "until 1 juli 2018" or both; nothing when neither day is known."""
    if since and until:
        return _("from %(first)s until %(last)s") % {"first": date_plain(since), "last": date_plain(until)}
    if since:
        return _("since %(day)s") % {"day": date_plain(since)}
    return _("until %(day)s") % {"day": date_plain(until)} if until else ""


def sector_terms(organisation: Organisation) -> list[TermRow]:
    """Return the sectors an organisation takes or took part in, today's first, in one query."""
    terms = SectorMembership.objects.filter(organisation=organisation).newest_first()
    columns = ("since", "until", "sector__name", "sector__slug", "sector__band", "organisation__name")
    return _terms(terms.values_list(*columns), "sector-detail", organisation)


def platform_terms(organisation: Organisation) -> list[TermRow]:
    """Return the platforms an organisation or a forerunner hosts or hosted, today's first, in one query."""
    terms = Hosting.objects.filter(organisation__in=lineage_of(organisation)).newest_first()
    columns = ("since", "until", "platform__name", "platform__slug", "platform__programme__band", "organisation__name")
    return _terms(terms.values_list(*columns), "platform-detail", organisation)


def programme_terms(organisation: Organisation) -> list[TermRow]:
    """Return the programmes in which an organisation or a forerunner takes or took part, in one query."""
    terms = ProgrammeParticipant.objects.filter(organisation__in=lineage_of(organisation)).newest_first()
    last_day = Least("until", "programme__ended_on")
    columns = ("since", "last_day", "programme__name", "programme__slug", "programme__band", "organisation__name")
    return _terms(terms.annotate(last_day=last_day).values_list(*columns), "programme-detail", organisation)


def _terms(rows: Iterable[tuple[Any, ...]], route: str, organisation: Organisation) -> list[TermRow]:
    today = timezone.localdate()
    found = [
        TermRow(
            name=name,
            url=reverse(route, args=[slug]),
            band=band or "",
            period=period_text(since, until),
            is_current=until is None or until > today,
            as_name=held_by if held_by != organisation.name else "",
        )
        for since, until, name, slug, band, held_by in rows
    ]
    return sorted(found, key=lambda term: not term.is_current)


def people_of(organisation: Organisation, user: User | AnonymousUser) -> list[PersonRow]:
    """Return the people of an organisation as far as `user` may know of them, in one query.

    Members see every colleague. Others see who holds a role in the network today, and who is there for everyone.
    """
    everyone, inside = Person.ContactVisibility.EVERYONE, can_see_member_details(user)
    rows = []
    for person in _with_roles(Person.objects.present().filter(organisation=organisation)):
        roles = _roles(vars(person))
        if inside or roles or person.contact_visibility == everyone:
            rows.append(_person(person, roles, shown=can_see_contact(user, person)))
    return rows


def _with_roles(people: PersonQuerySet) -> PersonQuerySet:
    """Bring along where people lead today: sectors (with their role), programmes and circles."""
    person = OuterRef("pk")
    appointments = Appointment.objects.filter(person=person).current()
    leaders = ProgrammeLeader.objects.filter(person=person).current()
    coordinators = CircleCoordinator.objects.filter(person=person).current()
    return people.by_name().annotate(
        sector_roles=ArraySubquery(appointments.values(found=JSONObject(role="role", name="sector__name"))),
        led=ArraySubquery(leaders.values("programme__name")),
        coordinated=ArraySubquery(coordinators.values("circle__name")),
    )


def _roles(found: dict[str, Any]) -> tuple[str, ...]:
    """Write each role as a line: "Chair of sector Overheden"."""
    lines = [_("%(role)s of sector %(name)s") % _sector_role(each) for each in found["sector_roles"]]
    lines += [_("Leader of programme %(name)s") % {"name": name} for name in found["led"]]
    lines += [_("Coordinator of knowledge circle %(name)s") % {"name": name} for name in found["coordinated"]]
    return tuple(lines)


def _sector_role(found: dict[str, str]) -> dict[str, str]:
    return {"role": str(Appointment.Role(found["role"]).label), "name": found["name"]}


def _person(person: Person, roles: tuple[str, ...], *, shown: bool) -> PersonRow:
    return PersonRow(
        name=person.name,
        job_title=person.job_title,
        roles=roles,
        photo=person.photo.url_as("round"),
        email=person.email if shown else "",
        phone=person.phone if shown else "",
        vcard=card_url(person, shown=shown),
    )
