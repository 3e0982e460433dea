"""Ending and moving platforms, work that moves on, and the answer whether it still lives."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from members.history import event_model
from members.models import OutboxMessage
from programmes.aftercare.acts import answer_life_sign, end_platform, hand_on, move_platform_host
from programmes.handing_over.acts import Terms
from programmes.models import Handover, Platform
from tests.factories import (
    HandoverFactory,
    HostingFactory,
    LifeSignFactory,
    OrganisationFactory,
    PersonFactory,
    PlatformFactory,
    ProgrammeFactory,
    ProgrammeLeaderFactory,
    editor_user,
)

pytestmark = pytest.mark.django_db

YES = {"accepted_at": timezone.now(), "acceptance_source": "Communiqué"}
Y2018, Y2020, Y2021, Y2022 = (date(year, 1, 1) for year in (2018, 2020, 2021, 2022))


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def editor():
    return editor_user()


def fields(error):
    return set(error.value.message_dict)


def there(**values):
    return HandoverFactory(
        programme=ProgrammeFactory(state="running"), platform=PlatformFactory(), outside_body="", **values
    )


def test_end_platform_ends_its_host_and_keeps_the_reason(editor):
    hosting = HostingFactory(since=Y2018)

    end_platform(platform=hosting.platform, until=Y2021, reason="Opgeheven", by=editor)

    hosting.refresh_from_db()
    assert hosting.until == Y2021
    assert (hosting.platform.until, hosting.platform.end_reason) == (Y2021, "Opgeheven")
    version = event_model(Platform).objects.order_by("-pgh_id")[0]
    assert (version.until, version.pgh_context["user"]) == (Y2021, editor.pk)


def test_end_platform_that_lies_ahead_can_be_set_anew(editor):
    hosting, coming = HostingFactory(since=Y2018), timezone.localdate() + timedelta(days=100)
    end_platform(platform=hosting.platform, until=coming, reason="Klaar", by=editor)

    end_platform(platform=hosting.platform, until=coming + timedelta(days=30), reason="Later", by=editor)

    hosting.refresh_from_db()
    assert hosting.until == hosting.platform.until == coming + timedelta(days=30)


def test_end_platform_before_its_beginning_is_refused(editor):
    platform = PlatformFactory(since=Y2021)

    with pytest.raises(ValidationError) as error:
        end_platform(platform=platform, until=Y2020, reason="Typefout", by=editor)

    platform.refresh_from_db()
    assert (fields(error), platform.until) == ({"until"}, None)


def test_end_platform_before_its_last_host_is_refused(editor):
    hosting = HostingFactory(since=Y2021)

    with pytest.raises(ValidationError) as error:
        end_platform(platform=hosting.platform, until=Y2021, reason="Typefout", by=editor)

    assert fields(error) == {"until"}


def test_end_platform_twice_is_refused(editor):
    platform = PlatformFactory(until=Y2021, end_reason="Opgeheven")

    with pytest.raises(ValidationError, match="ended on 1 January 2021 already"):
        end_platform(platform=platform, until=Y2022, reason="Nog eens", by=editor)


def test_move_platform_host_ends_the_present_one(editor):
    old, new = HostingFactory(since=Y2018), OrganisationFactory()

    hosting = move_platform_host(platform=old.platform, organisation=new, since=Y2021, by=editor)

    old.refresh_from_db()
    assert (old.until, hosting.organisation, hosting.since, hosting.until) == (Y2021, new, Y2021, None)


def test_move_platform_host_after_the_last_one_went_leaves_that_as_it_was(editor):
    old = HostingFactory(since=Y2018, until=Y2020)

    move_platform_host(platform=old.platform, organisation=OrganisationFactory(), since=Y2021, by=editor)

    old.refresh_from_db()
    assert old.until == Y2020


@pytest.mark.parametrize(
    ("gone", "field"),
    [({"dissolved_on": Y2020}, "organisation"), ({"dissolved_on": Y2021}, "organisation")],
)
def test_move_platform_host_to_a_dissolved_one_is_refused(editor, gone, field):
    old = HostingFactory(since=Y2018)

    with pytest.raises(ValidationError) as error:
        move_platform_host(platform=old.platform, organisation=OrganisationFactory(**gone), since=Y2021, by=editor)

    old.refresh_from_db()
    assert (fields(error), old.until) == ({field}, None)


def test_move_platform_host_names_the_successor_of_a_merged_one(editor):
    merged = OrganisationFactory(name="Oud", succeeded_by=OrganisationFactory(name="Nieuw"))

    with pytest.raises(ValidationError, match="Oud merged into Nieuw"):
        move_platform_host(platform=PlatformFactory(), organisation=merged, since=Y2021, by=editor)


@pytest.mark.parametrize("since", [Y2018, Y2020, Y2021])
def test_move_platform_host_in_the_time_of_a_later_one_is_refused(editor, since):
    hosting = HostingFactory(since=Y2021)

    with pytest.raises(ValidationError) as error:
        move_platform_host(platform=hosting.platform, organisation=OrganisationFactory(), since=since, by=editor)

    assert fields(error) == {"since"}


@pytest.mark.parametrize("period", [{"since": Y2022}, {"until": Y2021}])
def test_move_platform_host_when_the_platform_is_not_there_is_refused(editor, period):
    platform = PlatformFactory(**period)

    with pytest.raises(ValidationError) as error:
        move_platform_host(platform=platform, organisation=OrganisationFactory(), since=Y2021, by=editor)

    assert fields(error) == {"since"}


def test_move_platform_host_to_the_present_one_is_refused(editor):
    hosting = HostingFactory(since=Y2018)

    with pytest.raises(ValidationError) as error:
        move_platform_host(platform=hosting.platform, organisation=hosting.organisation, since=Y2021, by=editor)

    assert fields(error) == {"organisation"}


def test_hand_on_follows_with_the_same_work(editor):
    first, place = there(effective_from=Y2018, **YES), PlatformFactory()
    terms = Terms(kind=Handover.Kind.TRANSFERRED, platform=place, effective_from=Y2021)

    following = hand_on(handover=first, terms=terms, by=editor)

    assert (following.follows, following.workstream, following.platform) == (first, first.workstream, place)
    assert not following.is_accepted


@pytest.mark.parametrize("back", ["here", "before", "ended"])
def test_hand_on_to_itself_back_or_to_what_ended_is_refused(editor, back):
    first = there(**YES)
    second = there(**YES)
    Handover.objects.filter(pk=second.pk).update(programme=first.programme, workstream=first.workstream, follows=first)
    second.refresh_from_db()
    places = {"here": second.platform, "before": first.platform, "ended": PlatformFactory(until=Y2021)}

    with pytest.raises(ValidationError) as error:
        hand_on(handover=second, terms=Terms(kind="transferred", platform=places[back]), by=editor)

    assert fields(error) == {"destination"}
    assert not Handover.objects.filter(follows=second).exists()


def test_hand_on_before_it_came_is_refused(editor):
    first = there(effective_from=Y2021, **YES)
    terms = Terms(kind="transferred", platform=PlatformFactory(), effective_from=Y2020)

    with pytest.raises(ValidationError) as error:
        hand_on(handover=first, terms=terms, by=editor)

    assert fields(error) == {"effective_from"}


def test_hand_on_twice_makes_one(editor):
    first, terms = there(**YES), Terms(kind="transferred", platform=PlatformFactory())
    hand_on(handover=first, terms=terms, by=editor)

    with pytest.raises(ValidationError, match="moved on since"):
        hand_on(handover=first, terms=terms, by=editor)

    assert Handover.objects.filter(follows=first).count() == 1


def test_hand_on_what_nobody_accepted_is_refused(editor):
    with pytest.raises(ValidationError, match="Nobody accepted"):
        hand_on(handover=there(), terms=Terms(kind="transferred", platform=PlatformFactory()), by=editor)


def test_answer_no_tells_leader_contact_and_editors_once(editor):
    handover = there(contact=PersonFactory(email="ontvanger@example.org"), **YES)
    leader = ProgrammeLeaderFactory(programme=handover.programme, person__email="leider@example.org").person
    handover.programme.contact = PersonFactory(email="contact@example.org")
    handover.programme.save()
    sign = LifeSignFactory(handover=handover)

    for _ in range(2):
        answer_life_sign(sign=sign, person=handover.contact, is_alive=False, note="Opgeheven", by=None)

    sign.refresh_from_db()
    assert (sign.is_alive, sign.note, sign.answered_by) == (False, "Opgeheven", handover.contact)
    mailed = OutboxMessage.objects.filter(kind="handover_homeless").values_list("recipient", flat=True)
    assert sorted(mailed) == sorted([leader.email, "contact@example.org", editor.email])


def test_answer_can_be_taken_back(editor):
    sign = LifeSignFactory(handover=there(contact=PersonFactory(), **YES))
    person = sign.handover.contact
    answer_life_sign(sign=sign, person=person, is_alive=False, note="Weg", by=None)

    answer_life_sign(sign=sign, person=person, is_alive=True, note="", by=None)

    sign.refresh_from_db()
    assert sign.is_alive


def test_answer_of_work_that_moved_on_is_refused(editor):
    sign = LifeSignFactory(handover=there(contact=PersonFactory(), **YES))
    hand_on(handover=sign.handover, terms=Terms(kind="transferred", platform=PlatformFactory()), by=editor)

    with pytest.raises(ValidationError, match="moved on"):
        answer_life_sign(sign=sign, person=sign.handover.contact, is_alive=True, note="", by=None)
