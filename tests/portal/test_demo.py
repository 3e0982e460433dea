"""What the demonstration holds."""

from datetime import date, time

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count
from django.test import override_settings

from meetings.models import Attendance, Contribution, Document, Meeting, Minutes, Preparation, Topic
from members.models import Organisation, Person, User
from members.permissions import can_administer, can_edit_content, is_member
from portal.demo import DEMO_LOGINS, PASSWORD
from portal.demo.people import REAL
from portal.demo.timing import moment
from sectors.models import Appointment, FocusPoint, Seat, Sector, SectorMembership

pytestmark = pytest.mark.django_db

TODAY = date(2027, 3, 22)


def at_noon(day):
    return time_machine.travel(moment(day, time(12)), tick=False)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demonstration with its accounts, loaded once for the tests that ask for it and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(DEBUG=True), at_noon(TODAY):
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, settings):
    """Stay on the day of the demonstration, with accounts."""
    settings.DEBUG = True
    with at_noon(TODAY):
        yield


def test_every_held_meeting_is_documented(demo):
    held = Meeting.objects.with_stage().filter(stage=Meeting.Stage.MINUTES_PUBLISHED)

    counted = held.annotate(
        *(Count(name, distinct=True) for name in ("decisions", "actions", "presenters", "documents", "attendances"))
    )
    assert counted.exists()
    assert all(
        min(row.decisions__count, row.actions__count, row.presenters__count, row.documents__count) > 0
        for row in counted
    )
    assert all(row.attendances__count >= 10 for row in counted)


def test_agendas_begin_with_the_last_minutes_and_end_with_the_next_meeting(demo):
    agendas = [list(meeting.agenda_items.all()) for meeting in Meeting.objects.exclude(agenda_items=None).distinct()]

    ends = {(agenda[0].title, agenda[-1].title) for agenda in agendas}
    assert ends == {("Verslag vorige bijeenkomst", "Voorbereiding volgende bijeenkomst")}


def test_preparations_open_a_month_ahead_or_at_the_meeting_before(demo):
    open_now = Preparation.objects.open_for_input()

    assert set(open_now.values_list("meeting__sector_year__sector__slug", flat=True)) == slugs()
    assert all(row.meeting.contributions.count() >= 5 for row in open_now)
    assert not Preparation.objects.filter(discussed_in=None, discussed_at=None).exists()


def slugs():
    return set(Sector.objects.values_list("slug", flat=True))


def test_topics_come_in_every_state(demo):
    found = set(Topic.objects.values_list("sector__slug", "state"))

    assert found == {(slug, state) for slug in slugs() for state in Topic.State.values}


def test_one_meeting_is_joint_with_veiligheid(demo):
    (meeting,) = Meeting.objects.filter(joint_sectors__slug="veiligheid").exclude(sector_year=None)

    assert meeting.sector_year.sector.slug == "overheden"
    assert list(meeting.focus_point.shared_with.values_list("slug", flat=True)) == ["veiligheid"]


def test_network_is_of_some_sixty_members_and_no_twente(demo):
    members = Organisation.objects.members()

    assert 60 <= members.count() <= 70
    assert not members.filter(province="Overijssel").exists()
    assert Organisation.objects.filter(province="Overijssel").count() == 18
    assert set(members.values_list("kind", flat=True)) == set(Organisation.Kind.values)


def test_made_up_members_say_so(demo):
    names = Organisation.objects.exclude(website="").values_list("name", flat=True)

    assert len(names) == 17
    assert all("oorbeeld" in name for name in names)


def test_partnerships_and_mergers_are_there(demo):
    owo = Organisation.objects.get(name="OWO-gemeenten")
    merged = Organisation.objects.filter(succeeded_by__name="Zorggroep Voorbeeldland")

    assert owo.consists_of.count() == 3
    assert merged.count() == 2
    assert not Organisation.objects.members().filter(pk__in=merged).exists()


def test_seats_belong_to_organisations_of_the_sector(demo):
    taking_part = set(SectorMembership.objects.current().values_list("sector", "organisation"))

    seats = list(Seat.objects.current().values_list("sector", "person__organisation"))
    assert len(seats) >= 200
    assert set(seats) == taking_part


def test_contact_details_are_made_up(demo):
    people = Person.objects.all()

    assert set(people.values_list("contact_visibility", flat=True)) == set(Person.ContactVisibility.values)
    published = people.exclude(email="").exclude(email__endswith="@example.org").values_list("email", flat=True)
    assert set(published) == {"m.harink@regiotwente.nl"}
    assert not people.exclude(phone="").exclude(phone__startswith="000 000 00").exists()


def test_real_people_do_nothing_made_up(demo):
    real = Person.objects.filter(name__in=[known.name for known in REAL])

    assert real.count() == 3
    assert not Appointment.objects.filter(person__in=real).exclude(since=None, until=None).exists()
    for model in (Attendance, Contribution):
        assert not model.objects.filter(person__in=real).exists()
    assert not Preparation.objects.filter(settled_by__in=real).exists()
    assert not Minutes.objects.filter(published_by__in=real).exists()


def test_focus_points_come_in_every_state(demo):
    states = FocusPoint.objects.filter(sector_year__year__gte=2026).values_list("state", flat=True)

    assert set(states) == set(FocusPoint.State.values)


def test_documents_are_links_for_everyone_and_for_members(demo):
    links = Document.objects.values_list("visibility", "link")

    assert {visibility for visibility, _link in links} == set(Document.Visibility.values)
    assert all(link.startswith("https://documenten.example.org/") for _visibility, link in links)


@pytest.mark.parametrize("login", DEMO_LOGINS, ids=lambda login: login.email)
def test_accounts_enter_with_the_shared_password(demo, login):
    user = authenticate(email=login.email, password=PASSWORD)

    assert user.person.name == login.person
    assert is_member(user)
    assert EmailAddress.objects.filter(user=user, email=login.email, verified=True, primary=True).exists()


def test_accounts_hold_the_roles_they_are_named_for(demo):
    users = {user.email.split("@")[0]: user for user in User.objects.all()}
    roles = set(
        Appointment.objects.exclude(person__account=None).values_list("person__account__email", "sector__slug", "role")
    )

    assert [name for name, user in users.items() if can_administer(user)] == ["admin"]
    assert {name for name, user in users.items() if can_edit_content(user)} == {"admin", "editor"}
    assert roles == {
        ("manager@example.org", "veiligheid", "programme_manager"),
        ("manager@example.org", "overheden", "deputy"),
        ("chair@example.org", "veiligheid", "chair"),
    }


def test_member_and_outsider_sit_in_their_own_sectors(demo):
    sectors = {
        name: set(
            SectorMembership.objects.filter(organisation__people__account__email=f"{name}@example.org").values_list(
                "sector__slug", flat=True
            )
        )
        for name in ("member", "outsider")
    }

    assert "overheden" in sectors["member"]
    assert sectors["outsider"] == {"water"}
