"""Everything people are told by mail, in one table: each app lists its own in a `notices.py`, found at start-up.

A notice says in words who is told and when (its rule), what keeps it from being told twice (its key), and how much it
weighs: from that follows what people's own choices do to it. `docs/notifications.md` is this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Weight(Enum):
    """What a notice means to who gets it; the choice that goes with a seat weighs it."""

    PERSONAL = "personal"
    ASKS = "asks"
    TELLS = "tells"

    @property
    def label(self) -> str:
        """Return it in words."""
        return str(WEIGHTS[self])


WEIGHTS = {
    Weight.PERSONAL: _("About yourself"),
    Weight.ASKS: _("Asks something of you"),
    Weight.TELLS: _("Tells something"),
}


@dataclass(frozen=True)
class Notice:
    """One kind of mail. `sample` has what its templates need, beside the name of the recipient (`to`)."""

    kind: str
    name: str | Promise
    rule: str | Promise
    weight: Weight
    key: str
    sample: Mapping[str, Any]

    @property
    def template(self) -> str:
        """Return the beginning of the names of its two templates."""
        return f"mails/{self.kind}"

    @property
    def can_be_left(self) -> bool:
        """Whether its mails carry a link to stop them: not what somebody's own acts bring about."""
        return self.weight is not Weight.PERSONAL


NOTICES: dict[str, Notice] = {}


def register(*notices: Notice) -> None:
    """Add notices to the table. Raises ValueError for a kind that is there already."""
    for notice in notices:
        if notice.kind in NOTICES:
            raise ValueError(f"The notice {notice.kind} is registered twice.")
        NOTICES[notice.kind] = notice
