"""Which sector an account may act on: one that does not exist gets 404, who lacks the right 403."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from members.models import User
from sectors.models import Sector
from sectors.permissions import can_manage_sector


def get_managed_sector(user: User | AnonymousUser, slug: str) -> Sector:
    """Return a sector that the account manages."""
    sector = get_object_or_404(Sector, slug=slug)
    if not can_manage_sector(user, sector):
        raise PermissionDenied
    return sector
