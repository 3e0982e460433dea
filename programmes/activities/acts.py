"""Making joint activities, changing them, and their steps from idea to done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members.models import User
from programmes.activities.rules import STEPS, State, hold, refusals_to_open, refuse_stale
from programmes.activities.telling import tell_opened
from programmes.models import JointActivity, KnowledgeCircle


@transaction.atomic
def create_activity(*, circle: KnowledgeCircle, kind: str, is_open: bool, by: User, **facts: Any) -> JointActivity:
    """Start an activity of a circle, as an idea or open to join at once; `facts` are the fields of its kind.

    Raises ValidationError when the circle is archived, already has one of this title, or something is lacking to open.
    """
    held = KnowledgeCircle.objects.select_for_update(no_key=True).get(pk=circle.pk)
    _refuse_archived(held)
    _refuse_double(held, facts["title"])
    state = State.OPEN if is_open else State.IDEA
    activity = JointActivity(circle=held, kind=kind, state=state, **facts)
    if is_open:
        _refuse_lacking(activity)
    with pghistory.context(user=by.pk):
        activity.save()
    if is_open:
        tell_opened(activity, by=by)
    return activity


@transaction.atomic
def change_activity(*, activity: JointActivity, seen: int, by: User, **facts: Any) -> JointActivity:
    """Change the fields of an activity; `seen` is the version that the change was made from.

    Raises ValidationError when it changed meanwhile, another activity of the circle has its title, fewer places are
    given than are taken, or it is open and would lack something for that.
    """
    held = hold(activity)
    refuse_stale(held, seen)
    _refuse_double(held.circle, facts["title"], besides=held)
    known_day = held.join_before
    for name, value in facts.items():
        setattr(held, name, value)
    if held.state == State.OPEN:
        _refuse_lacking(held, known_day)
    if held.places is not None and held.places < (taken := held.joined.count()):
        text = _("%(count)s organisations take part already. Give at least as many places.") % {"count": taken}
        raise ValidationError({"places": text})
    with pghistory.context(user=by.pk):
        held.save(update_fields=list(facts))
    return held


@transaction.atomic
def move_activity(*, activity: JointActivity, to: str, by: User) -> JointActivity:
    """Open, start, finish or stop an activity; where it is already, nothing happens.

    Raises ValidationError when that step cannot be taken, the circle is archived or something is lacking to open.
    """
    held = hold(activity)
    if held.state == to:
        return held
    if to not in STEPS[held.state]:
        state = held.get_state_display()
        raise ValidationError(_("That is no longer possible: the activity is “%(state)s” now.") % {"state": state})
    if to == State.OPEN:
        _refuse_archived(held.circle)
        _refuse_lacking(held)
    held.state = to
    with pghistory.context(user=by.pk):
        held.save(update_fields=["state"])
    if to == State.OPEN:
        tell_opened(held, by=by)
    return held


def _refuse_archived(circle: KnowledgeCircle) -> None:
    if circle.state == KnowledgeCircle.State.ARCHIVED:
        raise ValidationError(_("This circle is archived. Open it again before it does something new."))


def _refuse_double(circle: KnowledgeCircle, title: str, besides: JointActivity | None = None) -> None:
    others = JointActivity.objects.filter(circle=circle, title__iexact=title)
    if (others.exclude(pk=besides.pk) if besides else others).exists():
        raise ValidationError({"title": _("This circle already has an activity with this title.")})


def _refuse_lacking(activity: JointActivity, known_day: date | None = None) -> None:
    """Raise ValidationError when an activity lacks what opening asks; a day that it had already may have passed."""
    day = activity.join_before if activity.join_before != known_day else None
    if lacking := refusals_to_open(activity.kind, lead=activity.lead_id, join_before=day):
        raise ValidationError(list(lacking.values()), code="lacking")
