"""What the tests of invitations share."""

import pytest

from tests.mail_server import running_sink


@pytest.fixture
def sink(settings):
    """A server of our own that the outbox talks to."""
    with running_sink(settings) as running:
        yield running
