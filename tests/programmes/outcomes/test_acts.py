"""Outcomes and workstreams come, change, move and go; a workstream shows the stage that is the latest by day."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from programmes.models import Outcome, StageChange, Workstream
from programmes.outcomes import acts
from tests.factories import HandoverFactory, OutcomeFactory, ProgrammeFactory, WorkstreamFactory, editor_user, moment

pytestmark = pytest.mark.django_db

DAY = date(2026, 5, 1)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(date(2027, 4, 1), 10), tick=False):
        yield


@pytest.fixture
def by():
    return editor_user()


def reach(stream, by, stage, on=DAY, note=""):
    return acts.reach_stage(stream=stream, stage=stage, reached_on=on, note=note, by=by)


def code_of(act, **given):
    """Return the fields that a refusal names, or its code when it names none."""
    with pytest.raises(ValidationError) as refused:
        act(**given)
    error = refused.value
    return set(error.error_dict) if hasattr(error, "error_dict") else {error.code}


def stages(stream):
    stream.refresh_from_db()
    return stream.stage, [(row.stage, row.reached_on) for row in stream.stage_changes.all()]


def test_outcome_sent_twice_is_added_once_at_the_end(by):
    programme = ProgrammeFactory()
    OutcomeFactory(programme=programme, position=3)

    for _turn in range(2):
        acts.add_outcome(programme=programme, title="Samen", text="", still_open="", by=by)

    assert [(row.title, row.position) for row in programme.outcomes.all()][1:] == [("Samen", 4)]


def test_change_from_words_that_are_out_of_date_is_refused(by):
    outcome = OutcomeFactory(title="Samen")
    mark = acts.mark_of(outcome)
    Outcome.objects.update(title="Van een ander")

    words = {"title": "Mijn", "text": "", "still_open": ""}
    assert code_of(acts.change_outcome, outcome=outcome, mark=mark, by=by, **words) == {"changed"}
    assert Outcome.objects.get().title == "Van een ander"


def test_change_of_what_was_removed_is_refused(by):
    stream = WorkstreamFactory()
    Workstream.objects.all().delete()

    words = {"title": "Mijn", "text": "", "lead": None}
    assert code_of(acts.change_workstream, stream=stream, mark="", by=by, **words) == {"gone"}


def test_workstream_begins_with_its_first_stage(by):
    asked = {"title": "Inkoop", "text": "", "lead": None, "stage": "building", "reached_on": DAY}

    stream = acts.add_workstream(outcome=OutcomeFactory(), by=by, **asked)

    assert stages(stream) == ("building", [("building", DAY)])


def test_stage_is_noted_and_shown(by):
    stream = WorkstreamFactory()

    reach(stream, by, "building")

    assert stages(stream) == ("building", [("exploring", None), ("building", DAY)])


def test_stage_of_an_earlier_day_does_not_hide_a_later_one(by):
    stream = WorkstreamFactory()
    reach(stream, by, "in_operation")

    reach(stream, by, "building", date(2025, 1, 1))

    assert stages(stream)[0] == "in_operation"


def test_stage_noted_twice_is_noted_once(by):
    stream = WorkstreamFactory()

    assert reach(stream, by, "building") == reach(stream, by, "building")
    assert StageChange.objects.filter(stage="building").count() == 1


@pytest.mark.parametrize(
    ("stage", "on", "field"), [("exploring", DAY, "stage"), ("building", date(2027, 4, 2), "reached_on")]
)
def test_stage_it_stands_at_or_of_tomorrow_is_refused(by, stage, on, field):
    stream = WorkstreamFactory()

    assert code_of(acts.reach_stage, stream=stream, stage=stage, reached_on=on, note="", by=by) == {field}
    assert StageChange.objects.count() == 0


def test_workstream_with_a_handover_stays(by):
    stream = HandoverFactory().workstream

    assert code_of(acts.remove_workstream, stream=stream, by=by) == {"in_use"}
    assert code_of(acts.remove_outcome, outcome=stream.outcome, by=by) == {"in_use"}


def test_workstream_and_then_its_outcome_go(by):
    stream = WorkstreamFactory()

    for _turn in range(2):
        acts.remove_workstream(stream=stream, by=by)
        acts.remove_outcome(outcome=stream.outcome, by=by)

    assert (Workstream.objects.count(), Outcome.objects.count()) == (0, 0)


@pytest.mark.parametrize(("place", "order"), [(1, "cab"), (2, "acb"), (99, "abc"), (3, "abc")])
def test_outcome_moves_to_a_place_however_often(by, place, order):
    programme = ProgrammeFactory()
    rows = {title: OutcomeFactory(programme=programme, title=title) for title in "abc"}

    for _turn in range(2):
        acts.move_outcome(outcome=rows["c"], place=place, by=by)

    assert "".join(programme.outcomes.values_list("title", flat=True)) == order
