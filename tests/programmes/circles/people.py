"""Who is what in a circle, and what an act said when it refused."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import translation

from members.models import OutboxMessage
from programmes.models import CircleCoordinator, CircleParticipant


def addressed(account, email):
    """Give an account an address that a test knows."""
    account.email = email
    account.save()
    return account


def refusal(act, **given):
    with pytest.raises(ValidationError) as raised:
        act(**given)
    return raised.value.messages[0]


def keeps(circle):
    return [row.person for row in CircleCoordinator.objects.current().filter(circle=circle)]


def joined(circle):
    return {row.person for row in CircleParticipant.objects.current().filter(circle=circle)}


def mailed(kind):
    return sorted(OutboxMessage.objects.filter(kind=kind).values_list("recipient", flat=True))


def at_once(*clicks):
    """Let every click happen at the same moment, and return what those that were refused said."""
    start = Barrier(len(clicks))

    def run(click):
        start.wait()
        try:
            with translation.override("en"):
                click()
        except ValidationError as error:
            return error.messages[0]
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(clicks)) as pool:
        return [words for words in pool.map(run, clicks) if words]
