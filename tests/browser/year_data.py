"""Two sectors of their own for the flows of the year of eight, laid in the site's database and taken away again."""

from __future__ import annotations

import json
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from meetings.models import Attendance, Meeting, Topic
from meetings.preparation_dates import lay_preparations
from members.models import NetworkMembership, Organisation, Person, User
from portal.demo import PASSWORD
from sectors.models import Appointment, Sector, SectorYear
from tests.factories import (
    AppointmentFactory,
    AttendanceFactory,
    MeetingFactory,
    OrganisationFactory,
    SeatFactory,
    SectorFactory,
    SectorMembershipFactory,
    member_user,
    moment,
)

NAMES = {"jaar-manager": "Maaike Molenwiek", "jaar-voorzitter": "Coba Klompenpad"}
NAMES |= {"jaar-lid": "Eelke Eikenlaan", "jaar-buur": "Tjitske Turfvaart"}
EMPLOYERS = {"jaar-lid": "achtveld", "jaar-buur": "achtmaal", "jaar-manager": "achtveld", "jaar-voorzitter": "achtmaal"}
ROLES = {"jaar-manager": Appointment.Role.PROGRAMME_MANAGER, "jaar-voorzitter": Appointment.Role.CHAIR}
SLUGS = ("proeftuin", "achterhoek")
WAYS = ("script", "plain")


@transaction.atomic
def lay() -> None:
    """Lay the sectors, who is in them and their meetings, one of each kind for each way; print their keys by name."""
    people = _lay_people()
    garden, corner = (_lay_sector(slug, people) for slug in SLUGS)
    names: dict[str, int] = {}
    for place, way in enumerate(WAYS):
        names[f"moved {way}"] = _lay_meeting(garden, 60 + place, f"Verhuizing {way}")
        names[f"shared {way}"] = _lay_meeting(garden, 70 + place, f"Samen {way}")
        names[f"prepared {way}"] = _lay_meeting(garden, 25 + place, "")
        names[f"input {way}"] = _lay_meeting(garden, 27 + place, f"Inbreng {way}")
        names[f"held {way}"] = _lay_meeting(garden, -1 - place, f"Gehouden {way}")
        for number in (1, 2, 3):
            days = (timezone.localdate().replace(month=3, day=5 * number) - timezone.localdate()).days
            names[f"answer {number} {way}"] = _lay_meeting(corner, days + 366 * (place + 1), f"Vraag {number}")
        full = Meeting.objects.filter(pk=names[f"answer 3 {way}"])
        full.update(capacity=1)
        given = {"response": Attendance.Response.YES, "responded_at": timezone.now()}
        AttendanceFactory(meeting=full.get(), person=people["jaar-buur"], **given)
    lay_preparations(garden)
    print(json.dumps(names))


def _lay_people() -> dict[str, Person]:
    slugs = dict.fromkeys(EMPLOYERS.values())
    employers = {slug: OrganisationFactory(name=f"Gemeente {slug.title()}", slug=slug) for slug in slugs}
    people: dict[str, Person] = {}
    for login, name in NAMES.items():
        account = member_user(employers[EMPLOYERS[login]], name=name, email=f"{login}@example.org")
        User.objects.filter(pk=account.pk).update(email=f"{login}@example.org", password=make_password(PASSWORD))
        EmailAddress.objects.create(user=account, email=f"{login}@example.org", verified=True, primary=True)
        people[login] = account.person
    return people


def _lay_sector(slug: str, people: dict[str, Person]) -> Sector:
    sector = SectorFactory(name=slug.title(), slug=slug)
    for organisation in {person.organisation for person in people.values()}:
        SectorMembershipFactory(sector=sector, organisation=organisation)
    for login, person in people.items():
        if login in ROLES:
            AppointmentFactory(sector=sector, person=person, role=ROLES[login])
        else:
            SeatFactory(sector=sector, person=person)
    return sector


def _lay_meeting(sector: Sector, days: int, title: str) -> int:
    day = timezone.localdate() + timedelta(days=days)
    year, _is_new = SectorYear.objects.get_or_create(sector=sector, year=day.year)
    number = year.meetings.count() + 1
    given = {"starts": moment(day), "ends": moment(day, hour=16), "title": title}
    return MeetingFactory(sector_year=year, number=number, **given).pk


@transaction.atomic
def take_away() -> None:
    """Take the sectors away with all that came of them; people and organisations keep their names, out of sight."""
    sectors = Sector.objects.filter(slug__in=SLUGS)
    Topic.objects.filter(sector__in=sectors).delete()
    Meeting.objects.filter(sector_year__sector__in=sectors).delete()
    Meeting.objects.filter(joint_sectors__in=sectors).delete()
    for sector in sectors:
        for rows in (sector.years, sector.appointments, sector.seats, sector.memberships):
            rows.all().delete()
    sectors.delete()
    employers = Organisation.objects.filter(slug__in=EMPLOYERS.values())
    NetworkMembership.objects.filter(organisation__in=employers).delete()
