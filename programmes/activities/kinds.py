"""What each kind of joint activity has: its fields, in the order of forms, and what they are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programmes.models import JointActivity

Kind = JointActivity.Kind

WORDS = ("title", "text", "lead", "owner")

FIELDS: dict[str, tuple[str, ...]] = {
    Kind.TENDER: (*WORDS, "join_before", "since", "until", "extension", "places", "link"),
    Kind.STAFF_POOL: (*WORDS, "join_before", "link"),
    Kind.HANDBOOK: (*WORDS, "version", "review_by", "link"),
    Kind.STUDY: (*WORDS, "join_before", "since", "until", "link"),
    Kind.EXCHANGE: (*WORDS, "join_before", "since", "until", "places", "link"),
}

EXPLANATIONS: dict[str, str | Promise] = {
    Kind.TENDER: _("Buy something together: one leads the tender, the others join before a day."),
    Kind.STAFF_POOL: _("Lend each other staff: organisations offer and ask for people with their skills and hours."),
    Kind.HANDBOOK: _("Write down once how it is done. One organisation keeps it and looks it through in time."),
    Kind.STUDY: _("Find something out together, and share the report."),
    Kind.EXCHANGE: _("Visit each other or trade places for a while."),
}

LEADS: dict[str, str | Promise] = {
    Kind.TENDER: _("Lead buyer"),
    Kind.STAFF_POOL: _("Who manages the pool"),
    Kind.HANDBOOK: _("Who keeps the handbook"),
    Kind.STUDY: _("Who carries out the study"),
    Kind.EXCHANGE: _("Who arranges the exchange"),
}

PERIODS: dict[str, str | Promise] = {
    Kind.TENDER: _("Contract period"),
    Kind.STUDY: _("Period of the study"),
    Kind.EXCHANGE: _("Period of the exchange"),
}

LABELS: dict[tuple[str, str], str | Promise] = {
    **{(kind, "lead"): label for kind, label in LEADS.items()},
    (Kind.TENDER, "since"): _("Contract from"),
    (Kind.TENDER, "until"): _("Contract until and including"),
    (Kind.TENDER, "link"): _("Link to the tender documents"),
    (Kind.STAFF_POOL, "link"): _("Link to the agreements of the pool"),
    (Kind.HANDBOOK, "link"): _("Link to the handbook"),
    (Kind.STUDY, "link"): _("Link to the report"),
    (Kind.EXCHANGE, "link"): _("Link to more about the exchange"),
}
