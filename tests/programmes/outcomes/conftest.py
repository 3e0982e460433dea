"""Acts refuse in the language of who asks; these tests read the English of the message ids."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield
