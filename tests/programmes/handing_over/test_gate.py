"""Whatever people do in whatever order: no programme ends with open work, unless a reason stays on record."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programmes.handing_over.acts import (
    Terms,
    ask_receiver,
    change_handover,
    plan_handover,
    record_acceptance,
    withdraw_question,
)
from programmes.handing_over.answers import accept_handover, decline_handover
from programmes.handing_over.ending import end_programme, why_not_end
from programmes.life.deciding import Decided
from programmes.models import Handover, Programme, ProgrammeDecision
from tests.factories import PersonFactory, ProgrammeFactory, WorkstreamFactory, editor_user

pytestmark = pytest.mark.django_db

ACTS = ("plan", "stop", "change", "ask", "withdraw", "accept", "decline", "record", "end", "override")
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 2)), max_size=15)


class Scene:
    """A programme with two pieces of work and its steering, and everybody who acts on them."""

    def __init__(self):
        self.programme = ProgrammeFactory(state="in_transition")
        self.works = [*(WorkstreamFactory(outcome__programme=self.programme) for _number in range(2)), None]
        self.editor, self.contact = editor_user(), PersonFactory(email="an@example.org")

    def act(self, name, place):
        work = self.works[place]
        handover = Handover.objects.filter(programme=self.programme, workstream=work).first()
        kind = "transferred" if work else "steering"
        given = {"by": self.editor}
        if name in {"plan", "stop"}:
            ends = name == "stop" and work
            terms = (
                Terms(kind="stopped", note="Klaar.")
                if ends
                else Terms(kind=kind, outside_body="Huis", contact=self.contact)
            )
            plan_handover(programme=self.programme, workstream=work, terms=terms, **given)
        elif name in {"end", "override"}:
            reason = "Het geld is op." if name == "override" else ""
            decided = Decided(decided_on=timezone.localdate())
            end_programme(programme=self.programme, decided=decided, override_reason=reason, **given)
        elif handover:
            self.act_on(handover, name, kind)

    def act_on(self, handover, name, kind):
        elsewhere = Terms(kind=kind, outside_body=f"{handover.outside_body}!", contact=self.contact)
        {
            "change": lambda: change_handover(handover=handover, terms=elsewhere, by=self.editor, confirmed=True),
            "ask": lambda: ask_receiver(handover=handover, by=self.editor),
            "withdraw": lambda: withdraw_question(handover=handover, by=self.editor),
            "accept": lambda: accept_handover(handover=handover, by=self.contact),
            "decline": lambda: decline_handover(handover=handover, reason="Nee.", by=self.contact),
            "record": lambda: record_acceptance(
                handover=handover, accepted_on=timezone.localdate(), source="Verslag", by=self.editor
            ),
        }[name]()

    def open_work(self):
        """Which work has no accepted handover, asked of the rows and not of the code under test."""
        accepted = Handover.objects.filter(programme=self.programme, accepted_at__isnull=False)
        return set(self.works) - {handover.workstream for handover in accepted}


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_programme_never_ends_with_open_work_unless_overridden(steps):
    with transaction.atomic():
        scene = Scene()
        for name, place in steps:
            open_before, was = scene.open_work(), Programme.objects.get(pk=scene.programme.pk).state
            with suppress(ValidationError):
                scene.act(name, place)

            assert len(why_not_end(scene.programme)) == len(scene.open_work())
            ended = Programme.objects.get(pk=scene.programme.pk).state == "ended"
            if ended and was != "ended" and open_before:
                decision = ProgrammeDecision.objects.get(programme=scene.programme)
                assert (name, len(decision.held_up)) == ("override", len(open_before))
            assert not ended or name in {"end", "override"} or was == "ended"
        transaction.set_rollback(True)
