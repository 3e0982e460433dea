"""The coordinator hands over while a gathering is planned, each on a connection of its own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from meetings.models import Meeting
from programmes.circles.coordinating import hand_over_coordinator
from programmes.models import CircleCoordinator
from tests.factories import member_user

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            act()
        except ValidationError as error:
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_gathering_is_of_the_new_coordinator_or_not_there(ring):
    bo = member_user(name="Bo").person
    ring.join(bo)
    seen = CircleCoordinator.objects.get().pk

    refused, handed = at_once(
        ring.plan, lambda: hand_over_coordinator(circle=ring.circle, to=bo, seen=seen, by=ring.account)
    )

    assert handed is None
    assert [meeting.organiser for meeting in Meeting.objects.all()] == ([] if refused else [bo])


def test_two_clicks_make_one_gathering(ring):
    key = uuid4()

    assert at_once(lambda: ring.plan(key=key), lambda: ring.plan(key=key)) == [None, None]

    assert Meeting.objects.get().attendances.count() == 1
