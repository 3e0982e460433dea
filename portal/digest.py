"""The weekly mail: on Monday from seven o'clock, and later in the same week where that did not happen.

A notification of the kind "digest" says of whom a week was looked at; nobody gets two, whoever runs this at once. Who
has a seat with weekly mail gets it, and who lately changed such a seat to "at once" and still waits for something. A
mail without contents is not sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from members.models import Notification, OutboxMessage, Person
from members.outbox import queue_many
from members.telling import Recipient, recipients_of
from members.unsubscribing import unsubscribe_path
from portal.digest_contents import LOOKED_BACK, Own, Told, Week, contents, own_of
from portal.stopping import DIGEST
from sectors.models import Seat

MORNING = time(7)
BATCH = 200


def send_digests(at: datetime | None = None) -> int:
    """Send the mail of this week to who did not get it yet, and return how many were written; safe to run twice."""
    now = at or timezone.now()
    if now < due_of(now):
        return 0
    waiting = recipients_of(DIGEST, people_to_tell(now))
    if not waiting:
        return 0
    week = Week.gather(now)
    written = 0
    for start in range(0, len(waiting), BATCH):
        batch = {one.person: one for one in waiting[start : start + BATCH] if one.person}
        for pk, own in own_of(batch.keys(), week).items():
            written += _told(batch[pk], own, week)
    return written


def due_of(now: datetime) -> datetime:
    """Return when the mail of this week is due: Monday morning, in the time of the region."""
    local = timezone.localtime(now)
    monday = local.date() - timedelta(days=local.weekday())
    return timezone.make_aware(datetime.combine(monday, MORNING))


def week_of(now: datetime) -> str:
    """Return year and number of the week (ISO 8601), such as 2027-16."""
    year, number, _weekday = timezone.localtime(now).isocalendar()
    return f"{year}-{number:02}"


def people_to_tell(now: datetime) -> QuerySet[Person]:
    """Return who is to get the mail of this week and was not looked at yet."""
    own = {"person": OuterRef("pk")}
    weekly, at_once = (
        Seat.objects.current().filter(**own, mail=mail) for mail in (Seat.Mail.WEEKLY, Seat.Mail.AT_ONCE)
    )
    told = Notification.objects.filter(**own)
    left_over = told.filter(mailed_at=None, created_at__gt=now - LOOKED_BACK).exclude(kind=DIGEST)
    wanting = Q(Exists(weekly)) | Q(Exists(at_once), Exists(left_over))
    return Person.objects.taking_part().filter(wanting, ~Exists(told.filter(key=_key(now))))


def _told(one: Recipient, own: Own, week: Week) -> bool:
    """Write one person's mail, and whether there was something to write; not when another process just did."""
    if one.person is None:
        return False
    parts = contents(own, week)
    is_empty = not any(parts.values())
    seen = Notification(person_id=one.person, kind=DIGEST, key=_key(week.now), created_at=week.now)
    seen.mailed_at = None if is_empty else week.now
    try:
        with transaction.atomic():
            seen.save(force_insert=True)
            Notification.objects.filter(pk__in=[each.pk for each in own.notifications]).update(mailed_at=week.now)
            queue_many(_mails(one, parts, week) if not is_empty else [])
    except IntegrityError:
        return False
    return not is_empty


def _mails(one: Recipient, parts: Told, week: Week) -> Iterator[OutboxMessage]:
    if one.person is not None:
        yield OutboxMessage(
            kind=DIGEST,
            recipient=one.address,
            person_id=one.person,
            key=f"{DIGEST}:{one.person}:{week_of(week.now)}",
            template=f"mails/{DIGEST}",
            context={"to": one.name, "path": reverse("mine"), **parts},
            language=one.language,
            unsubscribe=unsubscribe_path(one.person, DIGEST),
        )


def _key(now: datetime) -> str:
    return f"{DIGEST}:{week_of(now)}"
