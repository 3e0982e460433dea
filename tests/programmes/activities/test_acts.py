from datetime import date

import pytest
from django.core.exceptions import ValidationError

from members.history import event_model
from members.models import OutboxMessage
from programmes.activities.acts import change_activity, create_activity, move_activity
from programmes.activities.rules import version_of
from programmes.models import JointActivity
from tests.factories import ActivityParticipantFactory, CircleParticipantFactory, OrganisationFactory, PersonFactory


def create(circle, by, **changes):
    return create_activity(
        circle=circle, by=by, **{"kind": "study", "is_open": False, "title": "Wie leest dit?"} | changes
    )


def test_create_stores_an_idea_with_who_made_it(circle, coordinator):
    made = create(circle, coordinator)

    assert (made.state, made.circle) == ("idea", circle)
    assert event_model(JointActivity).objects.get().pgh_context["user"] == coordinator.pk
    assert not OutboxMessage.objects.exists()


def test_create_open_tells_the_circle_but_not_who_made_it(circle, coordinator):
    CircleParticipantFactory(circle=circle, person=coordinator.person)
    CircleParticipantFactory(circle=circle, person__email="colleague@example.org")
    CircleParticipantFactory(circle=circle, person__email="gone@example.org", until=date(2027, 1, 1))

    create(circle, coordinator, is_open=True, join_before=date(2027, 5, 1))

    (mail,) = OutboxMessage.objects.all()
    assert (mail.kind, mail.recipient) == ("activity_new", "colleague@example.org")
    assert (mail.context["kind"], mail.context["join_before"]) == ("study", "2027-05-01")


def test_create_the_same_twice_is_refused(circle, coordinator):
    create(circle, coordinator)

    with pytest.raises(ValidationError, match="already has an activity"):
        create(circle, coordinator, title="wie leest DIT?")

    assert JointActivity.objects.count() == 1


def test_create_in_an_archived_circle_is_refused(circle, coordinator):
    type(circle).objects.update(state="archived")

    with pytest.raises(ValidationError, match="archived"):
        create(circle, coordinator)


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"kind": "tender"}, "who leads the tender"), ({"join_before": date(2027, 3, 31)}, "This day has passed")],
)
def test_create_open_asks_for_what_is_lacking(circle, coordinator, changes, says):
    with pytest.raises(ValidationError, match=says):
        create(circle, coordinator, is_open=True, **changes)

    assert not JointActivity.objects.exists()


def change(activity, by, **changes):
    facts = {"title": activity.title, "lead": activity.lead, "join_before": activity.join_before}
    return change_activity(activity=activity, by=by, **{**facts, "seen": version_of(activity), **changes})


def test_change_stores_the_fields(activity, coordinator):
    change(activity, coordinator, title="Anders", extension="Een jaar")

    activity.refresh_from_db()
    assert (activity.title, activity.extension) == ("Anders", "Een jaar")


def test_change_of_what_changed_meanwhile_is_refused(activity, coordinator):
    seen = version_of(activity)
    change(activity, coordinator, title="Eerst")

    with pytest.raises(ValidationError, match="changed this meanwhile"):
        change(activity, coordinator, title="Later", seen=seen)


def test_change_keeps_a_last_day_that_passed(activity, coordinator):
    type(activity).objects.update(join_before=date(2027, 3, 1))
    activity.refresh_from_db()

    assert change(activity, coordinator, title="Anders").title == "Anders"
    activity.refresh_from_db()
    with pytest.raises(ValidationError, match="has passed"):
        change(activity, coordinator, join_before=date(2027, 3, 2))


def test_change_refuses_an_open_tender_without_lead(activity, coordinator):
    with pytest.raises(ValidationError, match="who leads"):
        change(activity, coordinator, lead=None)


def test_change_refuses_fewer_places_than_are_taken(activity, coordinator):
    ActivityParticipantFactory.create_batch(2, activity=activity)

    with pytest.raises(ValidationError, match="2 organisations take part"):
        change(activity, coordinator, places=1)


@pytest.mark.parametrize(
    ("state", "to"),
    [
        ("idea", "open"),
        ("idea", "stopped"),
        ("open", "running"),
        ("open", "done"),
        ("running", "open"),
        ("running", "done"),
        ("stopped", "open"),
    ],
)
def test_move_takes_the_steps_there_are(activity, coordinator, state, to):
    type(activity).objects.update(state=state)

    assert move_activity(activity=activity, to=to, by=coordinator).state == to


@pytest.mark.parametrize(("state", "to"), [("done", "open"), ("stopped", "running"), ("idea", "done")])
def test_move_refuses_other_steps(activity, coordinator, state, to):
    type(activity).objects.update(state=state)

    with pytest.raises(ValidationError, match="no longer possible"):
        move_activity(activity=activity, to=to, by=coordinator)


def test_move_twice_is_harmless(activity, coordinator):
    move_activity(activity=activity, to="running", by=coordinator)
    move_activity(activity=activity, to="running", by=coordinator)

    assert event_model(JointActivity).objects.filter(id=activity.pk, state="running").count() == 1


def test_move_to_open_asks_for_a_lead_and_a_day_to_come(activity, coordinator):
    type(activity).objects.update(state="idea", lead=None, join_before=date(2027, 3, 1))

    with pytest.raises(ValidationError) as refused:
        move_activity(activity=activity, to="open", by=coordinator)

    assert len(refused.value.messages) == 2


def test_open_again_tells_nobody_twice(activity, coordinator):
    CircleParticipantFactory(circle=activity.circle, person=PersonFactory(email="colleague@example.org"))
    for to in ("running", "open", "running", "open"):
        move_activity(activity=activity, to=to, by=coordinator)

    assert OutboxMessage.objects.filter(kind="activity_new").count() == 1


def test_organisations_leads_stay(activity, coordinator):
    other = OrganisationFactory()

    assert change(activity, coordinator, lead=other).lead == other
