"""The weekly mail: when, to whom, once, and nothing when there is nothing to tell."""

import threading
from contextlib import suppress
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.template.loader import render_to_string
from django.utils import timezone

from members import outbox
from members.mail_blocks import blocks_of
from members.models import Network, Notification, OutboxMessage, Person
from members.notices import NOTICES, Weight
from members.told import told_line
from members.unsubscribing import unsubscribing_of
from portal.digest import due_of, people_to_tell, send_digests
from portal.tasks import do_daily_work
from sectors.models import Seat
from sectors.telling import tell_people
from tests.factories import (
    ArticleFactory,
    MailPreferencesFactory,
    MeetingFactory,
    NetworkFactory,
    NotificationFactory,
    OrganisationFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    moment,
)
from tests.mail_server import running_sink

pytestmark = pytest.mark.django_db

MONDAY = date(2027, 4, 19)
PATH = {"path": "/bijeenkomsten/1/"}


@pytest.fixture(autouse=True)
def week():
    """Monday morning at eight, and something to tell everyone."""
    with time_machine.travel(moment(MONDAY, 8, 0), tick=False) as clock:
        ArticleFactory(title="Nieuws voor iedereen", published_at=timezone.now() - timedelta(days=2))
        yield clock


@pytest.fixture
def organisation():
    return OrganisationFactory()


def reader(mail="weekly", sector=None, **fields):
    """Return someone of the office with a seat."""
    person = PersonFactory(**{"email": f"p{Person.objects.count()}@example.org", "organisation": None, **fields})
    SeatFactory(person=person, mail=mail, sector=sector or SectorFactory())
    return person


def mailed():
    return set(OutboxMessage.objects.filter(kind="digest").values_list("person", flat=True))


@pytest.mark.parametrize(
    ("day", "hour", "due"),
    [(18, 23, False), (19, 0, False), (19, 6, False), (19, 7, True), (21, 3, True), (25, 23, True), (26, 6, False)],
)
def test_mail_is_due_from_monday_at_seven(week, day, hour, due):
    week_15 = {"kind": "digest", "key": "digest:2027-15", "created_at": moment(date(2027, 4, 12), 7)}
    NotificationFactory(person=reader(), **week_15)

    week.move_to(moment(date(2027, 4, day), hour, 5))

    assert bool(send_digests()) is due


@pytest.mark.parametrize("day", [date(2027, 3, 29), date(2026, 10, 26), date(2027, 1, 1), date(2026, 12, 31)])
def test_mail_is_due_at_seven_on_the_clock_of_the_region(day):
    due = timezone.localtime(due_of(moment(day, 23)))

    assert (due.weekday(), due.hour) == (0, 7)
    assert due.date() <= day < due.date() + timedelta(days=7)


def test_only_who_chose_weekly_mail_gets_it(organisation):
    weekly = reader()
    for mail in ("at_once", "only_asked", "nothing"):
        reader(mail)
    reader(email="")
    reader(left_on=MONDAY)
    reader(organisation=organisation)
    Seat.objects.filter(person=reader()).update(since=date(2020, 1, 1), until=MONDAY)

    assert send_digests() == 1

    assert mailed() == {weekly.pk}


def test_mail_goes_once_a_week(week):
    person = reader()

    counts = [send_digests(), send_digests()]
    week.shift(timedelta(days=7))
    ArticleFactory(published_at=timezone.now())
    counts.append(send_digests())

    assert counts == [1, 0, 1]
    keys = set(OutboxMessage.objects.values_list("key", flat=True))
    assert keys == {f"digest:{person.pk}:2027-16", f"digest:{person.pk}:2027-17"}


def test_worker_that_was_down_sends_on_wednesday_once(week):
    reader()
    week.move_to(moment(MONDAY + timedelta(days=2), 3, 17))

    do_daily_work()
    do_daily_work()

    assert OutboxMessage.objects.filter(kind="digest").count() == 1


def test_mail_without_contents_is_not_sent_and_the_week_is_looked_at():
    person = reader()
    ArticleFactory._meta.model.objects.all().delete()

    assert send_digests() == 0

    seen = Notification.objects.get()
    assert (seen.person, seen.key, seen.mailed_at) == (person, "digest:2027-16", None)
    assert not people_to_tell(timezone.now()).exists()


def test_mail_stopped_by_its_kind_is_not_sent():
    MailPreferencesFactory(person=reader(), muted=["digest"])

    assert send_digests() == 0


def test_mail_can_be_stopped_with_one_click():
    person = reader()

    send_digests()

    path = OutboxMessage.objects.get().unsubscribe
    asked = unsubscribing_of(path.removeprefix("/afmelden/").removesuffix("/"))
    assert (asked.person_pk, asked.kind, asked.sector_pk) == (person.pk, "digest", None)


def test_what_waited_is_marked_as_mailed_in_the_same_go():
    person = reader()
    waiting = NotificationFactory(person=person, context=PATH)
    told = NotificationFactory(person=person, mailed_at=timezone.now() - timedelta(days=1), context=PATH)
    other = NotificationFactory(person=reader("nothing"), context=PATH)

    send_digests()

    waiting.refresh_from_db()
    other.refresh_from_db()
    assert (waiting.mailed_at, other.mailed_at) == (timezone.now(), None)
    assert len(OutboxMessage.objects.get().context["told"]) == 1
    assert told.mailed_at != timezone.now()


def test_failure_leaves_everything_to_the_next_run(monkeypatch):
    waiting = NotificationFactory(person=reader(), context=PATH)
    with monkeypatch.context() as broken, suppress(OSError):
        broken.setattr("portal.digest.queue_many", lambda _rows: (_ for _ in ()).throw(OSError))
        send_digests()
    waiting.refresh_from_db()
    assert waiting.mailed_at is None

    assert send_digests() == 1


def test_what_waited_when_a_seat_became_at_once_still_comes():
    person = reader("at_once")
    NotificationFactory(person=person, context=PATH)

    assert send_digests() == 1

    context = OutboxMessage.objects.get().context
    assert (len(context["told"]), context["news"]) == (1, [])


def test_weekly_reader_gets_what_others_were_mailed_at_once():
    sector = SectorFactory()
    at_once, weekly = reader("at_once", sector), reader("weekly", sector)
    for kind, notice in NOTICES.items():
        if notice.weight is not Weight.PERSONAL and kind != "digest":
            tell_people(kind, Person.objects.all(), sectors=[sector], key="1", context=notice.sample)
    sent = [(mail.kind, mail.context) for mail in OutboxMessage.objects.filter(person=at_once)]

    send_digests()

    told = OutboxMessage.objects.get(person=weekly).context["told"]
    lines = [told_line(each["kind"], each["context"], "An") for each in told]
    assert len(sent) > 3
    assert sorted(lines) == sorted(told_line(kind, context, "An") for kind, context in sent)


def test_queries_do_not_grow_with_people_but_for_three_each(django_assert_num_queries):
    sector = SectorFactory()
    MeetingFactory(sector_year__sector=sector)

    def queries(people):
        for _each in range(people):
            NotificationFactory(person=reader(sector=sector), context=PATH)
        with django_assert_num_queries(16 + 5 * people):  # three, and the savepoint round them
            assert send_digests() == people

    queries(1)
    queries(4)


@pytest.fixture
def sink(settings):
    with running_sink(settings) as running:
        yield running


@pytest.mark.parametrize(("language", "when"), [("nl", "donderdag 22 april 2027"), ("en", "Thursday 22 April 2027")])
def test_mail_arrives_in_the_language_of_its_reader(sink, language, when):
    NetworkFactory() if not Network.objects.exists() else None
    sector = SectorFactory(name="Veiligheid")
    MailPreferencesFactory(person=reader(sector=sector, email="an@example.org"), language=language)
    meeting = MeetingFactory(sector_year__sector=sector, title="Weerbaar bij stroomuitval")

    send_digests()
    outbox.send_due()

    mail = next(each for each in sink.mails if each["To"] == "an@example.org")
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    for said in (
        when,
        "Weerbaar bij stroomuitval",
        "Veiligheid",
        "Nieuws voor iedereen",
        f"/bijeenkomsten/{meeting.pk}/",
    ):
        assert said in text
        assert said in html
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/afmelden/" in mail["List-Unsubscribe"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_one_mail_each_person():
    people = [reader() for _each in range(12)]
    counts, barrier = [], threading.Barrier(2)

    def run():
        barrier.wait()
        try:
            counts.append(send_digests())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(counts) == len(people) == OutboxMessage.objects.count() == Notification.objects.count()
    assert mailed() == {person.pk for person in people}


def test_every_line_is_a_link_to_its_page():
    notice = NOTICES["digest"]
    text = render_to_string(
        f"{notice.template}_message.txt", {"site": settings.PUBLIC_URL, "to": "An", **notice.sample}
    )

    links = [block for block in blocks_of(text) if block.kind == "link"]

    parts = ("asked", "told", "topics", "changes", "joinable", "news")
    assert len(links) == 1 + sum(len(notice.sample[part]) for part in parts)
    assert not any("http" in link.label for link in links)
