"""Erasure: someone's data go, what he contributed stays under a name that is nobody's. All of it, or nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Func, JSONField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat, Left, Lower
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from meetings.departures import withdraw_answers
from meetings.models import CalendarEdition
from members.history import event_model
from members.images import CENTRE
from members.models import (
    BouncedAddress,
    MemberRequest,
    Notification,
    OutboxMessage,
    Person,
    PersonInvitation,
    SecurityEvent,
    User,
)
from members.periods import current_on
from members.security_log import record
from portal.departures import is_last_admin
from portal.privacy.personal_data import (
    ERASED_ADDRESS,
    PERSONAL_DATA,
    PSEUDONYM,
    Fate,
    Holding,
)

LAST_ADMIN = _("This is the last admin. Make somebody else admin first, or nobody can look after the site.")
WAITING = (OutboxMessage.State.QUEUED, OutboxMessage.State.SENDING)


@dataclass(frozen=True)
class Subject:
    """Whose data are erased: a person, an account, or a person with an account."""

    person: Person | None
    account: User | None
    by: User | None

    @cached_property
    def pseudonym(self) -> str:
        """What the person is called from now on; in Dutch, since content is."""
        organisation = self.person and self.person.organisation
        with override("nl"):
            named = gettext("Former member, %(organisation)s") % {"organisation": organisation}
            return named[: _longest_name()] if organisation else gettext("Former member")

    @cached_property
    def address(self) -> str:
        """An address that reaches nobody (RFC 6761 §6.4)."""
        number = f"{self.account.pk}" if self.account else f"person-{self.person.pk}" if self.person else ""
        return f"erased-{number}@erased.invalid"

    @cached_property
    def names(self) -> set[str]:
        """Every name the person went by."""
        found = {*_ever(self.person, "name"), *self._requests.values_list("name", flat=True)}
        return found - {"", self.pseudonym}

    @cached_property
    def addresses(self) -> set[str]:
        """Every address the person had, as it was written and in lower case."""
        own = {*_ever(self.person, "email"), *_ever(self.account, "email")}
        if self.account:
            own |= {*EmailAddress.objects.filter(user=self.account).values_list("email", flat=True)}
            own |= {*PersonInvitation.objects.filter(accepted_by=self.account).values_list("email", flat=True)}
        return {*own, *(each.lower() for each in own)} - {"", self.address}

    @property
    def _requests(self) -> QuerySet[MemberRequest]:
        return MemberRequest.objects.filter(account=self.account) if self.account else MemberRequest.objects.none()


@transaction.atomic
def erase_person(*, person: Person, by: User | None, origin: HttpRequest | None = None) -> Person:
    """Erase what is kept of a person and of the account; without `by` the periods of retention ask for it.

    Raises ValidationError for the last admin; nothing has changed then.
    """
    account = _locked(User.objects.filter(person=person))
    held = Person.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=person.pk)
    if not held.erased_at:
        _erase(Subject(held, account, by))
        record(SecurityEvent.Kind.DATA_ERASED, actor=by, about=held, request=origin)
    return held


@transaction.atomic
def erase_account(*, account: User, by: User | None, origin: HttpRequest | None = None) -> User:
    """Erase an account and the person it belongs to; of who waits for approval there is only the account."""
    person = Person.objects.filter(account=account).first()
    if person is not None:
        erase_person(person=person, by=by, origin=origin)
    else:
        _erase(Subject(None, _locked(User.objects.filter(pk=account.pk)), by))
        record(SecurityEvent.Kind.DATA_ERASED, actor=by, about=account, request=origin)
    account.refresh_from_db()
    return account


def _locked(accounts: QuerySet[User]) -> User | None:
    """Lock an account in the order of every other act: the admins, its requests, then the account itself."""
    account = accounts.first()
    if account and is_last_admin(account):
        raise ValidationError(LAST_ADMIN)
    list(MemberRequest.objects.select_for_update().filter(account=account).order_by("pk").values_list("pk"))
    return accounts.select_for_update(of=("self",)).first()


def _erase(subject: Subject) -> None:
    replaced = subject.names, subject.addresses  # asked before anything is gone
    _end_sessions(subject)
    _withdraw_requests(subject)
    if subject.person:
        withdraw_answers(Person.objects.filter(pk=subject.person.pk), on=timezone.localdate())
    for holding in PERSONAL_DATA:
        _carry_out(holding, subject)
    _strike_mails_and_invitations(subject)
    _empty_person(subject)
    _close_account(subject)
    for holding in PERSONAL_DATA:
        _empty_versions(holding, subject)
    instead = _instead(subject, *replaced)
    _strike_from_admin_log(instead)
    _strike_from_mails_to_others(instead)


def _carry_out(holding: Holding, subject: Subject) -> None:
    rows = holding.rows(subject.person, subject.account).filter(holding.only)
    if holding.model in (Person, User) or not holding.link:
        return  # below: their columns depend on each other
    if holding.fate is Fate.DELETED:
        rows.delete()
    elif holding.fate is Fate.ENDED:
        _end(rows, subject.by)
    elif holding.fate is Fate.UNLINKED:
        rows.update(**{holding.link: None})
    elif holding.fate is Fate.EMPTIED:
        rows.update(**_emptied(holding, subject))


def _end(rows: QuerySet[Any], by: User | None) -> None:
    """End periods today; one that begins today or later never holds, so it goes."""
    today: date = timezone.localdate()
    rows.filter(since__gte=today).delete()
    ended = list(rows.filter(current_on(today)))
    rows.filter(current_on(today)).update(until=today)
    for row in ended:
        if kind := getattr(row, "security_kind", None):
            record(kind, actor=by, about=row)


def _emptied(holding: Holding, subject: Subject) -> dict[str, Any]:
    said = {PSEUDONYM: subject.pseudonym, ERASED_ADDRESS: subject.address}
    return {
        name: said.get(value, value) if isinstance(value, str) else value for name, value in holding.emptied.items()
    }


def _empty_person(subject: Subject) -> None:
    """Empty the person; saving it lets the files of the photo go on commit."""
    if (person := subject.person) is None:
        return
    today = timezone.localdate()
    person.name, person.job_title, person.email, person.phone = subject.pseudonym, "", "", ""
    person.photo, person.photo_focus = "", CENTRE
    person.contact_visibility = Person.ContactVisibility.NOBODY
    person.account = None
    person.left_on = min(person.left_on or today, today)
    person.erased_at = timezone.now()
    person.save()


def _close_account(subject: Subject) -> None:
    if (account := subject.account) is None:
        return
    account.email = subject.address
    account.is_active = account.is_staff = account.is_superuser = False
    account.last_login = None
    account.set_unusable_password()
    account.save()


def _withdraw_requests(subject: Subject) -> None:
    """Withdraw what waits, and a move that was approved for a day to come."""
    coming = Q(state=MemberRequest.State.WAITING) | Q(
        kind=MemberRequest.Kind.MOVING, state=MemberRequest.State.APPROVED, carried_out_at__isnull=True
    )
    MemberRequest.objects.filter(coming, account=subject.account).update(
        state=MemberRequest.State.WITHDRAWN, decided_at=None, decided_by=None
    )


def _strike_mails_and_invitations(subject: Subject) -> None:
    """Strike what was sent to any of the addresses, whoever it was meant for; nothing more goes out to them."""
    mails = OutboxMessage.objects.annotate(to=Lower("recipient")).filter(
        Q(to__in=subject.addresses) | Q(recipient=subject.address)
    )
    mails.filter(state__in=WAITING).update(state=OutboxMessage.State.FAILED)
    emptied = next(each for each in PERSONAL_DATA if each.model is OutboxMessage)
    BouncedAddress.objects.annotate(to=Lower("address")).filter(to__in=subject.addresses).delete()
    mails.update(**_emptied(emptied, subject), key=Concat(Value("erased:"), Cast("pk", TextField())))
    PersonInvitation.objects.annotate(to=Lower("email")).filter(to__in=subject.addresses).delete()
    versions = event_model(PersonInvitation).objects.annotate(to=Lower("email")).filter(to__in=subject.addresses)
    versions.update(email=subject.address)


def _empty_versions(holding: Holding, subject: Subject) -> None:
    """Empty the same columns in the history, the versions that erasure itself just wrote included."""
    versions = event_model(holding.model)
    if not holding.emptied or versions is None:
        return
    owner = subject.person if holding.of is Person else subject.account
    column = "id" if holding.link == "pk" else holding.link
    if owner is not None:
        versions.objects.filter(**{column: owner.pk}).update(**_emptied(holding, subject))


def _instead(subject: Subject, names: set[str], addresses: set[str]) -> list[tuple[str, str]]:
    """Return what stands in the place of each text that tells who it was, the longest first."""
    said = {**dict.fromkeys(names, subject.pseudonym), **dict.fromkeys(addresses, subject.address)}
    return sorted(said.items(), key=lambda pair: -len(pair[0]))


def _strike_from_admin_log(instead: list[tuple[str, str]]) -> None:
    """Django's log of the admin holds names as text, also of rows around the person; JSON writes é as \\u00e9."""
    for text, other in instead:
        LogEntry.objects.filter(object_repr__icontains=text).update(
            object_repr=Left(_replaced("object_repr", text, other), 200)
        )
        for written, new in {(text, other), (_in_json(text), _in_json(other))}:
            LogEntry.objects.filter(change_message__contains=written).update(
                change_message=_replaced("change_message", written, new)
            )


def _strike_from_mails_to_others(instead: list[tuple[str, str]]) -> None:
    """Mails and notifications that told others of the person, sent or not, say it without the name."""
    for text, other in instead:
        written = json.dumps(text, ensure_ascii=False)[1:-1]
        for model, column in ((OutboxMessage, "context"), (Notification, "context"), (CalendarEdition, "facts")):
            rows = models.QuerySet[Any](model).annotate(said=Cast(column, TextField())).filter(said__contains=written)
            rows.update(**{column: Cast(_replaced("said", written, _in_json(other)), JSONField())})


def _end_sessions(subject: Subject) -> None:
    """Delete every session of the account; whose a session is stands inside it only."""
    if subject.account is None:
        return
    own = [each.pk for each in _live_sessions() if each.get_decoded().get("_auth_user_id") == str(subject.account.pk)]
    Session.objects.filter(pk__in=own).delete()


def _live_sessions() -> Iterator[Session]:
    return Session.objects.filter(expire_date__gt=timezone.now()).iterator()


def _ever(row: Person | User | None, column: str) -> set[str]:
    """Return all values that a column of a row had."""
    if row is None:
        return set()
    versions = event_model(type(row)).objects.filter(id=row.pk).values_list(column, flat=True)
    return {getattr(row, column), *versions}


def _replaced(column: str, text: str, instead: str) -> Func:
    """Replace whole words only: Jan Bosman is not Jan Bos."""
    pattern, new = rf"(?<!\w){re.escape(text)}(?!\w)", instead.replace("\\", "\\\\")
    return Func(F(column), Value(pattern), Value(new), Value("g"), function="regexp_replace", output_field=TextField())


def _in_json(text: str) -> str:
    return json.dumps(text)[1:-1]


def _longest_name() -> int:
    return int(Person._meta.get_field("name").max_length or 0)
