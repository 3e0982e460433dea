from datetime import date

import pytest
from django.utils import translation

from programmes.periods import period_text, years_text

FIRST, LAST = date(2013, 5, 1), date(2018, 7, 1)


@pytest.mark.parametrize(
    ("since", "until", "text"),
    [
        (FIRST, LAST, "from 1 May 2013 until 1 July 2018"),
        (FIRST, None, "since 1 May 2013"),
        (None, LAST, "until 1 July 2018"),
        (None, None, ""),
    ],
)
def test_period_says_what_is_known(since, until, text):
    with translation.override("en"):
        assert period_text(since, until) == text


@pytest.mark.parametrize(
    ("begin", "end", "text"),
    [(2013, 2018, "2013–2018"), (2013, None, "since 2013"), (None, 2018, "until 2018"), (None, None, "")],
)
def test_years_say_what_is_known(begin, end, text):
    with translation.override("en"):
        assert years_text(begin, end) == text
