"""The table of retention: each rule takes what is over its period, and nothing that is not."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from dateutil.relativedelta import relativedelta
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import DatabaseError, transaction
from django.utils import timezone

from meetings.models import Attendance
from members.history import event_model
from members.models import (
    MemberRequest,
    Notification,
    OutboxMessage,
    Person,
    PersonInvitation,
    SecurityEvent,
    SecurityOrigin,
    User,
)
from portal.models import DataExport
from portal.retention import RETENTION, Rule
from tests.factories import (
    AttendanceFactory,
    DataExportFactory,
    MeetingFactory,
    MemberRequestFactory,
    NotificationFactory,
    OutboxMessageFactory,
    PersonFactory,
    PersonInvitationFactory,
    SecurityEventFactory,
    SecurityOriginFactory,
    UserFactory,
    editor_user,
    member_user,
)

NOW = timezone.now


def rule(name):
    return next(each for each in RETENTION if each.act.__name__ == name)


def around(name, **shift):
    """The moments just over and just within the period of a rule."""
    end = NOW() - rule(name).period
    return end - timedelta(minutes=5), end + timedelta(minutes=5)


def carry_out(name):
    """Twice: the second time there is nothing left to do."""
    rule(name).carry_out()
    rule(name).carry_out()


def test_every_rule_says_what_of_which_model_how_long_and_what_happens():
    for each in RETENTION:
        assert all(map(str, (each.what, each, each.period_in_words, each.happens)))
    assert len({str(each.what) for each in RETENTION}) == len(RETENTION)


@pytest.mark.parametrize(("period", "number"), [({"years": 2}, "2"), ({"days": 30}, "30"), ({"hours": 8}, "8")])
def test_period_is_told_in_words(period, number):
    told = Rule("", User, relativedelta(**period), "", print).period_in_words

    assert told.split()[0] == number


def test_person_who_left_long_ago_is_erased(db):
    today = timezone.localdate()
    long_ago, lately = today - relativedelta(years=5), today - relativedelta(years=5) + timedelta(days=1)
    gone = PersonFactory(name="Weg", left_on=long_ago)
    closed = PersonFactory(name="Dicht", left_on=long_ago, account=UserFactory(is_active=False))
    PersonFactory(name="Pas weg", left_on=lately)
    PersonFactory(name="Hier")
    PersonFactory(name="Nog open", left_on=long_ago, account=UserFactory())

    carry_out("people_who_left")

    assert set(Person.objects.filter(erased_at__isnull=False)) == {gone, closed}
    assert SecurityEvent.objects.filter(kind="data_erased", actor_id__isnull=True).count() == 2


def test_account_that_was_never_confirmed_goes_without_a_trace(db):
    over, within = around("unconfirmed_accounts")
    never, early, confirmed, made_by_hand = (
        UserFactory(email=f"{name}@example.org", date_joined=joined)
        for name, joined in (("never", over), ("early", within), ("confirmed", over), ("hand", over))
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=each, email=each.email, verified=each == confirmed) for each in (never, early, confirmed)
    )

    carry_out("unconfirmed_accounts")

    assert set(User.objects.all()) == {early, confirmed, made_by_hand}
    assert not event_model(User).objects.filter(email=never.email).exists()


def test_unconfirmed_address_of_a_person_or_an_editor_closes_nothing(db):
    for account in (member_user(), editor_user()):
        User.objects.filter(pk=account.pk).update(date_joined=around("unconfirmed_accounts")[0])
        EmailAddress.objects.create(user=account, email=account.email)

    carry_out("unconfirmed_accounts")

    assert User.objects.count() == 2


def test_account_that_was_not_let_in_is_erased(db):
    over, within = around("accounts_not_let_in")
    refused, late, waiting = (
        UserFactory(date_joined=over),
        UserFactory(date_joined=within),
        UserFactory(date_joined=over),
    )
    MemberRequestFactory(account=waiting)
    person = member_user()
    User.objects.filter(pk=person.pk).update(date_joined=over)

    carry_out("accounts_not_let_in")

    assert set(User.objects.filter(is_active=True)) == {late, waiting, person}
    assert User.objects.get(is_active=False).pk == refused.pk
    assert SecurityEvent.objects.filter(kind="data_erased").count() == 1


def test_refused_and_withdrawn_requests_go_with_their_versions(db):
    over, within = around("closed_requests")
    decided = {"state": "refused", "reason": "Onbekend", "decided_by": editor_user()}
    refused = MemberRequestFactory(**decided, decided_at=over)
    withdrawn = MemberRequestFactory(state="withdrawn", asked_at=over)
    kept = [
        MemberRequestFactory(**decided, decided_at=within),
        MemberRequestFactory(state="withdrawn", asked_at=within),
        MemberRequestFactory(asked_at=over),
        MemberRequestFactory(**{**decided, "state": "approved"}, decided_at=over),
    ]

    carry_out("closed_requests")

    assert set(MemberRequest.objects.all()) == set(kept)
    assert not event_model(MemberRequest).objects.filter(id__in=[refused.pk, withdrawn.pk]).exists()


def test_invitations_that_expired_go_with_their_versions(db):
    over, within = around("closed_invitations")
    gone, kept = PersonInvitationFactory(expires_at=over), PersonInvitationFactory(expires_at=within)

    carry_out("closed_invitations")

    assert PersonInvitation.objects.get() == kept
    assert not event_model(PersonInvitation).objects.filter(id=gone.pk).exists()


def test_reasons_not_to_come_are_emptied_and_answers_stay(db):
    over, within = around("reasons_not_to_come")
    answer = {"response": "no", "response_reason": "Ziek", "responded_at": NOW()}
    old = AttendanceFactory(meeting=MeetingFactory(starts=over, ends=NOW()), **answer)
    new = AttendanceFactory(meeting=MeetingFactory(starts=within, ends=NOW()), **answer)
    event_model(Attendance).objects.filter(id=old.pk).update(pgh_created_at=over)

    carry_out("reasons_not_to_come")

    assert dict(Attendance.objects.values_list("pk", "response_reason")) == {old.pk: "", new.pk: "Ziek"}
    assert set(Attendance.objects.values_list("response", flat=True)) == {"no"}
    assert not event_model(Attendance).objects.filter(id=old.pk).exclude(response_reason="").exists()


def test_texts_of_sent_mails_are_emptied_and_rows_go_later(db):
    over, within = around("texts_of_mails")
    old, new = (OutboxMessageFactory(context={"a": 1}, created_at=at, state="failed") for at in (over, within))
    waiting = OutboxMessageFactory(context={"a": 1}, created_at=over)

    carry_out("texts_of_mails")

    texts = dict(OutboxMessage.objects.values_list("pk", "context"))
    assert texts == {old.pk: {}, new.pk: {"a": 1}, waiting.pk: {"a": 1}}


def test_mails_go_unless_they_wait(db):
    over, within = around("mails")
    OutboxMessageFactory(created_at=over, state="failed")
    kept = [OutboxMessageFactory(created_at=within, state="failed"), OutboxMessageFactory(created_at=over)]

    carry_out("mails")

    assert set(OutboxMessage.objects.all()) == set(kept)


def test_notifications_go(db):
    over, within = around("notifications")
    NotificationFactory(created_at=over)
    kept = NotificationFactory(created_at=within)

    carry_out("notifications")

    assert Notification.objects.get() == kept


def test_downloads_go_once_their_day_is_over(db):
    over, within = around("downloads")
    DataExportFactory(made_at=over, expires_at=over)
    kept = [DataExportFactory(made_at=within), DataExportFactory(asked_at=over)]

    carry_out("downloads")

    assert set(DataExport.objects.all()) == set(kept)


def test_sessions_that_are_over_go_and_where_they_were(db):
    account = UserFactory()
    for key, expires in (("over", NOW() - timedelta(seconds=1)), ("live", NOW() + timedelta(hours=1))):
        Session.objects.create(session_key=key, expire_date=expires)
        UserSession.objects.create(user=account, session_key=key, ip="192.0.2.1")

    carry_out("sessions")

    assert Session.objects.get().session_key == UserSession.objects.get().session_key == "live"


def test_origins_go_and_their_events_stay(db):
    today = timezone.localdate()
    SecurityOriginFactory(expires_on=today)
    kept = SecurityOriginFactory(expires_on=today + timedelta(days=1))

    carry_out("origins")

    assert SecurityOrigin.objects.get() == kept
    assert SecurityEvent.objects.count() == 2


def test_security_log_goes_after_two_years(db):
    over, within = around("security_log")
    SecurityEventFactory(at=over)
    kept = SecurityEventFactory(at=within)

    carry_out("security_log")

    assert SecurityEvent.objects.get() == kept


def test_security_log_cannot_be_deleted_sooner(db):
    SecurityEventFactory(at=NOW() - timedelta(days=729))

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        SecurityEvent.objects.all().delete()


def test_log_of_the_admin_goes(db):
    over, within = around("log_of_the_admin")
    for at in (over, within):
        LogEntry.objects.create(user=editor_user(), action_flag=2, object_repr="x", action_time=at)

    carry_out("log_of_the_admin")

    assert LogEntry.objects.get().action_time == within


def test_old_versions_go_and_their_rows_stay(db):
    over, within = around("versions")
    person = PersonFactory()
    Person.objects.update(phone="000 1")
    first, second = event_model(Person).objects.order_by("pgh_id")
    event_model(Person).objects.filter(pk=first.pk).update(pgh_created_at=over)
    event_model(Person).objects.filter(pk=second.pk).update(pgh_created_at=within)

    carry_out("versions")

    assert event_model(Person).objects.get() == second
    assert Person.objects.get() == person
