"""A sector of its own for the tests of invitations and mail, laid in the site's database and taken away again."""

from __future__ import annotations

import json
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from meetings.models import Meeting
from meetings.preparation_dates import lay_preparations
from members.models import NetworkMembership, Organisation, Person, User
from portal.demo import PASSWORD
from sectors.models import Appointment, Seat, Sector, SectorYear
from tests.browser.year_data import WAYS
from tests.factories import (
    AppointmentFactory,
    MeetingFactory,
    OrganisationFactory,
    SeatFactory,
    SectorFactory,
    SectorMembershipFactory,
    member_user,
    moment,
)

SECTOR = "postkoets"
EMPLOYERS = ("postwijk", "postdam")
NAMES = {"post-manager": "Marijn Molenaar", "post-lid": "Liesje Landweg", "post-volger": "Volkert Veenpad"}


@transaction.atomic
def lay() -> None:
    """Lay a sector with its manager, a member and one who only follows its calendar; print its meetings by name."""
    home, next_door = (OrganisationFactory(name=f"Gemeente {slug.title()}", slug=slug) for slug in EMPLOYERS)
    sector = SectorFactory(name=SECTOR.title(), slug=SECTOR)
    for organisation in (home, next_door):
        SectorMembershipFactory(sector=sector, organisation=organisation)
    manager, follower = _lay_person("post-manager", home), _lay_person("post-volger", home)
    AppointmentFactory(sector=sector, person=manager, role=Appointment.Role.PROGRAMME_MANAGER)
    SeatFactory(sector=sector, person=follower, calendar=Seat.Calendar.FEED)
    SeatFactory(sector=sector, person=_lay_person("post-lid", next_door))
    names: dict[str, int] = {}
    for place, way in enumerate(WAYS):
        names[f"quick {way}"] = _lay_meeting(sector, 1, f"Vlug {way}", hour=9)
        names[f"cancelled {way}"] = _lay_meeting(sector, 1, f"Afgelast {way}")
        names[f"asked {way}"] = _lay_meeting(sector, 50 + place, f"Gevraagd {way}")
        names[f"answered {way}"] = _lay_meeting(sector, 60 + place, f"Beantwoord {way}")
        names[f"settled {way}"] = _lay_meeting(sector, 25 + place, "")
    lay_preparations(sector)
    print(json.dumps(names))


def _lay_person(login: str, organisation: Organisation) -> Person:
    address = f"{login}@example.org"
    account = member_user(organisation, name=NAMES[login], email=address)
    User.objects.filter(pk=account.pk).update(email=address, password=make_password(PASSWORD))
    EmailAddress.objects.create(user=account, email=address, verified=True, primary=True)
    return account.person


def _lay_meeting(sector: Sector, days: int, title: str, hour: int = 13) -> int:
    day = timezone.localdate() + timedelta(days=days)
    year, _is_new = SectorYear.objects.get_or_create(sector=sector, year=day.year)
    given = {"starts": moment(day, hour=hour), "ends": moment(day, hour=16), "title": title}
    return MeetingFactory(sector_year=year, number=year.meetings.count() + 1, **given).pk


@transaction.atomic
def take_away() -> None:
    """Take the sector away with all that came of it; people and organisations keep their names, out of sight."""
    sector = Sector.objects.get(slug=SECTOR)
    sector.topics.all().delete()
    Meeting.objects.filter(sector_year__sector=sector).delete()
    for rows in (sector.years, sector.appointments, sector.seats, sector.memberships):
        rows.all().delete()
    sector.delete()
    employers = Organisation.objects.filter(slug__in=EMPLOYERS)
    NetworkMembership.objects.filter(organisation__in=employers).delete()
