"""When one can join and leave a joint activity, what it needs to open, and which steps it takes."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.dates import date_long
from members.history import event_model
from members.models import Organisation, Person, User
from programmes.models import JointActivity, KnowledgeCircle

Kind, State = JointActivity.Kind, JointActivity.State

STEPS: dict[str, tuple[str, ...]] = {
    State.IDEA: (State.OPEN, State.RUNNING, State.STOPPED),
    State.OPEN: (State.RUNNING, State.DONE, State.STOPPED),
    State.RUNNING: (State.OPEN, State.DONE, State.STOPPED),
    State.DONE: (),
    State.STOPPED: (State.OPEN,),
}
STEP_LABELS: dict[str, str | Promise] = {
    State.OPEN: gettext_lazy("Open it to join"),
    State.RUNNING: gettext_lazy("Start: nobody joins any more"),
    State.DONE: gettext_lazy("It is done"),
    State.STOPPED: gettext_lazy("Stop"),
}


def hold(activity: JointActivity) -> JointActivity:
    """Lock an activity, after its circle; return it with the circle as both are now. Call it in a transaction."""
    KnowledgeCircle.objects.select_for_update(no_key=True).get(pk=activity.circle_id)
    found = JointActivity.objects.select_for_update(of=("self",), no_key=True).select_related("circle")
    return found.get(pk=activity.pk)


def version_of(row: Model) -> int:
    """Return the number of a row's last version: a form carries the one it was made from."""
    versions = event_model(type(row)).objects.filter(id=row.pk).order_by("-pgh_id")
    return int(versions.values_list("pgh_id", flat=True)[0])


def refuse_stale(row: Model, seen: int) -> None:
    """Raise ValidationError when a row changed since a form was made from its version `seen`."""
    if version_of(row) != seen:
        text = _("Someone else changed this meanwhile. Look what it is now, and whether yours still fits.")
        raise ValidationError(text, code="stale")


def signer(by: User) -> tuple[Person, Organisation]:
    """Return the account's person and organisation. Raises ValidationError without one of them."""
    person = Person.objects.select_related("organisation").filter(account=by).first()
    if person is None or person.organisation is None:
        text = _("You are not of an organisation, so you cannot do this for one.")
        raise ValidationError(text, code="nobody")
    return person, person.organisation


def is_over(activity: JointActivity, on: date | None = None) -> bool:
    """Whether the last day to join has passed."""
    return activity.join_before is not None and activity.join_before < (on or timezone.localdate())


def is_joinable(activity: JointActivity) -> bool:
    """Whether organisations join and leave today, as far as state and days go."""
    archived = activity.circle.state == KnowledgeCircle.State.ARCHIVED
    return activity.state == State.OPEN and not is_over(activity) and not archived


def why_not_join(activity: JointActivity, *, taken: int) -> str:
    """Say why an organisation cannot join today, in a sentence; nothing when it can. `taken` counts who joined."""
    if activity.circle.state == KnowledgeCircle.State.ARCHIVED:
        return _("The circle is archived, so one cannot join its activities any more.")
    if activity.state != State.OPEN:
        return _("This activity is not open to join.")
    if activity.join_before and is_over(activity):
        return _("One could join until %(day)s.") % {"day": date_long(activity.join_before)}
    if activity.places is not None and taken >= activity.places:
        return _("All places are taken.")
    return ""


def refusals_to_open(kind: str, *, lead: object, join_before: date | None) -> dict[str, str]:
    """Say by field what an activity lacks to be open to join."""
    found = {}
    if kind == Kind.TENDER and not lead:
        found["lead"] = _("Say who leads the tender before organisations can join.")
    if join_before and join_before < timezone.localdate():
        found["join_before"] = _("This day has passed. Give a day that is still to come, or none.")
    return found
