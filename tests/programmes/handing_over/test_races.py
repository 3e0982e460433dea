"""Two acts at the same moment: one of them happens, the other says why not, and nothing is half done."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from members.models import OutboxMessage
from programmes.handing_over.acts import Terms, ask_receiver, change_handover, plan_handover
from programmes.handing_over.answers import accept_handover, decline_handover
from programmes.handing_over.ending import end_programme, why_not_end
from programmes.life.deciding import Decided
from programmes.models import Handover, Programme, ProgrammeDecision
from tests.factories import (
    HandoverFactory,
    PersonFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    WorkstreamFactory,
    editor_user,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editor():
    return editor_user()


@pytest.fixture
def asked(editor):
    """Work that waits for a yes, in a programme of which all else is accepted."""
    programme = ProgrammeFactory(state="in_transition")
    ProgrammeLeaderFactory(programme=programme, person=PersonFactory(email="leider@example.org"))
    steering = {"accepted_at": timezone.now(), "acceptance_source": "Verslag", "outside_body": "Overleg"}
    HandoverFactory(programme=programme, workstream=None, kind="steering", **steering)
    handover = HandoverFactory(programme=programme, contact=PersonFactory(email="an@example.org"))
    return ask_receiver(handover=handover, by=editor)


def at_once(*acts):
    """Run acts at the same moment, each on a connection of its own; return the codes of what was refused."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            act()
        except ValidationError as error:
            return getattr(error, "code", None) or "refused"
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return [code for code in pool.map(run, acts) if code]


def fresh(asked):
    return Handover.objects.select_related("programme", "contact", "to_programme").get(pk=asked.pk)


def test_accepting_twice_at_once_tells_once(asked):
    one, other = fresh(asked), fresh(asked)

    refused = at_once(*(lambda row=row: accept_handover(handover=row, by=row.contact) for row in (one, other)))

    assert refused == []
    assert OutboxMessage.objects.filter(kind="handover_answered").count() == 1


def test_accepting_and_declining_at_once_keeps_one_answer(asked):
    one, other = fresh(asked), fresh(asked)

    refused = at_once(
        lambda: accept_handover(handover=one, by=one.contact),
        lambda: decline_handover(handover=other, reason="Nee.", by=other.contact),
    )

    held = fresh(asked)
    assert refused == ["answered"]
    assert held.is_accepted != bool(held.declined_at)


def test_accepting_while_it_changes_never_accepts_what_was_not_read(asked, editor):
    one, other = fresh(asked), fresh(asked)
    terms = Terms(kind="transferred", outside_body="Elders", contact=asked.contact)

    at_once(
        lambda: accept_handover(handover=one, by=one.contact),
        lambda: change_handover(handover=other, terms=terms, by=editor, confirmed=True),
    )

    held = fresh(asked)
    assert (held.outside_body, held.is_accepted, held.asked_at) == ("Elders", False, None)


def test_ending_twice_at_once_ends_once(asked, editor):
    accept_handover(handover=fresh(asked), by=asked.contact)
    programmes = [Programme.objects.get(), Programme.objects.get()]
    decided = Decided(decided_on=timezone.localdate())

    refused = at_once(*(lambda row=row: end_programme(programme=row, decided=decided, by=editor) for row in programmes))

    assert refused == ["ended"]
    assert ProgrammeDecision.objects.count() == 1


def test_ending_while_somebody_accepts_ends_only_with_everything_accepted(asked, editor):
    row, programme = fresh(asked), Programme.objects.get()
    decided = Decided(decided_on=timezone.localdate())

    refused = at_once(
        lambda: accept_handover(handover=row, by=row.contact),
        lambda: end_programme(programme=programme, decided=decided, by=editor),
    )

    assert fresh(asked).is_accepted
    assert Programme.objects.get().state == ("in_transition" if refused else "ended")
    assert refused in ([], ["held_up"])


def test_ending_while_the_plan_changes_never_ends_with_open_work(asked, editor):
    accept_handover(handover=fresh(asked), by=asked.contact)
    row, programme = fresh(asked), Programme.objects.get()
    terms = Terms(kind="transferred", outside_body="Elders", contact=asked.contact)
    decided = Decided(decided_on=timezone.localdate())

    refused = at_once(
        lambda: end_programme(programme=programme, decided=decided, by=editor),
        lambda: change_handover(handover=row, terms=terms, by=editor, confirmed=True),
    )

    ended_whole = ProgrammeDecision.objects.filter(held_up=[]).exists()
    assert refused == ([] if ended_whole else ["held_up"])
    assert why_not_end(programme)


def test_planning_twice_at_once_plans_once(editor):
    workstream = WorkstreamFactory(outcome__programme__state="running")
    terms = Terms(kind="transferred", outside_body="Regiobureau")

    def plan():
        plan_handover(programme=workstream.outcome.programme, workstream=workstream, terms=terms, by=editor)

    assert at_once(plan, plan) == ["there"]
    assert Handover.objects.count() == 1


@pytest.mark.parametrize("length", [2, 4])
def test_circle_that_closes_at_once_stays_open(editor, length):
    streams = [WorkstreamFactory(outcome__programme__state="running") for _number in range(length)]
    programmes = [stream.outcome.programme for stream in streams]

    def plan(place):
        terms = Terms(kind="absorbed", to_programme=programmes[(place + 1) % length])
        plan_handover(programme=programmes[place], workstream=streams[place], terms=terms, by=editor)

    refused = at_once(*(lambda place=place: plan(place) for place in range(length)))

    assert len(refused) == 1
    assert Handover.objects.count() == length - 1


def test_asking_twice_at_once_asks_once(asked, editor):
    one, other = fresh(asked), fresh(asked)

    at_once(*(lambda row=row: ask_receiver(handover=row, by=editor, seen=1) for row in (one, other)))

    assert fresh(asked).asked_round == 2
