"""Joining, asking to join and leaving: what each allows, refuses in words and tells."""

from datetime import timedelta

import pytest
from django.utils import timezone

from programmes.circles import joining
from programmes.models import CircleParticipant, CircleRequest
from tests.factories import (
    CircleParticipantFactory,
    CircleRequestFactory,
    GatheringFactory,
    KnowledgeCircleFactory,
    OrganisationFactory,
    PersonFactory,
    editor_user,
    member_user,
)
from tests.programmes.circles.people import addressed, at_once, joined, mailed, refusal


@pytest.fixture
def closed(circle):
    circle.joining = "on_request"
    circle.save()
    return circle


def test_member_joins_an_open_circle_and_the_coordinator_hears(circle, coordinator):
    account = member_user()

    joining.join_circle(circle=circle, by=account)

    assert joined(circle) == {coordinator.person, account.person}
    assert mailed("circle_joined") == ["an@example.org"]


def test_second_click_joins_once(circle, coordinator):
    account = member_user()

    rows = {joining.join_circle(circle=circle, by=account) for _click in range(2)}

    assert (len(rows), len(mailed("circle_joined"))) == (1, 1)


def test_who_joins_is_asked_to_what_is_planned(circle, coordinator):
    meeting = GatheringFactory(circle=circle, meeting__starts=timezone.now() + timedelta(days=9)).meeting
    account = member_user()

    joining.join_circle(circle=circle, by=account)

    assert account.person in {row.person for row in meeting.attendances.all()}


def test_archived_circle_says_how_it_is_reopened(circle):
    circle.state = "archived"
    circle.save()

    for act in (joining.join_circle, lambda **given: joining.ask_to_join(text="", **given)):
        assert "Open it again" in refusal(act, circle=circle, by=member_user())
    assert "Open it again" in refusal(joining.add_participant, circle=circle, person=PersonFactory(), by=editor_user())


def test_circle_on_request_is_not_joined_at_once(closed):
    assert "on request" in refusal(joining.join_circle, circle=closed, by=member_user())
    assert joined(closed) == set()


def test_request_goes_to_the_coordinator_once(closed, coordinator):
    account = member_user()

    requests = {joining.ask_to_join(circle=closed, text="Graag", by=account) for _click in range(2)}

    assert (len(requests), mailed("circle_join_asked")) == (1, ["an@example.org"])


def test_request_without_coordinator_goes_to_the_editors(closed):
    addressed(editor_user(), "redactie@example.org")

    joining.ask_to_join(circle=closed, text="", by=member_user())

    assert mailed("circle_join_asked") == ["redactie@example.org"]


def test_who_takes_part_or_finds_it_open_need_not_ask(circle, closed, participant):
    assert "already" in refusal(joining.ask_to_join, circle=closed, text="", by=participant)

    assert "open now" in refusal(joining.ask_to_join, circle=KnowledgeCircleFactory(), text="", by=member_user())


@pytest.mark.parametrize("admits", [True, False])
def test_decision_is_told_to_who_asked(closed, coordinator, admits):
    asked = CircleRequestFactory(circle=closed, person=addressed(member_user(), "cor@example.org").person)

    joining.decide_request(request=asked, admits=admits, reason="Vol", by=coordinator)

    asked.refresh_from_db()
    assert (asked.is_admitted, asked.decided_by) == (admits, coordinator.person)
    assert (asked.person in joined(closed)) is admits
    assert mailed("circle_join_decided") == ["cor@example.org"]


def test_refusal_asks_a_reason(closed, coordinator):
    asked = CircleRequestFactory(circle=closed)

    assert "Say why" in refusal(joining.decide_request, request=asked, admits=False, reason="", by=coordinator)


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"withdrawn_at": timezone.now()}, "withdrew"), ({"decided_at": timezone.now(), "is_admitted": True}, "decided")],
)
def test_request_that_is_over_is_not_decided(closed, coordinator, fields, words):
    asked = CircleRequestFactory(circle=closed, **fields)

    assert words in refusal(joining.decide_request, request=asked, admits=True, reason="", by=coordinator)


def test_who_left_the_network_is_not_admitted(closed, coordinator):
    left = PersonFactory(name="Cor", left_on=timezone.localdate())
    asked = CircleRequestFactory(circle=closed, person=left)

    refused = refusal(joining.decide_request, request=asked, admits=True, reason="", by=coordinator)
    assert refused == "Cor left the network."
    assert refusal(joining.add_participant, circle=closed, person=left, by=coordinator) == "Cor left the network."


def test_withdrawn_request_is_no_longer_waiting(closed):
    account = member_user()
    asked = CircleRequestFactory(circle=closed, person=account.person)

    joining.withdraw_request(request=asked, by=account)
    joining.withdraw_request(request=asked, by=account)

    assert not CircleRequest.objects.waiting().exists()


def test_who_leaves_ends_today_and_can_come_back(circle, coordinator):
    account = member_user()
    CircleParticipantFactory(circle=circle, person=account.person, since=timezone.localdate() - timedelta(days=9))

    joining.leave_circle(circle=circle, by=account)
    joining.leave_circle(circle=circle, by=account)
    assert joined(circle) == {coordinator.person}
    assert mailed("circle_joined") == ["an@example.org"]

    joining.join_circle(circle=circle, by=account)
    assert CircleParticipant.objects.filter(person=account.person).count() == 2


def test_coordinator_hands_over_before_leaving(circle, coordinator):
    assert "Hand that over first" in refusal(joining.leave_circle, circle=circle, by=coordinator)
    given = {"circle": circle, "person": coordinator.person, "by": editor_user()}
    assert "Hand that over first" in refusal(joining.remove_participant, **given)


def test_coordinator_adds_who_is_of_no_member(circle, coordinator):
    stranger = PersonFactory(organisation=OrganisationFactory())

    joining.add_participant(circle=circle, person=stranger, by=coordinator)

    assert stranger in joined(circle)
    assert mailed("circle_joined") == []


def test_adding_who_asked_admits_the_request(closed, coordinator):
    asked = CircleRequestFactory(circle=closed)

    joining.add_participant(circle=closed, person=asked.person, by=coordinator)

    asked.refresh_from_db()
    assert (asked.is_admitted, asked.person in joined(closed)) == (True, True)


@pytest.mark.django_db(transaction=True)
def test_joining_twice_at_once_gives_one_row():
    circle, account = KnowledgeCircleFactory(), member_user()

    refused = at_once(*[lambda: joining.join_circle(circle=circle, by=account)] * 3)

    assert (refused, CircleParticipant.objects.count()) == ([], 1)


@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once_leave_the_first():
    asked = CircleRequestFactory(circle__joining="on_request")
    editors = [editor_user(), editor_user()]

    refused = at_once(
        lambda: joining.decide_request(request=asked, admits=True, reason="", by=editors[0]),
        lambda: joining.decide_request(request=asked, admits=False, reason="Vol", by=editors[1]),
    )

    asked.refresh_from_db()
    assert refused == ["This request was decided on meanwhile."]
    assert (asked.person in joined(asked.circle)) is asked.is_admitted
