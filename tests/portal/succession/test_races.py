"""Two successions at the same moment: one of them happens, the other says why not, and nothing is half done."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from members.models import NetworkMembership, Organisation, OutboxMessage, Person, User
from portal.departures import end_membership
from portal.joining import NotPossibleError
from portal.succession.acts import ChangedError, Decision, loads_of, succeed
from portal.succession.case import Succession
from programmes.models import Hosting
from tests.factories import HostingFactory, NetworkMembershipFactory, PersonFactory, editor_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def organisations():
    made = [NetworkMembershipFactory().organisation for _number in range(3)]
    for organisation in made:
        HostingFactory(organisation=organisation)
        PersonFactory(organisation=organisation)
    return made


def merging(old, new):
    """Return an act that merges with what was seen before: everything goes to the successor."""
    editor = editor_user()
    succession = Succession(old, new, timezone.localdate(), User.objects.get(pk=editor.pk))
    decisions = {load.kind.key: Decision("successor", load.stamp) for load in loads_of(succession)}
    return lambda: succeed(succession=succession, decisions=decisions)


def at_once(*acts):
    """Run acts at the same moment, each on a connection of its own; return what each raised."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            act()
        except (NotPossibleError, ChangedError) as error:
            return error
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return [error for error in pool.map(run, acts) if error]


def homes():
    """Where hostings and people are today, by organisation."""
    return {*Hosting.objects.current().values_list("organisation", flat=True)}, {
        *Person.objects.values_list("organisation", flat=True)
    }


def test_merging_twice_at_once_merges_once(organisations):
    old, new, _third = organisations

    refused = at_once(merging(old, new), merging(old, new))

    assert [type(error) for error in refused] == [NotPossibleError]
    assert Hosting.objects.filter(organisation=new).current().count() == 2
    assert NetworkMembership.objects.filter(organisation=new).count() == 1
    assert Organisation.objects.exclude(dissolved_on=None).get() == old


def test_merging_into_two_at_once_gives_everything_to_one_of_them(organisations):
    old, new, third = organisations

    refused = at_once(merging(old, new), merging(old, third))

    assert [type(error) for error in refused] == [NotPossibleError]
    assert homes() == ({new.pk, third.pk}, {new.pk, third.pk})


def test_merging_crosswise_at_once_leaves_one_of_both(organisations):
    one, other, third = organisations

    refused = at_once(merging(one, other), merging(other, one))

    left = Organisation.objects.filter(succeeded_by=None).exclude(pk=third.pk).get()
    assert [type(error) for error in refused] == [NotPossibleError]
    assert homes() == ({left.pk, third.pk}, {left.pk, third.pk})


def test_merging_in_a_ring_at_once_never_closes_it(organisations):
    first, second, third = organisations

    refused = at_once(merging(first, second), merging(second, third), merging(third, first))

    left = Organisation.objects.filter(succeeded_by=None)
    assert left.exists()
    assert len(refused) == left.count()
    assert homes() == ({each.pk for each in left}, {each.pk for each in left})


def test_merging_while_it_leaves_the_network_does_one_whole(organisations):
    old, new, _third = organisations
    editor, today = editor_user(), timezone.localdate()

    refused = at_once(merging(old, new), lambda: end_membership(organisation=old, on=today, by=editor))

    merged = Organisation.objects.filter(pk=old.pk, succeeded_by=new).exists()
    assert len(refused) == 1
    assert Person.objects.filter(organisation=new).count() == (2 if merged else 1)
    assert OutboxMessage.objects.filter(kind="leave_organisation").exists() != merged
