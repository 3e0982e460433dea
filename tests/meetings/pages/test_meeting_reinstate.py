"""/bijeenkomsten/<pk>/herstellen/: bring back what was called off."""

import pytest

from meetings.models import Meeting
from tests.factories import MeetingFactory, NetworkFactory, SectorFactory, SectorYearFactory, chair_user, manager_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def sector(client):
    client.cookies["brink_language"] = "en"
    NetworkFactory()
    return SectorFactory()


@pytest.fixture
def meeting(sector):
    year = SectorYearFactory(sector=sector, year=2027)
    return MeetingFactory(sector_year=year, number=3, state="cancelled", state_reason="IJzel")


@pytest.fixture
def manager(client, sector):
    client.force_login(manager_user(sector))
    return client


def url(meeting):
    return f"/bijeenkomsten/{meeting.pk}/herstellen/"


@pytest.mark.parametrize("before", ["cancelled", "not_held"])
@pytest.mark.parametrize("after", ["scheduled", "draft"])
def test_meeting_comes_back_without_its_reason(manager, meeting, before, after):
    Meeting.objects.update(state=before)

    manager.post(url(meeting), {"state": after})

    meeting.refresh_from_db()
    assert (meeting.state, meeting.state_reason, meeting.number) == (after, "", 3)
    assert (meeting.version, meeting.ical_sequence) == (2, 1)


def test_without_a_date_it_comes_back_as_a_draft_only(manager, meeting):
    Meeting.objects.update(starts=None, ends=None)

    response = manager.post(url(meeting), {"state": "scheduled"})

    assert set(response.context["form"].errors) == {"state"}
    assert Meeting.objects.get().state == "cancelled"


def test_second_click_changes_nothing(manager, meeting):
    for _click in range(2):
        response = manager.post(url(meeting), {"state": "scheduled"})

    assert response.status_code == 302
    assert Meeting.objects.get().version == 2


def test_chair_cannot_bring_back(client, meeting, sector):
    client.force_login(chair_user(sector))

    assert client.post(url(meeting), {"state": "scheduled"}).status_code == 403
