"""Coming in: signing up, being invited, and what becomes of an account once its address is proven.

Whoever proves an address that the network knows of someone without account, or that was invited, belongs to the network
at once. For anyone else on the domain of a member a request comes to be, on which someone of the network decides.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import pghistory
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.contrib.sessions.backends.base import SessionBase
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.addresses import check_address, organisations_of
from members.models import MemberRequest, Organisation, Person, PersonInvitation, SecurityEvent, User
from members.security_log import record

NEWCOMER = "newcomer"  # keys of the session
INVITATION = "invitation"
TAKEN = _("There is already an account with this address.")
INVITED = _("This address already has an invitation.")


@dataclass(frozen=True, kw_only=True)
class Newcomer:
    """Who someone says he is; it counts for nothing until his address is proven."""

    email: str
    name: str = ""
    job_title: str = ""
    organisation_id: int | None = None


# Signing up


@transaction.atomic
def begin_sign_up(*, email: str) -> User | None:
    """Return an account whose address is still to be proven, locked; None when the address has a real account.

    Someone who comes back after a code that was too old, or in another tab, goes on with the account of the first time.
    """
    known = User.objects.filter(email__iexact=email).exists() or EmailAddress.objects.is_verified(email)
    if not known:
        with suppress(IntegrityError), transaction.atomic():  # another tab was first
            account = User.objects.create_user(email)
            EmailAddress.objects.create(user=account, email=account.email, primary=True)
    return unproven_account(email)


def unproven_account(email: str) -> User | None:
    """Return the account of this address with which nobody ever came in, locked; None when there is no such account."""
    accounts = User.objects.select_for_update(of=("self",))
    account = accounts.filter(email__iexact=email, is_active=True, is_staff=False, last_login=None, person=None).first()
    if account is None or account.has_usable_password():
        return None
    addresses = EmailAddress.objects.select_for_update().filter(user=account)
    return None if any(address.verified for address in addresses) else account


def remember(session: SessionBase, newcomer: Newcomer) -> None:
    """Keep on the server what someone says of himself, until his address is proven."""
    session[NEWCOMER] = asdict(newcomer)


def remembered(session: SessionBase, email: str) -> Newcomer:
    """Return, and forget, what someone with this address said of himself."""
    kept = session.pop(NEWCOMER, None)
    return Newcomer(**kept) if kept and kept["email"] == email else Newcomer(email=email)


@receiver(email_confirmed)
def let_in(request: HttpRequest, email_address: EmailAddress, **_signal: Any) -> None:
    """Go on once allauth has seen the code of an address (its signal `email_confirmed`)."""
    newcomer = remembered(request.session, email_address.email)
    come_in(account=email_address.user, newcomer=newcomer, request=request)


@transaction.atomic
def come_in(*, account: User, newcomer: Newcomer, request: HttpRequest | None = None) -> None:
    """Give an account whose address is proven its person, or else ask for one. A second time nothing happens."""
    account = User.objects.select_for_update().get(pk=account.pk)
    if Person.objects.filter(account=account).exists():
        return
    with pghistory.context(user=account.pk):
        arrived = _accept_open(account, newcomer) or _link_known(account, newcomer) or _ask(account, newcomer)
    if arrived is not None or account.last_login is None:
        record(SecurityEvent.Kind.SIGNED_UP, actor=account, about=arrived, request=request)


def _ask(account: User, newcomer: Newcomer) -> MemberRequest | None:
    """Store a request, unless one waits already, or it is unclear of whom or for which organisation.

    Then the waiting page asks.
    """
    organisation = _organisation_of(newcomer)
    waiting = MemberRequest.objects.waiting().filter(account=account)
    if organisation is None or not newcomer.name or account.is_staff or waiting.exists():
        return None
    return MemberRequest.objects.create(
        account=account, name=newcomer.name, job_title=newcomer.job_title, organisation=organisation
    )


def _organisation_of(newcomer: Newcomer) -> Organisation | None:
    found = organisations_of(newcomer.email)
    if newcomer.organisation_id is not None:
        found = found.filter(pk=newcomer.organisation_id)
    first = list(found[:2])
    return first[0] if len(first) == 1 else None


def _link_known(account: User, newcomer: Newcomer) -> Person | None:
    people = Person.objects.taking_part().select_for_update(of=("self",))
    person = people.filter(email__iexact=newcomer.email, account=None).first()
    return person and _link(person, account)


def _link(person: Person, account: User) -> Person:
    person.account = account
    person.save()
    joining = MemberRequest.objects.waiting().filter(account=account, kind=MemberRequest.Kind.JOINING)
    joining.update(state=MemberRequest.State.WITHDRAWN)
    return person


# Personal invitations


def new_invitation_token() -> str:
    """Return a secret for the link in the mail; only its hash is stored."""
    return secrets.token_urlsafe(32)


def invitation_with(token: str) -> PersonInvitation | None:
    """Return the invitation of a secret, used or not."""
    invitations = PersonInvitation.objects.select_related("organisation", "invited_by__person")
    return invitations.filter(token_hash=_hash_of(token)).first()


def is_open(invitation: PersonInvitation) -> bool:
    """Whether the invitation may still be used."""
    answered = invitation.accepted_at or invitation.withdrawn_at
    return not answered and invitation.expires_at > timezone.now()


def kept_invitation(session: SessionBase) -> PersonInvitation | None:
    """Return the open invitation with which a visitor is on his way in."""
    pk = session.get(INVITATION)
    return PersonInvitation.objects.open().filter(pk=pk).first() if pk else None


@transaction.atomic
def invite_person(
    *, email: str, name: str, organisation: Organisation | None, by: User
) -> tuple[PersonInvitation, str]:
    """Store an invitation and return it with its secret; one whose days are over makes place.

    Raises ValidationError, meant for the inviter, when the address has an account, an invitation or another employer.
    """
    email, now = email.lower(), timezone.now()
    check_address(email)
    _check_unknown(email, organisation)
    token = new_invitation_token()
    invitation = PersonInvitation(
        email=email, name=name, organisation=organisation, invited_by=by, token_hash=_hash_of(token)
    )
    with pghistory.context(user=by.pk):
        PersonInvitation.objects.filter(
            email__iexact=email, accepted_at=None, withdrawn_at=None, expires_at__lte=now
        ).update(withdrawn_at=now)
        invitation.full_clean()
        try:
            with transaction.atomic():
                invitation.save()
        except IntegrityError as error:
            raise ValidationError(INVITED, code="unique") from error
    record(SecurityEvent.Kind.INVITED, actor=by, about=invitation)
    return invitation, token


@transaction.atomic
def accept_invitation(*, invitation: PersonInvitation, by: User, request: HttpRequest | None = None) -> None:
    """Let an account in on the invitation of its own, proven address. Raise ValidationError for any other."""
    if not EmailAddress.objects.filter(user=by, email__iexact=invitation.email, verified=True).exists():
        raise ValidationError(_("This invitation is for another address."), code="address")
    if not PersonInvitation.objects.open().filter(pk=invitation.pk).exists():
        raise ValidationError(_("This invitation can no longer be used."), code="closed")
    come_in(account=by, newcomer=Newcomer(email=invitation.email), request=request)


def _accept_open(account: User, newcomer: Newcomer) -> Person | None:
    """Link or make the person of an open invitation: of the invitation's organisation, unless he takes part already."""
    open_ones = PersonInvitation.objects.open().select_for_update(of=("self",))
    invitation = open_ones.filter(email__iexact=newcomer.email).first()
    if invitation is None:
        return None
    person = _link_known(account, newcomer) or _link(_person_of(invitation, newcomer), account)
    invitation.accepted_at, invitation.accepted_by = timezone.now(), account
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    return person


def _person_of(invitation: PersonInvitation, newcomer: Newcomer) -> Person:
    """Return someone who comes back, or a new person; the address may by now be someone else's contact address."""
    people = Person.objects.select_for_update(of=("self",)).filter(email__iexact=invitation.email)
    person = people.filter(account=None).first()
    if person is None:
        name = newcomer.name or invitation.name or invitation.email.partition("@")[0][:120]
        email = "" if people.exists() else invitation.email
        person = Person(name=name, job_title=newcomer.job_title, email=email)
    person.organisation, person.left_on = invitation.organisation, None
    return person


def _check_unknown(email: str, organisation: Organisation | None) -> None:
    if organisation and not Organisation.objects.members().filter(pk=organisation.pk).exists():
        raise ValidationError(_("This organisation is no member today."), code="organisation")
    if User.objects.filter(email__iexact=email).exists() and unproven_account(email) is None:
        raise ValidationError(TAKEN, code="account")
    person = Person.objects.filter(email__iexact=email).first()
    if person and person.account_id:
        raise ValidationError(TAKEN, code="account")
    if person and person.organisation and person.organisation != organisation:
        raise ValidationError(
            _("The network knows this address as that of %(name)s, %(organisation)s."),
            code="person",
            params={"name": person.name, "organisation": person.organisation},
        )


def _hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()
