"""Organisations, and which of them belong to the network."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import JSONObject, Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.gaps import OrganisationGaps
from members.generated import search_vector, sort_key
from members.images import LOGO, PictureField
from members.periods import Period, PeriodExclusion, PeriodQuerySet
from members.tracking import tracked


class OrganisationQuerySet(OrganisationGaps):
    """Questions about organisations."""

    def with_membership(self) -> Self:
        """Annotate `is_member`, `member_since` (unknown: None) and `member_until`, the latest end of a term."""
        terms = NetworkMembership.objects.filter(organisation=models.OuterRef("pk"))
        return self.annotate(
            is_member=models.Exists(terms.current()),
            member_since=models.Subquery(terms.current().values("since")[:1]),
            member_until=models.Subquery(terms.order_by("-until").values("until")[:1]),
        )

    def with_kin(self) -> Self:
        """Annotate `parts` and `wholes`: names and slugs as dictionaries."""
        link = JSONObject(name="name", slug="slug")
        kin = Organisation.objects.by_name()
        return self.annotate(
            parts=ArraySubquery(kin.filter(part_of=models.OuterRef("pk")).values(link=link)),
            wholes=ArraySubquery(kin.filter(consists_of=models.OuterRef("pk")).values(link=link)),
        )

    def members(self, on: date | None = None) -> Self:
        """Organisations that belong to the network on a day; today when none is given."""
        return self.filter(
            models.Exists(NetworkMembership.objects.filter(organisation=models.OuterRef("pk")).current(on))
        )

    def by_name(self) -> Self:
        """Alphabetical, accents folded."""
        return self.order_by("sort_key", "pk")


@tracked
class Organisation(models.Model):
    """A public body or one of its partners. Only those with a current membership belong to the network."""

    class Kind(models.TextChoices):
        PROVINCE = "province", _("Province")
        MUNICIPALITY = "municipality", _("Municipality")
        PARTNERSHIP = "partnership", _("Partnership")
        NATIONAL_GOVERNMENT = "national_government", _("National government")
        WATER_BOARD = "water_board", _("Water board")
        SAFETY_REGION = "safety_region", _("Safety region")
        EDUCATION = "education", _("Education")
        HEALTH_CARE = "health_care", _("Health care")
        COMPANY = "company", _("Company")
        ASSOCIATION = "association", _("Association")
        OTHER = "other", _("Other")

    name = models.CharField(_("name"), max_length=150)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    website = models.URLField(_("website"), blank=True)
    logo = PictureField(_("logo"), upload_to="organisations/", blank=True, sizes=LOGO)
    seat = models.CharField(_("seat"), max_length=80, blank=True, help_text=_("The town of the main office."))
    province = models.CharField(_("province"), max_length=40, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Degrees north, WGS 84."),
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Degrees east, WGS 84."),
    )
    official_code = models.CharField(
        _("official code"), max_length=10, blank=True, help_text=_("Such as GM0014, PV20 or VR01.")
    )
    email_domains = ArrayField(
        models.CharField(max_length=100),
        verbose_name=_("e-mail domains"),
        default=list,
        blank=True,
        help_text=_("Comma separated, such as groningen.nl."),
    )
    consists_of = models.ManyToManyField(
        "self",
        verbose_name=_("consists of"),
        symmetrical=False,
        related_name="part_of",
        blank=True,
        help_text=_("The partners of a partnership."),
    )
    succeeded_by = models.ForeignKey(
        "self",
        verbose_name=_("succeeded by"),
        on_delete=models.PROTECT,
        related_name="predecessors",
        null=True,
        blank=True,
        help_text=_("The organisation this one merged into."),
    )
    dissolved_on = models.DateField(
        _("dissolved on"), null=True, blank=True, help_text=_("From this day on it exists no more.")
    )
    sort_key = sort_key("name")
    search = search_vector(name="A", short_name="A", seat="C")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["sort_key"]
        indexes = [GinIndex(fields=["search"], name="members_organisation_search")]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="%(app_label)s_%(class)s_name",
                violation_error_message=_("There is already an organisation with this name."),
            ),
            models.UniqueConstraint(
                fields=["official_code"],
                condition=~Q(official_code=""),
                name="%(app_label)s_%(class)s_official_code",
                violation_error_message=_("There is already an organisation with this official code."),
            ),
            models.CheckConstraint(
                condition=~Q(succeeded_by=F("id")),
                name="%(app_label)s_%(class)s_not_its_own_successor",
                violation_error_message=_("An organisation cannot merge into itself."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="%(app_label)s_%(class)s_coordinates",
                violation_error_message=_("Latitude and longitude go together."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation-detail", args=[self.slug])

    @property
    def called(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name


@tracked
class NetworkMembership(Period):
    """An organisation belongs to the network for a period."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="network_memberships",
    )

    objects = PeriodQuerySet["NetworkMembership"].as_manager()

    class Meta(Period.Meta):
        verbose_name = _("network membership")
        verbose_name_plural = _("network memberships")
        constraints = [
            *Period.Meta.constraints,
            PeriodExclusion(
                name="%(app_label)s_%(class)s_no_overlap",
                keys=["organisation"],
                violation_error_message=_("This organisation is already a member in that period."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)
