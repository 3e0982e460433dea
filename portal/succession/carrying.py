"""Carrying each kind over to an organisation, or ending it where none is given; inside one transaction (acts.py)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.departures import withdraw_answers
from meetings.models import Meeting, Presenter
from members.dates import date_plain
from members.models import IdentityProvider, MemberRequest, NetworkMembership, Organisation, Person, PersonInvitation
from members.periods import PeriodQuerySet
from portal.departures import end_of_people
from portal.joining import refuse_request
from portal.succession.case import Succession
from portal.succession.terms import pass_on_terms
from programmes.departures import move_on
from programmes.models import (
    ActivityParticipant,
    CircleCoordinator,
    Handover,
    Hosting,
    JointActivity,
    PoolEntry,
    ProgrammeLeader,
    ProgrammeParticipant,
)
from sectors.departures import end_seats, roles_of_people, seats_lost
from sectors.models import FocusPoint, SectorMembership

State = MemberRequest.State


def membership(succession: Succession, rows: list[Any], to: Organisation | None) -> None:
    _terms(NetworkMembership.objects.filter(pk__in=_keys(rows)), to, succession.day)


def sectors(succession: Succession, rows: list[Any], to: Organisation | None) -> None:
    _terms(SectorMembership.objects.filter(pk__in=_keys(rows)), to, succession.day, within="sector")


def participations(succession: Succession, rows: list[Any], to: Organisation | None) -> None:
    _terms(ProgrammeParticipant.objects.filter(pk__in=_keys(rows)), to, succession.day, within="programme")


def hostings(succession: Succession, rows: list[Any], to: Organisation | None) -> None:
    _terms(Hosting.objects.filter(pk__in=_keys(rows)), to, succession.day, within="platform")


def handovers(succession: Succession, rows: list[Handover], to: Organisation | None) -> None:
    """Have accepted work move on, on record; what nobody accepted yet gets another destination."""
    if to is None:
        return
    for handover in rows:
        contact = handover.contact
        if contact and contact.organisation_id == succession.source.pk and to != succession.successor:
            contact = None
        source = _("Merger on %(day)s") % {"day": date_plain(succession.day)}
        move_on(handover, to=to, contact=contact, on=succession.day, source=source)


def leaderships(succession: Succession, rows: list[Any], to: Organisation | None) -> None:
    if to is None:
        ProgrammeLeader.objects.filter(pk__in=_keys(rows)).end_on(succession.day)


def coordinations(succession: Succession, rows: list[Any], to: Organisation | None) -> None:
    if to is None:
        CircleCoordinator.objects.filter(pk__in=_keys(rows)).end_on(succession.day)


def led_activities(_succession: Succession, rows: list[Any], to: Organisation | None) -> None:
    JointActivity.objects.filter(pk__in=_keys(rows)).update(lead=to)


def joined_activities(succession: Succession, rows: list[Any], to: Organisation | None) -> None:
    """Change who takes part; one that takes part already does so once."""
    found = ActivityParticipant.objects.filter(pk__in=_keys(rows))
    if to is not None:
        known = ActivityParticipant.objects.filter(organisation=to).values("activity")
        found.exclude(activity__in=list(known.values_list("activity", flat=True))).update(organisation=to)
    ActivityParticipant.objects.filter(pk__in=_keys(rows), organisation=succession.source).delete()


def pool_entries(_succession: Succession, rows: list[Any], to: Organisation | None) -> None:
    found = PoolEntry.objects.filter(pk__in=_keys(rows))
    if to is None:
        found.update(closed_at=timezone.now())
    else:
        found.update(organisation=to)


def hosted_meetings(_succession: Succession, rows: list[Any], to: Organisation | None) -> None:
    """Change the host; who has a meeting's form open sees that it changed."""
    Meeting.objects.filter(pk__in=_keys(rows)).update(host=to, version=F("version") + 1, modified_at=timezone.now())


def presentations(_succession: Succession, rows: list[Any], to: Organisation | None) -> None:
    if to is not None:
        Presenter.objects.filter(pk__in=_keys(rows)).update(organisation=to)


def focus_points(succession: Succession, rows: list[FocusPoint], to: Organisation | None) -> None:
    for point in rows:
        point.partners.remove(succession.source)
        if to is not None:
            point.partners.add(to)


def partnerships(succession: Succession, rows: list[Organisation], to: Organisation | None) -> None:
    """Put the successor in its place in partnerships, unless it would be a part of itself."""
    source = succession.source
    for other in rows:
        is_part, is_whole = source.consists_of.contains(other), other.consists_of.contains(source)
        source.consists_of.remove(other)
        other.consists_of.remove(source)
        if to is None or to == other:
            continue
        if is_part:
            to.consists_of.add(other)
        if is_whole:
            other.consists_of.add(to)


def requests(succession: Succession, rows: list[MemberRequest], to: Organisation | None) -> None:
    """Have requests be for the successor, where those who work there need none; refuse them without one."""
    found = MemberRequest.objects.filter(pk__in=_keys(rows))
    if to is not None:
        _withdraw(found.filter(account__person__organisation=to))
        found.exclude(state=State.WITHDRAWN).update(organisation=to)
        return
    reason = _("%(name)s exists no more since %(day)s.")
    told = {"name": succession.source.name, "day": date_plain(succession.day)}
    _withdraw(found.filter(Q(state=State.APPROVED) | Q(account=succession.by)))
    for request in found.filter(state=State.WAITING):
        refuse_request(request=request, by=succession.by, reason=reason % told)


def invitations(_succession: Succession, rows: list[Any], to: Organisation | None) -> None:
    found = PersonInvitation.objects.filter(pk__in=_keys(rows))
    if to is None:
        found.update(withdrawn_at=timezone.now())
    else:
        found.update(organisation=to)


def people(succession: Succession, rows: list[Any], to: Organisation | None) -> None:
    """Have people go over with their seats and roles, or end those; seats only where the successor takes part."""
    found = Person.objects.filter(pk__in=_keys(rows))
    if to is None:
        end_of_people(found, on=succession.day, name=succession.source.name, by=succession.by)
        return
    _lose_seats(found, to, succession.day)
    moves = MemberRequest.objects.filter(account__person__in=found, organisation=to, kind=MemberRequest.Kind.MOVING)
    _withdraw(moves.filter(state__in=[State.WAITING, State.APPROVED], carried_out_at__isnull=True))
    found.update(organisation=to)


def domains(succession: Succession, _rows: list[Any], to: Organisation | None) -> None:
    """Have addresses belong to the successor; the service goes along unless it has one of its own."""
    source, services = succession.source, IdentityProvider.objects.filter(organisation=succession.source)
    if to is None:
        services.update(is_active=False)
    else:
        to.email_domains = list(dict.fromkeys([*to.email_domains, *source.email_domains]))
        to.save(update_fields=["email_domains"])
        if not IdentityProvider.objects.filter(organisation=to).exists():
            services.update(organisation=to)
    source.email_domains = []
    source.save(update_fields=["email_domains"])


def _terms(rows: PeriodQuerySet[Any], to: Organisation | None, on: date, within: str = "") -> None:
    if to is None:
        rows.end_on(on)
    else:
        pass_on_terms(rows, to=to, on=on, within=within)


def _lose_seats(people: QuerySet[Person], to: Organisation, on: date) -> None:
    """End seats in sectors in which the successor takes no part, with the answers of who has no role there."""
    seats = seats_lost(people, to=to, on=on)
    lost: dict[int, set[int]] = {}
    for sector, person in seats.values_list("sector", "person"):
        lost.setdefault(sector, set()).add(person)
    end_seats(seats, on=on)
    for sector, keys in lost.items():
        with_role = roles_of_people(people, on=on).filter(sector=sector)
        without = Person.objects.filter(pk__in=keys).exclude(pk__in=with_role.values("person"))
        withdraw_answers(without, on=on, sectors=[sector])


def _withdraw(requests: QuerySet[MemberRequest]) -> None:
    requests.update(state=State.WITHDRAWN, decided_at=None, decided_by=None)


def _keys(rows: list[Any]) -> list[int]:
    return [row.pk for row in rows]
