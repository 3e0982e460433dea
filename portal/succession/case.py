"""Which organisation goes, into which one if any, and on which day; and why that may not be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from members.dates import date_plain
from members.lineage import lineage_of
from members.models import NetworkMembership, Organisation, User
from portal.joining import NotPossibleError

EARLIEST = date(1990, 1, 1)


@dataclass(frozen=True, slots=True)
class Succession:
    """An organisation is no more from a day on, says `by`. What it carries goes to its successor, if it has one."""

    source: Organisation
    successor: Organisation | None
    day: date
    by: User


def check(succession: Succession, *, besides: Iterable[int] = ()) -> None:
    """Raise NotPossibleError, which says why, when this cannot be so; others that get something exist as well."""
    source, successor, day = succession.source, succession.successor, succession.day
    if successor is not None and successor.pk == source.pk:
        raise NotPossibleError(_("An organisation cannot merge into itself."))
    _check_exists(source)
    if successor is not None:
        _check_exists(successor)
        if lineage_of(source).filter(pk=successor.pk).exists():
            told = {"name": source.name, "other": successor.name}
            raise NotPossibleError(_("%(other)s merged into %(name)s. That cannot turn in a circle.") % told)
    for other in Organisation.objects.select_related("succeeded_by").filter(pk__in=besides):
        _check_exists(other)
    _check_day(source, day)


def _check_exists(organisation: Organisation) -> None:
    told = {"name": organisation.name, "heir": organisation.succeeded_by}
    if organisation.succeeded_by is not None:
        raise NotPossibleError(_("%(name)s merged into %(heir)s already.") % told)
    if organisation.dissolved_on is not None:
        day = date_plain(organisation.dissolved_on)
        raise NotPossibleError(_("%(name)s exists no more since %(day)s.") % {**told, "day": day})


def _check_day(source: Organisation, day: date) -> None:
    today = timezone.localdate()
    if day > today:
        text = _("This happens on the day itself: people go over that day. Come back on %(day)s.")
        raise NotPossibleError(text % {"day": date_plain(day)})
    if day < EARLIEST:
        raise NotPossibleError(_("Choose a day from %(first)s on.") % {"first": date_plain(EARLIEST)})
    begun = _first_day(source)
    if begun and day <= begun:
        told = {"name": source.name, "day": date_plain(begun)}
        raise NotPossibleError(_("%(name)s was there on %(day)s. Choose a later day.") % told)


def _first_day(source: Organisation) -> date | None:
    """Return the last day by which an organisation surely existed: it was a member, or another had merged into it."""
    terms = NetworkMembership.objects.filter(organisation=source, since__isnull=False)
    merged = source.predecessors.filter(dissolved_on__isnull=False)
    known = [*terms.values_list("since", flat=True), *merged.values_list("dissolved_on", flat=True)]
    return max((day for day in known if day is not None), default=None)
