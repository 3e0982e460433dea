"""Which models leave a history: PostgreSQL's own triggers copy every version of a row, however it is written.

`@tracked` above a model makes a second model beside it, its event model: MeetingEvent for Meeting. Both stand in the
migrations of the same app. An event model holds plain values: the number of a row it refers to, the name of a file,
text as it was. So it survives what it speaks of, and costs little to write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.db import models

TEXTS = models.CharField | models.TextField | models.FileField

Model = TypeVar("Model", bound=type[models.Model])


def tracked(model: Model) -> Model:
    """Keep every version of the rows and of their links to other rows.

    What PostgreSQL generates and when a row was last saved are no part of a version, and an update leaves one only
    when it changes something that is edited.
    """
    _keep(model, [field for field in model._meta.concrete_fields if _tells_something(field)])
    for field in model._meta.local_many_to_many:
        through: Any = field.remote_field.through
        if not isinstance(through, str) and through._meta.auto_created:  # a model of our own is tracked by itself
            _keep_links(through)
    return model


def tracked_only(*names: str) -> Callable[[Model], Model]:
    """Keep the versions of these columns and of no others."""

    def decorate(model: Model) -> Model:
        _keep(model, [model._meta.get_field(name) for name in ("id", *names)])
        return model

    return decorate


def _keep(model: type[models.Model], fields: Iterable[Any]) -> None:
    kept = list(fields)
    edited = [field.name for field in kept if field.editable and not field.primary_key]
    pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(condition=pgtrigger.AnyChange(*edited)),
        pghistory.DeleteEvent(),
        fields=[field.name for field in kept],
        attrs={field.name: plain for field in kept if (plain := _plain(field))},
        obj_field=None,
        context_field=pghistory.ContextJSONField(),
        model_name=f"{model.__name__}Event",
        meta={"default_permissions": ()},  # who may see a history follows from the page it is on
    )(model)


def _keep_links(through: Any) -> None:
    """Track links through a proxy: what Django makes by itself for many-to-many is no model in migrations."""
    name = "".join(f"{part[:1].upper()}{part[1:]}" for part in through.__name__.split("_"))
    meta = type("Meta", (), {"proxy": True, "default_permissions": ()})
    links: Any = type(name, (through,), {"__module__": through.__module__, "Meta": meta})
    _keep(links, links._meta.concrete_fields)
    through.pgh_event_model = links.pgh_event_model


def _tells_something(field: models.Field) -> bool:
    return not field.generated and not getattr(field, "auto_now", False)


def _plain(field: models.Field) -> models.Field | None:
    if field.primary_key or field.is_relation:
        return models.BigIntegerField(null=field.null, db_column=field.column, db_index=True)
    return models.TextField(null=field.null) if isinstance(field, TEXTS) else None
