"""What a notification says in one line: the subject of its mail, in the language of who reads it now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from members.notices import NOTICES


def told_line(kind: str, context: Mapping[str, Any], to: str = "") -> str:
    """Return it; the empty text for a kind that is no more."""
    notice = NOTICES.get(kind)
    if notice is None:
        return ""
    values = {"site": settings.PUBLIC_URL, **context, "to": to}
    return " ".join(render_to_string(f"{notice.template}_subject.txt", values).split())
