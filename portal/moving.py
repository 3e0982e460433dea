"""A change of employer: asked by the person, approved by who keeps the new organisation, carried out on its day.

Roles end, and so do seats in sectors in which the new organisation takes no part. Circles are personal and stay.
What was done before keeps the organisation of then: attendance and input hold it themselves.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date

import pghistory
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.departures import hand_over_actions, withdraw_answers
from members.models import MemberRequest, Organisation, Person, SecurityEvent, User
from members.security_log import record
from members.telling import tell
from portal.departure_mails import tell_of_ended_roles, tell_of_open_actions
from portal.joining import NotPossibleError, seat_as_wished, tell_approvers
from programmes.departures import end_leaderships
from sectors.departures import end_roles, end_seats, roles_of_people, seats_lost, seats_of
from sectors.models import Appointment, SeatWish, Sector
from sectors.permissions import can_decide_request

logger = logging.getLogger(__name__)

State = MemberRequest.State


def open_move(account: User) -> MemberRequest | None:
    """Return the move of an account that waits for a decision or for its day."""
    moves = MemberRequest.objects.filter(account=account, kind=MemberRequest.Kind.MOVING, carried_out_at=None)
    return moves.filter(state__in=[State.WAITING, State.APPROVED]).select_related("organisation", "successor").first()


@transaction.atomic
def ask_to_move(
    *,
    by: User,
    organisation: Organisation,
    moves_on: date,
    job_title: str = "",
    note: str = "",
    successor: Person | None = None,
    sectors: Iterable[Sector] = (),
) -> MemberRequest:
    """Store the wish of an account's person to go over to another organisation.

    Raises NotPossibleError when one is open already, or when the person cannot go there.
    """
    person = _locked_mover(by, organisation)
    if open_move(by) or MemberRequest.objects.waiting().filter(account=by).exists():
        raise NotPossibleError(_("There is already a request waiting. Withdraw that one first."))
    request = MemberRequest.objects.create(
        kind=MemberRequest.Kind.MOVING,
        account=by,
        name=person.name,
        job_title=job_title,
        organisation=organisation,
        note=note,
        moves_on=moves_on,
        successor=successor,
    )
    SeatWish.objects.bulk_create(SeatWish(request=request, sector=sector) for sector in sectors)
    tell_approvers(request)
    return request


@transaction.atomic
def withdraw_move(*, request: MemberRequest, by: User) -> MemberRequest:
    """Take back one's own move, as long as it was not carried out; its history keeps who decided on it.

    Raises NotPossibleError when it was refused, withdrawn or carried out meanwhile, PermissionDenied for someone else.
    """
    held = _locked(request)
    if held.account_id != by.pk:
        raise PermissionDenied
    if held.state not in (State.WAITING, State.APPROVED) or held.carried_out_at:
        raise NotPossibleError(_("This request can no longer be withdrawn."))
    return _withdraw(held)


@transaction.atomic
def approve_move(*, request: MemberRequest, by: User, origin: HttpRequest | None = None) -> MemberRequest:
    """Approve a move, carry it out when its day has come, log it and tell the person.

    Raises PermissionDenied when `by` may not decide (any more), NotPossibleError when it was decided on or withdrawn
    meanwhile, or when the person cannot go there any more; nothing is changed then.
    """
    held = _locked(request)
    if not can_decide_request(by, held):
        raise PermissionDenied
    if held.state != State.WAITING:
        raise NotPossibleError(_("This request was decided on or withdrawn meanwhile."))
    person = _locked_mover(held.account, held.organisation)
    held.state, held.decided_at, held.decided_by = State.APPROVED, timezone.now(), by
    held.save(update_fields=["state", "decided_at", "decided_by"])
    record(SecurityEvent.Kind.APPROVED, actor=by, about=held, request=origin)
    if _day_of(held) <= timezone.localdate():
        _carry_out(held, person)
    else:
        _tell(held, person, kind="move_approved")
    return held


def carry_out_due_moves() -> None:
    """Carry out approved moves whose day has come, each by itself; safe to run twice at once, and late."""
    for key in MemberRequest.objects.due().order_by("moves_on", "pk").values_list("pk", flat=True):
        try:
            _carry_out_due(key)
        except Exception:  # the others are still to be carried out, and this one is tried again tomorrow
            logger.exception("move %s was not carried out", key)


@transaction.atomic
def _carry_out_due(key: int) -> None:
    request = MemberRequest.objects.due().select_for_update(of=("self",)).filter(pk=key).first()
    if request is None:
        return
    try:
        person = _locked_mover(request.account, request.organisation)
    except NotPossibleError as error:
        logger.warning("move %s cannot be carried out and is withdrawn: %s", key, error)
        _withdraw(request)
    else:
        _carry_out(request, person)


def _locked(request: MemberRequest) -> MemberRequest:
    return MemberRequest.objects.select_for_update().get(pk=request.pk)


def _locked_mover(account: User, organisation: Organisation) -> Person:
    """Return the person of an account, when nobody else is changing it; refuse who cannot go to an organisation."""
    person = Person.objects.select_for_update().filter(account=account).first()
    if person is None or person.left_on is not None or not account.is_active:
        raise NotPossibleError(_("This person leaves the network, or has left it."))
    if person.organisation_id == organisation.pk:
        raise NotPossibleError(_("This person already works at %(name)s.") % {"name": organisation})
    if not Organisation.objects.members().filter(pk=organisation.pk).exists():
        text = _("%(name)s is not a member of the network, or no longer.") % {"name": organisation}
        raise NotPossibleError(text)
    return person


def _withdraw(request: MemberRequest) -> MemberRequest:
    request.state, request.decided_at, request.decided_by = State.WITHDRAWN, None, None
    request.save(update_fields=["state", "decided_at", "decided_by"])
    return request


def _carry_out(request: MemberRequest, person: Person) -> None:
    with pghistory.context(user=_decider(request).pk):
        roles = _end_what_ends(request, person)
        _hand_over(request, person)
        person.organisation, person.job_title = request.organisation, request.job_title
        person.save(update_fields=["organisation", "job_title"])
        request.carried_out_at = timezone.now()
        request.save(update_fields=["carried_out_at"])
        seat_as_wished(request, person, by=_decider(request))
    for role in roles:
        record(SecurityEvent.Kind.ROLE_CHANGED, actor=request.decided_by, about=role)
    tell_of_ended_roles(person, roles, on=_day_of(request), key=f"move-roles:{request.pk}")
    _tell(request, person, kind="move_done")


def _end_what_ends(request: MemberRequest, person: Person) -> list[Appointment]:
    """End seats and roles on the day of the move, whatever day it is now, and return the roles."""
    day, people = _day_of(request), Person.objects.filter(pk=person.pk)
    left = end_seats(seats_lost(people, to=request.organisation, on=day), on=day)
    left |= set(roles_of_people(people, on=day).values_list("sector", flat=True))
    roles = end_roles(people, on=day)
    end_leaderships(people, on=day)
    kept = set(seats_of(people, on=day).values_list("sector", flat=True))
    withdraw_answers(people, on=day, sectors=left - kept)
    return roles


def _hand_over(request: MemberRequest, person: Person) -> None:
    """Give open actions to the successor; without one, or when he left meanwhile, tell who leads the sectors."""
    people, successor = Person.objects.filter(pk=person.pk), request.successor
    if successor and Person.objects.present().filter(pk=successor.pk, organisation=person.organisation_id).exists():
        hand_over_actions(people, to=successor)
    else:
        tell_of_open_actions(people, name=person.name, key=f"move-actions:{request.pk}")


def _tell(request: MemberRequest, person: Person, *, kind: str) -> None:
    day, path = _day_of(request).isoformat(), reverse("mine-employer" if kind == "move_approved" else "mine-seats")
    told = {"organisation": request.organisation.name, "day": day, "path": path}
    tell(kind, person, key=f"{request.pk}", context=told)


def _day_of(request: MemberRequest) -> date:
    if request.moves_on is None:
        raise NotPossibleError(_("This is no request to move."))
    return request.moves_on


def _decider(request: MemberRequest) -> User:
    return request.decided_by or request.account
