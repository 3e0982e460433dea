"""Acts of aftercare: platforms end and move to another host, work moves on, a receiver says whether it still lives."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

import pghistory
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from members.dates import date_plain
from members.models import Organisation, Person, User
from programmes.aftercare.mails import tell_gone
from programmes.chains import has_ended
from programmes.handing_over.acts import Terms, plan_handover
from programmes.handing_over.locks import hold_handover, hold_programmes
from programmes.models import Handover, Hosting, LifeSign, Platform

Row = TypeVar("Row", bound=models.Model)


@transaction.atomic
def end_platform(*, platform: Platform, until: date, reason: str, by: User) -> Platform:
    """End a platform on a day, that of its host along with it; while that day lies ahead it can be set anew.

    What lives there needs a new home from that day on. Raises ValidationError by field; without a field when it ended.
    """
    held = _hold_platform(platform)
    if held.has_ended():
        told = _("This platform ended on %(day)s already.") % {"day": _written(held.until)}
        raise ValidationError(told, code="ended")
    if held.since and until < held.since:
        text = _("The platform began on %(day)s: choose that day or a later one.")
        raise ValidationError({"until": text % {"day": _written(held.since)}})
    _check_last_host(held, until)
    ends_along = Q(until__isnull=True) | Q(until__gt=until)
    if held.until:
        ends_along |= Q(until=held.until)
    held.until, held.end_reason = until, reason
    with pghistory.context(user=by.pk):
        held.save(update_fields=["until", "end_reason"])
        held.hostings.filter(ends_along).update(until=until)
    return held


@transaction.atomic
def move_platform_host(*, platform: Platform, organisation: Organisation, since: date, by: User) -> Hosting:
    """Make an organisation host of a platform from a day on: the present hosting ends then.

    Raises ValidationError by field: for a day on which the platform or the organisation is not there, and for a day
    before a host that came or comes later.
    """
    host = _hold(Organisation.objects.filter(pk=organisation.pk))
    held = _hold_platform(platform)
    _check_there(held, since)
    _check_host(host, since)
    lasting = held.hostings.reaching(since).select_related("organisation")
    present = next(iter(lasting.filter(Q(since__isnull=True) | Q(since__lt=since))), None)
    later = lasting.filter(since__gte=since).order_by("since").first()
    if later:
        told = {"name": later.organisation.name, "day": _written(later.since)}
        text = _("%(name)s is host from %(day)s on. Choose a later day.")
        raise ValidationError({"since": text % told})
    if present and present.organisation_id == host.pk and present.until is None:
        raise ValidationError({"organisation": _("%(name)s is host already.") % {"name": host.name}})
    with pghistory.context(user=by.pk):
        if present:
            present.until = since
            present.save(update_fields=["until"])
        return Hosting.objects.create(platform=held, organisation=host, since=since, until=held.until)


@transaction.atomic
def hand_on(*, handover: Handover, terms: Terms, by: User) -> Handover:
    """Arrange where work goes next, after the place where a handover brought it; the steering stays steering.

    Raises ValidationError: by field for a day before it came to where it is, for a place where it was before, and all
    that keeps a handover from being arranged; without a field when it moved on already, or nobody accepted the last.
    """
    hold_programmes(handover.programme, terms.to_programme)
    held = hold_handover(handover)
    if not held.is_accepted:
        raise ValidationError(_("Nobody accepted this handover yet. Change that one instead."), code="unaccepted")
    if Handover.objects.filter(follows=held).exists():
        raise ValidationError(_("This work has moved on since. Look at where it went from there."), code="followed")
    if (held.kind == Handover.Kind.STEERING) != (terms.kind == Handover.Kind.STEERING):
        raise ValidationError({"kind": _("The steering stays steering, and work stays work.")})
    if held.effective_from and terms.effective_from and terms.effective_from < held.effective_from:
        text = _("It came to where it is on %(day)s: choose that day or a later one.")
        raise ValidationError({"effective_from": text % {"day": _written(held.effective_from)}})
    _check_new_place(held, terms)
    return plan_handover(programme=held.programme, workstream=held.workstream, terms=terms, by=by, follows=held)


@transaction.atomic
def answer_life_sign(*, sign: LifeSign, person: Person, is_alive: bool, note: str, by: User | None) -> LifeSign:
    """Note whether work still lives, as its receiver says; he may come back on it as long as the work is there.

    A no tells who keep the programme, once. Raises ValidationError when the work has moved on.
    """
    handover = hold_handover(sign.handover)
    held = _hold(LifeSign.objects.filter(pk=sign.pk))
    if Handover.objects.filter(follows=handover).exists():
        raise ValidationError(_("This work has moved on since, so no answer is needed."), code="followed")
    if held.answered_at and (held.is_alive, held.note) == (is_alive, note):
        return held
    held.answered_at, held.answered_by = timezone.now(), person
    held.is_alive, held.note = is_alive, note
    with pghistory.context(user=by.pk if by else None):
        held.save(update_fields=["answered_at", "answered_by", "is_alive", "note"])
    if not is_alive:
        tell_gone(held)
    return held


def _hold(rows: models.QuerySet[Row]) -> Row:
    return rows.select_for_update(of=("self",), no_key=True).get()


def _hold_platform(platform: Platform) -> Platform:
    if platform.programme:
        hold_programmes(platform.programme)
    return _hold(Platform.objects.filter(pk=platform.pk))


def _check_last_host(platform: Platform, until: date) -> None:
    """Refuse an end on or before the day on which its last host began, or begins."""
    last = platform.hostings.filter(since__gte=until).order_by("-since").first()
    if last:
        text = _("Its last host begins on %(day)s: choose a later day.")
        raise ValidationError({"until": text % {"day": _written(last.since)}})


def _check_there(platform: Platform, day: date) -> None:
    if platform.has_ended(day):
        text = _("The platform ends on %(day)s: choose an earlier day.")
        raise ValidationError({"since": text % {"day": _written(platform.until)}})
    if platform.since and day < platform.since:
        text = _("The platform began on %(day)s: choose that day or a later one.")
        raise ValidationError({"since": text % {"day": _written(platform.since)}})


def _check_host(organisation: Organisation, day: date) -> None:
    """Refuse an organisation that is no more on a day, and name the one that took its place."""
    if not has_ended(organisation, day):
        return
    if organisation.succeeded_by:
        told = {"name": organisation.name, "successor": organisation.succeeded_by.name}
        raise ValidationError({"organisation": _("%(name)s merged into %(successor)s. Choose that one.") % told})
    told = {"name": organisation.name, "day": _written(organisation.dissolved_on)}
    raise ValidationError({"organisation": _("%(name)s is no more from %(day)s on. Choose another one.") % told})


def _check_new_place(handover: Handover, terms: Terms) -> None:
    """Refuse a place where this work was before, earlier in its own chain."""
    following = Handover(programme=handover.programme)
    terms.write_to(following)
    place = following.destination
    earlier: Handover | None = handover
    while place and earlier is not None:
        if earlier.destination == place and earlier.is_accepted:
            text = _("This work was at %(name)s before. Choose another place.") % {"name": place}
            raise ValidationError({"destination": text})
        earlier = earlier.follows


def _written(day: date | None) -> str:
    return date_plain(day) if day else ""
