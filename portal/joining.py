"""Coming in: someone with an account asks, waits, and is let in or refused by who looks after his organisation."""

from __future__ import annotations

from collections.abc import Iterable

import pghistory
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import MemberRequest, Organisation, Person, SecurityEvent, User
from members.models.entry import MemberRequestQuerySet
from members.permissions import can_edit_content
from members.security_log import record
from members.telling import tell, tell_accounts
from sectors.actions import take_seat
from sectors.models import Appointment, SeatWish, Sector, SectorMembership
from sectors.permissions import MANAGING, can_decide_request, managed_organisations

State = MemberRequest.State


class NotPossibleError(Exception):
    """What was asked cannot be done, or no longer; the text says why to who tried."""


def managers_of(organisation: Organisation) -> QuerySet[User]:
    """Return the accounts of the programme managers and deputies of the sectors in which an organisation takes part."""
    taking_part = SectorMembership.objects.current().filter(organisation=organisation)
    roles = Appointment.objects.current().filter(role__in=MANAGING, sector__in=taking_part.values("sector"))
    managers = User.objects.filter(is_active=True, person__in=roles.values("person"))
    return managers.select_related("person").order_by("person__sort_key")


def approvers_of(request: MemberRequest) -> QuerySet[User]:
    """Return who is told of a request: those managers, or without any the editors; never the one who asks."""
    managers = managers_of(request.organisation).exclude(pk=request.account_id)
    if managers.exists():
        return managers
    return User.objects.filter(is_active=True, is_staff=True).exclude(pk=request.account_id).select_related("person")


def requests_for(user: User) -> MemberRequestQuerySet:
    """Return the requests of others that an account may decide on, and those that were; of who did confirm an address.

    A moving account has confirmed its address long ago.
    """
    confirmed = EmailAddress.objects.filter(user=OuterRef("account"), verified=True)
    found = MemberRequest.objects.filter(~Q(state=State.WAITING, kind=MemberRequest.Kind.JOINING) | Exists(confirmed))
    if not can_edit_content(user):
        found = found.filter(organisation__in=managed_organisations(user))
    return found.exclude(account=user).select_related("account", "organisation", "decided_by__person")


def with_wishes(requests: MemberRequestQuerySet) -> QuerySet[MemberRequest]:
    """Fetch the sectors in which each wants a seat along."""
    return requests.prefetch_related("seat_wishes__sector")


def decided(requests: MemberRequestQuerySet) -> QuerySet[MemberRequest]:
    """Return those that somebody decided on, the last first."""
    return requests.filter(decided_at__isnull=False).order_by("-decided_at", "-pk")


def earlier_requests(request: MemberRequest) -> QuerySet[MemberRequest]:
    """Return what the same account asked before, the latest first."""
    before = MemberRequest.objects.filter(account=request.account_id, asked_at__lt=request.asked_at)
    return before.select_related("organisation", "decided_by__person").order_by("-asked_at", "-pk")


def known_person(request: MemberRequest) -> Person | None:
    """Return who is known already by the address of who asks, and would get the account."""
    known = Q(account=None, email__iexact=request.account.email)
    people = Person.objects.filter(Q(account=request.account_id) | known)
    return people.select_related("organisation").first()


def has_confirmed_address(account: User) -> bool:
    """Whether the account's own address was confirmed with a code, or by a sign-in service."""
    return bool(EmailAddress.objects.filter(user=account, email__iexact=account.email, verified=True).exists())


def tell_about_new_requests() -> None:
    """Tell who decides about every request that waits. Safe to run often: nobody is told twice."""
    for request in MemberRequest.objects.waiting().select_related("account", "organisation"):
        tell_approvers(request)


@transaction.atomic
def tell_approvers(request: MemberRequest) -> None:
    """Mail everyone who may decide on a request once; before the address is confirmed nobody."""
    if not has_confirmed_address(request.account):
        return
    told = {
        "name": request.name,
        "email": request.account.email,
        "organisation": request.organisation.name,
        "moving": request.kind == MemberRequest.Kind.MOVING,
        "sectors": [str(wish) for wish in request.seat_wishes.select_related("sector")],
        "path": reverse("request-decide", args=[request.pk]),
    }
    tell_accounts("request_asked", approvers_of(request), key=f"{request.pk}", context=told)


@transaction.atomic
def ask_to_join(*, organisation: Organisation, name: str, job_title: str, note: str, by: User) -> MemberRequest:
    """Store the request of an account to come in, and tell who decides; one that waits already is left as it is."""
    User.objects.select_for_update().get(pk=by.pk)
    waiting = MemberRequest.objects.waiting().filter(account=by).first()
    if waiting:
        return waiting
    with pghistory.context(user=by.pk):
        asked = MemberRequest.objects.create(
            account=by, organisation=organisation, name=name, job_title=job_title, note=note
        )
    tell_approvers(asked)
    return asked


@transaction.atomic
def change_wishes(*, request: MemberRequest, sectors: Iterable[Sector], note: str, by: User) -> MemberRequest:
    """Keep in which sectors someone who waits wants a seat, and what he adds. Raises NotPossibleError once decided."""
    waiting = _waiting(request)
    wished = {sector.pk for sector in sectors}
    SeatWish.objects.filter(request=waiting).exclude(sector__in=wished).delete()
    fresh = [SeatWish(request=waiting, sector_id=pk) for pk in wished]
    SeatWish.objects.bulk_create(fresh, ignore_conflicts=True)
    waiting.note = note
    with pghistory.context(user=by.pk):
        waiting.save(update_fields=["note"])
    return waiting


@transaction.atomic
def withdraw_request(*, request: MemberRequest, by: User) -> MemberRequest:
    """Take back a request. Raises NotPossibleError once somebody decided."""
    waiting = _waiting(request)
    waiting.state = State.WITHDRAWN
    with pghistory.context(user=by.pk):
        waiting.save(update_fields=["state"])
    return waiting


@transaction.atomic
def approve_request(*, request: MemberRequest, by: User, origin: HttpRequest | None = None) -> MemberRequest:
    """Let someone in: his account gets its person and the seats he wished, and he is mailed. Moves have their own.

    Raises PermissionDenied when `by` may not decide (any more), NotPossibleError when somebody else decided meanwhile
    or when it would let in someone it should not.
    """
    waiting = _decidable(request, by)
    with pghistory.context(user=by.pk):
        person = _person_for(waiting)
        seats = [sector.name for sector in seat_as_wished(waiting, person, by=by)]
        _decide(waiting, State.APPROVED, by)
    told = {"organisation": waiting.organisation.name, "sectors": seats, "path": reverse("mine")}
    tell("request_approved", person, key=f"{waiting.pk}", context=told)
    record(SecurityEvent.Kind.APPROVED, actor=by, about=waiting, request=origin)
    return waiting


@transaction.atomic
def refuse_request(
    *, request: MemberRequest, by: User, reason: str, origin: HttpRequest | None = None
) -> MemberRequest:
    """Refuse either kind with a reason, which is mailed to who asked. Raises the same errors as `approve_request`."""
    waiting = _decidable(request, by)
    with pghistory.context(user=by.pk):
        _decide(waiting, State.REFUSED, by, reason=reason)
    is_moving = waiting.kind == MemberRequest.Kind.MOVING
    told = {"organisation": waiting.organisation.name, "reason": reason, "moving": is_moving}
    told |= {"name": waiting.name, "path": reverse("mine-employer" if is_moving else "waiting")}
    account = User.objects.filter(pk=waiting.account_id)
    tell_accounts("request_refused", account, key=f"{waiting.pk}", context=told)
    record(SecurityEvent.Kind.REFUSED, actor=by, about=waiting, request=origin)
    return waiting


def _waiting(request: MemberRequest) -> MemberRequest:
    """Lock a request, so that it is decided on once."""
    kept = MemberRequest.objects.select_for_update(of=["self"]).select_related("account", "organisation")
    found = kept.get(pk=request.pk)
    if found.state == State.WITHDRAWN:
        raise NotPossibleError(_("%(name)s has withdrawn this request.") % {"name": found.name})
    if found.state != State.WAITING:
        raise NotPossibleError(_("Somebody else has decided on this request already: nothing has changed."))
    return found


def _decidable(request: MemberRequest, by: User) -> MemberRequest:
    waiting = _waiting(request)
    if not can_decide_request(by, waiting):
        raise PermissionDenied
    return waiting


def _decide(request: MemberRequest, state: MemberRequest.State, by: User, *, reason: str = "") -> None:
    request.state, request.reason = state, reason
    request.decided_at, request.decided_by = timezone.now(), by
    request.save(update_fields=["state", "reason", "decided_at", "decided_by"])


def _person_for(request: MemberRequest) -> Person:
    """Return the account's person: its own, the one with its confirmed address, or a new one.

    The address may meanwhile be the contact address of somebody with another account: it stays theirs.
    """
    account = request.account
    if not has_confirmed_address(account):
        raise NotPossibleError(_("The address %(email)s is not confirmed yet.") % {"email": account.email})
    if not Organisation.objects.members().filter(pk=request.organisation_id).exists():
        raise NotPossibleError(_("%(name)s is no member of the network today.") % {"name": request.organisation})
    people = Person.objects.select_for_update(of=["self"])
    if own := people.filter(account=account).taking_part().first():
        return own
    person = people.filter(account=account).first() or people.filter(account=None, email__iexact=account.email).first()
    if person is None:
        is_taken = people.filter(email__iexact=account.email).exists()
        person = Person(name=request.name, email="" if is_taken else account.email)
    person.account, person.organisation, person.left_on = account, request.organisation, None
    person.job_title = request.job_title or person.job_title
    person.save()
    return person


def seat_as_wished(request: MemberRequest, person: Person, *, by: User) -> list[Sector]:
    """Give the seats that were wished, as far as the organisation takes part today, and return the sectors."""
    wished = SeatWish.objects.filter(request=request).values("sector")
    sectors = list(Sector.objects.open_to(person.organisation).filter(pk__in=wished))
    for sector in sectors:
        take_seat(person=person, sector=sector, by=by)
    return sectors
