"""Days off of the Netherlands: public holidays, and the school holidays of a region."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import holidays

LAST_SCHOOL_YEAR = 2029  # the library knows school holidays until the beginning of 2030


@lru_cache(maxsize=64)
def public_holidays(year: int) -> dict[date, str]:
    """Return the public holidays of a year with their Dutch names. Read it only: it is kept."""
    return dict(sorted(holidays.country_holidays("NL", years=year, language="nl").items()))


@lru_cache(maxsize=64)
def school_holidays(year: int, region: str) -> dict[date, str]:
    """Return every day of a year on which the schools of a region (Noord, Midden or Zuid) are closed, as above."""
    found = holidays.country_holidays("NL", subdiv=region, categories=("school",), years=year, language="nl")
    return dict(sorted(found.items()))


def knows_school_holidays(year: int) -> bool:
    """Whether the school holidays of a whole year are known."""
    return year <= LAST_SCHOOL_YEAR
