from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from meetings.models import Meeting
from members.models import Person
from tests.factories import (
    MeetingFactory,
    NetworkFactory,
    PersonFactory,
    SectorFactory,
    admin_user,
    editor_user,
)
from tests.filling import filled

START = reverse("admin:index")
QUERIES = 12


@pytest.fixture
def editor(client, db, time_machine):
    time_machine.move_to(date(2027, 4, 22))
    client.force_login(editor_user())
    return client


def concerns(client):
    return {concern.url.partition("question=")[2]: concern for concern in client.get(START).context["concerns"]}


def test_start_page_counts_what_needs_attention(editor):
    SectorFactory.create_batch(3)

    found = concerns(editor)

    assert found["without_programme_manager"].count == 3
    assert found["without_chair"].count == 3


def test_line_of_the_start_page_leads_to_just_those_rows(editor):
    SectorFactory.create_batch(3)

    for concern in concerns(editor).values():
        assert editor.get(concern.url).context["cl"].result_count == concern.count


def test_start_page_leads_to_the_office(editor):
    assert 'href="/bureau/"' in editor.get(START).text


def test_start_page_says_when_nothing_asks_for_attention(editor):
    Person.objects.update(email="a@example.org")

    assert concerns(editor) == {}
    assert b'class="all-well"' in editor.get(START).content


@pytest.mark.parametrize(("month", "asked"), [(8, False), (9, True), (12, True)])
def test_next_year_is_asked_for_from_september(client, db, time_machine, month, asked):
    time_machine.move_to(date(2027, month, 1))
    client.force_login(editor_user())
    SectorFactory()

    assert ("without_next_year" in concerns(client)) is asked


@pytest.mark.parametrize("rows", [1, 10])
def test_start_page_asks_little_however_much_there_is(editor, django_assert_max_num_queries, rows):
    NetworkFactory()
    SectorFactory.create_batch(rows)
    MeetingFactory.create_batch(rows)
    editor.get(START)

    with django_assert_max_num_queries(QUERIES):
        editor.get(START)


def test_floors_stand_in_their_order_and_parts_below_wholes(editor):
    listed = editor.get(START).context["app_list"]

    assert [app["app_label"] for app in listed] == ["members", "sectors", "meetings", "programmes", "portal"]
    meetings = listed[2]
    assert meetings["wholes"][0]["model"] is Meeting
    assert "Preparation" in {entry["object_name"] for entry in meetings["parts"]}


def test_start_page_shows_who_edited_what_last(editor):
    person = PersonFactory(name="Iris de Vries")
    address = reverse("admin:members_person_change", args=[person.pk])
    editor.post(address, filled(editor.get(address), "person_form") | {"job_title": "Adviseur"})

    response = editor.get(START)

    assert [entry.object_repr for entry in response.context["recent"]] == ["Iris de Vries"]


def test_edits_of_accounts_are_for_admins_only(client, db):
    admin = admin_user()
    client.force_login(admin)
    account = reverse("admin:members_user_change", args=[admin.pk])
    client.post(account, filled(client.get(account), "user_form"))
    assert LogEntry.objects.exists()

    client.force_login(editor_user())

    assert list(client.get(START).context["recent"]) == []
