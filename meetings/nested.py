"""Related rows inside the query that finds what they belong to."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet
from django.db.models.functions import JSONObject


def nested(rows: QuerySet[Any], columns: dict[str, str]) -> ArraySubquery:
    """Return rows as a list of dictionaries: each name in `columns` gets the value of its column.

    Dates and moments arrive as texts (ISO 8601), as JSON has no other way to hold them.
    """
    return ArraySubquery(rows.values(row=JSONObject(**columns)))
