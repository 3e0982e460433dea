"""Two people at the same time, in real transactions."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from programmes.activities.joining import join_activity
from tests.factories import OrganisationFactory, member_user

pytestmark = pytest.mark.django_db(transaction=True)


def join_together(activity, accounts):
    start = Barrier(len(accounts))

    def join(account):
        start.wait()
        try:
            join_activity(activity=activity, by=account)
        except ValidationError as error:
            return error.code
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(accounts)) as pool:
        return sorted(pool.map(join, accounts))


def test_last_place_taken_at_once_goes_to_one(activity):
    type(activity).objects.update(places=1)

    told = join_together(activity, [member_user(OrganisationFactory()) for _turn in range(3)])

    assert told == ["", "closed", "closed"]
    assert activity.joined.count() == 1


def test_colleagues_who_join_at_once_join_once(activity, member):
    told = join_together(activity, [member, member_user(member.person.organisation)])

    assert told == ["", "twice"]
    assert activity.joined.count() == 1
