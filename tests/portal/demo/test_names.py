"""Names of people who do not exist."""

from portal.demo.names import FIRST_NAMES, SURNAMES, made_up_name


def test_made_up_name_never_returns():
    number = len(FIRST_NAMES) * len(SURNAMES)

    assert len({made_up_name(place) for place in range(number)}) == number
