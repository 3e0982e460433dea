"""Periods: rows that hold from a first day (`since`) until a day (`until`) that is no longer part of it.

`since` null means the first day is unknown, `until` null that the period still lasts. Days are those of
Europe/Amsterdam.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any, Self, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import Deferrable, F, Func, Q, Value
from django.forms import ModelForm
from django.forms.formsets import DELETION_FIELD_NAME
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.lookups import RowFormSet

PeriodModel = TypeVar("PeriodModel", bound="Period")

SOON = timedelta(days=60)


class PeriodQuerySet(models.QuerySet[PeriodModel]):
    """Questions that every dated row answers."""

    def current(self, on: date | None = None) -> Self:
        """Rows that hold on a day; today when none is given."""
        return self.filter(current_on(on))

    def ended(self, on: date | None = None) -> Self:
        """Rows that were over on a day; today when none is given."""
        return self.filter(until__lte=on or timezone.localdate())

    def to_come(self, on: date | None = None) -> Self:
        """Rows that had not begun on a day."""
        return self.filter(since__gt=on or timezone.localdate())

    def ending_soon(self, on: date | None = None) -> Self:
        """Rows that hold on a day and end within sixty days."""
        day = on or timezone.localdate()
        return self.current(day).filter(until__lte=day + SOON)

    def overlapping(self, first: date, last: date) -> Self:
        """Rows that hold on at least one day from `first` to `last`, both included."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=last), Q(until__isnull=True) | Q(until__gt=first))

    def reaching(self, on: date) -> Self:
        """Rows that hold on a day, or will."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=on))

    def end_on(self, day: date) -> None:
        """End on a day what lasts longer, and remove what would only begin then."""
        self.reaching(day).filter(since__gte=day).delete()
        self.reaching(day).update(until=day)

    def newest_first(self) -> Self:
        """Rows from the latest beginning to the earliest, unknown beginnings last."""
        return self.order_by(F("since").desc(nulls_last=True), "pk")


def current_on(on: date | None = None, *, via: str = "") -> Q:
    """Return the condition that a period holds on a day, seen through the relation `via`."""
    day = on or timezone.localdate()
    prefix = f"{via}__" if via else ""
    begun = Q(**{f"{prefix}since__isnull": True}) | Q(**{f"{prefix}since__lte": day})
    lasting = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day})
    return begun & lasting


class Period(models.Model):
    """Something that holds from one day until another."""

    since = models.DateField(_("since"), null=True, blank=True, help_text=_("Empty: unknown."))
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day it no longer holds. Empty: still.")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(since__lt=F("until")),
                name="%(app_label)s_%(class)s_period_in_order",
                violation_error_message=_("The end must lie after the beginning."),
            )
        ]

    def holds_on(self, day: date) -> bool:
        """Whether the period includes a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)

    @property
    def is_current(self) -> bool:
        """Whether the period includes today."""
        return self.holds_on(timezone.localdate())


class PeriodExclusion(ExclusionConstraint):
    """No two rows with the same keys may overlap in time.

    Integer keys are written as int8range(key, key, '[]'), which GiST indexes without btree_gist. A disordered period
    is no range: validating it raises DataError inside full_clean(), so it is left to the check on the order.
    Deferrable, though judged at once as a rule: rows that change together may overlap on the way (PeriodFormSet).
    """

    def __init__(
        self,
        *,
        name: str,
        keys: Iterable[str] = (),
        condition: Q | None = None,
        violation_error_message: Any = None,
        **kwargs: Any,
    ) -> None:
        self.keys = tuple(keys)
        super().__init__(
            name=name,
            expressions=[
                *((_key_range(key), RangeOperators.OVERLAPS) for key in self.keys),
                (
                    Func("since", "until", function="daterange", output_field=DateRangeField()),
                    RangeOperators.OVERLAPS,
                ),
            ],
            condition=condition,
            deferrable=Deferrable.IMMEDIATE,
            violation_error_message=violation_error_message,
            **kwargs,
        )

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: str = "default") -> None:
        """Check the row against the stored ones, unless its own period is disordered."""
        if instance.since and instance.until and instance.since >= instance.until:
            return
        super().validate(model, instance, exclude=exclude, using=using)

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        """Describe the constraint by its keys, so that migrations stay readable."""
        path, args, kwargs = super().deconstruct()
        kwargs.pop("expressions")
        kwargs.pop("deferrable")
        return path, args, {**kwargs, "keys": self.keys}


def _key_range(key: str) -> Func:
    return Func(F(key), F(key), Value("[]"), function="int8range")


class PeriodFormSet(RowFormSet):
    """Checks submitted periods against each other.

    Inlines exclude the parent's foreign key, so Django skips every constraint that names it; and rows that change
    together must be judged together: moving one end and the next beginning in the same form is fine. The columns
    that may not overlap come from the model's own PeriodExclusions.
    """

    def clean(self) -> None:
        """Put an error on the later row of each pair that overlaps."""
        super().clean()
        rows = [form for form in self.forms if self._takes_part(form)]
        for constraint in _exclusions(self.model):
            self._check(constraint, [form for form in rows if meets(constraint.condition, form.instance)])

    def save(self, commit: bool = True) -> list[Any]:  # noqa: FBT001, FBT002 - Django's signature
        """Store the rows as one change: the database judges them when all are in."""
        listed = ", ".join(connection.ops.quote_name(each.name) for each in _exclusions(self.model))
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS {listed} DEFERRED")
            saved = super().save(commit)
            cursor.execute(f"SET CONSTRAINTS {listed} IMMEDIATE")
        return saved

    def _takes_part(self, form: ModelForm) -> bool:
        if not form.is_valid() or form.cleaned_data.get(DELETION_FIELD_NAME):
            return False
        return form.has_changed() or bool(form.instance.pk)

    def _check(self, constraint: PeriodExclusion, forms: list[ModelForm]) -> None:
        kept: list[ModelForm] = []
        for form in sorted(forms, key=lambda form: _begin(form.instance)):
            if any(_collide(constraint.keys, form.instance, other.instance) for other in kept):
                form.add_error("since", ValidationError(constraint.get_violation_error_message(), code="overlap"))
            kept.append(form)


def _exclusions(model: Any) -> list[PeriodExclusion]:
    return [constraint for constraint in model._meta.constraints if isinstance(constraint, PeriodExclusion)]


def meets(condition: Q | None, row: models.Model) -> bool:
    """Whether a row, stored or not, meets the condition of a constraint."""
    if condition is None:
        return True
    fields = [field for field in row._meta.concrete_fields if not field.generated]
    values = {field: models.Value(getattr(row, field.attname), field) for field in fields}
    named = {field.name: value for field, value in values.items()}
    return condition.check(named | {field.attname: value for field, value in values.items()})


def _collide(keys: tuple[str, ...], one: Period, other: Period) -> bool:
    same = all(getattr(one, f"{key}_id") == getattr(other, f"{key}_id") for key in keys)
    return same and _begin(one) < _end(other) and _begin(other) < _end(one)


def _begin(period: Period) -> date:
    return period.since or date.min


def _end(period: Period) -> date:
    return period.until or date.max
