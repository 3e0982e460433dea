"""A meeting gets its topic: what follows from it, and what is refused without doing half."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import translation

from meetings.models import Meeting, Preparation, Presenter, Topic
from meetings.preparing.presenting import Choice, answer_presenter, change_presenters
from meetings.preparing.settling import reopen_preparation, settle_new_topic, settle_topic, waive_preparation
from members.models import Notification, OutboxMessage
from tests.factories import (
    MeetingFactory,
    OrganisationFactory,
    PersonFactory,
    PreparationFactory,
    SeatFactory,
    SectorFactory,
    TopicFactory,
    chair_user,
    manager_user,
    member_user,
    moment,
)

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 7)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(TODAY, 10), tick=False), translation.override("en"):
        yield


@pytest.fixture
def meeting():
    return PreparationFactory(meeting=MeetingFactory(title="")).meeting


@pytest.fixture
def sector(meeting):
    return meeting.sector_year.sector


@pytest.fixture
def chair(sector):
    return chair_user(sector)


@pytest.fixture
def topic(sector):
    return TopicFactory(sector=sector, title="Dijken", summary="Wie <graaft>?", proposed_by=member_user().person)


def settle(meeting, topic, by, *chosen):
    return settle_topic(meeting=meeting, topic=topic, presenters=list(chosen), by=by)


def mailed(kind):
    return sorted(OutboxMessage.objects.filter(kind=kind).values_list("recipient", flat=True))


def refused(act, *args, **kwargs):
    with pytest.raises(ValidationError) as raised:
        act(*args, **kwargs)
    return " ".join(raised.value.messages)


def test_settling_schedules_the_topic_and_the_meeting_follows(meeting, topic, chair):
    settled = settle(meeting, topic, chair)

    meeting.refresh_from_db()
    topic.refresh_from_db()
    assert (topic.state, topic.meeting) == ("scheduled", meeting)
    assert (meeting.title, meeting.summary) == ("Dijken", "<p>Wie &lt;graaft&gt;?</p>")
    assert (meeting.version, settled.settled_at, settled.settled_by) == (2, moment(TODAY, 10), chair.person)
    assert list(meeting.agenda_items.values_list("kind", "title")) == [("topic", "Dijken")]
    assert mailed("topic_step") == [topic.proposed_by.account.email]


def test_summary_stays_when_the_topic_has_none(meeting, sector, chair):
    Meeting.objects.update(summary="<p>Met lunch.</p>")

    settle(meeting, TopicFactory(sector=sector), chair)

    assert Meeting.objects.get().summary == "<p>Met lunch.</p>"


def test_new_topic_comes_on_the_backlog_and_on_the_meeting(meeting, sector, chair):
    settle_new_topic(meeting=meeting, sector=sector, title="Stuwen", summary="", presenters=[], by=chair)

    found = Topic.objects.get()
    assert (found.title, found.state, found.meeting, found.proposed_by) == (
        "Stuwen",
        "scheduled",
        meeting,
        chair.person,
    )


def test_earlier_topic_goes_back_to_the_backlog(meeting, sector, topic, chair):
    earlier = TopicFactory(sector=sector, meeting=meeting, state="scheduled")

    settle(meeting, topic, chair)

    earlier.refresh_from_db()
    assert (earlier.state, earlier.meeting) == ("proposed", None)


def test_topic_that_stood_for_the_meeting_already_is_settled(meeting, topic, chair):
    Topic.objects.update(meeting=meeting, state="scheduled")

    settle(meeting, topic, chair)

    assert Preparation.objects.get().settled_at


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"state": "withdrawn"}, "withdrawn"),
        ({"state": "declined", "state_reason": "Te klein"}, "declined"),
        ({"state": "parked"}, "parked"),
        ({"state": "presented", "meeting": "other"}, "presented"),
        ({"state": "scheduled", "meeting": "other"}, "agenda of a meeting"),
        ({"state": "merged", "merged_into": "other"}, "goes on as another"),
    ],
)
def test_topic_that_is_not_open_is_refused_and_nothing_is_done(meeting, topic, chair, change, words):
    others = {"meeting": MeetingFactory(), "merged_into": TopicFactory()}
    earlier = TopicFactory(sector=topic.sector, meeting=meeting, state="scheduled")
    changed = {name: others[name] if value == "other" else value for name, value in change.items()}
    Topic.objects.filter(pk=topic.pk).update(**changed)

    assert words in refused(settle, meeting, topic, chair, Choice(PersonFactory(), None))

    earlier.refresh_from_db()
    assert (earlier.state, Presenter.objects.count(), OutboxMessage.objects.count()) == ("scheduled", 0, 0)
    assert Preparation.objects.get().settled_at is None


def test_second_who_settles_is_told_who_was_first(meeting, sector, topic, chair):
    settle(meeting, topic, chair)

    words = refused(settle, meeting, TopicFactory(sector=sector), manager_user(sector))

    assert chair.person.name in words
    assert "Dijken" in words


@pytest.mark.parametrize(
    "change",
    [
        {"state": "cancelled", "state_reason": "Storm"},
        {"state": "not_held", "state_reason": "Te weinig"},
        {"starts": moment(date(2027, 4, 7), 9)},
    ],
)
def test_meeting_with_nothing_left_to_prepare_is_left_alone(meeting, topic, chair, change):
    Meeting.objects.update(**change)

    for act in (reopen_preparation, lambda **given: waive_preparation(reason="Bezoek", **given)):
        refused(act, meeting=meeting, by=chair)
    refused(settle, meeting, topic, chair)

    assert Topic.objects.get().state == "idea"


def test_opening_again_returns_the_topic_and_releases_presenters(meeting, topic, chair):
    speaks, declined = member_user().person, member_user().person
    settle(meeting, topic, chair, Choice(speaks, speaks.organisation), Choice(declined, declined.organisation))
    answer_presenter(presenter=Presenter.objects.get(person=declined), confirms=False, by=declined.account)

    reopen_preparation(meeting=meeting, by=chair)
    reopen_preparation(meeting=meeting, by=chair)

    meeting.refresh_from_db()
    topic.refresh_from_db()
    assert (topic.state, topic.meeting, meeting.title, meeting.summary) == ("proposed", None, "", "")
    assert (meeting.presenters.count(), meeting.agenda_items.count()) == (0, 0)
    assert mailed("presenter_released") == [speaks.account.email]


def test_waived_preparation_keeps_the_reason_and_can_open_again(meeting, topic, chair):
    waived = waive_preparation(meeting=meeting, reason="Werkbezoek", by=chair)
    assert (waived.waived_by, waived.waived_reason) == (chair.person, "Werkbezoek")
    assert "Werkbezoek" in refused(settle, meeting, topic, chair)

    reopen_preparation(meeting=meeting, by=chair)

    assert settle(meeting, topic, chair).settled_at


# presenters


def test_presenters_are_asked_once_by_mail(meeting, topic, chair):
    person, organisation = member_user().person, OrganisationFactory()
    chosen = [Choice(person, person.organisation), Choice(None, organisation)]

    settle(meeting, topic, chair, *chosen)
    change_presenters(meeting=meeting, presenters=chosen, by=chair)

    assert list(meeting.presenters.order_by("pk").values_list("person", "organisation")) == [
        (person.pk, person.organisation.pk),
        (None, organisation.pk),
    ]
    assert mailed("presenter_asked") == [person.account.email]


def test_who_is_replaced_is_told_and_who_declined_is_asked_again(meeting, chair):
    out, again = member_user().person, member_user().person
    change_presenters(meeting=meeting, presenters=[Choice(out, None), Choice(again, None)], by=chair)
    answer_presenter(presenter=Presenter.objects.get(person=again), confirms=False, by=again.account)

    change_presenters(meeting=meeting, presenters=[Choice(again, None)], by=chair)

    assert Presenter.objects.get().declined_at is None
    assert mailed("presenter_released") == [out.account.email]
    assert mailed("presenter_asked").count(again.account.email) == 2


@pytest.mark.parametrize("confirms", [True, False])
def test_answer_is_told_once_to_the_other_leaders(meeting, sector, chair, confirms):
    manager, person = manager_user(sector), member_user().person
    change_presenters(meeting=meeting, presenters=[Choice(person, None)], by=chair)
    presenter = Presenter.objects.get()

    answer_presenter(presenter=presenter, confirms=confirms, by=person.account)
    answer_presenter(presenter=presenter, confirms=confirms, by=chair)

    presenter.refresh_from_db()
    assert (bool(presenter.confirmed_at), bool(presenter.declined_at)) == (confirms, not confirms)
    assert mailed("presenter_answered") == sorted([chair.email, manager.email])


def test_answer_after_the_start_is_refused(meeting, chair):
    change_presenters(meeting=meeting, presenters=[Choice(PersonFactory(), None)], by=chair)
    Meeting.objects.update(starts=moment(TODAY, 9))

    assert "has begun" in refused(answer_presenter, presenter=Presenter.objects.get(), confirms=True, by=chair)


# at once


@pytest.mark.django_db(transaction=True)
def test_two_who_settle_at_once_settle_one_topic(meeting, sector):
    topics = [TopicFactory(sector=sector), TopicFactory(sector=sector)]
    leaders = [chair_user(sector), manager_user(sector)]
    start = Barrier(2)

    def run(topic, by):
        start.wait()
        try:
            settle(meeting, topic, by)
        except ValidationError as error:
            return error.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        ends = sorted(pool.map(run, topics, leaders))

    assert ends == ["done", "settled"]
    assert sorted(Topic.objects.values_list("state", flat=True)) == ["idea", "scheduled"]
    assert Meeting.objects.get().title == Topic.objects.get(state="scheduled").title


def seat(sector, account, **choice):
    return SeatFactory(sector=sector, person=account.person, **choice).person


def test_sector_hears_what_it_is_about_but_not_who_hears_it_otherwise(meeting, sector, topic, chair):
    reader, weekly, speaks = member_user(), member_user(), member_user()
    for account in (reader, chair, speaks, topic.proposed_by.account):
        seat(sector, account)
    waits = seat(sector, weekly, mail="weekly")
    seat(SectorFactory(), member_user())

    settle(meeting, topic, chair, Choice(speaks.person, speaks.person.organisation))

    assert mailed("topic_settled") == [reader.email]
    [waiting] = Notification.objects.filter(kind="topic_settled", mailed_at=None)
    assert waiting.person == waits
    assert waiting.context["title"] == "Dijken"
    assert waiting.context["presenters"] == [speaks.person.name]


def test_same_topic_settled_again_is_no_news_and_another_is(meeting, sector, topic, chair):
    seat(sector, member_user())
    for chosen in (topic, topic, TopicFactory(sector=sector)):
        settle(Meeting.objects.get(pk=meeting.pk), chosen, chair)
        reopen_preparation(meeting=meeting, by=chair)

    assert len(mailed("topic_settled")) == 2
