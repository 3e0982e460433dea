"""Whose a meeting is that is of no sector: floors that keep groups say so here, as meetings know none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import JSONField, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject

from sectors.rows import SectorTag

Keeper = Callable[[], QuerySet[Any]]

_keepers: list[Keeper] = []


def register_groups(keeper: Keeper) -> None:
    """Take who says whose a meeting is: rows of OuterRef("pk"), with `group_name`, `group_band` and `group_url`."""
    _keepers.append(keeper)
    group_of.cache_clear()


@cache
def group_of() -> Combinable:
    """Return for each meeting its group as a list of dictionaries for `group_tags`; empty for one of sectors.

    The registered floor answers inside the query that finds the meetings.
    """
    if not _keepers:
        return Value([], output_field=JSONField())
    (keeper,) = _keepers
    return ArraySubquery(keeper().values(group=JSONObject(name="group_name", url="group_url", band="group_band")))


def group_tags(found: Iterable[dict[str, str]]) -> tuple[SectorTag, ...]:
    """Make labels of what `group_of` found."""
    return tuple(SectorTag(each["name"], each["url"], each["band"]) for each in found)
