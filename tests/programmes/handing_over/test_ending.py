"""The gate: what holds up the end of a programme, ending it, and ending it all the same."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from programmes.handing_over.acts import record_acceptance
from programmes.handing_over.ending import end_programme, why_not_end
from programmes.life.deciding import Decided
from programmes.models import Handover, Platform, Programme, ProgrammeDecision, StageChange
from tests.factories import (
    HandoverFactory,
    PersonFactory,
    PlatformFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    ProgrammeParticipantFactory,
    WorkstreamFactory,
    editor_user,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def editor():
    person = PersonFactory(name="Rixt Redactie", account=editor_user())
    return person.account


@pytest.fixture
def programme():
    return ProgrammeFactory(state="in_transition", started_on=date(2020, 1, 1))


@pytest.fixture
def settled(programme, editor):
    """The programme with one workstream and its steering, both accepted."""
    HandoverFactory(programme=programme, workstream__stage="in_operation")
    HandoverFactory(programme=programme, workstream=None, kind="steering")
    for handover in Handover.objects.all():
        record_acceptance(handover=handover, accepted_on=TODAY, source="Verslag", by=editor)
    return programme


def end(programme, by, on=TODAY, **given):
    return end_programme(programme=programme, decided=Decided(decided_on=on), by=by, **given)


def test_everything_accepted_holds_up_nothing(settled):
    assert why_not_end(settled) == []


def test_programme_without_work_is_held_up_by_its_steering(programme):
    assert [each.workstream for each in why_not_end(programme)] == [None]


STANDS = {
    "missing": None,
    "planned": {},
    "asked": {"asked_at": timezone.now(), "asked_round": 1},
    "home ended": {"accepted_at": timezone.now(), "acceptance_source": "Verslag", "outside_body": "", "ended": True},
}


@pytest.mark.parametrize("stands", STANDS)
@pytest.mark.parametrize("stage", ["building", "stopped"])
def test_work_without_accepted_handover_holds_up_the_end(settled, editor, stands, stage):
    workstream = WorkstreamFactory(outcome__programme=settled, stage=stage)
    if (given := STANDS[stands]) is not None:
        gone = {"platform": PlatformFactory(until=TODAY)} if given.get("ended") else {}
        columns = {name: value for name, value in given.items() if name != "ended"}
        HandoverFactory(programme=settled, workstream=workstream, **columns, **gone)

    with pytest.raises(ValidationError) as refused:
        end(settled, editor)

    assert refused.value.code == "held_up"
    assert [each.workstream for each in why_not_end(settled)] == [workstream.pk]
    assert Programme.objects.get(pk=settled.pk).state == "in_transition"


def test_only_the_last_handover_of_work_counts(settled):
    first = Handover.objects.exclude(workstream=None).get()
    HandoverFactory(programme=settled, workstream=first.workstream, follows=first)

    assert [each.workstream for each in why_not_end(settled)] == [first.workstream.pk]


def test_end_closes_the_programme_and_what_belongs_to_it(settled, editor):
    leader = ProgrammeLeaderFactory(programme=settled)
    participant = ProgrammeParticipantFactory(programme=settled)
    contact = PersonFactory()

    end(settled, editor, contact=contact, contact_capacity="zaakwaarnemer", ending="<p>Klaar.</p>")

    held = Programme.objects.get(pk=settled.pk)
    assert (held.state, held.ended_on, held.contact, held.contact_capacity) == (
        "ended",
        TODAY,
        contact,
        "zaakwaarnemer",
    )
    assert held.ending == "<p>Klaar.</p>"
    for row in (leader, participant):
        row.refresh_from_db()
        assert row.until == TODAY
    decision = ProgrammeDecision.objects.get()
    assert (decision.kind, decision.decided_on, decision.override_reason, decision.held_up) == ("end", TODAY, "", [])


@pytest.mark.parametrize("kind", ["transferred", "absorbed", "continues"])
def test_end_leaves_work_at_its_stage(settled, editor, kind):
    Handover.objects.exclude(workstream=None).update(kind=kind)
    workstream = Handover.objects.exclude(workstream=None).get().workstream
    workstream.stage = "well_advanced"
    workstream.save()

    end(settled, editor)

    workstream.refresh_from_db()
    assert workstream.stage == "well_advanced"
    assert not StageChange.objects.exists()


def test_override_stays_on_record_with_what_had_no_home(settled, editor):
    WorkstreamFactory(outcome__programme=settled, title="Dakloos werk")

    decision = end(settled, editor, override_reason="Het geld is op.")

    assert (decision.override_reason, decision.held_up) == ("Het geld is op.", ["Dakloos werk"])
    assert Programme.objects.get(pk=settled.pk).state == "ended"


def test_override_that_is_not_needed_leaves_no_trace(settled, editor):
    assert end(settled, editor, override_reason="Voor de zekerheid.").override_reason == ""


def test_second_end_names_who_was_first(settled, editor):
    end(settled, editor)

    with pytest.raises(ValidationError, match="Rixt Redactie") as refused:
        end(settled, editor_user())

    assert refused.value.code == "ended"
    assert ProgrammeDecision.objects.count() == 1


@pytest.mark.parametrize("state", ["proposed", "running"])
def test_only_a_programme_in_transition_ends(settled, editor, state):
    Programme.objects.update(state=state)

    with pytest.raises(ValidationError) as refused:
        end(settled, editor, override_reason="Toch.")

    assert refused.value.code == "state"


@pytest.mark.parametrize("day", [None, TODAY + timedelta(days=1), date(2019, 12, 31)])
def test_end_without_a_day_ahead_or_before_the_start_is_refused(settled, editor, day):
    with pytest.raises(ValidationError) as refused:
        end(settled, editor, on=day)

    assert list(refused.value.error_dict) == ["decided_on"]
    assert ProgrammeDecision.objects.count() == 0


def test_contact_who_left_is_refused(settled, editor):
    with pytest.raises(ValidationError) as refused:
        end(settled, editor, contact=PersonFactory(left_on=TODAY))

    assert list(refused.value.error_dict) == ["contact"]


def test_work_can_still_find_a_home_after_the_end(settled, editor):
    handover = HandoverFactory(programme=settled)
    end(settled, editor, override_reason="Het geld is op.")

    record_acceptance(handover=handover, accepted_on=TODAY, source="Verslag", by=editor)

    assert why_not_end(settled) == []


def test_platform_that_ends_holds_up_again(settled):
    Handover.objects.exclude(workstream=None).update(outside_body="", platform=PlatformFactory())
    before = why_not_end(settled)
    Platform.objects.update(until=TODAY)

    assert (len(before), len(why_not_end(settled))) == (0, 1)


@pytest.mark.parametrize("rows", [1, 10, 60])
def test_judging_takes_two_queries(programme, django_assert_num_queries, rows):
    for _row in range(rows):
        HandoverFactory(programme=programme, outside_body="", platform=PlatformFactory())

    with django_assert_num_queries(2):
        why_not_end(programme)
