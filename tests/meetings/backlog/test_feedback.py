"""What the proposer of a topic hears: every step once, and nothing of his own doing."""

from datetime import date

import pytest

from meetings.backlog import acts
from meetings.backlog.feedback import tell_proposer
from meetings.models import Topic
from members.models import OutboxMessage
from members.outbox import written
from tests.factories import MeetingFactory, TopicFactory, chair_user, member_user, moment

pytestmark = pytest.mark.django_db
State = Topic.State


@pytest.fixture
def proposer():
    return member_user(name="An de Boer")


@pytest.fixture
def topic(proposer):
    return TopicFactory(title="Archief", proposed_by=proposer.person, state=State.PROPOSED, sector__name="Overheden")


@pytest.fixture
def chair(topic):
    return chair_user(topic.sector)


def mails():
    return OutboxMessage.objects.filter(kind="topic_step").order_by("pk")


def steps():
    return [mail.context["step"] for mail in mails()]


def read(mail):
    letter = written(mail, "brink@example.org")
    return letter.to, f"{letter.subject}\n{letter.body}"


def scheduled(topic, by, **meeting):
    topic.state, topic.meeting = State.SCHEDULED, MeetingFactory(**meeting)
    topic.save()
    tell_proposer(topic=topic, by=by)


def test_every_step_is_told_once_and_again_when_it_happens_again(topic, chair):
    for _time in range(2):
        acts.park_topic(topic=topic, by=chair, reason="Later")
        acts.reopen_topic(topic=topic, by=chair)
    acts.decline_topic(topic=topic, by=chair, reason="Te groot")

    assert steps() == ["parked", "reopened", "parked", "reopened", "declined"]


def test_same_version_is_told_once(topic, chair):
    scheduled(topic, chair)

    tell_proposer(topic=topic, by=chair)

    assert steps() == ["scheduled"]


def test_topic_off_an_agenda_is_back_on_the_list(topic, chair):
    scheduled(topic, chair)

    acts.return_to_backlog(topic=topic, by=None)

    assert steps() == ["scheduled", "returned"]


def test_mail_names_meeting_topic_and_page(topic, chair, proposer):
    scheduled(topic, chair, starts=moment(date(2027, 4, 22), 13), ends=moment(date(2027, 4, 22), 16))

    to, text = read(mails().get())

    assert to == [proposer.email]
    assert "22 april 2027" in text
    assert "Archief" in text
    assert topic.get_absolute_url() in text


@pytest.mark.parametrize("act", [acts.park_topic, acts.decline_topic])
def test_mail_gives_the_reason(topic, chair, act):
    act(topic=topic, by=chair, reason="Dit hoort <elders> & later.")

    assert "Dit hoort <elders> & later." in read(mails().get())[1]


def test_mail_of_a_merge_leads_to_the_other_topic(topic, chair):
    into = TopicFactory(sector=topic.sector, title="Papierloos")

    acts.merge_topics(topic=topic, into=into, by=chair)

    text = read(mails().get())[1]
    assert "Papierloos" in text
    assert into.get_absolute_url() in text


def test_presented_topic_is_told_by_a_job(topic):
    topic.state, topic.meeting = State.PRESENTED, MeetingFactory()
    topic.save()

    tell_proposer(topic=topic, by=None)

    assert steps() == ["presented"]


def test_meeting_without_a_date_is_told_as_well(topic, chair):
    scheduled(topic, chair, starts=None, ends=None, state="draft", title="")

    assert mails().get().context["meeting"] == ""
    assert "Archief" in read(mails().get())[1]


def test_nobody_hears_of_his_own_doing(topic, proposer):
    acts.withdraw_topic(topic=topic, by=proposer)
    acts.reopen_topic(topic=topic, by=proposer)

    assert steps() == []


def test_person_without_account_is_mailed_where_he_is_known(topic, chair, proposer):
    type(proposer.person).objects.filter(pk=proposer.person.pk).update(account=None, email="an@example.org")

    acts.park_topic(topic=topic, by=chair)

    assert mails().get().recipient == "an@example.org"


@pytest.mark.parametrize("change", [{"left_on": date(2020, 1, 1)}, {"account": None, "email": ""}])
def test_who_left_or_has_no_address_is_not_mailed(topic, chair, proposer, change):
    type(proposer.person).objects.filter(pk=proposer.person.pk).update(**change)

    acts.park_topic(topic=topic, by=chair)

    assert steps() == []


def test_topic_of_nobody_is_told_to_nobody(chair, topic):
    Topic.objects.update(proposed_by=None)

    acts.park_topic(topic=topic, by=chair)

    assert steps() == []
