"""What waits for somebody in programmes and circles, and nothing of others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programmes.asked import concerns_of
from tests.factories import (
    CircleCoordinatorFactory,
    CircleParticipantFactory,
    CircleRequestFactory,
    GatheringFactory,
    HandoverFactory,
    KnowledgeCircleFactory,
    LifeSignFactory,
    PersonFactory,
    ProgrammeLeaderFactory,
    member_user,
)

pytestmark = pytest.mark.django_db

NOW = timezone.now()
ASKED = {"asked_at": NOW - timedelta(days=3), "asked_round": 1}


@pytest.fixture
def user():
    return member_user()


def declined(person, **given):
    facts = {"declined_at": NOW, "declined_by": PersonFactory(), "decline_reason": "Nee."}
    handover = HandoverFactory(**ASKED, **facts, **given)
    ProgrammeLeaderFactory(programme=handover.programme, person=person)
    return handover


def everything(person):
    """Give somebody one of each thing that can wait."""
    HandoverFactory(contact=person, **ASKED)
    declined(person)
    LifeSignFactory(handover__contact=person, asked_at=NOW - timedelta(days=2))
    circle = CircleCoordinatorFactory(person=person, circle__asked_at=NOW - timedelta(days=1)).circle
    CircleRequestFactory(circle=circle, asked_at=NOW + timedelta(hours=1))


def kinds(user):
    return [each.kind for each in concerns_of(user).waiting]


def test_everything_that_waits_comes_the_oldest_first(user):
    everything(user.person)

    assert kinds(user) == ["handover", "alive", "circle_alive", "declined", "circle_request"]


def test_nothing_of_others_waits(user):
    everything(PersonFactory())

    assert concerns_of(user).waiting == []
    assert concerns_of(user).circles == []


def test_what_is_answered_no_longer_waits(user):
    person = user.person
    HandoverFactory(contact=person, accepted_at=NOW, accepted_by=person, **ASKED)
    HandoverFactory(contact=person)
    LifeSignFactory(handover__contact=person, answered_at=NOW, answered_by=person, is_alive=True)
    circle = CircleCoordinatorFactory(person=person, circle__asked_at=NOW, circle__alive_at=NOW).circle
    CircleRequestFactory(circle=circle, withdrawn_at=NOW)

    assert kinds(user) == []


def test_declined_work_that_moved_on_no_longer_waits(user):
    handover = declined(user.person)
    HandoverFactory(programme=handover.programme, workstream=handover.workstream, follows=handover)

    assert kinds(user) == []


def test_who_led_before_has_nothing_to_look_at(user):
    handover = HandoverFactory(declined_at=NOW, declined_by=PersonFactory(), decline_reason="Nee.", **ASKED)
    ProgrammeLeaderFactory(programme=handover.programme, person=user.person, until=timezone.localdate())

    assert kinds(user) == []


@pytest.mark.parametrize("state", ["asleep", "archived"])
def test_circle_at_rest_is_not_asked_about(user, state):
    CircleCoordinatorFactory(person=user.person, circle__asked_at=NOW, circle__state=state)

    assert kinds(user) == []


def test_work_is_named_with_its_programme_and_leads_to_its_page(user):
    handover = HandoverFactory(contact=user.person, workstream__title="Testpanel", programme__name="Helder", **ASKED)

    (waiting,) = concerns_of(user).waiting

    assert (waiting.title, waiting.about) == ("Testpanel", "Helder")
    assert waiting.url == f"/mijn/overdrachten/{handover.pk}/"


def test_circles_are_each_named_once_by_name(user):
    kept = CircleCoordinatorFactory(person=user.person, circle__name="b").circle
    CircleParticipantFactory(person=user.person, circle=kept)
    CircleParticipantFactory(person=user.person, circle__name="A")
    GatheringFactory(circle=kept, meeting__starts=NOW + timedelta(days=1), meeting__ends=NOW + timedelta(days=2))
    KnowledgeCircleFactory()

    found = [(each.name, each.coordinates, bool(each.next_gathering)) for each in concerns_of(user).circles]

    assert found == [("A", False, False), ("b", True, True)]


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_all_of_it_is_one_query(user, django_assert_num_queries, rows):
    for _row in range(rows):
        everything(user.person)

    with django_assert_num_queries(1):
        assert len(concerns_of(user).waiting) == 5 * rows
