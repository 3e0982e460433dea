"""Owners of open actions are reminded: once before the day, three times after it, and never of what has passed."""

from datetime import timedelta

import pytest
import time_machine

from members.models import OutboxMessage
from members.outbox import written
from portal.action_reminders import remind_of_actions
from tests.factories import DAY, ActionItemFactory, PersonFactory, member_user, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return member_user(email="an@example.org").person


def run(*after):
    """Take the step so many days after the day on which the action is due, and return on which of them mail came."""
    came = []
    for number in after:
        before = OutboxMessage.objects.count()
        with time_machine.travel(moment(DAY + timedelta(days=number), 3, 17), tick=False):
            remind_of_actions()
        came += [number] * (OutboxMessage.objects.count() - before)
    return came


def read():
    letter = written(OutboxMessage.objects.get(), "brink@example.org")
    return f"{letter.subject}\n{letter.body}"


def test_open_action_is_reminded_of_four_times(owner):
    ActionItemFactory(owner=owner, due=DAY)

    assert run(*range(-10, 60)) == [-3, 1, 8, 15]


def test_work_that_runs_twice_or_late_reminds_once_and_not_of_what_has_passed(owner):
    ActionItemFactory(owner=owner, due=DAY)

    assert run(-5, -1, -1, 10, 10, 11, 30) == [-1, 10]


def test_actions_of_one_day_come_in_one_mail_that_says_when_they_are_due(owner):
    for text in ("Zaal bespreken", "Notitie schrijven"):
        ActionItemFactory(owner=owner, due=DAY, text=text)

    assert run(-3) == [-3]

    assert all(part in read() for part in ("Zaal bespreken", "Notitie schrijven", "donderdag 22 april 2027", "/mijn/"))
    assert OutboxMessage.objects.get().due_at == moment(DAY - timedelta(days=3), 7, 30)


def test_action_put_off_is_reminded_of_again(owner):
    action = ActionItemFactory(owner=owner, due=DAY)
    run(-3)
    action.due = DAY + timedelta(days=30)
    action.save()

    assert run(*range(-2, 30)) == [27]


def test_done_unowned_and_undated_actions_are_left_alone(owner):
    ActionItemFactory(owner=owner, due=DAY, done_at=moment())
    ActionItemFactory(owner=owner, due=None)
    ActionItemFactory(owner=None, due=DAY)
    ActionItemFactory(owner=PersonFactory(email=""), due=DAY)
    ActionItemFactory(owner=PersonFactory(email="weg@example.org", left_on=DAY - timedelta(days=9)), due=DAY)

    assert run(*range(-3, 30)) == []


def test_who_was_told_costs_no_queries(owner, django_assert_num_queries):
    for number in range(5):
        ActionItemFactory(owner=owner, due=DAY + timedelta(days=number // 2))
    with time_machine.travel(moment(DAY, 3, 17), tick=False):
        remind_of_actions()

        with django_assert_num_queries(3):
            remind_of_actions()
