"""Leaving the network: a person, or an organisation with its people. What was done before stays as it was.

Everything that ends has its day in its own row, so a day to come needs no job, but for closing accounts: that follows
from the day someone left, and from whether the organisation is still a member. Coming back is putting it right in the
admin: take away the day someone left, or add a new period, and open the account.
"""

from __future__ import annotations

from datetime import date

import pghistory
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.departures import hand_over_actions, withdraw_answers
from members.dates import date_plain
from members.models import (
    MemberRequest,
    NetworkMembership,
    Organisation,
    Person,
    PersonInvitation,
    PersonQuerySet,
    SecurityEvent,
    User,
)
from members.security_log import record
from members.telling import recipients_of, tell, tell_many
from portal.calendar_links import links_of, revoke_links
from portal.departure_mails import tell_editors, tell_of_ended_roles, tell_of_open_actions
from portal.joining import NotPossibleError
from programmes.departures import end_circles, end_leaderships, end_participations
from programmes.models import Programme, ProgrammeLeader
from sectors.departures import end_roles, end_seats, memberships_of, seats_of
from sectors.models import Appointment


@transaction.atomic
def leave_network(
    *, person: Person, on: date, by: User, successor: Person | None = None, origin: HttpRequest | None = None
) -> Person:
    """End all that someone takes part in on a day, and close the account when that day has come.

    Raises NotPossibleError for who has left already, or is going to, and for the last admin; nothing is changed then.
    """
    is_last = person.account is not None and is_last_admin(person.account)
    _withdraw_moves(person)
    held = Person.objects.select_for_update(of=("self",)).select_related("account").get(pk=person.pk)
    if held.left_on:
        told = {"name": held.name, "day": date_plain(held.left_on)}
        raise NotPossibleError(_("%(name)s leaves the network on %(day)s, or has left it that day.") % told)
    if is_last:
        raise NotPossibleError(_("This is the last admin. Make somebody else admin first."))
    people = Person.objects.filter(pk=held.pk)
    with pghistory.context(user=by.pk):
        _pass_on_actions(held, successor, on=on)
        roles = _end_everything(people, on=on)
        end_circles(people, on=on)
        end_leaderships(people, on=on)
        held.left_on = on
        held.save(update_fields=["left_on"])
    _log_roles(roles, by=by, origin=origin)
    tell_of_ended_roles(held, roles, on=on, key=f"leave-roles:{held.pk}:{on}")
    tell("leave_person", held, key=f"{on}", context={"day": on.isoformat(), "path": reverse("mine")})
    if held.account and on <= timezone.localdate():
        _close(held.account, by=by, origin=origin)
    return held


@transaction.atomic
def end_membership(
    *, organisation: Organisation, on: date, by: User, reason: str = "", origin: HttpRequest | None = None
) -> Organisation:
    """Have an organisation leave the network on a day, with its sectors, and the seats and roles of its people.

    The platforms it hosts and the circles and programmes its people lead stay as they are until they have a home. The
    reason stands in the history beside what ended, and in the mail to editors. Raises NotPossibleError when it is no
    member from that day on.
    """
    held = Organisation.objects.select_for_update().get(pk=organisation.pk)
    terms = NetworkMembership.objects.reaching(on).filter(organisation=held)
    if not terms.exists():
        told = {"name": held.name, "day": date_plain(on)}
        raise NotPossibleError(_("%(name)s is no member on %(day)s and after: nothing has changed.") % told)
    people = Person.objects.filter(organisation=held)
    with pghistory.context(user=by.pk, reason=reason):
        roles = _end_everything(people, on=on)
        end_participations(people, on=on)
        memberships_of(held, on=on).end_on(on)
        terms.end_on(on)
        PersonInvitation.objects.open().filter(organisation=held).update(withdrawn_at=timezone.now())
    _log_roles(roles, by=by, origin=origin)
    _tell_of_membership(held, people, on=on, reason=reason)
    if on <= timezone.localdate():
        for account in accounts_to_close().filter(person__organisation=held):
            _close(account, by=by, origin=origin)
    return held


def end_of_people(people: PersonQuerySet, *, on: date, name: str, by: User) -> None:
    """End what people of an organisation that is no more do in sectors and circles; tell who has to find others.

    Accounts are closed once their organisation is no member any more (close_accounts_of).
    """
    roles = _end_everything(people, on=on)
    end_participations(people, on=on)
    _log_roles(roles, by=by, origin=None)
    tell_of_open_actions(people, name=name, key=f"succession:{name}:{on}:actions")


def close_accounts_of(organisation: Organisation, *, by: User) -> None:
    """Close the accounts of an organisation's people that its leaving leaves without any right."""
    for account in accounts_to_close().filter(person__organisation=organisation):
        _close(account, by=by)


def close_accounts_that_left() -> None:
    """Close the accounts of people whose day has come. Safe to run twice, and late."""
    for account in User.objects.filter(is_active=True, person__left_on__lte=timezone.localdate()).order_by("pk"):
        _close_once(account)


def close_accounts_of_former_members() -> None:
    """Close the accounts of people of organisations that left. Safe to run twice, and late."""
    for account in accounts_to_close():
        _close_once(account)


def accounts_to_close(*, on: date | None = None) -> QuerySet[User]:
    """Return the open accounts of people whose organisation was a member, is none on a day, and gives no other right.

    An editor's account does, and so do a role in a sector, leading a programme under way and an approved move.
    """
    terms = NetworkMembership.objects.filter(organisation=OuterRef("person__organisation"))
    own = {"person__account": OuterRef("pk")}
    leading = ProgrammeLeader.objects.exclude(programme__state=Programme.State.ENDED)
    moves = MemberRequest.objects.filter(
        account=OuterRef("pk"),
        kind=MemberRequest.Kind.MOVING,
        state=MemberRequest.State.APPROVED,
        carried_out_at__isnull=True,
    )
    return User.objects.filter(
        Exists(terms.ended(on)),
        ~Exists(terms.current(on)),
        ~Exists(Appointment.objects.current(on).filter(**own)),
        ~Exists(leading.current(on).filter(**own)),
        ~Exists(moves),
        is_active=True,
        is_staff=False,
    ).order_by("pk")


def is_last_admin(account: User) -> bool:
    """Whether nobody else would be left to administer; who is leaving does not count.

    Locks the admins, so that two who leave at once wait for each other: before the person, as erasure does.
    """
    if not account.is_superuser:
        return False
    admins = User.objects.filter(is_superuser=True, is_active=True).order_by("pk")
    list(admins.select_for_update())  # by itself: what is read while waiting may be old, the next query is not
    return not admins.exclude(pk=account.pk).exclude(person__left_on__isnull=False).exists()


def _withdraw_moves(person: Person) -> None:
    """Withdraw the requests of who leaves. They are locked before the person is, as in every other act."""
    open_ones = [MemberRequest.State.WAITING, MemberRequest.State.APPROVED]
    moves = MemberRequest.objects.filter(account__person=person, state__in=open_ones, carried_out_at__isnull=True)
    moves.filter(kind=MemberRequest.Kind.MOVING).update(
        state=MemberRequest.State.WITHDRAWN, decided_at=None, decided_by=None
    )


def _pass_on_actions(person: Person, successor: Person | None, *, on: date) -> None:
    people = Person.objects.filter(pk=person.pk)
    if successor:
        hand_over_actions(people, to=successor)
    else:
        tell_of_open_actions(people, name=person.name, key=f"leave-actions:{person.pk}:{on}")


def _end_everything(people: QuerySet[Person], *, on: date) -> list[Appointment]:
    """End seats, roles and answers in sectors, and return the roles."""
    roles = end_roles(people, on=on)
    end_seats(seats_of(people, on=on), on=on)
    withdraw_answers(people, on=on)
    return roles


def _log_roles(roles: list[Appointment], *, by: User, origin: HttpRequest | None) -> None:
    for role in roles:
        record(SecurityEvent.Kind.ROLE_CHANGED, actor=by, about=role, request=origin)


def _tell_of_membership(organisation: Organisation, people: PersonQuerySet, *, on: date, reason: str) -> None:
    key = f"leave-organisation:{organisation.pk}:{on}"
    told = {"organisation": organisation.name, "day": on.isoformat()}
    leaving = recipients_of("leave_member", people.present(on).filter(account__is_active=True))
    tell_many("leave_member", leaving, key=key, context={**told, "path": reverse("mine-employer")})
    tell_of_open_actions(people, name=organisation.name, key=f"{key}:actions")
    path = reverse("organisation-leave", args=[organisation.slug])
    tell_editors(kind="leave_organisation", key=key, context={**told, "reason": reason, "path": path})


@transaction.atomic
def _close_once(account: User) -> None:
    held = User.objects.select_for_update().get(pk=account.pk)
    if held.is_active and not is_last_admin(held):
        _close(held, by=None)


def _close(account: User, *, by: User | None, origin: HttpRequest | None = None) -> None:
    """Close an account, end its sessions everywhere and revoke the links of its calendars."""
    account.is_active = False
    account.save(update_fields=["is_active"])
    revoke_links(links_of(account))
    for session in UserSession.objects.filter(user=account):
        session.end()
    record(SecurityEvent.Kind.ACCOUNT_CLOSED, actor=by, about=account, request=origin)
