"""The sheet of sector memberships."""

from __future__ import annotations

from typing import Any, ClassVar

from members.transfer.cells import Cell, Day, Names, Reference
from members.transfer.reading import Table
from members.transfer.tables import PeriodTable, organisation_names
from sectors.models import Sector, SectorMembership


class SectorMembershipTable(PeriodTable):
    """Which organisation takes part in which sector, and when."""

    sector = Cell("sector", Reference(), example="Voorbeeldsector")
    organisation = Cell("organisation", Reference(), example="Gemeente Voorbeeld")
    since = Cell("since", Day(), example="01-01-2027")
    until = Cell("until", Day(), example="01-01-2031")

    required: ClassVar[set[str]] = {"sector", "organisation"}
    keys: ClassVar[list[str]] = ["sector", "organisation"]

    class Meta(Table.Meta):
        model = SectorMembership

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        super().before_import(dataset, **kwargs)
        self.fields["organisation"].widget.names = organisation_names()
        self.fields["sector"].widget.names = Names(Sector.objects.all(), "name", "slug")
