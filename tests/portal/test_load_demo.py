"""The command: complete on any day, the same after a second load, and never among real content."""

import re
from datetime import date, time, timedelta
from time import process_time

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import Count
from django.utils import timezone

from meetings.models import Meeting, Topic
from members.models import Network, Organisation, Person, User
from portal.demo.timing import moment
from sectors.models import Appointment, Sector, SectorYear
from tests.factories import NetworkFactory, PersonFactory, SectorFactory

pytestmark = pytest.mark.django_db

TODAY = date(2027, 3, 22)
DAYS = [date(2027, 1, 1), date(2028, 2, 29), date(2027, 6, 30), date(2026, 12, 31)]
FLOORS = ("members", "sectors", "meetings", "programmes", "portal")


def load_on(day):
    with time_machine.travel(moment(day, time(12)), tick=False):
        call_command("load_demo", verbosity=0)


def rows():
    models = [model for floor in FLOORS for model in apps.get_app_config(floor).get_models(include_auto_created=True)]
    return {model._meta.label: sorted(map(repr, model.objects.values_list())) for model in (*models, EmailAddress)}


def test_load_demo_on_a_later_day_brings_everything_up_to_date():
    later = TODAY + timedelta(days=400)
    load_on(TODAY)

    load_on(later)

    with time_machine.travel(moment(later, time(13)), tick=False):
        stages = Meeting.objects.filter(sector_year__sector__slug="water").with_stage().values_list("stage", flat=True)

        assert set(stages) == set(Meeting.Stage)
        assert not Meeting.objects.upcoming().filter(topics__state=Topic.State.PRESENTED)


def test_load_demo_is_quick():
    begin = process_time()

    call_command("load_demo", verbosity=0)

    assert process_time() - begin < 10


def test_load_demo_says_what_it_made(capsys):
    call_command("load_demo")

    numbers = dict(re.findall(r"(\d+) (\w+)", capsys.readouterr().out)[:1])
    assert numbers == {str(Organisation.objects.count()): str(Organisation._meta.verbose_name_plural)}


@pytest.mark.parametrize("day", DAYS)
def test_every_sector_has_every_stage_on_any_day(day):
    load_on(day)
    with time_machine.travel(moment(day, time(13)), tick=False):
        meetings = Meeting.objects.exclude(sector_year=None).with_stage()
        found = {
            (meeting.sector_year.sector.slug, meeting.stage)
            for meeting in meetings.select_related("sector_year__sector")
        }

    slugs = Sector.objects.values_list("slug", flat=True)
    assert found == {(slug, stage) for slug in slugs for stage in Meeting.Stage}


@pytest.mark.parametrize("day", DAYS)
def test_sector_page_shows_eight_slots_on_any_day(day, client):
    load_on(day)
    with time_machine.travel(moment(day, time(13)), tick=False):
        page = client.get("/sectoren/overheden/").content.decode()
    own = Meeting.objects.filter(sector_year__sector__slug="overheden", sector_year__year=day.year)

    table = page[page.index("year-table") :].partition("</table>")[0]
    linked = [meeting.get_absolute_url() for meeting in own if f'href="{meeting.get_absolute_url()}"' in table]
    assert own.count() == 8
    assert len(linked) + len(re.findall(r'<tr[^>]*class="open"', table)) == 8


def test_accounts_are_made_only_in_debug():
    call_command("load_demo", verbosity=0)

    assert not User.objects.exists()
    assert Person.objects.filter(name="Margriet Meerkoet", account=None).exists()


def test_load_demo_keeps_out_of_production(settings):
    settings.PRODUCTION = True

    with pytest.raises(CommandError, match="production"):
        call_command("load_demo")

    assert not Network.objects.exists()


@pytest.mark.parametrize("make", [NetworkFactory, SectorFactory, PersonFactory])
def test_load_demo_keeps_out_of_other_content(make):
    make()

    with pytest.raises(CommandError, match="content of its own"):
        call_command("load_demo")

    assert not SectorYear.objects.exists()


def test_load_demo_that_no_longer_fits_changes_nothing():
    load_on(TODAY)
    manager = Appointment.objects.get(sector__slug="water", role=Appointment.Role.PROGRAMME_MANAGER)
    Appointment.objects.filter(pk=manager.pk).update(person=Person.objects.get(name="Dieuwke Duinroos"))
    Network.objects.update(tagline="other")

    with pytest.raises(CommandError, match="changed by hand"):
        call_command("load_demo")

    assert Network.objects.get().tagline == "other"


def test_load_demo_twice_changes_nothing(settings):
    settings.DEBUG = True
    load_on(TODAY)
    before = rows()

    load_on(TODAY)

    assert rows() == before


def test_larger_network_has_so_many_times_the_sectors():
    call_command("load_demo", scale=2, verbosity=0)

    assert Sector.objects.count() == 12
    larger = Meeting.objects.filter(sector_year__sector__slug__startswith="schaal-")
    assert set(larger.values_list("sector_year__sector").annotate(Count("pk")).values_list("pk__count", flat=True)) == {
        88
    }
    assert not larger.filter(minutes__final_at__gt=timezone.now()).exists()
    assert larger.filter(preparation=None).count() == 0


def test_larger_network_loaded_again_stays_as_it_is():
    call_command("load_demo", scale=2, verbosity=0)
    before = list(Meeting.objects.order_by("pk").values_list("pk", "modified_at"))

    call_command("load_demo", scale=2, verbosity=0)

    assert list(Meeting.objects.order_by("pk").values_list("pk", "modified_at")) == before


@pytest.mark.parametrize("scale", ["0", "-1", "51", "many"])
def test_impossible_scale_is_refused(scale):
    with pytest.raises(CommandError):
        call_command("load_demo", "--scale", scale)

    assert Sector.objects.count() == 0
