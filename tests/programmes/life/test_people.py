"""Who leads a programme, who stands in, and who takes part."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from members.models import OutboxMessage
from programmes.life.deciding import Decided
from programmes.life.people import add_deputy, change_leader, end_deputy, join_programme, leave_programme
from programmes.models import ProgrammeDecision, ProgrammeLeader
from tests.factories import (
    OrganisationFactory,
    PersonFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    ProgrammeParticipantFactory,
    editor_user,
    member_user,
    moment,
)
from tests.programmes.life.test_acts import at_once

pytestmark = pytest.mark.django_db

START, DAY = date(2024, 1, 1), date(2026, 5, 1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(date(2027, 4, 1), 10), tick=False):
        yield


@pytest.fixture
def by():
    return editor_user()


@pytest.fixture
def programme():
    return ProgrammeFactory(name="Samen", slug="samen", state="running", started_on=START)


def leads(programme, person=None, since=START, *, deputy=False, until=None):
    person = person or PersonFactory()
    return ProgrammeLeaderFactory(programme=programme, person=person, since=since, until=until, is_deputy=deputy)


def change(programme, person, by, day=DAY, year=None, *, keeps_old=False):
    decided = Decided(decided_on=day, decided_in_year=year)
    return change_leader(programme=programme, decided=decided, person=person, keeps_old=keeps_old, by=by)


def terms(programme):
    rows = programme.leaders.values_list("person__name", "is_deputy", "since", "until")
    return {tuple(row) for row in rows}


def refusal(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        act(*args, **kwargs)
    return set(getattr(refused.value, "message_dict", {"": 0}))


def test_new_leader_begins_on_the_day_on_which_the_old_one_stops(programme, by):
    leads(programme, PersonFactory(name="Oud"))

    change(programme, PersonFactory(name="Nieuw"), by)

    assert terms(programme) == {("Oud", False, START, DAY), ("Nieuw", False, DAY, None)}
    assert ProgrammeDecision.objects.get().kind == "change_leadership"


def test_old_leader_becomes_deputy_when_asked(programme, by):
    leads(programme, PersonFactory(name="Oud"))

    change(programme, PersonFactory(name="Nieuw"), by, keeps_old=True)

    assert ("Oud", True, DAY, None) in terms(programme)


def test_deputy_who_becomes_leader_stops_standing_in(programme, by):
    leads(programme, PersonFactory(name="Oud"))
    deputy = leads(programme, PersonFactory(name="Plaats"), deputy=True)

    change(programme, deputy.person, by)

    assert {("Plaats", True, START, DAY), ("Plaats", False, DAY, None)} <= terms(programme)


def test_deputy_since_that_day_becomes_leader_without_ever_standing_in(programme, by):
    deputy = leads(programme, PersonFactory(name="Plaats"), since=DAY, deputy=True)

    change(programme, deputy.person, by)

    assert terms(programme) == {("Plaats", False, DAY, None)}


def test_deputy_of_a_later_day_is_unclear(programme, by):
    deputy = leads(programme, since=date(2026, 9, 1), deputy=True)

    assert refusal(change, programme, deputy.person, by) == {"person"}


def test_who_leads_already_does_not_begin_again(programme, by):
    assert refusal(change, programme, leads(programme).person, by) == {"person"}


def test_change_before_a_later_one_is_refused(programme, by):
    leads(programme, since=date(2026, 9, 1))

    assert refusal(change, programme, PersonFactory(), by) == {"decided_on"}


def test_who_left_cannot_lead(programme, by):
    assert refusal(change, programme, PersonFactory(left_on=date(2026, 1, 1)), by) == {"person"}


def test_first_leader_may_be_known_by_the_year_only(by):
    programme = ProgrammeFactory(state="running", start_year=2013)

    change(programme, PersonFactory(name="Eerste"), by, day=None, year=2013)

    assert terms(programme) == {("Eerste", False, None, None)}


def test_change_of_leader_needs_its_day(programme, by):
    leads(programme)

    assert refusal(change, programme, PersonFactory(), by, day=None, year=2026) == {"decided_on"}


def test_ended_programme_gets_no_leader(by):
    ended = ProgrammeFactory(state="ended", ended_on=START)

    assert refusal(change, ended, PersonFactory(), by) == {""}


def test_new_leader_is_told_by_mail_unless_it_is_who_recorded_it(programme, by):
    leader = member_user().person
    change(programme, leader, by)
    add_deputy(programme=programme, person=member_user().person, since=DAY, by=leader.account)
    own = member_user()
    change(programme, own.person, own, day=date(2026, 6, 1))

    told = list(OutboxMessage.objects.order_by("pk").values_list("kind", "recipient", "context__is_deputy"))

    assert told[0] == ("programme_led", leader.account.email, False)
    assert [row[2] for row in told] == [False, True]


def test_change_sent_twice_is_recorded_once(programme, by):
    person = PersonFactory()

    assert change(programme, person, by) == change(programme, person, by)
    assert ProgrammeLeader.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_changes_of_leader_at_once_the_second_is_told(programme, by):
    leads(programme)
    people = [PersonFactory(), PersonFactory()]

    told = at_once(lambda number: change(programme, people[number], by))

    assert (told[0], "leads this programme from 1 May 2026 on" in told[1]) == ("", True)
    assert programme.leaders.current().count() == 1


# deputies and participants


def test_deputy_stands_in_and_stops(programme, by):
    deputy = add_deputy(programme=programme, person=PersonFactory(name="Plaats"), since=DAY, by=by)

    end_deputy(deputy=deputy, until=date(2027, 1, 1), by=by)
    end_deputy(deputy=deputy, until=date(2027, 1, 1), by=by)

    assert terms(programme) == {("Plaats", True, DAY, date(2027, 1, 1))}


@pytest.mark.parametrize("until", [DAY, date(2020, 1, 1), date(2027, 4, 2)])
def test_end_before_the_beginning_or_ahead_is_refused(programme, by, until):
    deputy = leads(programme, since=DAY, deputy=True)

    assert refusal(end_deputy, deputy=deputy, until=until, by=by) == {"until"}


def test_leader_does_not_stand_in_for_himself(programme, by):
    assert refusal(add_deputy, programme=programme, person=leads(programme).person, since=DAY, by=by) == {"person"}


def test_organisation_takes_part_leaves_and_comes_back(programme, by):
    organisation = OrganisationFactory()
    first = join_programme(programme=programme, organisation=organisation, since=START, by=by)
    leave_programme(participant=first, until=DAY, by=by)

    join_programme(programme=programme, organisation=organisation, since=date(2027, 1, 1), by=by)

    periods = set(programme.participants.values_list("since", "until"))
    assert periods == {(START, DAY), (date(2027, 1, 1), None)}


@pytest.mark.parametrize("since", [None, date(2025, 1, 1)])
def test_organisation_does_not_take_part_twice(programme, by, since):
    row = ProgrammeParticipantFactory(programme=programme, since=START)

    join = {"programme": programme, "organisation": row.organisation, "since": since}
    assert refusal(join_programme, **join, by=by) == {"organisation"}
