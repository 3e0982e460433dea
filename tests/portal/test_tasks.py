"""The work of every day: each step by itself, and all of it as often as one likes."""

from django.core.exceptions import ValidationError

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
from portal.daily import STEPS, do_what_the_day_asks
from portal.departures import close_accounts_of_former_members, close_accounts_that_left
from portal.digest import send_digests
from portal.joining import tell_about_new_requests
from portal.moving import carry_out_due_moves
from portal.privacy.export import tend_exports
from portal.retention import RETENTION
from portal.tasks import do_daily_work
from programmes.activities.reminders import remind_of_deadlines
from programmes.aftercare.links import check_links
from programmes.aftercare.rounds import ask_for_life, tell_of_homeless
from programmes.circles.rounds import tend_quiet_circles
from programmes.gatherings.following import follow_circles
from tests.factories import DataExportFactory, PersonFactory, SecurityOriginFactory, UserFactory


def test_day_asks_for_moves_departures_requests_exports_meetings_and_retention():
    own = (
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
    )

    assert tuple(STEPS) == (*own, *(rule.carry_out for rule in RETENTION))


def test_failing_step_is_logged_and_holds_up_no_other(db, caplog):
    taken = []

    def refuse():
        raise ValidationError("no")

    failed = do_what_the_day_asks([refuse, lambda: taken.append(1)])

    assert (failed, taken) == ([refuse], [1])
    assert "refuse" in caplog.text


def test_day_does_all_that_is_due_and_may_come_twice(db):
    export, origin = DataExportFactory(), SecurityOriginFactory(expires_on="2020-01-01")
    gone = PersonFactory(left_on="2019-01-01", account=UserFactory())

    do_daily_work()
    do_daily_work()

    export.refresh_from_db()
    gone.refresh_from_db()
    assert export.made_at is not None
    assert not type(origin).objects.exists()
    assert gone.account is None


def test_every_step_succeeds_on_an_empty_database(db):
    assert do_what_the_day_asks() == []
