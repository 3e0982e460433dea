from datetime import date, timedelta

import pytest
from django.urls import reverse

from members.models import NetworkMembership, Organisation, Person
from members.questions import count_each
from sectors.models import Sector
from tests.factories import (
    NetworkMembershipFactory,
    OrganisationFactory,
    PersonFactory,
    SectorFactory,
    UserFactory,
    editor_user,
)

DAY = date(2027, 4, 22)


@pytest.fixture(autouse=True)
def today(db, time_machine):
    time_machine.move_to(DAY)


@pytest.mark.parametrize(
    ("since", "until", "current", "ended", "to_come", "soon"),
    [
        (None, None, True, False, False, False),
        (DAY, None, True, False, False, False),
        (DAY + timedelta(1), None, False, False, True, False),
        (None, DAY, False, True, False, False),
        (None, DAY + timedelta(1), True, False, False, True),
        (None, DAY + timedelta(60), True, False, False, True),
        (None, DAY + timedelta(61), True, False, False, False),
        (DAY + timedelta(1), DAY + timedelta(9), False, False, True, False),
    ],
)
def test_period_is_current_ended_to_come_or_about_to_end(since, until, current, ended, to_come, soon):
    NetworkMembershipFactory(since=since, until=until)
    rows = NetworkMembership.objects

    answers = [question().exists() for question in (rows.current, rows.ended, rows.to_come, rows.ending_soon)]

    assert answers == [current, ended, to_come, soon]


def test_organisation_is_member_former_member_or_never_was():
    stays, left, came_back, never = OrganisationFactory.create_batch(4)
    NetworkMembershipFactory(organisation=stays)
    NetworkMembershipFactory(organisation=left, until=DAY)
    NetworkMembershipFactory(organisation=came_back, until=date(2020, 1, 1))
    NetworkMembershipFactory(organisation=came_back, since=date(2021, 1, 1))

    assert set(Organisation.objects.former_members()) == {left}
    assert set(Organisation.objects.never_members()) == {never}
    assert set(Organisation.objects.members()) == {stays, came_back}


def test_organisation_off_the_map_is_a_member_without_coordinates():
    on_the_map = OrganisationFactory(latitude=53, longitude=6)
    nowhere, outsider = OrganisationFactory.create_batch(2)
    for member in (on_the_map, nowhere):
        NetworkMembershipFactory(organisation=member)

    assert set(Organisation.objects.without_coordinates()) == {nowhere, outsider}
    assert set(Organisation.objects.members_off_the_map()) == {nowhere}


def test_merged_organisation_has_a_successor():
    successor = OrganisationFactory()
    merged = OrganisationFactory(succeeded_by=successor)

    assert set(Organisation.objects.merged()) == {merged}


def test_people_are_counted_per_organisation():
    organisation = PersonFactory(organisation=OrganisationFactory()).organisation
    PersonFactory(organisation=organisation)
    OrganisationFactory()

    counts = Organisation.objects.with_people_count().values_list("people_count", flat=True)

    assert sorted(counts) == [0, 2]


def test_person_lacks_account_organisation_or_contact_details():
    complete = PersonFactory(account=UserFactory(), organisation=OrganisationFactory(), email="a@example.org")
    by_phone = PersonFactory(phone="050 000 00 00", account=UserFactory(), organisation=complete.organisation)
    bare = PersonFactory()

    assert set(Person.objects.without_account()) == {bare}
    assert set(Person.objects.without_organisation()) == {bare}
    assert set(Person.objects.without_contact_details()) == {bare}
    assert by_phone.phone


def test_list_keeps_the_rows_that_answer_the_question(client):
    client.force_login(editor_user())
    unreachable = PersonFactory()
    PersonFactory(email="a@example.org")

    response = client.get(reverse("admin:members_person_changelist") + "?question=without_contact_details")

    assert list(response.context["cl"].result_list) == [unreachable]


def test_list_ignores_a_question_it_does_not_know(client):
    client.force_login(editor_user())
    PersonFactory.create_batch(2)

    response = client.get(reverse("admin:members_person_changelist") + "?question=delete")

    assert response.context["cl"].result_count == Person.objects.count()


def test_questions_of_several_lists_are_counted_in_one_query(client, django_assert_num_queries):
    client.force_login(editor_user())
    SectorFactory.create_batch(2)
    PersonFactory(email="a@example.org")
    site = client.get(reverse("admin:index")).wsgi_request.resolver_match.func.admin_site
    asked = [
        (model.objects.all(), question)
        for model in (Sector, Person)
        for question in site.get_model_admin(model).questions
    ]

    with django_assert_num_queries(1):
        counts = dict(zip((question.method for _rows, question in asked), count_each(asked), strict=True))

    assert counts["without_chair"] == 2
    assert counts["without_contact_details"] == Person.objects.without_contact_details().count()
    assert counts["of_members"] == 0
