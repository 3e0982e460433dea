"""Writes the sectors: who takes part, what they aim for, and the years for which that is known."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from members.models import Organisation
from portal.demo.focus_data import AIMS, AIMS_2021, AMBITION, AMBITION_2021, EVENTS, Aim
from portal.demo.sector_data import LEFT, SECTORS, Membership
from portal.demo.store import link, store
from sectors.models import FocusPoint, Sector, SectorMembership, SectorYear

State = FocusPoint.State
SHOWN = {"veiligheid": Sector.AnswersShown.PEOPLE, "zorg": Sector.AnswersShown.NUMBERS}


def load_sectors() -> dict[str, Sector]:
    """Write the sectors; return them by slug."""
    rows = store(
        (
            Sector(
                slug=page.slug,
                name=page.name,
                summary=page.summary,
                introduction=page.introduction,
                band=page.band,
                icon=page.icon,
                position=position,
                usual_weekday=page.habits.weekday,
                usual_start=page.habits.start,
                usual_minutes=page.habits.minutes,
                months_without=list(page.habits.months_without),
                answers_shown=SHOWN.get(page.slug, Sector.AnswersShown.ORGANISATIONS),
            )
            for position, page in enumerate(SECTORS)
        ),
        key=["slug"],
    )
    return {sector.slug: sector for sector in rows}


def load_memberships(
    sectors: dict[str, Sector], organisations: dict[str, Organisation], memberships: Iterable[Membership]
) -> None:
    """Write who takes part in which sector, and who once did."""
    store(
        (
            SectorMembership(sector=sectors[row.sector], organisation=organisations[row.organisation], since=row.since)
            for row in memberships
        ),
        key=["sector", "organisation"],
        among=Q(until=None),
    )
    store(
        (
            SectorMembership(sector=sectors[slug], organisation=organisations[name], since=since, until=until)
            for slug, name, since, until in LEFT
        ),
        key=["sector", "organisation"],
        among=Q(until__isnull=False),
    )


def load_years(sectors: dict[str, Sector], today: date) -> dict[tuple[str, int], SectorYear]:
    """Write the years of the facts and, for each sector, last year, this year and the next; return them by both."""
    facts = [
        SectorYear(sector=sectors["overheden"], year=2021, ambition=AMBITION_2021),
        SectorYear(sector=sectors["veiligheid"], year=2021, meeting_target=0, new_member_target=0),
        *(SectorYear(sector=sectors["overheden"], year=year, meeting_target=0, new_member_target=0) for year in EVENTS),
    ]
    present = [
        SectorYear(sector=sector, year=year, ambition=AMBITION)
        for sector in sectors.values()
        for year in range(today.year - 1, today.year + 2)
    ]
    rows = store([*facts, *present], key=["sector", "year"])
    return {(row.sector.slug, row.year): row for row in rows}


def load_focus_points(
    years: dict[tuple[str, int], SectorYear],
    sectors: dict[str, Sector],
    organisations: dict[str, Organisation],
    today: date,
) -> dict[tuple[str, int], list[FocusPoint]]:
    """Write the focus points of the facts and those around today by how far they are; return them by their year."""
    planned: list[tuple[Aim, FocusPoint]] = []
    for position, aim in enumerate(AIMS_2021, 1):
        state = State.PLANNED if aim.partners else State.ACTIVE
        planned.append((aim, _focus_point(aim, years["overheden", 2021], position, state)))
    for year, aim in EVENTS.items():
        planned.append((aim, _focus_point(aim, years["overheden", year], 1, State.ACHIEVED)))
    for (slug, year), sector_year in years.items():
        if year >= today.year - 1:
            for position, aim in enumerate(AIMS[slug][year % 2], 1):
                state = _state(year - today.year, position)
                planned.append((aim, _focus_point(aim, sector_year, position, state)))
    rows = store((row for _aim, row in planned), key=["sector_year", "title"])
    link("shared_with", [(row, [sectors[slug] for slug in aim.shared_with]) for aim, row in planned])
    link("partners", [(row, [organisations[name] for name in aim.partners]) for aim, row in planned])
    found: dict[tuple[str, int], list[FocusPoint]] = {}
    for row in rows:
        found.setdefault((row.sector_year.sector.slug, row.sector_year.year), []).append(row)
    return found


def _focus_point(aim: Aim, sector_year: SectorYear, position: int, state: FocusPoint.State) -> FocusPoint:
    return FocusPoint(
        sector_year=sector_year,
        title=aim.title,
        text=aim.text,
        position=position,
        state=state,
        result=aim.result if state == State.ACHIEVED else "",
    )


def _state(years_ahead: int, position: int) -> FocusPoint.State:
    """Return how far a focus point is: of this year's, the second is already done and the fourth still has to begin."""
    if years_ahead < 0:
        return State.DROPPED if position == 3 else State.ACHIEVED
    if years_ahead > 0:
        return State.PLANNED
    return {2: State.ACHIEVED, 4: State.PLANNED}.get(position, State.ACTIVE)
