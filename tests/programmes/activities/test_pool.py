from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from members.models import OutboxMessage
from programmes.activities.pool import change_entry, close_entry, create_entry
from programmes.activities.pool_forms import PoolEntryForm
from programmes.activities.rules import version_of
from programmes.models import PoolEntry
from tests.factories import ActivityParticipantFactory, CircleParticipantFactory

FACTS = {"kind": "offer", "title": "Analist", "skills": ["SQL"], "hours": 8, "since": None, "until": None, "text": ""}


@pytest.fixture
def pool(activity, member):
    type(activity).objects.update(kind="staff_pool", state="running")
    ActivityParticipantFactory(activity=activity, organisation=member.person.organisation)
    activity.refresh_from_db()
    return activity


def test_offer_stands_with_organisation_and_contact(pool, member):
    entry = create_entry(activity=pool, by=member, **FACTS)

    assert (entry.organisation, entry.person, entry.hours) == (member.person.organisation, member.person, 8)


def test_offer_tells_the_circle_but_not_who_wrote_it(pool, member):
    CircleParticipantFactory(circle=pool.circle, person=member.person)
    CircleParticipantFactory(circle=pool.circle, person__email="colleague@example.org")

    create_entry(activity=pool, by=member, **FACTS)

    (mail,) = OutboxMessage.objects.all()
    assert (mail.kind, mail.recipient, mail.context["skills"]) == ("pool_entry", "colleague@example.org", ["SQL"])


def test_offer_twice_is_one(pool, member):
    create_entry(activity=pool, by=member, **FACTS)
    create_entry(activity=pool, by=member, **FACTS)

    assert PoolEntry.objects.count() == 1


def test_offer_outside_the_pool_is_refused(pool, coordinator):
    with pytest.raises(ValidationError, match="does not take part in this pool"):
        create_entry(activity=pool, by=coordinator, **FACTS)


@pytest.mark.parametrize("fields", [{"kind": "study"}, {"state": "stopped"}, {"state": "idea"}])
def test_offer_without_a_living_pool_is_refused(pool, member, fields):
    type(pool).objects.update(**fields)

    with pytest.raises(ValidationError, match="takes no offers"):
        create_entry(activity=pool, by=member, **FACTS)


def test_change_and_close(pool, member):
    entry = create_entry(activity=pool, by=member, **FACTS)

    changed = change_entry(entry=entry, seen=version_of(entry), by=member, **FACTS | {"hours": 16})
    first = close_entry(entry=changed, by=member)

    assert changed.hours == 16
    assert close_entry(entry=entry, by=member).closed_at == first.closed_at
    with pytest.raises(ValidationError, match="no longer changes"):
        change_entry(entry=entry, seen=version_of(entry), by=member, **FACTS)


def test_change_of_what_changed_meanwhile_is_refused(pool, member):
    entry = create_entry(activity=pool, by=member, **FACTS)
    seen = version_of(entry)
    change_entry(entry=entry, seen=seen, by=member, **FACTS | {"hours": 16})

    with pytest.raises(ValidationError, match="changed this meanwhile"):
        change_entry(entry=entry, seen=seen, by=member, **FACTS)


def errors(**given):
    query = QueryDict(mutable=True)
    query.update({"kind": "offer", "title": "Analist", **given})
    return {name: list(texts) for name, texts in PoolEntryForm(query).errors.items()}


@pytest.mark.parametrize(("hours", "good"), [("0", False), ("1", True), ("60", True), ("61", False), ("x", False)])
def test_form_asks_for_one_to_sixty_hours(hours, good):
    assert (errors(hours=hours) == {}) is good


def test_form_puts_periods_in_order():
    assert set(errors(since="2027-06-01", until="2027-05-01")) == {"until"}
    assert set(errors(until="2027-03-31")) == {"until"}
    assert errors(since="2027-05-01", until="2027-05-01") == {}


def test_form_reads_skills_with_commas_once_each():
    query = QueryDict("kind=offer&title=Analist&skills=SQL,+sql+,,R++en+Python")
    form = PoolEntryForm(query)

    assert form.is_valid()
    assert form.cleaned_data["skills"] == ["SQL", "R en Python"]


@pytest.mark.parametrize("skills", ["x" * 61, ",".join(f"s{n}" for n in range(11)), "\0"])
def test_form_refuses_impossible_skills(skills):
    assert set(errors(skills=skills)) == {"skills"}


def test_open_entries_end_with_their_period(pool, member):
    create_entry(activity=pool, by=member, **FACTS | {"until": date(2027, 4, 1)})

    assert PoolEntry.objects.open(date(2027, 4, 1)).count() == 1
    assert PoolEntry.objects.open(date(2027, 4, 2)).count() == 0
