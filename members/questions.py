"""What editors ask of a list: filters that name a QuerySet method, and how many rows each one finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Count, Model, QuerySet, Value
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PARAMETER = "question"


@dataclass(frozen=True)
class Question:
    """Something editors ask of a list; `method` is that of the model's QuerySet which answers it.

    What needs attention stands on the start page as well, from the month on in which it is time to do it.
    """

    method: str
    label: str | Promise
    needs_attention: bool = False
    from_month: int = 1

    def ask(self, rows: QuerySet) -> QuerySet:
        """Return the rows that answer it."""
        found: QuerySet = getattr(rows, self.method)()
        return found


class QuestionFilter(admin.SimpleListFilter):
    """Offers the questions of a list beside it."""

    title = _("what is going on")
    parameter_name = PARAMETER

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: type[Model], model_admin: Any) -> None:
        self.questions = {question.method: question for question in model_admin.questions}
        super().__init__(request, params, model, model_admin)

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> Iterator[tuple[str, Any]]:
        yield from ((name, question.label) for name, question in self.questions.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        question = self.questions.get(self.value() or "")
        return question.ask(queryset) if question else queryset


class FilledValues(admin.AllValuesFieldListFilter):
    """Offers the values that occur, without the empty one, which no link could name."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        return (choice for choice in super().choices(changelist) if str(choice["display"]))


def pressing(questions: Sequence[Question]) -> list[Question]:
    """Return the questions that the start page answers this month."""
    month = timezone.localdate().month
    return [question for question in questions if question.needs_attention and question.from_month <= month]


def count_each(asked: Sequence[tuple[QuerySet, Question]]) -> list[int]:
    """Count the rows that answer each question, all in one query."""
    counts = [_count(number, rows, question) for number, (rows, question) in enumerate(asked)]
    if not counts:
        return []
    found = dict(counts[0].union(*counts[1:], all=True).values_list("question_number", "row_count"))
    return [found.get(number, 0) for number in range(len(asked))]


def _count(number: int, rows: QuerySet, question: Question) -> QuerySet:
    answer = question.ask(rows).order_by()
    chosen = rows.model._default_manager.order_by().filter(pk__in=answer.values("pk"))
    counted: QuerySet = chosen.values(question_number=Value(number)).annotate(row_count=Count("pk"))
    return counted
