"""What an act refuses, on the form of the page that asked for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import BaseForm


def carried_out(form: BaseForm, act: Callable[..., Any], **given: Any) -> Any:
    """Return what an act gave back, True where it gives nothing; None when it refused: the form then says why."""
    try:
        return act(**given) or True
    except ValidationError as error:
        put_on_form(form, error)
        return None


def put_on_form(form: BaseForm, error: ValidationError) -> None:
    """Put what an act refuses on the fields it names, and above the form what names none of its fields."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)
