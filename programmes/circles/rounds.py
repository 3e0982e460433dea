"""What time does to circles: a quiet one is asked whether it lives, then falls asleep, then is archived.

Each step is computed from what is due and not yet done: it may run twice, late, or after days without a worker. Of a
circle that sleeps `asked_at` says since when: everybody in it was told that day how to wake it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from members.telling import daytime
from programmes.circles.resting import rest
from programmes.circles.telling import ask_whether_it_lives, tell_state
from programmes.models import CirclePage, CircleParticipant, KnowledgeCircle
from programmes.models.circle import QUIET

TIME_TO_ANSWER = timedelta(days=30)
SLEEP = timedelta(days=183)
State = KnowledgeCircle.State


def tend_quiet_circles() -> None:
    """Ask quiet circles whether they live, let those without an answer sleep, and archive what slept half a year."""
    _each(due_to_forget, _forget_question)
    _each(due_to_ask, _ask)
    _each(due_to_sleep, _fall_asleep)
    _each(due_to_note_sleep, _note_sleep)
    _each(due_to_archive, _archive)


def silent(at: datetime | None = None) -> QuerySet[KnowledgeCircle]:
    """Return the active circles in which nothing happened for half a year: no gathering, page, newcomer or word."""
    since = (at or timezone.now()) - QUIET
    day = timezone.localdate(since)
    written = CirclePage.objects.filter(circle=OuterRef("pk"), modified_at__gt=since)
    joined = CircleParticipant.objects.filter(circle=OuterRef("pk"), since__gt=day)
    quiet = KnowledgeCircle.objects.quiet(at).filter(~Exists(written), ~Exists(joined))
    return quiet.exclude(alive_at__gt=since).exclude(started_on__gt=day)


def due_to_ask() -> QuerySet[KnowledgeCircle]:
    """Return the quiet circles that were not asked yet."""
    return silent().filter(asked_at=None)


def due_to_sleep() -> QuerySet[KnowledgeCircle]:
    """Return the quiet circles that were asked and did not answer in time."""
    return silent().filter(asked_at__lte=timezone.now() - TIME_TO_ANSWER)


def due_to_forget() -> QuerySet[KnowledgeCircle]:
    """Return the active circles that were asked and in which something happened since."""
    return KnowledgeCircle.objects.filter(state=State.ACTIVE, asked_at__isnull=False).exclude(pk__in=silent())


def due_to_note_sleep() -> QuerySet[KnowledgeCircle]:
    """Return the circles that an editor put to sleep, so that nothing says since when."""
    return KnowledgeCircle.objects.filter(state=State.ASLEEP, asked_at=None)


def due_to_archive() -> QuerySet[KnowledgeCircle]:
    """Return the circles that slept for half a year."""
    return KnowledgeCircle.objects.filter(state=State.ASLEEP, asked_at__lte=timezone.now() - SLEEP)


def _each(due: Callable[[], QuerySet[KnowledgeCircle]], act: Callable[[KnowledgeCircle], None]) -> None:
    """Take what is due one by one, each in a transaction of its own and only if it is still due once it is locked."""
    for pk in list(due().order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            for circle in due().select_for_update(of=("self",), no_key=True).filter(pk=pk):
                act(circle)


def _forget_question(circle: KnowledgeCircle) -> None:
    circle.asked_at = None
    circle.save(update_fields=["asked_at"])


def _ask(circle: KnowledgeCircle) -> None:
    circle.asked_at = timezone.now()
    circle.save(update_fields=["asked_at"])
    ask_whether_it_lives(circle, due_at=daytime())


def _note_sleep(circle: KnowledgeCircle) -> None:
    circle.asked_at = timezone.now()
    circle.save(update_fields=["asked_at"])


def _fall_asleep(circle: KnowledgeCircle) -> None:
    rest(circle, State.ASLEEP)
    tell_state(circle, by=None, due_at=daytime())


def _archive(circle: KnowledgeCircle) -> None:
    rest(circle, State.ARCHIVED)
    tell_state(circle, by=None, due_at=daytime())
