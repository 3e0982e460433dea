"""Arranging handovers: what is refused, what lapses when a plan changes, and who is told."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from members.models import OutboxMessage
from programmes.handing_over.acts import (
    Terms,
    ask_receiver,
    change_handover,
    plan_handover,
    record_acceptance,
    withdraw_question,
)
from programmes.handing_over.answers import accept_handover, decline_handover
from programmes.models import Handover
from tests.factories import (
    HandoverFactory,
    KnowledgeCircleFactory,
    OrganisationFactory,
    PersonFactory,
    PlatformFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    WorkstreamFactory,
    editor_user,
)

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def editor():
    return editor_user()


@pytest.fixture
def programme():
    return ProgrammeFactory(state="in_transition", started_on=date(2020, 1, 1))


@pytest.fixture
def workstream(programme):
    return WorkstreamFactory(outcome__programme=programme)


@pytest.fixture
def contact():
    return PersonFactory(email="an@example.org")


@pytest.fixture
def asked(workstream, programme, contact, editor):
    handover = HandoverFactory(programme=programme, workstream=workstream, contact=contact)
    return ask_receiver(handover=handover, by=editor)


def terms(**given):
    return Terms(**{"kind": "transferred", "outside_body": "Regiobureau", **given})


def plan(programme, workstream, by, **given):
    return plan_handover(programme=programme, workstream=workstream, terms=terms(**given), by=by)


def mailed():
    return list(OutboxMessage.objects.order_by("pk").values_list("kind", "recipient"))


# planning


def test_plan_stores_where_work_goes_and_tells_nobody(programme, workstream, contact, editor):
    platform = PlatformFactory()

    made = plan(programme, workstream, editor, outside_body="", platform=platform, contact=contact)

    assert Handover.objects.get() == made
    assert (made.destination, made.is_accepted, made.asked_round) == (platform, False, 0)
    assert mailed() == []


def test_plan_of_steering_has_no_workstream(programme, editor):
    made = plan(programme, None, editor, kind="steering")

    assert (made.workstream, made.kind) == (None, "steering")


def test_plan_for_a_programme_that_has_not_begun_is_refused(editor):
    workstream = WorkstreamFactory(outcome__programme__state="proposed")

    with pytest.raises(ValidationError, match=r"begun|begonnen"):
        plan(workstream.outcome.programme, workstream, editor)


def test_second_plan_for_the_same_work_is_refused(programme, workstream, editor):
    plan(programme, workstream, editor)

    with pytest.raises(ValidationError) as refused:
        plan(programme, workstream, editor)

    assert refused.value.code == "there"
    assert Handover.objects.count() == 1


@pytest.mark.parametrize("kind", ["stopped", "archived"])
def test_what_stops_is_settled_by_the_decision_of_the_programme(programme, workstream, editor, kind):
    made = plan(programme, workstream, editor, kind=kind, outside_body="", note="Het is klaar.")

    assert made.accepted_at
    assert str(programme) in made.acceptance_source


@pytest.mark.parametrize(("given", "field"), [({"note": ""}, "note"), ({"outside_body": "Archief"}, "destination")])
def test_what_stops_needs_a_reason_and_no_place(programme, workstream, editor, given, field):
    with pytest.raises(ValidationError) as refused:
        plan(programme, workstream, editor, **{"kind": "stopped", "outside_body": "", "note": "Klaar.", **given})

    assert list(refused.value.error_dict) == [field]


GONE = {
    "platform": lambda: PlatformFactory(until=TODAY),
    "circle": lambda: KnowledgeCircleFactory(state="archived"),
    "to_programme": lambda: ProgrammeFactory(state="ended", ended_on=TODAY),
    "organisation": lambda: OrganisationFactory(dissolved_on=TODAY),
}


@pytest.mark.parametrize("column", GONE)
def test_place_that_ended_is_refused(programme, workstream, editor, column):
    with pytest.raises(ValidationError) as refused:
        plan(programme, workstream, editor, outside_body="", **{column: GONE[column]()})

    assert list(refused.value.error_dict) == ["destination"]
    assert Handover.objects.count() == 0


def test_successor_of_a_merged_organisation_is_named(programme, workstream, editor):
    merged = OrganisationFactory(succeeded_by=OrganisationFactory(name="Nieuw Noord"))

    with pytest.raises(ValidationError, match="Nieuw Noord"):
        plan(programme, workstream, editor, outside_body="", organisation=merged)


def test_place_that_still_was_there_then_is_taken_for_history(programme, workstream, editor):
    platform = PlatformFactory(until=date(2024, 1, 1))

    made = plan(programme, workstream, editor, outside_body="", platform=platform, effective_from=date(2023, 1, 1))

    assert made.destination == platform


def test_no_place_is_refused(programme, workstream, editor):
    with pytest.raises(ValidationError) as refused:
        plan(programme, workstream, editor, outside_body="")

    assert list(refused.value.error_dict) == ["destination"]


def test_day_before_the_programme_began_is_refused(programme, workstream, editor):
    with pytest.raises(ValidationError) as refused:
        plan(programme, workstream, editor, effective_from=date(2019, 12, 31))

    assert list(refused.value.error_dict) == ["effective_from"]


def test_programme_cannot_hand_over_to_itself(programme, workstream, editor):
    with pytest.raises(ValidationError) as refused:
        plan(programme, workstream, editor, outside_body="", to_programme=programme)

    assert list(refused.value.error_dict) == ["destination"]


@pytest.mark.parametrize("length", [2, 3, 4])
def test_circle_of_programmes_is_refused(editor, length):
    streams = [WorkstreamFactory(outcome__programme__state="running") for _number in range(length)]
    programmes = [stream.outcome.programme for stream in streams]
    for stream, receiver in zip(streams[:-1], programmes[1:], strict=True):
        plan(stream.outcome.programme, stream, editor, outside_body="", to_programme=receiver)

    with pytest.raises(ValidationError) as refused:
        plan(programmes[-1], streams[-1], editor, outside_body="", to_programme=programmes[0])

    assert list(refused.value.error_dict) == ["destination"]
    assert Handover.objects.count() == length - 1


# asking


def test_asking_mails_the_contact_a_link(asked, contact):
    assert (asked.asked_round, bool(asked.asked_at)) == (1, True)
    assert mailed() == [("handover_asked", "an@example.org")]
    assert OutboxMessage.objects.get().context["answer_path"].startswith("/overdracht/")


def test_asking_twice_with_one_page_asks_once(asked, editor):
    ask_receiver(handover=asked, by=editor, seen=0)

    assert Handover.objects.get().asked_round == 1
    assert len(mailed()) == 1


def test_asking_again_mails_again(asked, editor):
    ask_receiver(handover=asked, by=editor, seen=1)

    assert Handover.objects.get().asked_round == 2
    assert len(mailed()) == 2


@pytest.mark.parametrize(
    "make",
    [
        lambda: None,
        lambda: PersonFactory(email="", account=None),
        lambda: PersonFactory(email="b@example.org", left_on=TODAY),
    ],
)
def test_asking_needs_a_contact_who_is_there_and_has_an_address(editor, make):
    handover = HandoverFactory(contact=make())

    with pytest.raises(ValidationError) as refused:
        ask_receiver(handover=handover, by=editor)

    assert list(refused.value.error_dict) == ["contact"]
    assert Handover.objects.get().asked_at is None


def test_asking_clears_a_decline(asked, contact, editor):
    decline_handover(handover=asked, reason="Geen mensen.", by=contact)

    again = ask_receiver(handover=asked, by=editor)

    assert (again.declined_at, again.decline_reason, again.asked_round) == (None, "", 2)


def test_asking_for_what_is_accepted_is_refused(asked, contact, editor):
    accept_handover(handover=asked, by=contact)

    with pytest.raises(ValidationError) as refused:
        ask_receiver(handover=asked, by=editor)

    assert refused.value.code == "accepted"


def test_asking_anew_after_a_circle_arose_is_refused(editor, contact):
    one = HandoverFactory(outside_body="", to_programme=ProgrammeFactory(state="running"), contact=contact)
    ask_receiver(handover=one, by=editor)
    decline_handover(handover=Handover.objects.get(), reason="Nee.", by=contact)
    HandoverFactory(programme=one.to_programme, outside_body="", to_programme=one.programme)

    with pytest.raises(ValidationError) as refused:
        ask_receiver(handover=Handover.objects.get(pk=one.pk), by=editor)

    assert list(refused.value.error_dict) == ["destination"]


def test_withdrawing_tells_who_was_asked(asked, editor):
    held = withdraw_question(handover=asked, by=editor)

    assert (held.asked_at, held.asked_round) == (None, 0)
    assert mailed() == [("handover_asked", "an@example.org")] * 2


def test_asking_after_withdrawing_mails_again(asked, editor):
    withdraw_question(handover=asked, by=editor)

    ask_receiver(handover=Handover.objects.get(), by=editor)

    assert len(mailed()) == 3


def test_withdrawing_what_is_accepted_is_refused(asked, contact, editor):
    accept_handover(handover=asked, by=contact)

    with pytest.raises(ValidationError):
        withdraw_question(handover=asked, by=editor)

    assert Handover.objects.get().is_accepted


# changing


def test_change_of_an_unasked_plan_needs_no_confirmation(workstream, programme, editor):
    handover = HandoverFactory(programme=programme, workstream=workstream)

    change_handover(handover=handover, terms=terms(outside_body="Elders"), by=editor)

    assert Handover.objects.get().outside_body == "Elders"


@pytest.mark.parametrize("given", [{"kind": "absorbed"}, {"outside_body": "Elders"}, {"contact": None}])
def test_change_after_asking_is_confirmed_first(asked, contact, editor, given):
    with pytest.raises(ValidationError) as refused:
        change_handover(handover=asked, terms=terms(**{"contact": contact, **given}), by=editor)

    assert list(refused.value.error_dict) == ["confirmed"]
    assert Handover.objects.get().asked_round == 1


def test_note_changes_without_undoing_anything(asked, contact, editor):
    accept_handover(handover=asked, by=contact)

    change_handover(handover=asked, terms=terms(contact=contact, note="Met dank."), by=editor)

    held = Handover.objects.get()
    assert (held.note, held.is_accepted) == ("Met dank.", True)


def test_confirmed_change_clears_the_acceptance_and_tells_who_it_concerns(asked, contact, programme, editor):
    ProgrammeLeaderFactory(programme=programme, person=PersonFactory(email="leider@example.org"))
    accept_handover(handover=asked, by=contact)
    before = len(mailed())

    change_handover(handover=asked, terms=terms(outside_body="Elders", contact=contact), by=editor, confirmed=True)

    held = Handover.objects.get()
    assert (held.is_accepted, held.asked_at, held.asked_round, held.accepted_by) == (False, None, 0, None)
    assert mailed()[before:] == [("handover_asked", "an@example.org"), ("handover_answered", "leider@example.org")]


def test_contact_of_recorded_history_changes_without_undoing_it(contact, editor):
    handover = HandoverFactory()
    record_acceptance(handover=handover, accepted_on=TODAY, source="Verslag", by=editor)

    change_handover(handover=handover, terms=terms(contact=contact), by=editor)

    assert Handover.objects.get().acceptance_source == "Verslag"


def test_work_that_moved_on_is_not_changed_here(asked, contact, editor):
    HandoverFactory(programme=asked.programme, workstream=asked.workstream, follows=asked)

    with pytest.raises(ValidationError) as refused:
        change_handover(handover=asked, terms=terms(), by=editor, confirmed=True)

    assert refused.value.code == "followed"


# recording history


def test_recording_keeps_day_and_source_and_no_person(editor):
    handover = HandoverFactory()

    held = record_acceptance(handover=handover, accepted_on=date(2018, 7, 18), source="Het bericht", by=editor)

    assert timezone.localdate(held.accepted_at) == date(2018, 7, 18)
    assert (held.acceptance_source, held.accepted_by) == ("Het bericht", None)
    assert mailed() == []


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(2019, 12, 31)])
def test_recording_refuses_a_day_ahead_or_before_the_programme(programme, workstream, editor, day):
    handover = HandoverFactory(programme=programme, workstream=workstream)

    with pytest.raises(ValidationError) as refused:
        record_acceptance(handover=handover, accepted_on=day, source="Verslag", by=editor)

    assert list(refused.value.error_dict) == ["accepted_on"]


def test_recording_twice_is_refused(editor):
    handover = HandoverFactory()
    record_acceptance(handover=handover, accepted_on=TODAY, source="Verslag", by=editor)

    with pytest.raises(ValidationError) as refused:
        record_acceptance(handover=handover, accepted_on=TODAY, source="Iets anders", by=editor)

    assert refused.value.code == "accepted"
    assert Handover.objects.get().acceptance_source == "Verslag"
