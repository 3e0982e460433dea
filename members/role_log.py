"""What the security log is told of the admin: roles that are given, changed and taken, and rights of accounts.

A model whose rows give rights says so by `security_kind`, the kind of event that a change of one is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from members.history import Source, Version
from members.history_pages import Remembered
from members.models import SecurityEvent, User
from members.security_log import record

RIGHTS = ("is_active", "is_staff", "is_superuser")


class RolesRecorded(Remembered):
    """Records every way in which the admin changes rows: forms, parts of a whole, acts on many, and the way back."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        _note(request, [obj])
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """A form that was saved as it was has no message."""
        if message:
            _note(request, [obj])
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        _note(request, queryset)
        return super().log_deletions(request, queryset)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        rows = [each.instance for each in formset.deleted_forms if each.instance.pk]
        leaving = [type(row)(pk=row.pk) for row in rows]  # a deleted row forgets its number
        super().save_formset(request, form, formset, change)
        _note(request, [*leaving, *formset.new_objects, *(row for row, _fields in formset.changed_objects)])

    def _put_back(
        self, request: HttpRequest, pk: Any, source: Source, version: Version, leaving: set[str]
    ) -> list[str]:
        reasons = super()._put_back(request, pk, source, version, leaving)
        if not reasons:
            _note(request, [version.pgh_tracked_model(pk=version.id)])
        return reasons


class RightsRecorded(RolesRecorded):
    """Records of accounts only what changes in their rights."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        with _noting_rights(request, obj):
            super().save_model(request, obj, form, change)

    def _put_back(
        self, request: HttpRequest, pk: Any, source: Source, version: Version, leaving: set[str]
    ) -> list[str]:
        with _noting_rights(request, User(pk=pk)):
            return super()._put_back(request, pk, source, version, leaving)


def _note(request: HttpRequest, rows: Iterable[Model]) -> None:
    for row in rows:
        kind = getattr(row, "security_kind", None)
        if kind is not None:
            record(kind, actor=request.user, about=row, request=request)


@contextmanager
def _noting_rights(request: HttpRequest, account: User) -> Iterator[None]:
    """Compare what stands in the database before and after."""
    before = _rights(account)
    yield
    after = _rights(account)
    if before.get("is_active") and not after.get("is_active"):
        record(SecurityEvent.Kind.ACCOUNT_CLOSED, actor=request.user, about=account, request=request)
    if any(after.get(name, False) != before.get(name, False) for name in RIGHTS[1:]) or _is_reopened(before, after):
        record(SecurityEvent.Kind.ROLE_CHANGED, actor=request.user, about=account, request=request)


def _is_reopened(before: dict[str, Any], after: dict[str, Any]) -> bool:
    return before.get("is_active") is False and bool(after.get("is_active"))


def _rights(account: User) -> dict[str, Any]:
    """Return the rights as stored; nothing of an account that is not there."""
    return User.objects.filter(pk=account.pk).values(*RIGHTS).first() or {}
