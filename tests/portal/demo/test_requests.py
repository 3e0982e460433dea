"""Who knocks at the door of the demonstration, only while DEBUG is on."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.core.management import call_command

from members.models import MemberRequest, PersonInvitation, User
from portal.consequences import of_request
from portal.demo import PASSWORD, WAITING_LOGIN
from portal.demo.timing import moment
from portal.joining import approve_request, requests_for

pytestmark = pytest.mark.django_db

TODAY = date(2027, 3, 22)


def load_on(day):
    with time_machine.travel(moment(day, time(12)), tick=False):
        call_command("load_demo", verbosity=0)


def test_requests_of_every_kind_wait_for_the_manager(settings):
    settings.DEBUG = True

    load_on(TODAY)

    with time_machine.travel(moment(TODAY, time(13)), tick=False):
        found = requests_for(User.objects.get(email="manager@example.org"))
        move = found.get(kind="moving")
        assert set(found.values_list("kind", "state")) == {
            ("joining", "waiting"),
            ("joining", "refused"),
            ("moving", "waiting"),
        }
        assert of_request(move).seats
        assert PersonInvitation.objects.open().count() == 1


def test_newcomer_has_an_account_and_no_person(settings):
    settings.DEBUG = True

    load_on(TODAY)

    account = authenticate(email=WAITING_LOGIN.email, password=PASSWORD)
    assert account.member_requests.waiting().get().name == WAITING_LOGIN.person
    assert not hasattr(account, "person")


def test_decision_outlives_a_second_load(settings):
    settings.DEBUG = True
    load_on(TODAY)
    asked = MemberRequest.objects.get(account__email=WAITING_LOGIN.email)
    with time_machine.travel(moment(TODAY, time(13)), tick=False):
        approve_request(request=asked, by=User.objects.get(email="manager@example.org"))

    load_on(TODAY + timedelta(days=1))

    assert MemberRequest.objects.get(pk=asked.pk).state == "approved"
    assert MemberRequest.objects.get(pk=asked.pk).account.person.name == WAITING_LOGIN.person


def test_nobody_knocks_without_debug():
    load_on(TODAY)

    assert not MemberRequest.objects.exists()
    assert not PersonInvitation.objects.exists()
