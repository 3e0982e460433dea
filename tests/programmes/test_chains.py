"""Chains of handovers: where work went, where it lives, and that no chain ever loops."""

import itertools
from datetime import date

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from programmes.chains import chain_of, chains_of, leads_back, walk, where_now
from programmes.models import Handover, KnowledgeCircle, Programme
from tests.factories import (
    DAY,
    HandoverFactory,
    KnowledgeCircleFactory,
    LifeSignFactory,
    OrganisationFactory,
    PersonFactory,
    PlatformFactory,
    ProgrammeFactory,
)

YES = {"accepted_at": timezone.now(), "acceptance_source": "Communiqué"}


def to_platform(platform, **values):
    return HandoverFactory(platform=platform, outside_body="", **values)


def moved(handover, platform, **values):
    values = {"programme": handover.programme, "workstream": handover.workstream, "follows": handover} | values
    return to_platform(platform, **values)


def ended(programme):
    programme.state, programme.ended_on = Programme.State.ENDED, DAY
    programme.save()
    return programme


@pytest.mark.django_db
def test_chain_of_a_platform_that_lives_is_one_stay():
    handover = to_platform(PlatformFactory(), **YES)

    chain = chain_of(handover)

    assert [link.handover for link in chain.links] == [handover]
    assert chain.now.destination == handover.platform


@pytest.mark.django_db
def test_chain_of_an_ended_platform_is_open():
    handover = to_platform(PlatformFactory(until=DAY), **YES)

    assert chain_of(handover, on=DAY).is_open
    assert where_now(handover, on=date(2000, 1, 1)).destination == handover.platform


@pytest.mark.django_db
def test_chain_that_moved_on_tells_since_and_until():
    first = to_platform(PlatformFactory(until=date(2021, 2, 1)), effective_from=date(2018, 7, 1), **YES)
    second = moved(first, PlatformFactory(), effective_from=date(2021, 1, 1), **YES)

    chain = chain_of(first, on=date(2022, 1, 1))

    assert [(link.since, link.until) for link in chain.links] == [
        (date(2018, 7, 1), date(2021, 1, 1)),
        (date(2021, 1, 1), None),
    ]
    assert chain.now.handover == second


@pytest.mark.django_db
def test_chain_that_is_still_to_move_lives_where_it_was():
    first = to_platform(PlatformFactory(), effective_from=date(2018, 7, 1), **YES)
    second = moved(first, PlatformFactory(), effective_from=date(2030, 1, 1), **YES)

    assert where_now(first, on=date(2029, 12, 31)).handover == first
    assert where_now(first, on=date(2030, 1, 1)).handover == second


@pytest.mark.django_db
def test_chain_to_what_nobody_accepted_is_open_when_the_old_home_ended():
    first = to_platform(PlatformFactory(until=DAY), **YES)
    moved(first, PlatformFactory())

    chain = chain_of(first, on=DAY)

    assert (len(chain.links), chain.is_open, len(chain.way)) == (2, True, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "values",
    [
        {"circle": ("archived",)},
        {"organisation": ("dissolved",)},
        {"organisation": ("merged",)},
        {"to_programme": ("ended",)},
    ],
)
def test_chain_is_open_when_its_home_is_no_more(values):
    homes = {
        "archived": lambda: KnowledgeCircleFactory(state=KnowledgeCircle.State.ARCHIVED),
        "dissolved": lambda: OrganisationFactory(dissolved_on=DAY),
        "merged": lambda: OrganisationFactory(succeeded_by=OrganisationFactory()),
        "ended": lambda: ended(ProgrammeFactory()),
    }
    home = {column: homes[kind]() for column, (kind,) in values.items()}

    assert chain_of(HandoverFactory(outside_body="", **home, **YES), on=DAY).is_open


@pytest.mark.django_db
def test_chain_goes_on_with_who_took_over_the_steering_of_an_ended_programme():
    later = ended(ProgrammeFactory())
    handover = HandoverFactory(to_programme=later, outside_body="", **YES)
    HandoverFactory(programme=later, workstream=None, kind=Handover.Kind.STEERING, outside_body="Regio", **YES)

    chain = chain_of(handover, on=DAY)

    assert [link.destination for link in chain.links] == [later, "Regio"]
    assert chain.now.destination == "Regio"


@pytest.mark.django_db
def test_chain_of_which_the_receiver_says_no_is_open():
    handover = to_platform(PlatformFactory(), **YES)
    LifeSignFactory(handover=handover, answered_at=timezone.now(), answered_by=PersonFactory(), is_alive=False)

    assert chain_of(handover).is_open


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 10, 60])
def test_chains_take_one_query(django_assert_num_queries, count):
    firsts = [to_platform(PlatformFactory(), **YES) for _ in range(count)]
    for first in firsts:
        moved(first, PlatformFactory(), **YES)

    with django_assert_num_queries(1):
        chains = chains_of(Handover.objects.filter(follows__isnull=True))
        homes = [str(chains.of(handover).now.destination) for handover in chains if handover.follows_id is None]

    assert len(homes) == count


@pytest.mark.django_db
def test_leads_back_over_two_programmes_and_not_ahead():
    first, second, third = (ProgrammeFactory() for _ in range(3))
    HandoverFactory(programme=first, to_programme=second, outside_body="")
    HandoverFactory(programme=second, to_programme=third, outside_body="")

    assert leads_back(third, first)
    assert leads_back(first, first)
    assert not leads_back(first, third)


@pytest.mark.django_db
def test_leads_back_not_over_a_declined_handover():
    first, second = ProgrammeFactory(), ProgrammeFactory()
    HandoverFactory(
        programme=first,
        to_programme=second,
        outside_body="",
        declined_at=timezone.now(),
        declined_by=PersonFactory(),
        decline_reason="Geen mensen",
    )

    assert not leads_back(second, first)


@given(st.dictionaries(st.integers(0, 12), st.integers(0, 12)), st.integers(0, 12))
def test_walk_visits_each_once_whatever_the_graph(graph, first):
    path = walk(first, graph.get)

    assert path[0] == first
    assert len(set(path)) == len(path)
    assert all(graph[one] == other for one, other in itertools.pairwise(path))
    assert graph.get(path[-1]) is None or graph[path[-1]] in path


@st.composite
def worlds(draw):
    """Up to four programmes with work and steering that go to each other or to a platform, some of it on and on."""
    count = draw(st.integers(1, 4))
    target = st.one_of(st.just(None), st.integers(0, count - 1))
    stay = st.tuples(target, st.booleans(), st.booleans())  # to which programme, accepted, ends
    chains = st.lists(stay, min_size=1, max_size=3)
    return [(draw(st.booleans()), draw(chains), draw(st.none() | chains)) for _ in range(count)]


def build(world):
    programmes = [ended(ProgrammeFactory()) if has_ended else ProgrammeFactory() for has_ended, _work, _s in world]
    for programme, (_ended, *chains) in zip(programmes, world, strict=True):
        for is_steering, stays in enumerate(chains):
            lay(programme, programmes, stays or (), is_steering=bool(is_steering))


def lay(programme, programmes, stays, *, is_steering):
    before = None
    for target, accepted, ends in stays:
        values = {"kind": "steering", "workstream": None} if is_steering else {}
        if before is not None:
            values |= {"workstream": before.workstream, "follows": before}
        to = programmes[target] if target is not None and programmes[target] != programme else None
        home = {"to_programme": to} if to else {"platform": PlatformFactory(until=DAY if ends else None)}
        answer = YES if accepted else {}
        before = HandoverFactory(programme=programme, outside_body="", **values, **home, **answer)


class ChainProperties(TestCase):
    """Real rows in every shape, also those that no page would let through."""

    @settings(max_examples=40, deadline=None)
    @given(worlds())
    def test_every_chain_ends_somewhere_or_says_open(self, world):
        build(world)
        chains = chains_of(Handover.objects.all(), on=DAY)

        for handover in list(chains):
            chain = chains.of(handover)
            keys = [link.handover.pk for link in chain.links]

            assert len(keys) == len(set(keys))
            assert chain.is_open == (chain.now is None)
            assert chain.is_open or (chain.now.is_accepted and not chain.now.has_ended)
            assert chain.is_open or chain.way[-1] == chain.now
