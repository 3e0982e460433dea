"""Loads the demonstration, floor by floor, in one transaction."""

from datetime import date

from django.db import transaction

from portal.demo.activities import load_activities
from portal.demo.aftercare import load_aftercare
from portal.demo.circle_life import load_circle_life
from portal.demo.circles import load_circles
from portal.demo.gate import load_gate
from portal.demo.gatherings import load_gatherings
from portal.demo.handovers import load_handovers
from portal.demo.life import load_life
from portal.demo.meetings import load_meetings
from portal.demo.network import load_network, load_organisations
from portal.demo.news import load_news
from portal.demo.newsroom import load_newsroom
from portal.demo.people import load_accounts, load_appointments, load_people, load_seats
from portal.demo.programmes import load_programmes
from portal.demo.requests import load_requests
from portal.demo.sector_data import memberships
from portal.demo.sectors import load_focus_points, load_memberships, load_sectors, load_years
from portal.demo.sessions import Ground
from portal.demo.telling import load_told


@transaction.atomic
def load(today: date) -> None:
    """Write everything the demonstration shows, laid around a day. A second time on that day changes nothing."""
    load_network()
    organisations = load_organisations()
    sectors = load_sectors()
    taking_part = memberships(today.year)
    load_memberships(sectors, organisations, taking_part)
    people = load_people(organisations)
    load_appointments(sectors, people)
    seats = load_seats(sectors, people, taking_part)
    load_accounts(people, today)
    load_requests(organisations, sectors, seats, today)
    years = load_years(sectors, today)
    focus_points = load_focus_points(years, sectors, organisations, today)
    load_meetings(Ground(today, sectors, years, focus_points, organisations, people, seats))
    load_programmes(today)
    load_life(today)
    load_circles(today)
    load_circle_life(today)
    load_gatherings(today)
    load_activities(today)
    load_handovers(today)
    load_gate(today)
    load_aftercare(today)
    load_news(today)
    load_newsroom(today)
    load_told(today)
