import pytest
from django.urls import reverse

from programmes.models import CircleCoordinator, Handover, Hosting, Programme, ProgrammeDecision, ProgrammeLeader
from tests.factories import (
    CircleCoordinatorFactory,
    GatheringFactory,
    HandoverFactory,
    HostingFactory,
    KnowledgeCircleFactory,
    MeetingFactory,
    OrganisationFactory,
    OutcomeFactory,
    PersonFactory,
    PlatformFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    WorkstreamFactory,
    editor_user,
)
from tests.filling import add_row, errors_of, filled


@pytest.fixture
def editor(client, db):
    client.force_login(editor_user())
    return client


def page(row):
    return reverse(f"admin:programmes_{row._meta.model_name}_change", args=[row.pk])


def form_of(editor, row):
    return filled(editor.get(page(row)), f"{row._meta.model_name}_form")


def message(model, name):
    return next(str(each.get_violation_error_message()) for each in model._meta.constraints if each.name.endswith(name))


def test_programme_is_edited_on_one_page(editor):
    workstream = WorkstreamFactory()
    programme = workstream.outcome.programme
    data = form_of(editor, programme)
    add_row(data, "decisions", kind="end", decided_in_year="2018", body="Bestuur")
    add_row(data, "participants", organisation=OrganisationFactory().pk)
    add_row(data, "leaders", person=PersonFactory().pk, until="2018-07-01")
    add_row(data, "outcomes", title="Samen digitaal", position=1)
    add_row(data, "platforms", name="Platform", slug="platform", since_text="vanaf het begin")
    add_row(data, "circles", name="Kring", slug="kring", joining="open", state="active")
    add_row(data, "handovers", kind="transferred", workstream=workstream.pk, outside_body="Regiobureau")

    response = editor.post(page(programme), data)

    assert response.status_code == 302
    parts = ("decisions", "participants", "leaders", "outcomes", "platforms", "circles", "handovers")
    assert [getattr(programme, part).count() for part in parts] == [1, 1, 1, 2, 1, 1, 1]


def test_workstreams_are_edited_on_the_outcome_s_page(editor):
    outcome = OutcomeFactory()
    data = form_of(editor, outcome)
    add_row(data, "workstreams", title="Inkoop", stage="building", position=1, lead=PersonFactory().pk)

    response = editor.post(page(outcome), data)

    assert response.status_code == 302
    assert outcome.workstreams.get().title == "Inkoop"


def test_circle_is_edited_on_one_page(editor):
    circle = KnowledgeCircleFactory()
    data = form_of(editor, circle) | {"themes": "inkoop,contracten"}
    add_row(data, "coordinators", person=PersonFactory().pk)
    add_row(data, "participants", person=PersonFactory().pk)
    add_row(data, "activities", kind="tender", title="Samen inkopen", state="open", lead=OrganisationFactory().pk)
    add_row(data, "gatherings", meeting=MeetingFactory().pk)

    response = editor.post(page(circle), data)

    assert response.status_code == 302
    circle.refresh_from_db()
    assert circle.themes == ["inkoop", "contracten"]
    parts = (circle.coordinators, circle.participants, circle.activities, circle.gatherings)
    assert [part.count() for part in parts] == [1, 1, 1, 1]


def test_platform_is_edited_with_its_scope_and_hosts(editor):
    platform = PlatformFactory()
    data = form_of(editor, platform) | {"scope": ["management", "execution"]}
    add_row(data, "hostings", organisation=OrganisationFactory().pk, until="2020-01-01")
    add_row(data, "hostings", organisation=OrganisationFactory().pk, since="2020-01-01")

    response = editor.post(page(platform), data)

    assert response.status_code == 302
    platform.refresh_from_db()
    assert (platform.scope, platform.hostings.count()) == (["management", "execution"], 2)


def test_unknown_scope_is_refused(editor):
    platform = PlatformFactory()

    response = editor.post(page(platform), form_of(editor, platform) | {"scope": ["everything"]})

    assert response.status_code == 200
    assert errors_of(response)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"started_on": "2020-01-01", "planned_end": "2019-01-01"}, "planned_in_order"),
        ({"founding_period_from": "2015", "founding_period_to": "2014"}, "founding_period"),
    ],
)
def test_programme_against_the_rules_is_refused_in_words(editor, changes, rule):
    programme = ProgrammeFactory()

    response = editor.post(page(programme), form_of(editor, programme) | changes | {"name": "Anders"})

    assert errors_of(response) == [message(Programme, rule)]
    assert not Programme.objects.filter(name="Anders").exists()


def test_state_of_a_programme_is_left_to_the_page_of_its_life(editor):
    programme = ProgrammeFactory()

    editor.post(page(programme), form_of(editor, programme) | {"state": "ended", "ended_on": "2018-07-01"})

    programme.refresh_from_db()
    assert (programme.state, programme.ended_on) == ("proposed", None)
    assert editor.get(page(programme)).context["acting_url"] == f"/programmas/{programme.slug}/verloop/"


def test_second_leader_at_the_same_time_is_refused(editor):
    leader = ProgrammeLeaderFactory()
    data = form_of(editor, leader.programme)
    add_row(data, "leaders", person=PersonFactory().pk, since="2027-01-01")

    response = editor.post(page(leader.programme), data)

    assert errors_of(response) == [message(ProgrammeLeader, "one_leader")]


def test_deputy_beside_the_leader_is_accepted(editor):
    leader = ProgrammeLeaderFactory()
    data = form_of(editor, leader.programme)
    add_row(data, "leaders", person=PersonFactory().pk, is_deputy="on")

    response = editor.post(page(leader.programme), data)

    assert response.status_code == 302


def test_undated_decision_is_refused(editor):
    programme = ProgrammeFactory()
    data = form_of(editor, programme)
    add_row(data, "decisions", kind="found", body="Bestuur")

    response = editor.post(page(programme), data)

    assert errors_of(response) == [message(ProgrammeDecision, "dated")]


def handover(programme, **changes):
    return {"kind": "transferred", "workstream": WorkstreamFactory(outcome__programme=programme).pk} | changes


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({}, "one_destination"),
        ({"kind": "steering", "outside_body": "Regiobureau"}, "steering_without_workstream"),
        ({"outside_body": "Regiobureau", "acceptance_source": "Bericht"}, "acceptance"),
    ],
)
def test_handover_against_the_rules_is_refused_in_words(editor, changes, rule):
    programme = ProgrammeFactory()
    data = form_of(editor, programme)
    add_row(data, "handovers", **handover(programme, **changes))

    response = editor.post(page(programme), data)

    assert errors_of(response) == [message(Handover, rule)]
    assert not Handover.objects.exists()


def test_handover_of_a_programme_to_itself_is_refused(editor):
    programme = ProgrammeFactory()
    data = form_of(editor, programme)
    add_row(data, "handovers", **handover(programme, to_programme=programme.pk))

    response = editor.post(page(programme), data)

    assert errors_of(response) == [message(Handover, "not_to_itself")]


def test_handover_on_its_own_page_shows_where_it_went(editor):
    HandoverFactory(outside_body="Regiobureau")

    response = editor.get(reverse("admin:programmes_handover_changelist"))

    assert "Regiobureau" in response.content.decode()


def test_second_host_at_the_same_time_is_refused(editor):
    hosting = HostingFactory()
    data = form_of(editor, hosting.platform)
    add_row(data, "hostings", organisation=OrganisationFactory().pk, since="2020-01-01")

    response = editor.post(page(hosting.platform), data)

    assert errors_of(response) == [message(Hosting, "one_host")]


def test_second_coordinator_at_the_same_time_is_refused(editor):
    coordinator = CircleCoordinatorFactory()
    data = form_of(editor, coordinator.circle)
    add_row(data, "coordinators", person=PersonFactory().pk, since="2020-01-01")

    response = editor.post(page(coordinator.circle), data)

    assert errors_of(response) == [message(CircleCoordinator, "one_at_a_time")]


def test_meeting_of_another_circle_is_refused(editor):
    circle, gathering = KnowledgeCircleFactory(), GatheringFactory()
    data = form_of(editor, circle)
    add_row(data, "gatherings", meeting=gathering.meeting.pk)

    response = editor.post(page(circle), data)

    assert response.status_code == 200
    assert not circle.gatherings.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "Pro\0gramma"), ("founding_period_from", "99999999999"), ("started_on", "0000-00-00"), ("slug", "\0")],
)
def test_impossible_value_is_refused(editor, field, value):
    programme = ProgrammeFactory(name="Samen")

    response = editor.post(page(programme), form_of(editor, programme) | {field: value})

    assert response.status_code == 200
    assert Programme.objects.get().name == "Samen"
