"""What is done with an agenda, by one person and by two at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pghistory
import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection

from meetings.holding.agenda_acts import (
    AgendaChangedError,
    add_item,
    change_item,
    mark_of,
    move_item,
    order_of,
    remove_item,
)
from meetings.models import AgendaItem
from tests.factories import (
    AgendaItemFactory,
    MeetingFactory,
    MinutesFactory,
    PersonFactory,
    admin_user,
    moment,
)

pytestmark = pytest.mark.django_db

EMPTY = {"minutes": None, "presenter": None}


@pytest.fixture
def meeting():
    found = MeetingFactory()
    for position, title in enumerate("abc", start=1):
        AgendaItemFactory(meeting=found, position=position, title=title)
    return found


@pytest.fixture
def by():
    return admin_user()


def titles(meeting):
    return "".join(meeting.agenda_items.values_list("title", flat=True))


def item(title):
    return AgendaItem.objects.get(title=title)


def order(meeting):
    return order_of(meeting.agenda_items.all())


def test_item_comes_at_the_end(meeting, by):
    added = add_item(meeting=meeting, title="d", minutes=10, presenter=None, order=order(meeting), by=by)

    assert titles(meeting) == "abcd"
    assert added.minutes == 10


def test_item_comes_before_preparing_the_next_meeting(meeting, by):
    AgendaItem.objects.filter(title="c").update(kind="next_meeting")

    add_item(meeting=meeting, title="d", order=order(meeting), by=by, **EMPTY)

    assert titles(meeting) == "abdc"


def test_same_item_sent_twice_comes_once(meeting, by):
    seen = order(meeting)

    for _click in range(2):
        add_item(meeting=meeting, title="d", order=seen, by=by, **EMPTY)

    assert titles(meeting) == "abcd"


def test_same_item_added_on_purpose_comes_again(meeting, by):
    for _time in range(2):
        add_item(meeting=meeting, title="d", order=order(meeting), by=by, **EMPTY)

    assert titles(meeting) == "abcdd"


def test_another_item_from_an_old_form_comes_too(meeting, by):
    seen = order(meeting)

    for title in "de":
        add_item(meeting=meeting, title=title, order=seen, by=by, **EMPTY)

    assert titles(meeting) == "abcde"


def test_item_changes_and_history_tells_who(meeting, by):
    presenter = PersonFactory()

    change_item(item=item("a"), title="A", minutes=5, presenter=presenter.pk, mark=mark_of(item("a")), by=by)

    found = item("A")
    told = apps.get_model("meetings", "AgendaItemEvent").objects.order_by("-pgh_id").first()
    assert (found.minutes, found.presenter) == (5, presenter)
    assert (told.title, told.pgh_context["user"]) == ("A", by.pk)


def test_item_that_somebody_else_changed_is_kept_and_told(meeting, by):
    seen = mark_of(item("a"))
    AgendaItem.objects.filter(title="a").update(title="Van een ander", minutes=20)

    with pytest.raises(AgendaChangedError, match=r"Van een ander.*20"):
        change_item(item=meeting.agenda_items.first(), title="A", mark=seen, by=by, **EMPTY)

    assert item("Van een ander").minutes == 20


def test_change_sent_twice_is_one(meeting, by):
    first, seen = item("a"), mark_of(item("a"))

    for _click in range(2):
        change_item(item=first, title="A", mark=seen, by=by, **EMPTY)

    assert titles(meeting) == "Abc"


def test_change_of_something_moved_meanwhile_is_no_conflict(meeting, by):
    first, seen = item("a"), mark_of(item("a"))
    move_item(item=first, position=3, order=order(meeting), by=by)

    change_item(item=first, title="A", mark=seen, by=by, **EMPTY)

    assert titles(meeting) == "bcA"


@pytest.mark.parametrize(
    ("title", "position", "after"),
    [("a", 2, "bac"), ("a", 3, "bca"), ("c", 1, "cab"), ("b", 2, "abc"), ("a", 0, "abc"), ("a", 99, "bca")],
)
def test_item_moves_to_its_place(meeting, by, title, position, after):
    move_item(item=item(title), position=position, order=order(meeting), by=by)

    assert titles(meeting) == after
    assert sorted(meeting.agenda_items.values_list("position", flat=True)) == [1, 2, 3]


def test_positions_with_gaps_are_put_right(meeting, by):
    AgendaItem.objects.update(position=7)

    move_item(item=item("c"), position=1, order=order(meeting), by=by)

    assert titles(meeting) == "cab"


def test_move_in_an_order_that_changed_is_refused(meeting, by):
    seen = order(meeting)
    move_item(item=item("a"), position=3, order=seen, by=by)

    with pytest.raises(AgendaChangedError):
        move_item(item=item("b"), position=2, order=seen, by=by)

    assert titles(meeting) == "bca"


def test_item_goes(meeting, by):
    remove_item(item=item("b"), mark=mark_of(item("b")), by=by)

    assert titles(meeting) == "ac"


@pytest.mark.parametrize("fields", [{"kind": "topic"}, {"note": "Besproken"}, {"title": "Anders"}])
def test_item_that_has_to_stay_stays(meeting, by, fields):
    first, seen = item("b"), mark_of(item("b"))
    AgendaItem.objects.filter(pk=first.pk).update(**fields)

    with pytest.raises(ValidationError):
        remove_item(item=first, mark=seen, by=by)

    assert meeting.agenda_items.count() == 3


def test_item_that_is_gone_is_told(meeting, by):
    gone = item("b")
    AgendaItem.objects.filter(pk=gone.pk).delete()

    for act in (change_item, remove_item):
        given = {"title": "x", **EMPTY} if act is change_item else {}
        with pytest.raises(ValidationError, match="not on the agenda any more"):
            act(item=gone, mark=mark_of(gone), by=by, **given)


def closed(meeting, how):
    if how == "final":
        person = PersonFactory()
        MinutesFactory(meeting=meeting, published_at=moment(), published_by=person, final_at=moment(hour=15))
    else:
        meeting.state, meeting.state_reason = how, "Te weinig mensen"
        meeting.save()


@pytest.mark.parametrize("how", ["final", "cancelled", "not_held"])
def test_agenda_that_is_closed_does_not_change(meeting, by, how):
    closed(meeting, how)

    for act in (
        lambda: add_item(meeting=meeting, title="d", order=order(meeting), by=by, **EMPTY),
        lambda: change_item(item=item("a"), title="A", mark=mark_of(item("a")), by=by, **EMPTY),
        lambda: move_item(item=item("a"), position=3, order=order(meeting), by=by),
        lambda: remove_item(item=item("a"), mark=mark_of(item("a")), by=by),
    ):
        with pytest.raises(ValidationError, match="does not change"):
            act()

    assert titles(meeting) == "abc"


def at_once(*acts):
    """Run acts at the same moment, each on a connection of its own; return how many were refused."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            with pghistory.context():
                act()
        except ValidationError:
            return 1
        finally:
            connection.close()
        return 0

    with ThreadPoolExecutor(len(acts)) as pool:
        return sum(pool.map(run, acts))


@pytest.mark.django_db(transaction=True)
def test_two_who_move_at_once_leave_an_order_that_one_of_them_made(meeting, by):
    seen, moved = order(meeting), [item("a"), item("c")]

    refused = at_once(
        lambda: move_item(item=moved[0], position=3, order=seen, by=by),
        lambda: move_item(item=moved[1], position=1, order=seen, by=by),
    )

    assert refused == 1
    assert titles(meeting) in {"bca", "cab"}


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_add_one_item(meeting, by):
    seen = order(meeting)

    def add():
        add_item(meeting=meeting, title="d", order=seen, by=by, **EMPTY)

    at_once(add, add)

    assert titles(meeting) == "abcd"
