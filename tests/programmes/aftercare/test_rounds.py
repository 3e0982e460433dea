"""The daily round: what lost its home is told once, and receivers are asked after 6 and 12 months."""

from datetime import date, timedelta

import pytest
import time_machine
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from members.models import OutboxMessage
from programmes.aftercare.homeless import Why, homeless_platforms, homeless_work
from programmes.aftercare.rounds import ask_for_life, tell_of_homeless
from programmes.models import LifeSign, Platform
from tests.factories import (
    HandoverFactory,
    HostingFactory,
    LifeSignFactory,
    OrganisationFactory,
    PersonFactory,
    PlatformFactory,
    ProgrammeLeaderFactory,
    editor_user,
    moment,
)

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 1)
YES = {"accepted_at": moment(date(2026, 1, 1), 12), "acceptance_source": "Communiqué"}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


def at(platform, **values):
    return HandoverFactory(platform=platform, outside_body="", **values)


def mails(kind):
    return sorted(OutboxMessage.objects.filter(kind=kind).values_list("recipient", flat=True))


def accepted_by_person(months, days=0, **values):
    person = PersonFactory(email="ontvanger@example.org")
    came = TODAY - relativedelta(months=months) - timedelta(days=days)
    known = {"contact": person, "accepted_by": person, "accepted_at": moment(came, 12), "effective_from": came}
    return HandoverFactory(**known | values)


def test_homeless_work_says_why():
    ended = at(PlatformFactory(until=TODAY), **YES)
    gone = at(PlatformFactory(), **YES)
    LifeSignFactory(handover=gone, answered_at=timezone.now(), answered_by=PersonFactory(), is_alive=False)
    no = {"declined_at": timezone.now(), "declined_by": PersonFactory(), "decline_reason": "Nee"}
    declined = HandoverFactory(**no)
    silent = HandoverFactory(asked_at=timezone.now() - timedelta(days=31), asked_round=1)
    HandoverFactory(asked_at=timezone.now() - timedelta(days=29), asked_round=1)
    at(PlatformFactory(), **YES)
    HandoverFactory(kind="stopped", outside_body="", **YES)

    found = {work.handover.pk: work.why for work in homeless_work()}

    assert found == {ended.pk: Why.ENDED, gone.pk: Why.GONE, declined.pk: Why.DECLINED, silent.pk: Why.SILENT}


def test_homeless_work_of_a_merged_organisation_names_the_successor():
    new = OrganisationFactory()
    HandoverFactory(organisation=OrganisationFactory(succeeded_by=new), outside_body="", **YES)

    assert [work.successor for work in homeless_work()] == [new]


def test_homeless_work_that_moves_on_waits_for_the_answer():
    first = at(PlatformFactory(until=TODAY), **YES)
    at(PlatformFactory(), programme=first.programme, workstream=first.workstream, follows=first)

    assert [work.why for work in homeless_work()] == [Why.NOT_ASKED]


def test_homeless_work_is_of_the_own_programmes_only():
    mine, _other = at(PlatformFactory(until=TODAY), **YES), at(PlatformFactory(until=TODAY), **YES)

    assert [work.handover for work in homeless_work({mine.programme.pk})] == [mine]


def test_homeless_platforms_are_those_without_a_living_host():
    hosted = HostingFactory(since=date(2020, 1, 1)).platform
    left = HostingFactory(since=date(2020, 1, 1), until=TODAY).platform
    dissolved = HostingFactory(since=date(2020, 1, 1), organisation__dissolved_on=TODAY).platform
    never = PlatformFactory()
    PlatformFactory(until=TODAY)
    PlatformFactory(since=TODAY + timedelta(days=1))

    found = {each.platform for each in homeless_platforms(Platform.objects.all())}

    assert found == {left, dissolved, never}
    assert hosted not in found


def test_tell_of_homeless_tells_each_loss_once():
    editor = editor_user()
    handover = at(PlatformFactory(until=TODAY), **YES)
    ProgrammeLeaderFactory(programme=handover.programme, person__email="leider@example.org")
    HostingFactory(since=date(2020, 1, 1), until=TODAY)

    tell_of_homeless()
    tell_of_homeless()

    assert mails("handover_homeless") == sorted([editor.email, "leider@example.org"])
    assert mails("platform_homeless") == [editor.email]


@pytest.mark.parametrize(("months", "days"), [(6, 0), (6, 90), (12, 0), (12, 90)])
def test_ask_for_life_asks_once_with_a_link(months, days):
    handover = accepted_by_person(months, days)

    ask_for_life()
    ask_for_life()

    assert [sign.months for sign in LifeSign.objects.filter(handover=handover)] == [months]
    mail = OutboxMessage.objects.get(kind="alive_asked")
    assert mail.recipient == "ontvanger@example.org"
    assert mail.context["answer_path"].startswith("/overdracht/leeft/")


@pytest.mark.parametrize("days", [-1, 95])
def test_ask_for_life_too_early_or_too_late_asks_nothing(days):
    accepted_by_person(6, days)

    ask_for_life()

    assert not LifeSign.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"accepted_by": None, "acceptance_source": "Communiqué"},
        {"kind": "stopped", "outside_body": ""},
    ],
)
def test_ask_for_life_of_history_or_what_stopped_asks_nothing(values):
    accepted_by_person(6, **values)

    ask_for_life()

    assert not LifeSign.objects.exists()


def test_ask_for_life_of_who_left_asks_who_accepted():
    handover = accepted_by_person(6)
    handover.contact = PersonFactory(email="weg@example.org", left_on=TODAY)
    handover.save()

    ask_for_life()

    assert mails("alive_asked") == ["ontvanger@example.org"]


def test_ask_for_life_of_what_moved_on_asks_nothing():
    first = accepted_by_person(6)
    HandoverFactory(programme=first.programme, workstream=first.workstream, follows=first, outside_body="Elders")

    ask_for_life()

    assert not LifeSign.objects.exists()


def test_ask_for_life_after_a_no_asks_no_more():
    handover = accepted_by_person(12)
    LifeSignFactory(handover=handover, answered_at=timezone.now(), answered_by=handover.contact, is_alive=False)

    ask_for_life()

    assert not LifeSign.objects.filter(months=12).exists()
