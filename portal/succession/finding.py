"""The rows of each kind that an organisation carries, one query for each, and how each reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.departures import open_actions_of
from meetings.models import Meeting, Presenter
from members.models import IdentityProvider, MemberRequest, NetworkMembership, Organisation, Person, PersonInvitation
from portal.organisation_page import period_text
from portal.succession.case import Succession
from programmes.departures import (
    activities_led_by,
    coordinations_of,
    handovers_to,
    hostings_of,
    joined_by,
    leaderships_of,
    participating,
    pool_entries_of,
)
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
from sectors.departures import memberships_of, roles_of_people, seats_of
from sectors.models import FocusPoint, SectorMembership
from sectors.rows import Link


def network_terms(succession: Succession) -> list[NetworkMembership]:
    """Return the memberships of the network that hold on the day or after."""
    terms = NetworkMembership.objects.reaching(succession.day).filter(organisation=succession.source)
    return list(terms.order_by("since", "pk"))


def term_line(term: NetworkMembership) -> Link:
    """Write "since 1 januari 2014"."""
    return Link(period_text(term.since, term.until) or _("yes, since when is not known"), "")


def sector_terms(succession: Succession) -> list[SectorMembership]:
    """Return in which sectors it takes part."""
    terms = memberships_of(succession.source, on=succession.day).select_related("sector")
    return list(terms.order_by("sector__name", "since", "pk"))


def sector_line(term: SectorMembership) -> Link:
    return _termed(term.sector.name, term.sector.get_absolute_url(), term)


def participations(succession: Succession) -> list[ProgrammeParticipant]:
    """Return in which programmes under way it takes part; what has ended keeps the name of then."""
    terms = participating(succession.source, on=succession.day).select_related("programme")
    return list(terms.order_by("programme__name", "since", "pk"))


def programme_line(term: ProgrammeParticipant) -> Link:
    return _termed(term.programme.name, term.programme.get_absolute_url(), term)


def hostings(succession: Succession) -> list[Hosting]:
    """Return which platforms it hosts."""
    terms = hostings_of(succession.source, on=succession.day).select_related("platform")
    lasting = terms.filter(Q(platform__until__isnull=True) | Q(platform__until__gt=succession.day))
    return list(lasting.order_by("platform__name", "since", "pk"))


def platform_line(term: Hosting) -> Link:
    return _termed(term.platform.name, term.platform.get_absolute_url(), term)


def handovers(succession: Succession) -> list[Handover]:
    """Return what was handed over to it, or is asked to be, and went nowhere else."""
    found = handovers_to(succession.source).select_related("programme", "workstream", "organisation", "contact")
    return list(found.order_by("programme__name", "pk"))


def handover_line(handover: Handover) -> Link:
    """Write "Digitale toegankelijkheid (Samen Digitaal)", and whether it was accepted."""
    told = {"work": handover.workstream or handover.get_kind_display(), "programme": handover.programme}
    text = _("%(work)s (%(programme)s)") if handover.is_accepted else _("%(work)s (%(programme)s), not accepted yet")
    return Link(text % told, handover.programme.get_absolute_url())


def leaderships(succession: Succession) -> list[ProgrammeLeader]:
    """Return which programmes under way its people lead."""
    terms = leaderships_of(_people(succession), on=succession.day).select_related("programme", "person")
    return list(terms.order_by("programme__name", "pk"))


def leader_line(term: ProgrammeLeader) -> Link:
    return Link(f"{term.programme}: {term.person}", term.programme.get_absolute_url())


def coordinations(succession: Succession) -> list[CircleCoordinator]:
    """Return which circles its people keep going."""
    terms = coordinations_of(_people(succession), on=succession.day).select_related("circle", "person")
    return list(terms.order_by("circle__name", "pk"))


def coordinator_line(term: CircleCoordinator) -> Link:
    return Link(f"{term.circle}: {term.person}", term.circle.get_absolute_url())


def led_activities(succession: Succession) -> list[JointActivity]:
    """Return which joint activities it leads that are not over."""
    return list(activities_led_by(succession.source).order_by("title", "pk"))


def joined_activities(succession: Succession) -> list[ActivityParticipant]:
    """Return in which joint activities it takes part that are not over."""
    return list(joined_by(succession.source).select_related("activity").order_by("activity__title", "pk"))


def joined_line(joined: ActivityParticipant) -> Link:
    return Link(joined.activity.title, joined.activity.get_absolute_url())


def pool_entries(succession: Succession) -> list[PoolEntry]:
    """Return what it offers to staff pools, or asks of them."""
    return list(pool_entries_of(succession.source).select_related("activity").order_by("title", "pk"))


def pool_line(entry: PoolEntry) -> Link:
    return Link(entry.title, entry.activity.get_absolute_url())


def hosted_meetings(succession: Succession) -> list[Meeting]:
    """Return the coming meetings of which it is the host."""
    found = Meeting.objects.filter(_coming(), host=succession.source)
    return list(found.select_related("sector_year__sector").order_by("starts", "pk"))


def meeting_line(meeting: Meeting) -> Link:
    return Link(str(meeting), meeting.get_absolute_url())


def presentations(succession: Succession) -> list[Presenter]:
    """Return where it is to present."""
    meetings = Meeting.objects.filter(_coming())
    found = Presenter.objects.filter(organisation=succession.source, meeting__in=meetings, declined_at__isnull=True)
    return list(found.select_related("meeting__sector_year__sector").order_by("meeting__starts", "pk"))


def presenter_line(presenter: Presenter) -> Link:
    return meeting_line(presenter.meeting)


def focus_points(succession: Succession) -> list[FocusPoint]:
    """Return in which focus points of this year and later it is a partner; past ones keep the name of then."""
    found = FocusPoint.objects.filter(partners=succession.source, sector_year__year__gte=timezone.localdate().year)
    return list(found.select_related("sector_year__sector").order_by("sector_year__year", "title", "pk"))


def focus_line(point: FocusPoint) -> Link:
    return Link(f"{point.title} ({point.sector_year})", point.sector_year.get_absolute_url())


def partnerships(succession: Succession) -> list[Organisation]:
    """Return what it consists of, and what it is a part of."""
    kin = Q(part_of=succession.source) | Q(consists_of=succession.source)
    return list(Organisation.objects.filter(kin).distinct().order_by("name", "pk"))


def page_line(row: Any) -> Link:
    """Name anything that has a page."""
    return Link(str(row), row.get_absolute_url())


def requests(succession: Succession) -> list[MemberRequest]:
    """Return who asks to come in or over, and whose move there was approved and not carried out."""
    open_ones = Q(state=MemberRequest.State.WAITING)
    open_ones |= Q(state=MemberRequest.State.APPROVED, kind=MemberRequest.Kind.MOVING, carried_out_at__isnull=True)
    return list(MemberRequest.objects.filter(open_ones, organisation=succession.source).order_by("name", "pk"))


def request_line(request: MemberRequest) -> Link:
    return Link(request.name, reverse("request-list"))


def invitations(succession: Succession) -> list[PersonInvitation]:
    """Return which personal invitations can still be used."""
    return list(PersonInvitation.objects.open().filter(organisation=succession.source).order_by("email", "pk"))


def invitation_line(invitation: PersonInvitation) -> Link:
    return Link(invitation.name or invitation.email, "")


def people(succession: Succession) -> list[Person]:
    """Return who works there, each with what goes along: account, seats, roles and open actions in numbers."""
    found = list(_people(succession).select_related("account").by_name())
    keys = Person.objects.filter(pk__in=[person.pk for person in found])
    counted = (
        ("seat_count", seats_of(keys, on=succession.day).values_list("person", flat=True)),
        ("role_count", roles_of_people(keys, on=succession.day).values_list("person", flat=True)),
        ("action_count", open_actions_of(keys).values_list("owner", flat=True)),
    )
    for name, owners in counted:
        _count(found, name, owners)
    return found


def person_line(person: Any) -> Link:
    """Write "An Voorbeeld: account, 2 seats, 1 role, 3 open actions"."""
    has_account = person.account is not None and person.account.is_active
    parts = [_("account")] if has_account else []
    if person.seat_count:
        parts.append(_("seats: %(count)s") % {"count": person.seat_count})
    if person.role_count:
        parts.append(_("roles: %(count)s") % {"count": person.role_count})
    if person.action_count:
        parts.append(_("open actions: %(count)s") % {"count": person.action_count})
    return Link(f"{person.name} ({', '.join(parts)})" if parts else person.name, "")


def domains(succession: Succession) -> list[str | IdentityProvider]:
    """Return the domains on which its addresses are, and the service by which its people sign in."""
    services = IdentityProvider.objects.filter(organisation=succession.source)
    return [*sorted(succession.source.email_domains), *services]


def domain_line(domain: str | IdentityProvider) -> Link:
    return Link(str(domain), "")


def _people(succession: Succession) -> Any:
    return Person.objects.filter(organisation=succession.source, erased_at__isnull=True).present()


def _coming() -> Q:
    """Meetings that are still to be held, with or without a day."""
    closed = [Meeting.State.CANCELLED, Meeting.State.NOT_HELD]
    return (Q(starts__gt=timezone.now()) | Q(starts__isnull=True)) & ~Q(state__in=closed)


def _termed(name: str, url: str, term: Any) -> Link:
    period = period_text(term.since, term.until)
    return Link(f"{name}, {period}" if period else name, url)


def _count(people: Iterable[Any], name: str, owners: Iterable[int | None]) -> None:
    held = list(owners)
    for person in people:
        setattr(person, name, held.count(person.pk))
