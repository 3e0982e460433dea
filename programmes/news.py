"""News about a programme: the floor that keeps articles says so here, as programmes know none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import JSONField, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject
from django.urls import reverse

from sectors.rows import Link

SHOWN = 3

_keepers: list[Callable[[], QuerySet[Any]]] = []


def register_news(keeper: Callable[[], QuerySet[Any]]) -> None:
    """Take who tells the news of the programme of OuterRef("pk"): rows in order, with `title`, `slug` and `year`."""
    _keepers.append(keeper)


def news_of() -> Combinable:
    """Return for each programme its first articles as dictionaries for `news_links`, inside the query that finds it.

    Asked anew each time: what is published depends on the moment.
    """
    if not _keepers:
        return Value([], output_field=JSONField())
    (keeper,) = _keepers
    return ArraySubquery(keeper().values(news=JSONObject(title="title", slug="slug", year="year"))[:SHOWN])


def news_links(found: Iterable[dict[str, Any]]) -> list[Link]:
    """Make links of what `news_of` found."""
    return [Link(each["title"], reverse("article-detail", args=[each["year"], each["slug"]])) for each in found]
