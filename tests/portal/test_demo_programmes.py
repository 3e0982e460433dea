"""The demonstration's programmes, circles and news: alive on any day, and the same after a second load."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import timezone

from meetings.models import Meeting
from portal.demo.circles import load_circles
from portal.demo.handovers import load_handovers
from portal.demo.life import load_life
from portal.demo.network import load_network, load_organisations
from portal.demo.news import load_news
from portal.demo.people import load_people
from portal.demo.programmes import load_programmes
from portal.demo.sectors import load_sectors
from portal.models import Article
from programmes.models import (
    CircleCoordinator,
    CircleParticipant,
    Gathering,
    Handover,
    Hosting,
    JointActivity,
    KnowledgeCircle,
    Outcome,
    Platform,
    Programme,
    ProgrammeDecision,
    ProgrammeLeader,
    ProgrammeParticipant,
    Workstream,
)

TODAY = timezone.localdate()
MODELS = (
    *(Programme, ProgrammeParticipant, ProgrammeLeader, ProgrammeDecision, Outcome, Workstream, Platform, Hosting),
    *(KnowledgeCircle, CircleCoordinator, CircleParticipant, JointActivity, Gathering, Handover, Article),
)
DAYS = [date(2027, 1, 1), date(2028, 2, 29), date(2029, 12, 31), date(2030, 3, 31), date(2031, 8, 17)]


def load(today):
    load_programmes(today)
    load_life(today)
    load_circles(today)
    load_handovers(today)
    load_news(today)


@pytest.fixture
def stage(db):
    """The organisations, people and sectors that another part of the demonstration writes."""
    load_network()
    load_people(load_organisations())
    load_sectors()


def rows():
    return {model.__name__: sorted(model.objects.values_list()) for model in MODELS}


def test_second_load_changes_nothing(stage):
    load(TODAY)
    before = rows()

    load(TODAY)

    assert rows() == before


@pytest.mark.parametrize("later", [1, 40, 400, -400])
def test_load_on_another_day_moves_the_same_rows(stage, later):
    load(TODAY)
    before = {model.__name__: model.objects.count() for model in MODELS}

    load(TODAY + timedelta(days=later))

    assert {model.__name__: model.objects.count() for model in MODELS} == before


@pytest.mark.parametrize("today", DAYS)
def test_every_row_is_valid_on_any_day(stage, today):
    load(today)

    for model in (*MODELS, Meeting):
        for row in model.objects.all():
            row.full_clean()


@pytest.mark.parametrize(
    ("model", "field", "choices"),
    [
        (Programme, "state", Programme.State),
        (Workstream, "stage", Workstream.Stage),
        (Handover, "kind", Handover.Kind),
        (ProgrammeDecision, "kind", ProgrammeDecision.Kind),
        (KnowledgeCircle, "state", KnowledgeCircle.State),
        (KnowledgeCircle, "joining", KnowledgeCircle.Joining),
        (JointActivity, "state", JointActivity.State),
        (JointActivity, "kind", JointActivity.Kind),
    ],
)
def test_every_choice_is_shown(stage, model, field, choices):
    load(TODAY)

    assert set(model.objects.values_list(field, flat=True)) == set(choices.values)


def test_one_can_still_join_something(stage):
    load(TODAY)

    deadlines = Counter(activity.join_before is None for activity in JointActivity.objects.joinable(TODAY))
    assert deadlines == {True: 1, False: 3}


def test_ended_programme_has_everything_accepted(stage):
    load(TODAY)

    ssnt = Programme.objects.ended().get()
    accepted = set(ssnt.handovers.exclude(accepted_at=None).values_list("workstream", flat=True))
    assert accepted == {None, *Workstream.objects.filter(outcome__programme=ssnt).values_list("pk", flat=True)}


def test_programme_in_transition_waits_for_an_answer(stage):
    load(TODAY)

    waiting = Handover.objects.filter(programme__state=Programme.State.IN_TRANSITION, accepted_at=None)
    assert {str(handover.destination) for handover in waiting} == {
        "Informatieveiligheid",
        "overleg van directeuren van de veiligheidsregio’s",
    }


def test_platforms_of_the_north_changed_host_once(stage):
    load(TODAY)

    hosts = Counter(Hosting.objects.exclude(platform__programme__slug="ssnt").values_list("platform__name", flat=True))
    assert hosts == {"Datawerkplaats Noord": 2, "Oefenplein Noord": 2}
    assert Hosting.objects.current(TODAY).count() == Platform.objects.count()


def test_gatherings_lie_behind_and_ahead(stage):
    load(TODAY)

    gatherings = Meeting.objects.filter(gathering__isnull=False)
    assert set(gatherings.values_list("kind", flat=True)) == {Meeting.Kind.GATHERING}
    assert gatherings.upcoming().count() == 4
    assert gatherings.filter(ends__lt=timezone.now(), state=Meeting.State.SCHEDULED).count() == 4
    assert not [meeting for meeting in gatherings if timezone.localtime(meeting.starts).weekday() > 4]


def test_news_has_a_dozen_articles_one_to_come_and_one_withdrawn(stage):
    load(TODAY)

    assert Article.objects.published().count() == 12
    assert Article.objects.filter(published_at__gt=timezone.now()).count() == 1
    assert Article.objects.exclude(withdrawn_at=None).count() == 1
    assert not Article.objects.filter(sectors=None, programmes=None, circles=None)
