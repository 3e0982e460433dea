"""A programme manager and the meetings of his sectors, in the admin and on the site."""

import pytest
from django.urls import reverse

from meetings.models import Meeting, Topic
from members.bulk import NOT_YOURS
from tests.factories import (
    ActionItemFactory,
    FocusPointFactory,
    MeetingFactory,
    SectorFactory,
    SectorYearFactory,
    TopicFactory,
    chair_user,
    manager_user,
    member_user,
    role_user,
)
from tests.filling import errors_of, filled


@pytest.fixture
def sector(db, settings):
    settings.MFA_REQUIRED = "none"
    return SectorFactory(name="Water")


@pytest.fixture
def desk(client, sector):
    client.force_login(manager_user(sector))
    return client


def page(row, name="change"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=[row.pk])


def joint_meeting(sector):
    meeting = MeetingFactory(title="Samen")
    meeting.joint_sectors.add(sector)
    return meeting


def test_list_holds_own_and_joint_meetings(desk, sector):
    own, joint = MeetingFactory(sector_year__sector=sector), joint_meeting(sector)
    MeetingFactory()

    response = desk.get(reverse("admin:meetings_meeting_changelist"))

    assert set(response.context["cl"].queryset) == {own, joint}


def test_joint_meeting_of_another_sector_is_only_looked_at(desk, sector):
    meeting = joint_meeting(sector)

    shown, sent = desk.get(page(meeting)), desk.post(page(meeting), {"title": "Van mij"})

    assert shown.status_code == 200
    assert "_save" not in shown.content.decode()
    assert sent.status_code == 403
    assert Meeting.objects.get().title == "Samen"


def test_bulk_act_says_what_others_keep(desk, sector):
    action = ActionItemFactory(meeting=joint_meeting(sector))
    data = {"action": "close_actions", "_selected_action": [action.pk], "confirmed": "1"}

    response = desk.post(reverse("admin:meetings_actionitem_changelist"), data)

    action.refresh_from_db()
    assert action.done_at is None
    assert str(NOT_YOURS) in response.content.decode()


@pytest.mark.parametrize("target", ["none", "another sector's"])
def test_meeting_stays_with_an_own_sector(desk, sector, target):
    meeting = MeetingFactory(sector_year__sector=sector)
    year = "" if target == "none" else str(SectorYearFactory().pk)
    data = filled(desk.get(page(meeting)), "meeting_form") | {"sector_year": year}

    response = desk.post(page(meeting), data)

    assert errors_of(response)
    assert Meeting.objects.get().sector_year.sector == sector


def test_meeting_names_focus_points_on_own_pages_only(desk, sector):
    meeting = MeetingFactory(sector_year__sector=sector)
    foreign, shared = FocusPointFactory(), FocusPointFactory()
    shared.shared_with.add(sector)
    data = filled(desk.get(page(meeting)), "meeting_form")

    refused = desk.post(page(meeting), data | {"focus_point": str(foreign.pk)})
    desk.post(page(meeting), data | {"focus_point": str(shared.pk)})

    assert errors_of(refused)
    assert Meeting.objects.get().focus_point == shared


def test_topic_of_another_sector_on_an_own_meeting_is_left_out(desk, sector):
    meeting = MeetingFactory(sector_year__sector=sector)
    topic = TopicFactory(meeting=meeting, state=Topic.State.SCHEDULED, title="Van hen")

    response = desk.get(page(meeting))

    assert topic.title not in response.content.decode()


def test_topic_cannot_be_taken_to_another_sector(desk, sector):
    topic = TopicFactory(sector=sector)
    data = filled(desk.get(page(topic)), "topic_form") | {"sector": str(SectorFactory().pk)}

    assert errors_of(desk.post(page(topic), data))

    assert Topic.objects.get().sector == sector


def draft_of(sector, **given):
    return MeetingFactory(sector_year__sector=sector, state=Meeting.State.DRAFT, **given)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (manager_user, 200),
        (lambda sector: role_user(sector, "deputy"), 200),
        (chair_user, 404),
        (lambda _sector: member_user(), 404),
        (lambda _sector: manager_user(SectorFactory()), 404),
    ],
    ids=["manager", "deputy", "chair", "member", "manager of another sector"],
)
def test_draft_is_shown_to_who_plans_it(client, sector, make, expected):
    meeting = draft_of(sector)
    client.force_login(make(sector))

    assert client.get(meeting.get_absolute_url()).status_code == expected


def test_draft_of_a_joint_meeting_is_shown_to_both_managers(client, sector):
    meeting = draft_of(SectorFactory())
    meeting.joint_sectors.add(sector)
    client.force_login(manager_user(sector))

    assert client.get(meeting.get_absolute_url()).status_code == 200


def test_drafts_cost_a_manager_no_query_more_than_a_member(sector, django_assert_num_queries):
    draft_of(sector)
    users = [manager_user(sector), member_user()]

    for user, found in zip(users, (1, 0), strict=True):
        with django_assert_num_queries(1):
            assert len(Meeting.objects.visible_to(user)) == found


def test_meetings_for_the_invited_are_shown_to_who_plans_them(sector):
    meeting = MeetingFactory(sector_year__sector=sector, visibility=Meeting.Visibility.INVITED)

    assert list(Meeting.objects.visible_to(manager_user(sector))) == [meeting]
    assert not Meeting.objects.visible_to(member_user()).exists()


def test_role_of_a_closed_account_shows_no_drafts(sector):
    draft_of(sector)
    manager = manager_user(sector)
    type(manager).objects.update(is_active=False)

    assert not Meeting.objects.visible_to(manager).exists()
