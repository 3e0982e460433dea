"""Telling people: a notification for each, and mail at once or with the digest."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.utils import timezone
from factory import Sequence

from members.models import Notification, OutboxMessage, Person, User
from members.telling import daytime, recipients_of, tell, tell_accounts, tell_many
from tests.factories import (
    MailPreferencesFactory,
    MeetingFactory,
    PersonFactory,
    UserFactory,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db

CONTEXT = {"path": "/bijeenkomsten/1/", "title": "Archief", "sectors": "Water", "starts": "", "ends": ""}


def people(number):
    return [PersonFactory(email=f"p{each}@example.org") for each in range(number)]


def chosen(kind="topic_settled"):
    return recipients_of(kind, Person.objects.all())


def addresses():
    return set(OutboxMessage.objects.values_list("recipient", flat=True))


def test_one_person_is_told_by_a_notification_and_a_mail():
    person, meeting = PersonFactory(name="An", email="an@example.org"), MeetingFactory()

    tell("place_free", person, key="7", context=CONTEXT, about=meeting)

    note, mail = Notification.objects.get(), OutboxMessage.objects.get()
    assert (note.person, note.kind, note.key, note.about) == (person, "place_free", "place_free:7", meeting)
    assert note.context == CONTEXT
    assert note.mailed_at is not None
    assert (mail.recipient, mail.person, mail.kind) == ("an@example.org", person, "place_free")
    assert mail.key == f"place_free:7:{person.pk}"
    assert mail.context == {**CONTEXT, "to": "An"}


def test_same_thing_is_told_once_whatever_way_it_comes():
    first, second = people(2)
    tell_many("topic_settled", [], chosen()[:1], key="1", context=CONTEXT)

    for _time in range(2):
        tell_many("topic_settled", chosen(), key="1", context=CONTEXT)

    assert {one.person: one.mailed_at is None for one in Notification.objects.all()} == {first: True, second: False}
    assert addresses() == {second.email}


def test_digest_mail_waits_without_a_mail():
    people(1)

    tell_many("topic_settled", [], chosen(), key="1", context=CONTEXT)

    assert Notification.objects.get().mailed_at is None
    assert not OutboxMessage.objects.exists()


def test_address_is_that_of_the_account_and_who_has_none_is_left_out():
    account = member_user(email="oud@example.org")
    PersonFactory(email="")
    PersonFactory(email="bo@example.org")

    assert {one.address for one in chosen()} == {account.email, "bo@example.org"}


def test_who_stopped_a_kind_does_not_get_it_and_does_get_others():
    [person] = people(1)
    MailPreferencesFactory(person=person, muted=["topic_settled", "minutes_published"])

    assert chosen("topic_settled") == []
    assert [one.person for one in chosen("input_asked")] == [person.pk]


def test_mail_is_in_the_language_of_who_reads_it():
    english, dutch = people(2)
    MailPreferencesFactory(person=english, language="en")

    tell_many("topic_settled", chosen(), key="1", context=CONTEXT)

    assert dict(OutboxMessage.objects.values_list("person", "language")) == {english.pk: "en", dutch.pk: "nl"}


@pytest.mark.parametrize(("kind", "has_link"), [("topic_settled", True), ("input_asked", True), ("place_free", False)])
def test_link_to_stop_stands_under_mail_that_is_not_personal(kind, has_link):
    people(1)

    tell_many(kind, chosen(), key="1", context=CONTEXT)

    assert OutboxMessage.objects.get().unsubscribe.startswith("/afmelden/") == has_link


def test_accounts_are_told_as_people_or_by_their_own_address():
    person, nobody = member_user().person, UserFactory(email="nieuw@example.org")
    MailPreferencesFactory(person=person, language="en")

    for _time in range(2):
        tell_accounts("data_export", User.objects.all(), key="3", context={"until": "", "path": "/mijn/gegevens/"})

    mails = OutboxMessage.objects.values_list("recipient", "key", "language", "person")
    assert set(mails) == {
        (person.account.email, f"data_export:3:{person.pk}", "en", person.pk),
        (nobody.email, f"data_export:3:account-{nobody.pk}", settings.LANGUAGE_CODE, None),
    }
    assert Notification.objects.get().person == person


def test_mail_can_wait_for_its_moment():
    people(1)
    later = timezone.now() + timedelta(hours=4)

    tell_many("topic_settled", chosen(), key="1", context=CONTEXT, due_at=later)

    assert OutboxMessage.objects.get().due_at == later


def test_queries_do_not_depend_on_the_number_of_people(django_assert_num_queries):
    people(10)
    with django_assert_num_queries(6):  # two are savepoint and its release
        tell_many("topic_settled", chosen(), key="few", context=CONTEXT)

    PersonFactory.create_batch(190, email=Sequence("q{}@example.org".format))
    with django_assert_num_queries(6):
        tell_many("topic_settled", chosen(), key="many", context=CONTEXT)

    assert OutboxMessage.objects.filter(key__startswith="topic_settled:many:").count() == 200


SUMMER, WINTER, CLOCK_BACK = date(2027, 7, 1), date(2027, 1, 12), date(2027, 10, 31)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (moment(WINTER, 3, 17), moment(WINTER, 7, 30)),
        (moment(SUMMER, 3, 17), moment(SUMMER, 7, 30)),
        (moment(CLOCK_BACK, 1, 17), moment(CLOCK_BACK, 7, 30)),
        (moment(WINTER, 7, 30), moment(WINTER, 7, 30)),
        (moment(WINTER, 20, 59), moment(WINTER, 20, 59)),
        (moment(WINTER, 21, 0), moment(WINTER + timedelta(days=1), 7, 30)),
    ],
)
def test_mail_of_a_job_does_not_arrive_at_night(now, then):
    assert daytime(now) == then
