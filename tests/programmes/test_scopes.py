"""Who leads a programme keeps its outcomes and workstreams in the admin, and nothing else."""

import pytest
from django.urls import reverse

from members.models import Person
from members.scopes import keeps
from programmes.models import Handover, Outcome, Workstream
from tests.factories import (
    CircleCoordinatorFactory,
    HandoverFactory,
    OutcomeFactory,
    PersonFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    SectorFactory,
    WorkstreamFactory,
    manager_user,
    member_user,
)
from tests.filling import errors_of, filled


@pytest.fixture
def programme(db, settings):
    settings.MFA_REQUIRED = "none"
    return ProgrammeFactory()


def leader_of(programme, **given):
    user = member_user()
    ProgrammeLeaderFactory(programme=programme, person=user.person, **given)
    return user


@pytest.fixture
def desk(client, programme):
    client.force_login(leader_of(programme))
    return client


def page(row, name="change"):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=[row.pk])


def test_start_page_lists_the_programme_only(desk):
    response = desk.get(reverse("admin:index"))

    listed = {entry["object_name"] for app in response.context["app_list"] for entry in app["models"]}
    assert listed == {"Programme", "Outcome", "Workstream", "Handover"}


def test_programme_is_only_looked_at(desk, programme):
    assert desk.get(page(programme)).status_code == 200
    assert desk.post(page(programme), {"name": "Anders"}).status_code == 403


@pytest.mark.parametrize("given", [{}, {"is_deputy": True}], ids=["leader", "deputy"])
def test_outcome_is_edited_with_its_workstreams(client, programme, given):
    client.force_login(leader_of(programme, **given))
    stream = WorkstreamFactory(outcome__programme=programme)
    data = filled(client.get(page(stream.outcome)), "outcome_form") | {"workstreams-0-title": "Nieuw"}

    assert client.post(page(stream.outcome), data).status_code == 302

    assert Workstream.objects.get().title == "Nieuw"


def test_outcome_of_another_programme_is_closed(desk):
    outcome = OutcomeFactory()

    assert desk.get(page(outcome)).status_code == 302
    assert desk.post(page(outcome, "delete"), {"post": "yes"}).status_code == 302
    assert Outcome.objects.filter(pk=outcome.pk).exists()


def test_outcome_cannot_be_moved_to_another_programme(desk, programme):
    outcome = OutcomeFactory(programme=programme)
    data = filled(desk.get(page(outcome)), "outcome_form") | {"programme": str(ProgrammeFactory().pk)}

    assert errors_of(desk.post(page(outcome), data))

    assert Outcome.objects.get().programme == programme


def test_leader_does_not_accept_his_own_handover(desk, programme):
    handover = HandoverFactory(programme=programme)
    data = filled(desk.get(page(handover)), "handover_form")
    data |= {"accepted_at_0": "2027-01-01", "accepted_at_1": "12:00", "acceptance_source": "Ikzelf"}

    assert desk.post(page(handover), data).status_code == 302

    assert Handover.objects.get().accepted_at is None


def test_leadership_that_ended_opens_nothing(client, programme):
    client.force_login(leader_of(programme, until="2020-01-01"))

    assert client.get(reverse("admin:index"), follow=True).status_code == 403


@pytest.mark.parametrize("make", [ProgrammeLeaderFactory, CircleCoordinatorFactory])
def test_person_with_a_role_here_is_no_sector_s_to_edit(db, make):
    manager = manager_user(SectorFactory())
    person = PersonFactory(organisation=manager.person.organisation)
    kept = keeps(manager, person)

    make(person=person)

    assert kept
    assert not keeps(manager, Person.objects.get(pk=person.pk))
