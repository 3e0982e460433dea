"""What every day asks: steps that know nothing of each other, so that one that fails does not hold up the rest."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from meetings.answering.reminders import remind_of_answers, tell_who_comes
from meetings.inviting.sweeps import bring_people_up_to_date, deliver_due_mailings
from meetings.preparing.rounds import (
    open_due_preparations,
    present_held_topics,
    raise_unsettled,
    remind_of_closing,
)
from meetings.reporting.rounds import finish_due_minutes
from portal.action_reminders import remind_of_actions
from portal.departures import close_accounts_of_former_members, close_accounts_that_left
from portal.digest import send_digests
from portal.joining import tell_about_new_requests
from portal.moving import carry_out_due_moves
from portal.privacy.export import tend_exports
from portal.retention import RETENTION
from programmes.activities.reminders import remind_of_deadlines
from programmes.aftercare.links import check_links
from programmes.aftercare.rounds import ask_for_life, tell_of_homeless
from programmes.circles.rounds import tend_quiet_circles
from programmes.gatherings.following import follow_circles

logger = logging.getLogger(__name__)

Step = Callable[[], object]

STEPS: Sequence[Step] = (
    carry_out_due_moves,
    close_accounts_that_left,
    close_accounts_of_former_members,
    tell_about_new_requests,
    tend_exports,
    follow_circles,
    deliver_due_mailings,
    bring_people_up_to_date,
    open_due_preparations,
    remind_of_closing,
    raise_unsettled,
    remind_of_answers,
    tell_who_comes,
    remind_of_actions,
    present_held_topics,
    finish_due_minutes,
    tend_quiet_circles,
    remind_of_deadlines,
    tell_of_homeless,
    ask_for_life,
    check_links,
    send_digests,
    *(rule.carry_out for rule in RETENTION),
)


def do_what_the_day_asks(steps: Sequence[Step] = STEPS) -> list[Step]:
    """Take every step and return those that failed; each does what is due and not yet done, so it may run late."""
    return [step for step in steps if not _succeeds(step)]


def _succeeds(step: Step) -> bool:
    try:
        step()
    except Exception:  # the others are still to be taken; the log says which one and why
        logger.exception("a step of the daily work failed: %r", step)
        return False
    return True
