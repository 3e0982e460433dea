"""At which meetings somebody holds an invitation that he should not, or the other way round: found by two queries."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

from meetings.inviting.pairs import OF_PAIR, Pairs, holding_pair, invited_pairs
from meetings.models import Invitation, Mailing, Meeting, MeetingQuerySet
from members.models import Person
from members.telling import reachable

REQUEST = Invitation.Method.REQUEST


def with_differences() -> MeetingQuerySet:
    """Return the meetings to come, of those people were invited to, where a single person is not up to date.

    Who merely holds an older invitation makes no difference: the programme manager has changes mailed.
    """
    kinds = dict(invited_ahead().values_list("pk", "kind"))  # known keys make for a plan that is always quick
    ahead, gatherings = list(kinds), [pk for pk, kind in kinds.items() if kind == Meeting.Kind.GATHERING]
    missing = [Q(pk__in=_missing(pairs, ahead, gatherings).values("meeting_pk")) for pairs in invited_pairs()]
    astray = [Q(pk__in=rows.values("meeting")) for rows in _astray(ahead, gatherings)]
    return Meeting.objects.filter(reduce(or_, [*missing, *astray]), pk__in=ahead)


def invited_ahead() -> MeetingQuerySet:
    """Return the meetings to come to which people are invited."""
    return Meeting.objects.filter(is_invited(), state=Meeting.State.SCHEDULED, starts__gt=timezone.now())


def is_invited() -> Q:
    """Return the condition that people are invited to a meeting: somebody holds an invitation.

    Or nobody ever did, though it was mailed. When all that was held is cancelled, as before a meeting is brought back,
    the programme manager is the one to invite again.
    """
    own = {"meeting": OuterRef("pk")}
    held, ledger = Invitation.objects.filter(**own, method=REQUEST), Invitation.objects.filter(**own)
    mailed = Mailing.objects.filter(**own, done_at__isnull=False)
    return Q(Exists(held)) | Q(Exists(mailed)) & ~Q(Exists(ledger))


def _missing(pairs: Pairs, ahead: list[int], gatherings: list[int]) -> Pairs:
    """Return who ought to hold an invitation and does not."""
    return pairs.filter(_can_come(gatherings), ~Exists(holding_pair()), meeting_pk__in=ahead)


def _can_come(gatherings: list[int]) -> Q:
    """Return the condition that the person of a pair can come and be mailed; to these, others than members too."""
    members = Q(person_pk__in=reachable(Person.objects.taking_part()).values("pk"))
    if not gatherings:
        return members
    return members | Q(meeting_pk__in=gatherings, person_pk__in=reachable(Person.objects.present()).values("pk"))


def _astray(ahead: list[int], gatherings: list[int]) -> list[Pairs]:
    """Return the invitations that are held by who ought not to, or in the calendar of another address."""
    found: Pairs = Invitation.objects.filter(method=REQUEST, meeting__in=ahead, person__erased_at=None)
    held = found.annotate(
        meeting_pk=F("meeting"),
        person_pk=F("person"),
        held_at=Lower("address"),
        address_now=Lower(Coalesce("person__account__email", "person__email")),
    ).exclude(held_at="", address_now="")
    return [
        held.filter(*(~Exists(pairs.filter(OF_PAIR)) for pairs in invited_pairs())),
        held.exclude(_can_come(gatherings)),
        held.exclude(held_at="").exclude(held_at=F("address_now")),
    ]
