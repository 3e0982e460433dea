"""Sectors: who leads them, who takes part, and what they aim for each year."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.generated import search_vector
from members.images import SCENE, FocusField, PictureField
from members.lineage import Lineage
from members.models import MemberRequest, Organisation, Person, SecurityEvent
from members.periods import Period, PeriodExclusion, PeriodQuerySet
from members.rich_text import RichTextField
from members.tracking import tracked

YEARS = (1990, 2100)
TAG = ("name", "slug", "band")


class Band(models.TextChoices):
    """The colours that bands of the weave may have; the palette of the network gives them their tones."""

    KLINKER = "klinker", _("Brick")
    KOOLZAAD = "koolzaad", _("Rapeseed")
    WAD = "wad", _("Mud flat")
    HEIDE = "heide", _("Heather")
    WEIDE = "weide", _("Meadow")
    AUBERGINE = "aubergine", _("Aubergine")


class Weekday(models.IntegerChoices):
    """Days of the week as Python's date.weekday() counts them: Monday is 0."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")


class SectorQuerySet(models.QuerySet["Sector"]):
    """Questions about sectors."""

    def active(self) -> Self:
        """Sectors that are shown in lists."""
        return self.filter(is_active=True)

    def open_to(self, organisation: Organisation | None) -> Self:
        """Active sectors in which people of an organisation may take a seat; those of the office (None) in all."""
        if organisation is None:
            return self.active()
        taking_part = SectorMembership.objects.current().filter(sector=OuterRef("pk"), organisation=organisation)
        return self.active().filter(Exists(taking_part))

    def with_member_count(self) -> Self:
        """Annotate `member_count`: organisations that take part today."""
        current = (
            SectorMembership.objects.filter(sector=OuterRef("pk"))
            .current()
            .order_by()
            .values("sector")
            .annotate(count=models.Count("pk"))
            .values("count")
        )
        return self.annotate(
            member_count=models.functions.Coalesce(models.Subquery(current), 0, output_field=models.IntegerField())
        )

    def without_programme_manager(self, on: date | None = None) -> Self:
        """Active sectors that nobody manages on a day; today when none is given."""
        managers = Appointment.objects.current(on).filter(role=Appointment.Role.PROGRAMME_MANAGER)
        return self.active().filter(~Exists(managers.filter(sector=OuterRef("pk"))))

    def without_chair(self, on: date | None = None) -> Self:
        """Active sectors that nobody chairs on a day."""
        chairs = Appointment.objects.current(on).filter(role=Appointment.Role.CHAIR)
        return self.active().filter(~Exists(chairs.filter(sector=OuterRef("pk"))))

    def without_next_year(self, on: date | None = None) -> Self:
        """Active sectors for which nothing is written down for the year after that of a day."""
        years = SectorYear.objects.filter(year=(on or timezone.localdate()).year + 1)
        return self.active().filter(~Exists(years.filter(sector=OuterRef("pk"))))

    def without_focus_points(self, on: date | None = None) -> Self:
        """Active sectors whose page shows no focus point in the year of a day, shared ones included."""
        points = FocusPoint.objects.filter(sector_year__year=(on or timezone.localdate()).year)
        own = points.filter(sector_year__sector=OuterRef("pk"))
        return self.active().filter(~Exists(own), ~Exists(points.filter(shared_with=OuterRef("pk"))))

    def with_leaders(self) -> Self:
        """Annotate `manager` and `chairs`: the names of who lead today, as lists."""
        now = Appointment.objects.filter(sector=OuterRef("pk")).current().order_by("person__sort_key")
        names = {"manager": Appointment.Role.PROGRAMME_MANAGER, "chairs": Appointment.Role.CHAIR}
        return self.annotate(
            **{name: ArraySubquery(now.filter(role=role).values("person__name")) for name, role in names.items()}
        )

    def with_years(self) -> Self:
        """Annotate `all_years`: what is written down for each year, the latest first, as fields of SectorYear."""
        return self.annotate(all_years=_all_years())


@cache
def _all_years() -> ArraySubquery:
    fields = {name: name for name in ("id", "year", "meeting_target", "new_member_target", "ambition")}
    years = SectorYear.objects.filter(sector=OuterRef("pk")).order_by("-year")
    return ArraySubquery(years.values(fields=JSONObject(**fields)))


@tracked
class Sector(models.Model):
    """A field in which organisations of the network share knowledge and meet, as a rule eight times a year."""

    class AnswersShown(models.TextChoices):
        """What members see of who comes to a meeting; who leads the sector sees the names."""

        NUMBERS = "numbers", _("Numbers only")
        ORGANISATIONS = "organisations", _("Organisations")
        PEOPLE = "people", _("Names of people")

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    summary = models.CharField(_("summary"), max_length=300, help_text=_("One or two sentences, for lists."))
    introduction = RichTextField(_("introduction"), blank=True)
    band = models.CharField(_("colour"), max_length=20, choices=Band, default=Band.KLINKER)
    icon = models.SlugField(
        _("icon"), max_length=40, blank=True, help_text=_("A name from lucide.dev, such as landmark.")
    )
    image = PictureField(_("image"), upload_to="sectors/", blank=True, sizes=SCENE, focus="image_focus")
    image_focus = FocusField(_("what stays in sight"))
    image_alt = models.CharField(
        _("alternative text"), max_length=200, blank=True, help_text=_("What the image shows, for who cannot see it.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("active"), default=True)
    usual_weekday = models.PositiveSmallIntegerField(_("usual weekday"), choices=Weekday, default=Weekday.THURSDAY)
    usual_start = models.TimeField(_("usual start"), null=True, blank=True)
    usual_minutes = models.PositiveSmallIntegerField(
        _("usual length"),
        default=180,
        validators=[MinValueValidator(15), MaxValueValidator(720)],
        help_text=_("In minutes."),
    )
    months_without = ArrayField(
        models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(12)]),
        verbose_name=_("months without meetings"),
        default=list,
        blank=True,
        help_text=_("Numbers of months, comma separated, such as 7,8."),
    )
    answers_shown = models.CharField(
        _("who comes is shown to members as"), max_length=15, choices=AnswersShown, default=AnswersShown.ORGANISATIONS
    )
    search = search_vector(name="A", summary="B", introduction="C")

    objects = SectorQuerySet.as_manager()

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        ordering = ["position", "name"]
        indexes = [GinIndex(fields=["search"], name="sectors_sector_search")]
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("name"),
                name="%(app_label)s_%(class)s_name",
                violation_error_message=_("There is already a sector with this name."),
            ),
            models.CheckConstraint(
                condition=Q(usual_minutes__range=(15, 720)),
                name="%(app_label)s_%(class)s_usual_minutes",
                violation_error_message=_("A meeting lasts between 15 minutes and 12 hours."),
            ),
            models.CheckConstraint(
                condition=Q(image="") | ~Q(image_alt=""),
                name="%(app_label)s_%(class)s_image_with_alt",
                violation_error_message=_("An image needs an alternative text."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("sector-detail", args=[self.slug])


class AppointmentQuerySet(PeriodQuerySet["Appointment"]):
    """Questions about appointments."""

    def managing(self, on: date | None = None) -> Self:
        """Programme managers and deputies, who have the same rights, on a day; today when none is given."""
        return self.current(on).filter(role__in=[Appointment.Role.PROGRAMME_MANAGER, Appointment.Role.DEPUTY])

    def leading(self) -> Self:
        """The people to call first: chairs, programme managers and their deputies, in that order."""
        order = models.Case(
            *(models.When(role=role, then=place) for place, role in enumerate(Appointment.Role.values)),
            output_field=models.IntegerField(),
        )
        return self.select_related("person__organisation").order_by(order, "person__sort_key", "pk")


@tracked
class Appointment(Period):
    """Someone holds a role in a sector for a period. A deputy has the rights of the programme manager."""

    class Role(models.TextChoices):
        CHAIR = "chair", _("Chair")
        PROGRAMME_MANAGER = "programme_manager", _("Programme manager")
        DEPUTY = "deputy", _("Deputy programme manager")

    sector = models.ForeignKey(Sector, verbose_name=_("sector"), on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(_("role"), max_length=20, choices=Role)

    security_kind = SecurityEvent.Kind.ROLE_CHANGED

    objects = AppointmentQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            *Period.Meta.constraints,
            PeriodExclusion(
                name="%(app_label)s_%(class)s_one_programme_manager",
                keys=["sector"],
                condition=Q(role="programme_manager"),
                violation_error_message=_("This sector already has a programme manager in that period."),
            ),
            PeriodExclusion(
                name="%(app_label)s_%(class)s_no_overlap",
                keys=["sector", "person"],
                violation_error_message=_("This person already has a role in this sector in that period."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()} {self.sector}"


class SectorMembershipQuerySet(PeriodQuerySet["SectorMembership"]):
    """Questions about who takes part in a sector."""

    def new_in(self, year: int) -> Self:
        """Memberships that began in a year, of who was never in that sector before, nor what merged into it."""
        return self.filter(self._new_in(year))

    def marking_new_in(self, year: int) -> Self:
        """Annotate `is_new`: whether the membership is new in a year."""
        return self.annotate(is_new=self._new_in(year))

    def _new_in(self, year: int) -> Q:
        earlier = SectorMembership.objects.filter(
            Q(since__lt=OuterRef("since")) | Q(since__isnull=True),
            sector=OuterRef("sector"),
            organisation__in=Lineage(OuterRef("organisation")),
        )
        return Q(~Exists(earlier), since__year=year, since__isnull=False)


@tracked
class SectorMembership(Period):
    """An organisation takes part in a sector for a period. Leaving and coming back are two rows."""

    sector = models.ForeignKey(Sector, verbose_name=_("sector"), on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="sector_memberships",
    )

    objects = SectorMembershipQuerySet.as_manager()

    class Meta(Period.Meta):
        verbose_name = _("sector membership")
        verbose_name_plural = _("sector memberships")
        constraints = [
            *Period.Meta.constraints,
            PeriodExclusion(
                name="%(app_label)s_%(class)s_no_overlap",
                keys=["sector", "organisation"],
                violation_error_message=_("This organisation already takes part in this sector in that period."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.sector}"


@tracked
class Seat(Period):
    """Someone takes part in a sector's work: is invited, asked for input and counted."""

    class Mail(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        WEEKLY = "weekly", _("Weekly")
        ONLY_ASKED = "only_asked", _("Only what asks something of me")
        NOTHING = "nothing", _("Nothing")

    class Calendar(models.TextChoices):
        INVITATION = "invitation", _("Invitation by mail")
        FEED = "feed", _("Calendar subscription")
        BOTH = "both", _("Both")

    sector = models.ForeignKey(Sector, verbose_name=_("sector"), on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="seats")
    mail = models.CharField(_("mail"), max_length=12, choices=Mail, default=Mail.AT_ONCE)
    calendar = models.CharField(_("calendar"), max_length=12, choices=Calendar, default=Calendar.INVITATION)

    objects = PeriodQuerySet["Seat"].as_manager()

    class Meta(Period.Meta):
        verbose_name = _("seat")
        verbose_name_plural = _("seats")
        constraints = [
            *Period.Meta.constraints,
            PeriodExclusion(
                name="%(app_label)s_%(class)s_no_overlap",
                keys=["sector", "person"],
                violation_error_message=_("This person already has a seat in this sector in that period."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.sector}"


class SeatWish(models.Model):
    """A sector in which someone who asks to come in wants a seat; it becomes one on approval."""

    request = models.ForeignKey(
        MemberRequest, verbose_name=_("request"), on_delete=models.CASCADE, related_name="seat_wishes"
    )
    sector = models.ForeignKey(Sector, verbose_name=_("sector"), on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("wish for a seat")
        verbose_name_plural = _("wishes for seats")
        constraints = [
            models.UniqueConstraint(
                fields=["request", "sector"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This sector is already asked for."),
            )
        ]

    def __str__(self) -> str:
        return str(self.sector)


class SectorYearQuerySet(models.QuerySet["SectorYear"]):
    """Questions about sector years."""

    def with_focus_count(self) -> Self:
        """Annotate `focus_count`: the year's own focus points."""
        return self.annotate(focus_count=models.Count("focus_points"))


@tracked
class SectorYear(models.Model):
    """What a sector means to do in a calendar year."""

    sector = models.ForeignKey(Sector, verbose_name=_("sector"), on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(YEARS[0]), MaxValueValidator(YEARS[1])]
    )
    meeting_target = models.PositiveSmallIntegerField(
        _("number of meetings"), default=8, validators=[MaxValueValidator(52)]
    )
    new_member_target = models.PositiveSmallIntegerField(_("new members expected"), default=2)
    ambition = models.TextField(_("ambition"), blank=True)

    objects = SectorYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("sector year")
        verbose_name_plural = _("sector years")
        ordering = ["-year", "sector"]
        constraints = [
            models.UniqueConstraint(
                fields=["sector", "year"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This sector already has this year."),
            ),
            models.CheckConstraint(
                condition=Q(year__range=YEARS),
                name="%(app_label)s_%(class)s_plausible",
                violation_error_message=_("A year lies between 1990 and 2100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sector} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("sector-year", args=[self.sector.slug, self.year])


class FocusPointQuerySet(models.QuerySet["FocusPoint"]):
    """Questions about focus points."""

    def of(self, sector: Sector, year: int) -> Self:
        """Focus points on a sector's page for a year: its own and those that others share with it."""
        shared = FocusPoint.shared_with.through.objects.filter(focuspoint=OuterRef("pk"), sector=sector)
        return self.filter(Q(sector_year__sector=sector) | Exists(shared), sector_year__year=year)

    def for_display(self) -> Self:
        """In order, annotated with `sharing`, `partner_list` (as dictionaries) and the sector that owns each."""
        owner = JSONObject(**{name: f"sector_year__sector__{name}" for name in TAG})
        found = self.annotate(owner=owner, sharing=_sharing_sectors(), partner_list=_partners())
        return found.order_by("position", "pk")


@cache
def _sharing_sectors() -> ArraySubquery:
    links = FocusPoint.shared_with.through.objects.filter(focuspoint=OuterRef("pk"))
    tag = JSONObject(**{name: f"sector__{name}" for name in TAG})
    return ArraySubquery(links.order_by("sector__position", "sector__name").values(tag=tag))


@cache
def _partners() -> ArraySubquery:
    links = FocusPoint.partners.through.objects.filter(focuspoint=OuterRef("pk"))
    partner = JSONObject(name="organisation__name", slug="organisation__slug")
    return ArraySubquery(links.order_by("organisation__sort_key").values(partner=partner))


@tracked
class FocusPoint(models.Model):
    """Something a sector means to achieve in a year, alone or with other sectors and partners."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        ACTIVE = "active", _("Active")
        ACHIEVED = "achieved", _("Achieved")
        DROPPED = "dropped", _("Dropped")

    sector_year = models.ForeignKey(
        SectorYear, verbose_name=_("sector and year"), on_delete=models.PROTECT, related_name="focus_points"
    )
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    shared_with = models.ManyToManyField(
        Sector, verbose_name=_("shared with"), related_name="shared_focus_points", blank=True
    )
    partners = models.ManyToManyField(Organisation, verbose_name=_("partners"), related_name="focus_points", blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    result = models.TextField(_("result"), blank=True)
    search = search_vector(title="A", text="C", result="C")

    objects = FocusPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("focus point")
        verbose_name_plural = _("focus points")
        ordering = ["position", "pk"]
        indexes = [GinIndex(fields=["search"], name="sectors_focuspoint_search")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="achieved") | ~Q(result=""),
                name="%(app_label)s_%(class)s_achieved_with_result",
                violation_error_message=_("Say what the result is."),
            )
        ]

    def __str__(self) -> str:
        return self.title
