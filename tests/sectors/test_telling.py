"""Who is told at once, with the digest or not at all: for each weight, choice, role and what was stopped."""

import itertools

import pytest
from factory import Sequence

from members.models import Notification, OutboxMessage, Person
from members.notices import NOTICES, Weight
from members.unsubscribing import unsubscribing_of
from sectors.models import Seat, Sector
from sectors.telling import tell_people
from tests.factories import (
    AppointmentFactory,
    MailPreferencesFactory,
    PersonFactory,
    SeatFactory,
    SectorFactory,
    member_user,
)

pytestmark = pytest.mark.django_db

CONTEXT = {"path": "/", "title": "Archief", "sectors": "Water", "starts": "", "ends": "", "day": ""}
KINDS = {Weight.PERSONAL: "topic_unsettled", Weight.ASKS: "input_asked", Weight.TELLS: "topic_settled"}
NOW, LATER, NEVER = "now", "later", "never"
RULES = {  # the choice that goes with a seat: what becomes of what is personal, asks and tells
    "at_once": (NOW, NOW, NOW),
    "weekly": (NOW, LATER, LATER),
    "only_asked": (NOW, NOW, NEVER),
    "nothing": (NOW, NEVER, NEVER),
    None: (NOW, NOW, NOW),
}
EVERY = list(itertools.product(zip(Weight, range(3), strict=True), RULES, (False, True), (False, True)))


@pytest.fixture
def person():
    return PersonFactory(email="an@example.org")


@pytest.fixture
def sector():
    return SectorFactory()


def told(weight, *sectors, **how):
    """Tell everybody, and return how the one person was told."""
    tell_people(KINDS[weight], Person.objects.all(), sectors=sectors, key="1", context=CONTEXT, **how)
    if OutboxMessage.objects.exists():
        assert Notification.objects.get().mailed_at
        return NOW
    return LATER if Notification.objects.filter(mailed_at=None).exists() else NEVER


def stops():
    """Return the sector whose mail the link under the mail stops."""
    return unsubscribing_of(OutboxMessage.objects.get().unsubscribe.split("/")[2]).sector_pk


def test_kinds_have_the_weights_of_this_table():
    assert {weight: NOTICES[kind].weight for weight, kind in KINDS.items()} == {weight: weight for weight in Weight}
    assert {choice for choice in RULES if choice} == set(Seat.Mail.values)


@pytest.mark.parametrize(("weight", "choice", "has_role", "is_muted"), EVERY)
def test_person_is_told_as_the_seat_says(person, sector, weight, choice, has_role, is_muted):
    weight, column = weight
    if choice:
        SeatFactory(person=person, sector=sector, mail=choice)
    if has_role:
        AppointmentFactory(person=person, sector=sector)
    if is_muted:
        MailPreferencesFactory(person=person, muted=[KINDS[weight]])

    assert told(weight, sector) == (NEVER if is_muted else RULES[choice][column])


@pytest.mark.parametrize("weight", [Weight.ASKS, Weight.TELLS])
@pytest.mark.parametrize("one", Seat.Mail.values)
@pytest.mark.parametrize("other", Seat.Mail.values)
def test_of_two_seats_the_widest_choice_counts(person, sector, weight, one, other):
    joint, column = SectorFactory(), list(Weight).index(weight)
    SeatFactory(person=person, sector=sector, mail=one)
    SeatFactory(person=person, sector=joint, mail=other)

    expected = min((RULES[choice][column] for choice in (one, other)), key=[NOW, LATER, NEVER].index)
    assert told(weight, sector, joint) == expected


def test_role_without_a_seat_in_one_sector_outweighs_the_seat_in_another(person, sector):
    joint = SectorFactory()
    SeatFactory(person=person, sector=sector, mail="nothing")
    AppointmentFactory(person=person, sector=joint)

    assert told(Weight.TELLS, sector, joint) == NOW
    assert stops() is None


def test_seats_of_other_sectors_and_of_before_do_not_count(person, sector):
    SeatFactory(person=person, mail="nothing")
    SeatFactory(person=person, sector=sector, mail="nothing", since="2020-01-01", until="2021-01-01")

    assert told(Weight.TELLS, sector) == NOW


def test_link_stops_the_mail_of_the_seat_that_brought_it(person, sector):
    joint = SectorFactory()
    SeatFactory(person=person, sector=sector, mail="weekly")
    SeatFactory(person=person, sector=joint, mail="at_once")

    assert told(Weight.TELLS, sector, joint) == NOW
    assert stops() == joint.pk


def test_who_did_it_is_not_told(sector):
    account = member_user()
    SeatFactory(person=account.person, sector=sector)

    assert told(Weight.TELLS, sector, except_by=account) == NEVER


def test_queries_do_not_depend_on_the_number_of_people(sector, django_assert_num_queries):
    people = Person.objects.all()
    for number in (10, 190):
        PersonFactory.create_batch(number, email=Sequence(f"{number}-{{}}@example.org".format))
        for person in people.exclude(seats__sector=sector):
            SeatFactory(person=person, sector=sector, mail=Seat.Mail.values[person.pk % 4])
        with django_assert_num_queries(9):  # two are savepoint and its release
            tell_people("input_asked", people, sectors=Sector.objects.all(), key=f"{number}", context=CONTEXT)
