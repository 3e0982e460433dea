"""Periods in words."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from members.dates import date_plain


def period_text(since: date | None, until: date | None) -> str:
    """Write "from 1 May 2013", "until 1 July 2018" or both; nothing when neither is known."""
    if since and until:
        return _("from %(since)s until %(until)s") % {"since": date_plain(since), "until": date_plain(until)}
    if until:
        return _("until %(until)s") % {"until": date_plain(until)}
    return _("since %(since)s") % {"since": date_plain(since)} if since else ""


def years_text(begin: int | None, end: int | None) -> str:
    """Write "2013–2018", "since 2013" or "until 2018"; nothing when neither is known."""
    if begin and end:
        return f"{begin}–{end}"
    if end:
        return _("until %(year)s") % {"year": end}
    return _("since %(year)s") % {"year": begin} if begin else ""
