"""The steps in the life of a programme: which can be taken when, what they store, and two people at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import translation

from members.history import event_model
from programmes.life import acts
from programmes.life.deciding import Decided
from programmes.models import Programme, ProgrammeDecision
from tests.factories import ProgrammeFactory, editor_user, moment

pytestmark = pytest.mark.django_db

TODAY = date(2027, 4, 1)
DAY = date(2026, 5, 1)
STATES = {"proposed", "running", "in_transition", "ended"}


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(moment(TODAY, 10), tick=False):
        yield


@pytest.fixture
def by():
    return editor_user()


def on(day=DAY, **facts):
    return Decided(decided_on=day, **facts)


def in_state(state):
    return ProgrammeFactory(state=state, ended_on=DAY if state == "ended" else None)


def found(programme, by, decided=None, planned_end=None):
    return acts.found_programme(programme=programme, decided=decided or on(), planned_end=planned_end, by=by)


def take(kind, programme, by, decided):
    """Take a step with as little as it needs."""
    asked = {"programme": programme, "decided": decided, "by": by}
    return {
        "found": lambda: acts.found_programme(**asked, planned_end=None),
        "extend": lambda: acts.extend_programme(**asked, planned_end=date(2029, 1, 1)),
        "start_transition": lambda: acts.start_transition(**asked),
        "reopen": lambda: acts.reopen_programme(**asked, planned_end=None),
    }[kind]()


def refusal(act, *args, **kwargs):
    with pytest.raises(ValidationError) as refused:
        act(*args, **kwargs)
    return getattr(refused.value, "message_dict", refused.value.messages)


POSSIBLE = {
    "found": {"proposed": "running"},
    "extend": {"running": "running", "in_transition": "in_transition"},
    "start_transition": {"running": "in_transition"},
    "reopen": {"in_transition": "running", "ended": "running"},
}


@pytest.mark.parametrize(("kind", "state"), [(kind, state) for kind, states in POSSIBLE.items() for state in states])
def test_possible_step_changes_the_state_and_stores_one_decision(by, kind, state):
    programme = in_state(state)

    take(kind, programme, by, on(body="stuurgroep"))

    programme.refresh_from_db()
    assert programme.state == POSSIBLE[kind][state]
    decision = ProgrammeDecision.objects.get()
    assert (decision.kind, decision.decided_on, decision.body) == (kind, DAY, "stuurgroep")


@pytest.mark.parametrize(
    ("kind", "state"), [(kind, state) for kind, states in POSSIBLE.items() for state in sorted(STATES - set(states))]
)
def test_step_from_another_state_is_refused(by, kind, state):
    programme = in_state(state)

    assert refusal(take, kind, programme, by, on())

    programme.refresh_from_db()
    assert (programme.state, ProgrammeDecision.objects.count()) == (state, 0)


def test_founding_begins_on_the_day_and_keeps_who_did_it(by):
    programme = ProgrammeFactory()

    found(programme, by, planned_end=date(2030, 1, 1))

    programme.refresh_from_db()
    assert (programme.started_on, programme.start_year, programme.planned_end) == (DAY, None, date(2030, 1, 1))
    event = event_model(Programme).objects.filter(id=programme.pk).latest("pgh_id")
    assert event.pgh_context["user"] == by.pk


def test_founding_of_which_only_the_year_is_known_begins_in_that_year(by):
    programme = ProgrammeFactory()

    found(programme, by, Decided(decided_in_year=2013))

    programme.refresh_from_db()
    assert (programme.started_on, programme.start_year) == (None, 2013)


@pytest.mark.parametrize(
    ("decided", "field"),
    [
        (Decided(), "decided_on"),
        (Decided(decided_on=date(2027, 4, 2)), "decided_on"),
        (Decided(decided_in_year=2028), "decided_in_year"),
    ],
)
def test_decision_without_a_date_or_of_tomorrow_is_refused(by, decided, field):
    assert set(refusal(found, ProgrammeFactory(), by, decided)) == {field}


def test_step_before_an_earlier_one_is_refused(by):
    programme = ProgrammeFactory()
    found(programme, by)

    told = refusal(take, "start_transition", programme, by, on(date(2026, 4, 30)))

    assert told == {
        "decided_on": ["An earlier step of this programme was on 1 May 2026. Give that day, or a later one."]
    }


def test_step_before_the_year_in_which_it_began_is_refused(by):
    programme = ProgrammeFactory(state="running", start_year=2013)

    assert set(refusal(take, "extend", programme, by, on(date(2012, 12, 31)))) == {"decided_on"}


@pytest.mark.parametrize("planned_end", [DAY, date(2020, 1, 1)])
def test_planned_end_before_the_beginning_is_refused(by, planned_end):
    assert set(refusal(found, ProgrammeFactory(), by, planned_end=planned_end)) == {"planned_end"}


def test_extension_stores_conditions_and_the_new_planned_end(by):
    programme = ProgrammeFactory(state="running", planned_end=date(2027, 6, 1))
    later = date(2028, 6, 1)

    acts.extend_programme(
        programme=programme, decided=on(conditions="Elk jaar een tussenstand."), planned_end=later, by=by
    )

    programme.refresh_from_db()
    decision = ProgrammeDecision.objects.get()
    assert programme.planned_end == decision.planned_end == later
    assert decision.conditions == "Elk jaar een tussenstand."


def test_extension_that_is_not_later_is_refused(by):
    programme = ProgrammeFactory(state="running", planned_end=date(2029, 1, 1))

    assert set(refusal(take, "extend", programme, by, on())) == {"planned_end"}


def test_reopening_takes_the_end_away(by):
    programme = in_state("ended")

    acts.reopen_programme(programme=programme, decided=on(), planned_end=date(2029, 1, 1), by=by)

    programme.refresh_from_db()
    assert (programme.ended_on, programme.planned_end) == (None, date(2029, 1, 1))


@pytest.mark.parametrize("kind", sorted(POSSIBLE))
def test_step_sent_twice_is_recorded_once(by, kind):
    programme = in_state(next(iter(POSSIBLE[kind])))

    first, second = take(kind, programme, by, on()), take(kind, programme, by, on())

    assert first == second == ProgrammeDecision.objects.get()


def test_document_is_stored_under_a_safe_name(by):
    file = ContentFile(b"%PDF-1.7", name="../Besluit van mei!.pdf")

    decision = found(ProgrammeFactory(), by, on(document="Besluit", document_file=file))

    assert decision.document_file.name.startswith("programme-decisions/Besluit_van_mei")
    assert decision.document_file.read() == b"%PDF-1.7"
    decision.document_file.delete(save=False)


# proposing

FACTS = {"name": "Samen Digitaal", "summary": "Wij delen wat wij bouwen."}


def propose(by, decided=None, planned_end=None, **facts):
    return acts.propose_programme(facts=FACTS | facts, decided=decided or on(), planned_end=planned_end, by=by)


def test_proposal_makes_a_programme_with_its_first_decision(by):
    made = propose(by, planned_end=date(2030, 1, 1))

    assert (made.state, made.slug, made.planned_end) == ("proposed", "samen-digitaal", date(2030, 1, 1))
    assert [step.kind for step in made.decisions.all()] == ["propose"]


def test_proposal_sent_twice_makes_one_programme(by):
    assert propose(by) == propose(by) == Programme.objects.get()


def test_proposal_with_a_name_that_is_taken_is_refused(by):
    propose(by)

    assert set(refusal(propose, by, name="samen digitaal", summary="Iets anders")) == {"name"}


@pytest.mark.parametrize(("name", "slug"), [("Samen, digitaal!", "samen-digitaal-2"), ("Voorstellen", "voorstellen-2")])
def test_word_in_the_address_is_nobody_elses(by, name, slug):
    propose(by)

    assert propose(by, name=name).slug == slug


# at once


def at_once(act):
    """Do it by two people at the same moment; return what each is told, the one who succeeds first."""
    start = Barrier(2)

    def turn(number):
        start.wait()
        try:
            with translation.override("en"):  # a thread begins in the language of the site
                act(number)
        except ValidationError as error:
            return error.messages[0]
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(turn, range(2)))


@pytest.mark.django_db(transaction=True)
def test_of_two_founders_at_once_the_second_is_told(by):
    programme = ProgrammeFactory()

    told = at_once(lambda number: found(programme, by, on(text=f"Besluit {number}")))

    assert told == ["", "This programme is already running."]
    assert ProgrammeDecision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_proposals_of_one_name_at_once_the_second_is_told(by):
    told = at_once(lambda number: propose(by, summary=f"Voorstel {number}"))

    assert told == ["", "There is already a programme with this name."]
    assert Programme.objects.count() == 1
