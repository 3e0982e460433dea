from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from members.models import NetworkMembership, Person
from tests.factories import NetworkMembershipFactory, PersonFactory, editor_user, member_user

MEMBERSHIPS = reverse("admin:members_networkmembership_changelist")
PEOPLE = reverse("admin:members_person_changelist")
JUNE = date(2027, 6, 1)


@pytest.fixture
def editor(client, db):
    client.force_login(editor_user())
    return client


def chosen(act, *rows, **values):
    return {"action": act, "index": "0", "_selected_action": [row.pk for row in rows], **values}


def test_act_asks_for_confirmation_and_changes_nothing_yet(editor):
    membership = NetworkMembershipFactory()

    response = editor.post(MEMBERSHIPS, chosen("end_on_a_day", membership))

    assert response.templates[0].name == "admin/bulk_act.html"
    assert [row for row, _reasons in response.context["rows"]] == [membership]
    assert not NetworkMembership.objects.exclude(until=None).exists()


def test_confirmed_act_changes_every_chosen_row_and_says_so(editor):
    first, second, other = NetworkMembershipFactory.create_batch(3)

    response = editor.post(
        MEMBERSHIPS, chosen("end_on_a_day", first, second, confirmed="1", until="2027-06-01"), follow=True
    )

    ended = NetworkMembership.objects.filter(until=JUNE)
    assert set(ended) == {first, second}
    assert len(response.context["messages"]) == 1
    assert LogEntry.objects.count() == 2
    assert other not in ended


def test_refused_row_is_named_and_keeps_the_others_as_they_are(editor):
    begins_later = NetworkMembershipFactory(since=date(2028, 1, 1))
    fine = NetworkMembershipFactory()

    response = editor.post(MEMBERSHIPS, chosen("end_on_a_day", begins_later, fine, confirmed="1", until="2027-06-01"))

    reasons = {row: bool(reasons) for row, reasons in response.context["rows"]}
    assert reasons == {begins_later: True, fine: False}
    assert not NetworkMembership.objects.exclude(until=None).exists()
    assert not LogEntry.objects.exists()


def test_row_that_ended_before_is_refused(editor):
    over = NetworkMembershipFactory(until=date(2020, 1, 1))

    response = editor.post(MEMBERSHIPS, chosen("end_on_a_day", over, confirmed="1", until="2027-06-01"))

    assert response.context["refused"] == 1
    assert NetworkMembership.objects.get().until == date(2020, 1, 1)


@pytest.mark.parametrize("until", ["", "morgen", "2027-02-30", "\0", "0000-00-00"])
def test_impossible_day_is_asked_again(editor, until):
    membership = NetworkMembershipFactory()

    response = editor.post(MEMBERSHIPS, chosen("end_on_a_day", membership, confirmed="1", until=until))

    assert response.context["form"].errors.keys() == {"until"}
    assert NetworkMembership.objects.get().until is None


@pytest.mark.parametrize("value", ["", "iedereen", "\0"])
def test_unknown_choice_is_asked_again(editor, value):
    person = PersonFactory()

    response = editor.post(PEOPLE, chosen("set_contact_visibility", person, confirmed="1", contact_visibility=value))

    assert response.context["form"].errors
    assert Person.objects.get(pk=person.pk).contact_visibility == Person.ContactVisibility.MEMBERS


def test_contact_details_of_several_people_are_shown_to_everyone(editor):
    people = PersonFactory.create_batch(2)

    editor.post(PEOPLE, chosen("set_contact_visibility", *people, confirmed="1", contact_visibility="everyone"))

    assert set(Person.objects.filter(contact_visibility="everyone")) == set(people)


def test_confirmation_without_a_single_row_changes_nothing(editor):
    NetworkMembershipFactory()

    response = editor.post(MEMBERSHIPS, chosen("end_on_a_day", confirmed="1", until="2027-06-01"), follow=True)

    assert response.status_code == 200
    assert not NetworkMembership.objects.exclude(until=None).exists()


def test_act_across_pages_takes_all_rows_of_the_list(editor):
    NetworkMembershipFactory.create_batch(60)
    one = NetworkMembership.objects.first()

    response = editor.post(MEMBERSHIPS, chosen("end_on_a_day", one, select_across="1"))

    assert len(response.context["rows"]) == 60


def test_confirmation_asks_as_much_for_ten_rows_as_for_one(editor, django_assert_max_num_queries):
    memberships = NetworkMembershipFactory.create_batch(10)

    with django_assert_max_num_queries(10):
        editor.post(MEMBERSHIPS, chosen("end_on_a_day", *memberships))


def test_member_cannot_act(client, db):
    client.force_login(member_user())
    person = PersonFactory()

    response = client.post(PEOPLE, chosen("set_contact_visibility", person, confirmed="1", contact_visibility="nobody"))

    assert response.status_code in {302, 403}
    assert Person.objects.get(pk=person.pk).contact_visibility == Person.ContactVisibility.MEMBERS
