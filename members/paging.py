"""Pages of a list: `?pagina=2`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

PARAMETER = "pagina"
LONGEST_NUMBER = 6


def page_of(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], *, size: int) -> Page[Any]:
    """Return the page that the query string asks for, the first one when it asks for none.

    Raises Http404 for what is no number and for a number out of range.
    """
    number = request.GET.get(PARAMETER, "1")
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST_NUMBER):
        raise Http404
    paginator = Paginator(rows, size)
    if not 1 <= int(number) <= paginator.num_pages:
        raise Http404
    return paginator.page(int(number))
