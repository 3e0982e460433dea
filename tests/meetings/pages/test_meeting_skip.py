"""/bijeenkomsten/<pk>/gaat-niet-door/: a slot of the year in which nobody meets."""

from datetime import date

import pytest
import time_machine

from meetings.models import Meeting
from tests.factories import (
    MeetingFactory,
    MinutesFactory,
    NetworkFactory,
    PersonFactory,
    SectorFactory,
    SectorYearFactory,
    manager_user,
    moment,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(client):
    client.cookies["brink_language"] = "en"
    NetworkFactory()
    with time_machine.travel(moment(date(2027, 4, 1), 10), tick=False):
        yield


@pytest.fixture
def sector():
    return SectorFactory()


@pytest.fixture
def slot(sector):
    year = SectorYearFactory(sector=sector, year=2027)
    return MeetingFactory(sector_year=year, number=5, state="draft", starts=None, ends=None)


@pytest.fixture
def manager(client, sector):
    client.force_login(manager_user(sector))
    return client


def url(meeting):
    return f"/bijeenkomsten/{meeting.pk}/gaat-niet-door/"


def test_slot_stays_empty_with_its_number(manager, slot):
    response = manager.post(url(slot), {"reason": "Te druk"})

    slot.refresh_from_db()
    assert response.url == f"/bijeenkomsten/{slot.pk}/"
    assert (slot.state, slot.state_reason, slot.number) == ("not_held", "Te druk", 5)


def test_reason_is_asked(manager, slot):
    assert set(manager.post(url(slot), {}).context["form"].errors) == {"reason"}


def test_event_has_no_slot(manager, sector):
    event = MeetingFactory(sector_year=None, number=None, kind=Meeting.Kind.EVENT)
    event.joint_sectors.add(sector)

    assert "numbered" in manager.get(url(event)).context["closed"]


def test_meeting_with_minutes_was_held(manager, slot):
    MinutesFactory(meeting=slot, published_at=moment(date(2027, 3, 1)), published_by=PersonFactory())

    manager.post(url(slot), {"reason": "Te druk"})

    assert Meeting.objects.get().state == "draft"
