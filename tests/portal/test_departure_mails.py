"""The mails around moving and leaving, as they go out."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.utils import translation

from members import outbox
from portal.departures import end_membership, leave_network
from portal.moving import approve_move, ask_to_move
from tests.factories import (
    DAY,
    ActionItemFactory,
    AppointmentFactory,
    NetworkMembershipFactory,
    PersonFactory,
    UserFactory,
    editor_user,
    manager_user,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db

TOMORROW = DAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(DAY, 10), tick=False):
        yield


@pytest.fixture
def organisation():
    return NetworkMembershipFactory(organisation__name="Gemeente 's-Hier & Daar").organisation


def sent_to(address):
    outbox.send_due()
    return [(each.subject, each.body) for each in mail.outbox if each.to == [address]]


def test_mail_of_a_move_names_the_organisation_as_it_is_written(organisation):
    account = member_user()
    move = ask_to_move(by=account, organisation=organisation, moves_on=DAY)
    approve_move(request=move, by=editor_user())

    [(subject, body)] = sent_to(account.email)

    assert organisation.name in subject
    assert "22 april 2027" in body
    assert f"{settings.PUBLIC_URL}/mijn/zetels/" in body


def test_mail_of_an_approved_move_says_where_to_withdraw_it(organisation):
    account = member_user()
    move = ask_to_move(by=account, organisation=organisation, moves_on=TOMORROW)
    approve_move(request=move, by=editor_user())

    [(_subject, body)] = sent_to(account.email)

    assert f"{settings.PUBLIC_URL}/mijn/werkgever/" in body


def test_mail_to_editors_lists_the_roles_that_ended(organisation):
    account, editor = member_user(name="Anna Bakker"), editor_user()
    role = AppointmentFactory(person=account.person)
    leave_network(person=account.person, on=TOMORROW, by=account)

    [(subject, body)] = sent_to(editor.email)

    assert "Anna Bakker" in subject
    assert role.sector.name in body
    assert f"{settings.PUBLIC_URL}/beheer/sectors/appointment/" in body


def test_mail_about_open_actions_lists_them_with_their_day_in_dutch():
    account = member_user(name="Anna Bakker")
    action = ActionItemFactory(owner=account.person, text="Notitie <b>schrijven</b>", due=TOMORROW)
    manager = manager_user(action.meeting.sector_year.sector)
    with translation.override("en"):
        leave_network(person=account.person, on=TOMORROW, by=account)

    [(subject, body)] = sent_to(manager.email)

    assert "Anna Bakker" in subject
    assert "- Anna Bakker: Notitie <b>schrijven</b> (vrijdag 23 april 2027), http" in body


def test_mail_to_who_leaves_names_the_day():
    account = member_user(name="Anna Bakker")
    leave_network(person=account.person, on=TOMORROW, by=account)

    [(subject, body)] = sent_to(account.email)

    assert "23 april 2027" in subject
    assert "Anna Bakker" in body


def test_mails_of_an_organisation_that_leaves_go_to_its_people_and_to_editors(organisation):
    account, editor = member_user(organisation), editor_user()
    end_membership(organisation=organisation, on=TOMORROW, by=editor, reason="Fusie & vertrek")

    [(_subject, to_person)] = sent_to(account.email)
    [(_subject, to_editor)] = sent_to(editor.email)

    assert organisation.name in to_person
    assert "Fusie & vertrek" in to_editor
    assert f"{settings.PUBLIC_URL}/leden/{organisation.slug}/vertrek/" in to_editor


def test_mails_to_a_person_and_to_an_editor_with_the_same_number_are_two(organisation):
    editor = editor_user()
    person = PersonFactory(pk=editor.pk, organisation=organisation, account=UserFactory())
    end_membership(organisation=organisation, on=TOMORROW, by=editor)

    assert len(sent_to(person.account.email)) == 1
    assert len(sent_to(editor.email)) == 1
