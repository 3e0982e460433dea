"""Asking, waiting, being let in or refused: what is stored, who is mailed, and that it happens once."""

from datetime import date, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connections

from members.models import MemberRequest, OutboxMessage, Person, SecurityEvent
from members.outbox import send_due
from portal.joining import (
    NotPossibleError,
    approve_request,
    approvers_of,
    ask_to_join,
    change_wishes,
    refuse_request,
    requests_for,
    tell_about_new_requests,
    tell_approvers,
    withdraw_request,
)
from portal.tasks import tell_approvers as tell_approvers_task
from sectors.models import Appointment, Seat, SeatWish
from tests.factories import (
    AppointmentFactory,
    MemberRequestFactory,
    NetworkMembershipFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SeatWishFactory,
    SectorFactory,
    SectorMembershipFactory,
    UserFactory,
    chair_user,
    editor_user,
    manager_user,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 22)
State = MemberRequest.State


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def sector():
    return SectorFactory(name="Overheden")


@pytest.fixture
def organisation(sector):
    organisation = NetworkMembershipFactory(organisation__name="Gemeente Voorbeeld").organisation
    SectorMembershipFactory(sector=sector, organisation=organisation)
    return organisation


@pytest.fixture
def manager(sector):
    return manager_user(sector)


def ask(organisation, *, confirmed=True, **fields):
    asked = MemberRequestFactory(organisation=organisation, **fields)
    EmailAddress.objects.create(user=asked.account, email=asked.account.email, verified=confirmed, primary=True)
    return asked


def recipients():
    return set(OutboxMessage.objects.values_list("recipient", flat=True))


def sent():
    send_due()
    return {message.to[0]: message for message in mail.outbox}


# Who is told


def test_approvers_are_the_managers_and_deputies_of_the_organisations_sectors(sector, organisation, manager):
    deputy = member_user()
    AppointmentFactory(sector=sector, person=deputy.person, role=Appointment.Role.DEPUTY)
    chair_user(sector)
    manager_user(SectorFactory())
    editor_user()

    assert set(approvers_of(ask(organisation))) == {manager, deputy}


def test_approvers_without_a_manager_are_the_editors(sector, organisation):
    AppointmentFactory(sector=sector, role=Appointment.Role.PROGRAMME_MANAGER, until=TODAY, person=member_user().person)
    AppointmentFactory(sector=sector, role=Appointment.Role.DEPUTY)
    editor = editor_user()

    assert set(approvers_of(ask(organisation))) == {editor}


def test_approvers_never_include_who_asks(sector, organisation, manager):
    editor = editor_user()

    assert set(approvers_of(ask(organisation, account=manager))) == {editor}


def test_tell_approvers_mails_each_once(organisation, manager):
    asked = ask(organisation, name="Nynke Nieuwveen")

    tell_approvers(asked)
    tell_about_new_requests()

    message = sent()[manager.email]
    assert OutboxMessage.objects.count() == 1
    assert "Nynke Nieuwveen" in message.subject
    assert f"/aanvragen/{asked.pk}/" in message.body


def test_tell_approvers_waits_for_a_confirmed_address(organisation, manager):
    ask(organisation, confirmed=False)

    tell_about_new_requests()

    assert not OutboxMessage.objects.exists()


def test_tell_about_new_requests_reaches_a_new_manager_too(sector, organisation, manager):
    ask(organisation)
    tell_about_new_requests()
    deputy = member_user()
    AppointmentFactory(sector=sector, person=deputy.person, role=Appointment.Role.DEPUTY)

    tell_about_new_requests()

    assert recipients() == {manager.email, deputy.email}
    assert OutboxMessage.objects.count() == 2


def test_task_tells_who_decides_once_however_often_it_runs(organisation, manager):
    ask(organisation)

    tell_approvers_task()
    tell_approvers_task()

    assert list(OutboxMessage.objects.values_list("recipient", flat=True)) == [manager.email]


def test_tell_about_new_requests_leaves_decided_ones(organisation, manager):
    asked = ask(organisation)
    withdraw_request(request=asked, by=asked.account)

    tell_about_new_requests()

    assert not OutboxMessage.objects.exists()


def test_mail_prints_a_name_as_it_was_typed(organisation, manager):
    ask(organisation, name="<script>alert(1)</script> & 😀\nBcc: x@example.org")

    tell_about_new_requests()

    message = sent()[manager.email]
    assert "<script>alert(1)</script> & 😀 Bcc: x@example.org" in message.subject
    assert message.recipients() == [manager.email]


# Which requests somebody sees


def test_requests_for_a_manager_are_of_the_own_sectors(organisation, manager):
    own = ask(organisation)
    ask(OrganisationFactory())
    ask(organisation, confirmed=False)

    assert set(requests_for(manager)) == {own}


def test_requests_for_an_editor_are_all_but_the_own(organisation):
    editor = editor_user()
    found = {ask(organisation), ask(OrganisationFactory())}
    ask(organisation, account=editor)

    assert set(requests_for(editor)) == found


def test_requests_for_a_chair_are_none(sector, organisation):
    ask(organisation)

    assert set(requests_for(chair_user(sector))) == set()


# Asking, changing, withdrawing


def test_ask_to_join_stores_one_request_and_tells(organisation, manager):
    account = UserFactory()
    EmailAddress.objects.create(user=account, email=account.email, verified=True)
    told = {"organisation": organisation, "name": "Nynke", "job_title": "Adviseur", "by": account}

    first = ask_to_join(note="Hallo", **told)
    second = ask_to_join(note="Nog eens", **told)

    assert first == second
    assert MemberRequest.objects.values_list("name", "note", "state").get() == ("Nynke", "Hallo", "waiting")
    assert recipients() == {manager.email}


def test_change_wishes_replaces_them(organisation):
    asked = ask(organisation)
    kept, dropped, fresh = SectorFactory.create_batch(3)
    change_wishes(request=asked, sectors=[kept, dropped], note="", by=asked.account)

    change_wishes(request=asked, sectors=[kept, fresh], note="Graag", by=asked.account)

    assert set(SeatWish.objects.values_list("request", "sector")) == {(asked.pk, kept.pk), (asked.pk, fresh.pk)}
    assert MemberRequest.objects.get().note == "Graag"


def test_change_wishes_of_a_decided_request_changes_nothing(organisation, manager, sector):
    asked = ask(organisation)
    refuse_request(request=asked, by=manager, reason="Onbekend")

    with pytest.raises(NotPossibleError):
        change_wishes(request=asked, sectors=[sector], note="Toch?", by=asked.account)

    assert not SeatWish.objects.exists()
    assert MemberRequest.objects.get().note == ""


def test_withdraw_request_takes_it_off_the_list(organisation, manager):
    asked = ask(organisation)

    withdraw_request(request=asked, by=asked.account)

    assert MemberRequest.objects.get().state == State.WITHDRAWN
    with pytest.raises(NotPossibleError):
        approve_request(request=asked, by=manager)
    assert not Person.objects.filter(account=asked.account).exists()


# Deciding


def test_approve_request_makes_a_person_with_the_wished_seats(sector, organisation, manager):
    asked = ask(organisation, name="Nynke Nieuwveen", job_title="Adviseur")
    SeatWishFactory(request=asked, sector=sector)

    approve_request(request=asked, by=manager)

    person = Person.objects.get(account=asked.account)
    assert (person.name, person.job_title, person.organisation) == ("Nynke Nieuwveen", "Adviseur", organisation)
    assert person.email == asked.account.email
    assert list(Seat.objects.values_list("sector", "person", "since")) == [(sector.pk, person.pk, TODAY)]
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == (State.APPROVED, manager)


def test_approve_request_gives_no_seat_where_the_organisation_takes_no_part(organisation, manager):
    asked = ask(organisation)
    SeatWishFactory(request=asked)
    ended = SectorMembershipFactory(organisation=organisation, until=TODAY)
    SeatWishFactory(request=asked, sector=ended.sector)

    approve_request(request=asked, by=manager)

    assert not Seat.objects.exists()


def test_approve_request_links_the_person_with_that_address(organisation, manager):
    person = PersonFactory(name="N. Nieuwveen", email="Nynke@Example.org", job_title="Directeur")
    asked = ask(organisation, account__email="nynke@example.org")

    approve_request(request=asked, by=manager)

    person.refresh_from_db()
    assert Person.objects.filter(account=asked.account).get() == person
    assert (person.name, person.job_title, person.organisation) == ("N. Nieuwveen", "Directeur", organisation)


def test_approve_request_lets_somebody_come_back(organisation, manager):
    person = PersonFactory(email="nynke@example.org", organisation=organisation, left_on=TODAY - timedelta(days=9))
    asked = ask(organisation, account__email="nynke@example.org")

    approve_request(request=asked, by=manager)

    assert Person.objects.present().get(account=asked.account) == person


def test_approve_request_leaves_the_person_of_another_account_alone(organisation, manager):
    other = PersonFactory(email="nynke@example.org", account=UserFactory())
    asked = ask(organisation, account__email="nynke@example.org")

    approve_request(request=asked, by=manager)

    assert Person.objects.get(account=other.account) == other
    assert Person.objects.get(account=asked.account).email == ""


def test_approve_request_keeps_seat_and_choice_of_a_known_person(sector, organisation, manager):
    person = PersonFactory(email="nynke@example.org")
    seat = SeatFactory(sector=sector, person=person, mail=Seat.Mail.WEEKLY)
    asked = ask(organisation, account__email="nynke@example.org")
    SeatWishFactory(request=asked, sector=sector)

    approve_request(request=asked, by=manager)

    assert list(Seat.objects.values_list("pk", "mail")) == [(seat.pk, "weekly")]


def test_approve_request_mails_and_logs(sector, organisation, manager):
    asked = ask(organisation)
    SeatWishFactory(request=asked, sector=sector)

    approve_request(request=asked, by=manager)

    message = sent()[asked.account.email]
    assert "Overheden" in message.body
    assert "/mijn/" in message.body
    event = SecurityEvent.objects.get(kind=SecurityEvent.Kind.APPROVED)
    assert (event.actor_id, event.about_model, event.about_id) == (manager.pk, "members.memberrequest", asked.pk)


def test_approve_request_without_a_confirmed_address_does_nothing(organisation, manager):
    asked = ask(organisation, confirmed=False)

    with pytest.raises(NotPossibleError):
        approve_request(request=asked, by=manager)

    assert not Person.objects.filter(account=asked.account).exists()
    assert MemberRequest.objects.get().state == State.WAITING


def test_approve_request_for_an_organisation_that_left_does_nothing(organisation, manager):
    asked = ask(organisation)
    organisation.network_memberships.update(until=TODAY)

    with pytest.raises(NotPossibleError):
        approve_request(request=asked, by=manager)

    assert MemberRequest.objects.get().state == State.WAITING


def test_approve_request_after_the_role_was_lost_is_denied(organisation, manager):
    asked = ask(organisation)
    Appointment.objects.update(until=TODAY)

    with pytest.raises(PermissionDenied):
        approve_request(request=asked, by=manager)

    assert MemberRequest.objects.get().state == State.WAITING


def test_request_is_decided_on_once(organisation, manager):
    asked = ask(organisation)
    refuse_request(request=asked, by=manager, reason="Onbekend")

    with pytest.raises(NotPossibleError):
        approve_request(request=asked, by=editor_user())

    asked.refresh_from_db()
    assert (asked.state, asked.decided_by) == (State.REFUSED, manager)
    assert not Person.objects.filter(account=asked.account).exists()


def test_refuse_request_mails_the_reason_and_logs(organisation, manager):
    asked = ask(organisation)

    refuse_request(request=asked, by=manager, reason="U werkt hier <niet> & nooit")

    message = sent()[asked.account.email]
    assert "U werkt hier <niet> & nooit" in message.body
    assert "/wachten/" in message.body
    assert SecurityEvent.objects.filter(kind="refused", actor_id=manager.pk, about_id=asked.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_request_that_somebody_is_deciding_on_is_locked(organisation, manager):
    asked = ask(organisation)
    other = connections.create_connection("default")
    other.ensure_connection()
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT 1 FROM members_memberrequest WHERE id = %s FOR UPDATE", [asked.pk])

    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        with pytest.raises(Exception, match="lock timeout"):
            approve_request(request=asked, by=manager)
    finally:
        with connections["default"].cursor() as cursor:
            cursor.execute("RESET lock_timeout")
        other.close()
    assert MemberRequest.objects.get().state == State.WAITING
