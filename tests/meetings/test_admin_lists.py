from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.urls import reverse

from meetings.admin import MeetingAdmin
from meetings.models import ActionItem, Meeting
from members.editing import ContentAdmin
from tests.factories import (
    ActionItemFactory,
    AttendanceFactory,
    MeetingFactory,
    MinutesFactory,
    PersonFactory,
    PreparationFactory,
    editor_user,
    moment,
)

DAY = date(2027, 4, 22)
NOW = moment(hour=12)
MEETINGS = reverse("admin:meetings_meeting_changelist")
ACTIONS = reverse("admin:meetings_actionitem_changelist")


@pytest.fixture(autouse=True)
def today(db, time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def editor(client):
    client.force_login(editor_user())
    return client


def coming(**values):
    return MeetingFactory(starts=NOW + timedelta(days=9), ends=NOW + timedelta(days=9, hours=2), **values)


@pytest.mark.parametrize(("due_in", "unsettled"), [(-1, True), (0, True), (1, False)])
def test_meeting_is_unsettled_from_the_day_it_was_due(due_in, unsettled):
    due = DAY + timedelta(days=due_in)
    PreparationFactory(meeting=coming(), opens_on=date(2027, 1, 1), input_closes_on=date(2027, 2, 1), settle_by=due)

    assert Meeting.objects.unsettled().exists() is unsettled


def test_settled_and_waived_meetings_are_not_unsettled():
    someone = PersonFactory()
    dates = {"opens_on": date(2027, 1, 1), "input_closes_on": date(2027, 2, 1), "settle_by": date(2027, 3, 1)}
    PreparationFactory(meeting=coming(), settled_at=NOW, settled_by=someone, **dates)
    PreparationFactory(meeting=coming(), waived_at=NOW, waived_by=someone, waived_reason="Open dag", **dates)

    assert not Meeting.objects.unsettled().exists()


@pytest.mark.parametrize(("ended_ago", "missing"), [(-1, False), (0, True), (1, True)])
def test_minutes_are_missed_from_the_end_of_a_meeting(ended_ago, missing):
    ends = NOW - timedelta(minutes=ended_ago)
    MeetingFactory(starts=ends - timedelta(hours=2), ends=ends)

    assert Meeting.objects.without_minutes().exists() is missing


def test_minutes_are_missed_until_they_are_published():
    held = {"starts": NOW - timedelta(days=9), "ends": NOW - timedelta(days=8)}
    draft = MinutesFactory(meeting=MeetingFactory(**held)).meeting
    MinutesFactory(meeting=MeetingFactory(**held), published_at=NOW, published_by=PersonFactory())
    MeetingFactory(state=Meeting.State.CANCELLED, state_reason="Storm", **held)
    MeetingFactory(sector_year=None, number=None, kind=Meeting.Kind.GATHERING, **held)

    assert set(Meeting.objects.without_minutes()) == {draft}


def test_meeting_to_come_lacks_a_place_when_it_is_not_online_either():
    nowhere = coming()
    coming(place="Assen")
    coming(online_link="https://example.org/")
    MeetingFactory(starts=NOW - timedelta(days=9), ends=NOW - timedelta(days=8))

    assert set(Meeting.objects.without_place()) == {nowhere}


def test_meeting_without_a_date_is_a_draft_that_is_still_meant():
    undated = MeetingFactory(starts=None, ends=None, state=Meeting.State.DRAFT)
    MeetingFactory(starts=None, ends=None, state=Meeting.State.NOT_HELD, state_reason="Vervallen")

    assert set(Meeting.objects.without_date()) == {undated}


def test_list_keeps_meetings_at_a_stage(editor):
    held = MeetingFactory(starts=NOW - timedelta(days=1), ends=NOW)
    coming()

    response = editor.get(MEETINGS + "?stage=held")

    assert list(response.context["cl"].result_list) == [held]


def test_list_ignores_a_stage_that_is_none(editor):
    coming()

    assert editor.get(MEETINGS + "?stage=finished").context["cl"].result_count == 1


def test_list_counts_who_comes(editor):
    meeting = coming()
    for response in ("yes", "online", "no"):
        AttendanceFactory(meeting=meeting, response=response, responded_at=NOW)
    AttendanceFactory(meeting=meeting)

    row = editor.get(MEETINGS).context["cl"].result_list[0]

    assert row.coming_count == 2


def test_actions_are_open_overdue_done_or_nobody_s():
    late = ActionItemFactory(due=DAY - timedelta(days=1), owner=PersonFactory())
    today, done = ActionItemFactory(due=DAY), ActionItemFactory(due=date(2027, 1, 1), done_at=NOW)

    assert set(ActionItem.objects.open()) == {late, today}
    assert set(ActionItem.objects.overdue()) == {late}
    assert set(ActionItem.objects.done()) == {done}
    assert set(ActionItem.objects.without_owner()) == {today}


@pytest.mark.parametrize(("act", "before", "after"), [("close_actions", None, NOW), ("reopen_actions", NOW, None)])
def test_actions_are_closed_and_opened_again(editor, act, before, after):
    item = ActionItemFactory(done_at=before)

    editor.post(ACTIONS, {"action": act, "index": "0", "_selected_action": [item.pk], "confirmed": "1"})

    assert ActionItem.objects.get().done_at == after


@pytest.mark.parametrize(("act", "before"), [("close_actions", NOW), ("reopen_actions", None)])
def test_action_that_is_so_already_is_refused(editor, act, before):
    item = ActionItemFactory(done_at=before)

    response = editor.post(ACTIONS, {"action": act, "index": "0", "_selected_action": [item.pk], "confirmed": "1"})

    assert response.context["refused"] == 1


def asked_by_editor(rf):
    request = rf.get("/")
    request.user = editor_user()
    return request


def test_consequential_fields_are_read_only_where_a_page_acts(rf):
    model_admin = MeetingAdmin(Meeting, admin.site)

    request, meeting = asked_by_editor(rf), MeetingFactory()
    assert set(model_admin.consequential_fields) <= set(model_admin.get_readonly_fields(request, meeting))
    assert not set(model_admin.consequential_fields) & set(model_admin.get_readonly_fields(request))


def test_consequential_fields_exist():
    ours = [each for each in admin.site._registry.values() if isinstance(each, ContentAdmin)]

    for part in [*ours, *(inline for each in ours for inline in each.inlines)]:
        names = {field.name for field in part.model._meta.get_fields()}
        assert set(part.consequential_fields) <= names
