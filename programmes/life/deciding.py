"""What a decision in the life of a programme says, and how it is put on record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.holding.document_checks import stored_name
from members.dates import date_plain
from programmes.life.steps import first_possible_day, why_not
from programmes.models import Programme, ProgrammeDecision


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided: on which day (or in which year, when only that is known), by whom, and the document of it."""

    decided_on: date | None = None
    decided_in_year: int | None = None
    body: str = ""
    text: str = ""
    conditions: str = ""
    document: str = ""
    document_link: str = ""
    document_file: File[bytes] | None = None

    @property
    def year(self) -> int:
        """The year of it."""
        return self.decided_on.year if self.decided_on else self.decided_in_year or timezone.localdate().year

    def is_before(self, day: date) -> bool:
        """Whether it lies before a day, as far as is known."""
        return self.decided_on < day if self.decided_on else self.year < day.year


def hold_programme(programme: Programme) -> Programme:
    """Lock a programme and return it as it is now."""
    return Programme.objects.select_for_update().get(pk=programme.pk)


def check_step(held: Programme, kind: str, decided: Decided) -> None:
    """Raise ValidationError when a programme cannot take a step, or not on the day that is given."""
    if reason := why_not(held, kind):
        raise ValidationError(reason, code="state")
    check_day(decided)
    earliest = first_possible_day(held, kind)
    if earliest and decided.is_before(earliest):
        told = _("An earlier step of this programme was on %(day)s. Give that day, or a later one.")
        raise ValidationError({_date_field(decided): told % {"day": date_plain(earliest)}}, code="order")
    if held.start_year and not held.started_on and decided.year < held.start_year:
        told = _("This programme began in %(year)s. Give that year, or a later one.")
        raise ValidationError({_date_field(decided): told % {"year": held.start_year}}, code="order")


def check_day(decided: Decided) -> None:
    """Raise ValidationError for a decision without a day or year, or of tomorrow."""
    today = timezone.localdate()
    if decided.decided_on is None and decided.decided_in_year is None:
        raise ValidationError({"decided_on": _("Give the day or, when only that is known, the year.")}, code="undated")
    if (decided.decided_on or today) > today or decided.year > today.year:
        told = _("This lies ahead. Record a decision once it has been taken.")
        raise ValidationError({_date_field(decided): told}, code="ahead")


def _date_field(decided: Decided) -> str:
    return "decided_on" if decided.decided_on else "decided_in_year"


def recorded_already(
    held: Programme, kind: str, decided: Decided, planned_end: date | None = None
) -> ProgrammeDecision | None:
    """Return the last decision when it is this very one: somebody sent it twice."""
    last = held.decisions.order_by("pk").last()
    if last is None or last.kind != kind:
        return None
    names = ("decided_on", "decided_in_year", "body", "text", "conditions", "document", "document_link")
    same = all(getattr(last, name) == getattr(decided, name) for name in names)
    return last if same and last.planned_end == planned_end and bool(last.document_file) == _has_file(decided) else None


def record(held: Programme, kind: str, decided: Decided, planned_end: date | None = None) -> ProgrammeDecision:
    """Put a decision on record, with its document."""
    decision = ProgrammeDecision(
        programme=held,
        kind=kind,
        decided_on=decided.decided_on,
        decided_in_year=decided.decided_in_year,
        body=decided.body,
        text=decided.text,
        planned_end=planned_end,
        conditions=decided.conditions,
        document=decided.document,
        document_link=decided.document_link,
    )
    with _kept_file(decision, decided.document_file):
        decision.save()
    return decision


def _has_file(decided: Decided) -> bool:
    return decided.document_file is not None


@contextmanager
def _kept_file(decision: ProgrammeDecision, file: File[bytes] | None) -> Iterator[None]:
    """Store the file first, and take it away again when the row cannot be stored."""
    try:
        if file is not None:
            decision.document_file.save(stored_name(str(file.name)), file, save=False)
        yield
    except Exception:
        decision.document_file.delete(save=False)
        raise
