"""Telling people things: a notification for each, and a mail at once or with the weekly digest.

Who is told, and whether at once, is decided before: `sectors.telling` weighs people's choices. Here what holds for
everybody: who stopped a kind of mail does not get it, nothing is told twice, and the words are made when the mail is
written, in the language of who reads it. So a context holds plain values: texts, numbers, moments in ISO 8601, and
`path`, where a notice leads.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from members.models import Notification, OutboxMessage, Person, User
from members.notices import NOTICES, Notice
from members.outbox import queue_many
from members.unsubscribing import unsubscribe_path

ADDRESS = Coalesce("account__email", "email")  # where a person is reached
LANGUAGE = Coalesce("mail_preferences__language", Value(settings.LANGUAGE_CODE))
MORNING, EVENING = time(7, 30), time(21)


@dataclass(frozen=True)
class Recipient:
    """Someone a mail goes to. `sector` is the one whose seat decided; an account without a person has no `person`."""

    person: int | None
    address: str
    language: str
    name: str
    sector: int | None = None
    account: int | None = None

    @property
    def mark(self) -> str:
        """Return what stands for this recipient in a unique key."""
        return str(self.person) if self.person else f"account-{self.account}"


def reachable(people: QuerySet[Person]) -> QuerySet[Person]:
    """Return who of these has an address: that of the account, or a known one."""
    return people.exclude(email="", account=None)


def recipients_of(kind: str, people: QuerySet[Person]) -> list[Recipient]:
    """Return who of these can be mailed a kind of notice: with an address, and without having stopped it."""
    wanting = reachable(people).exclude(mail_preferences__muted__contains=[kind])
    return [Recipient(*row) for row in wanting.order_by("pk").values_list("pk", ADDRESS, LANGUAGE, "name")]


def tell(
    kind: str,
    person: Person,
    *,
    key: str,
    context: Mapping[str, Any],
    about: Model | None = None,
    due_at: datetime | None = None,
) -> None:
    """Tell one person something that is about himself, at once; call it in the transaction that makes it true."""
    people = Person.objects.filter(pk=person.pk)
    tell_many(kind, recipients_of(kind, people), key=key, context=context, about=about, due_at=due_at)


def tell_accounts(kind: str, accounts: QuerySet[User], *, key: str, context: Mapping[str, Any]) -> None:
    """Tell accounts something at once: as the people they are of, or by their own address for who is nobody yet."""
    people = recipients_of(kind, Person.objects.filter(account__in=accounts))
    others = accounts.filter(person=None).order_by("pk").values_list("pk", "email")
    language = settings.LANGUAGE_CODE
    nobodies = [Recipient(None, email, language, "", account=pk) for pk, email in others]
    tell_many(kind, [*people, *nobodies], key=key, context=context)


@transaction.atomic
def tell_many(
    kind: str,
    now: Collection[Recipient],
    later: Collection[Recipient] = (),
    *,
    key: str,
    context: Mapping[str, Any],
    own: Mapping[int, Mapping[str, Any]] | None = None,
    about: Model | None = None,
    due_at: datetime | None = None,
) -> None:
    """Tell people the same: by a mail of its own (`now`), or in the next digest (`later`). Nobody is told twice.

    `key` says what makes this telling unique within its kind, and need not say to whom. `own` is what only the mail of
    one person says, by person, such as a signed link; it is kept nowhere else. The mails go out at `due_at`, or at
    once. The number of queries does not depend on the number of people.
    """
    notice, full_key = NOTICES[kind], f"{kind}:{key}"
    people = {one.person: one for one in (*now, *later) if one.person}
    told = set(Notification.objects.filter(key=full_key, person__in=people).values_list("person_id", flat=True))
    at_once = [one for one in now if one.person not in told]
    mailed = {one.person for one in at_once}
    common = {"kind": kind, "key": full_key, "context": dict(context), **_about(about)}
    moment = timezone.now()
    Notification.objects.bulk_create(
        [
            Notification(person_id=pk, mailed_at=moment if pk in mailed else None, **common)
            for pk in people
            if pk not in told
        ],
        ignore_conflicts=True,
    )
    says = {one: {**context, **(own or {}).get(one.person or 0, {}), "to": one.name} for one in at_once}
    queue_many([_mail(notice, one, full_key, said, due_at or moment) for one, said in says.items()])


def _about(about: Model | None) -> dict[str, Any]:
    if about is None:
        return {}
    return {"about_type": ContentType.objects.get_for_model(about), "about_id": about.pk}


def _mail(notice: Notice, one: Recipient, key: str, context: dict[str, Any], due_at: datetime) -> OutboxMessage:
    way_out = unsubscribe_path(one.person, notice.kind, one.sector) if notice.can_be_left and one.person else ""
    return OutboxMessage(
        kind=notice.kind,
        recipient=one.address,
        person_id=one.person,
        key=f"{key}:{one.mark}",
        template=notice.template,
        context=context,
        language=one.language,
        unsubscribe=way_out,
        due_at=due_at,
    )


def daytime(moment: datetime | None = None) -> datetime:
    """Return when a mail that a job writes may arrive: now, or the next morning for who should not be woken."""
    local = timezone.localtime(moment)
    if MORNING <= local.time() < EVENING:
        return local
    day = local.date() + timedelta(days=local.time() >= EVENING)
    return timezone.make_aware(datetime.combine(day, MORNING))
