"""Planning: the days on which a region does not meet."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.tracking import tracked


@tracked
class ClosedDay(models.Model):
    """A day to avoid beside public and school holidays: an election, a regional event."""

    day = models.DateField(_("day"), unique=True)
    reason = models.CharField(_("reason"), max_length=120)

    class Meta:
        verbose_name = _("closed day")
        verbose_name_plural = _("closed days")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day}: {self.reason}"
