from datetime import date

import pytest
from django.core.exceptions import ValidationError

from members.history import event_model
from members.models import OutboxMessage
from programmes.activities.joining import add_organisation, join_activity, leave_activity, remove_organisation
from programmes.models import ActivityParticipant
from tests.factories import (
    ActivityParticipantFactory,
    OrganisationFactory,
    PersonFactory,
    PoolEntryFactory,
    UserFactory,
    member_user,
)


def set_(row, **fields):
    type(row).objects.filter(pk=row.pk).update(**fields)


def test_join_signs_up_ones_organisation_with_oneself_as_contact(activity, member):
    joined = join_activity(activity=activity, by=member, note="Wij doen mee.")

    assert (joined.organisation, joined.person, joined.joined_on) == (
        member.person.organisation,
        member.person,
        date(2027, 4, 1),
    )
    version = event_model(ActivityParticipant).objects.get()
    assert version.pgh_context["user"] == member.pk


def test_join_takes_a_colleague_as_contact(activity, member):
    colleague = PersonFactory(organisation=member.person.organisation)

    assert join_activity(activity=activity, by=member, contact=colleague).person == colleague


def test_join_refuses_a_contact_from_elsewhere(activity, member):
    with pytest.raises(ValidationError, match="your own organisation"):
        join_activity(activity=activity, by=member, contact=PersonFactory(organisation=OrganisationFactory()))

    assert not activity.joined.exists()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"join_before": date(2027, 3, 31)}, "until"),
        ({"state": "idea"}, "not open"),
        ({"state": "running"}, "not open"),
        ({"state": "stopped"}, "not open"),
    ],
)
def test_join_is_refused_when_it_is_not_open_any_more(activity, member, fields, says):
    set_(activity, **fields)

    with pytest.raises(ValidationError, match=says):
        join_activity(activity=activity, by=member)

    assert not activity.joined.exists()


def test_join_on_the_last_day_is_in_time(activity, member):
    set_(activity, join_before=date(2027, 4, 1))

    assert join_activity(activity=activity, by=member).pk


def test_join_is_refused_without_a_place(activity, member):
    set_(activity, places=1)
    ActivityParticipantFactory(activity=activity)

    with pytest.raises(ValidationError, match="All places are taken"):
        join_activity(activity=activity, by=member)


def test_join_is_refused_in_an_archived_circle(activity, member):
    set_(activity.circle, state="archived")

    with pytest.raises(ValidationError, match="archived"):
        join_activity(activity=activity, by=member)


def test_join_twice_is_refused(activity, member):
    join_activity(activity=activity, by=member)

    with pytest.raises(ValidationError, match="has joined already"):
        join_activity(activity=activity, by=member_user(member.person.organisation))

    assert activity.joined.count() == 1


def test_join_without_an_organisation_is_refused(activity):
    with pytest.raises(ValidationError, match="not of an organisation"):
        join_activity(activity=activity, by=UserFactory())


def test_join_and_leave_tell_the_coordinator_each_time(activity, coordinator, member):
    join_activity(activity=activity, by=member, note="Wij doen mee.")
    leave_activity(activity=activity, by=member)

    told = [mail.context for mail in OutboxMessage.objects.filter(kind="activity_joined").order_by("pk")]
    assert [(each["organisation"], each["has_joined"], each["note"]) for each in told] == [
        ("Gemeente Assen", True, "Wij doen mee."),
        ("Gemeente Assen", False, ""),
    ]
    assert {mail.recipient for mail in OutboxMessage.objects.all()} == {coordinator.email}


def test_join_tells_the_contact_before_the_coordinator(activity, coordinator, member):
    activity.owner = PersonFactory(email="contact@example.org")
    activity.save()

    join_activity(activity=activity, by=member)

    assert [mail.recipient for mail in OutboxMessage.objects.all()] == ["contact@example.org"]


def test_join_tells_nobody_of_what_he_did_himself(activity, coordinator):
    join_activity(activity=activity, by=coordinator)

    assert not OutboxMessage.objects.exists()


def test_leave_takes_the_organisation_out_and_closes_its_entries(activity, member):
    join_activity(activity=activity, by=member)
    entry = PoolEntryFactory(activity=activity, organisation=member.person.organisation)
    other = PoolEntryFactory(activity=activity)

    leave_activity(activity=activity, by=member)

    entry.refresh_from_db()
    other.refresh_from_db()
    assert not activity.joined.exists()
    assert (entry.closed_at is None, other.closed_at is None) == (False, True)


@pytest.mark.parametrize("fields", [{"join_before": date(2027, 3, 31)}, {"state": "running"}])
def test_leave_after_the_last_day_is_refused(activity, member, fields):
    join_activity(activity=activity, by=member)
    set_(activity, **fields)

    with pytest.raises(ValidationError, match="Ask the coordinator"):
        leave_activity(activity=activity, by=member)

    assert activity.joined.count() == 1


def test_leave_twice_is_harmless(activity, member):
    join_activity(activity=activity, by=member)

    leave_activity(activity=activity, by=member)
    leave_activity(activity=activity, by=member)

    assert not activity.joined.exists()


def test_add_and_remove_do_not_ask_for_the_day(activity, coordinator):
    set_(activity, state="done", join_before=date(2020, 1, 1))
    organisation = OrganisationFactory()

    joined = add_organisation(activity=activity, organisation=organisation, by=coordinator, joined_on=date(2019, 5, 1))
    assert joined.joined_on == date(2019, 5, 1)

    remove_organisation(activity=activity, organisation=organisation, by=coordinator)
    assert not activity.joined.exists()


def test_add_beyond_the_places_is_refused(activity, coordinator):
    set_(activity, places=1)
    ActivityParticipantFactory(activity=activity)

    with pytest.raises(ValidationError, match="All places are taken"):
        add_organisation(activity=activity, organisation=OrganisationFactory(), by=coordinator)
