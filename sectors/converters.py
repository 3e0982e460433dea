"""Path converters; importing the module registers them."""

from __future__ import annotations

from django.urls import register_converter

from sectors.models import YEARS


class YearConverter:
    """A year as four digits, within what a calendar of this network can hold."""

    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        """Return the year; ValueError, which Django turns into 404, when it is implausible."""
        year = int(value)
        if not YEARS[0] <= year <= YEARS[1]:
            raise ValueError(value)
        return year

    def to_url(self, value: int) -> str:
        """Return the four digits."""
        return f"{value:04}"


register_converter(YearConverter, "year")
