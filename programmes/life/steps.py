"""Which steps a programme can take from where it is, and why it cannot take the others."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from programmes.models import Programme, ProgrammeDecision

Kind, State = ProgrammeDecision.Kind, Programme.State

FROM: dict[str, tuple[str, ...]] = {
    Kind.FOUND: (State.PROPOSED,),
    Kind.EXTEND: (State.RUNNING, State.IN_TRANSITION),
    Kind.CHANGE_LEADERSHIP: (State.PROPOSED, State.RUNNING, State.IN_TRANSITION),
    Kind.START_TRANSITION: (State.RUNNING,),
    Kind.END: (State.RUNNING, State.IN_TRANSITION),
    Kind.REOPEN: (State.IN_TRANSITION, State.ENDED),
}


def why_not(programme: Programme, kind: str) -> str:
    """Say why a programme cannot take a step now; nothing when it can."""
    if programme.state in FROM[kind]:
        return ""
    return {
        State.PROPOSED: _("This programme has not begun yet."),
        State.RUNNING: _("This programme is already running."),
        State.IN_TRANSITION: _("The transition of this programme has already begun."),
        State.ENDED: _("This programme has ended."),
    }[State(programme.state)]


def first_possible_day(programme: Programme, kind: str) -> date | None:
    """Return the day before which a step cannot lie; None when any day will do.

    Extensions and changes of leader are recorded later at times: they follow the beginning. The others follow the
    last step that changed where the programme stands.
    """
    if kind in {Kind.EXTEND, Kind.CHANGE_LEADERSHIP} and programme.started_on:
        return programme.started_on
    turns = [Kind.PROPOSE, Kind.FOUND]
    if kind not in {Kind.EXTEND, Kind.CHANGE_LEADERSHIP}:
        turns += [Kind.START_TRANSITION, Kind.END, Kind.REOPEN]
    days = programme.decisions.filter(kind__in=turns, decided_on__isnull=False).values_list("decided_on", flat=True)
    known = [day for day in (*days, programme.started_on, programme.ended_on) if day]
    return max(known, default=None)
