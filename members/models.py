"""The network itself: organisations, people, their accounts, and what the network tells them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import JSONObject, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from members.gaps import OrganisationGaps, PersonGaps
from members.generated import search_vector, sort_key
from members.images import LOGO, PORTRAIT, FocusField, PictureField
from members.periods import Period, PeriodExclusion, PeriodQuerySet
from members.tracking import tracked, tracked_only


@tracked
class Network(models.Model):
    """The network that this installation serves: one row, and the face of every page."""

    class Palette(models.TextChoices):
        BRINK = "brink", _("Brink (aubergine)")
        GETIJ = "getij", _("Tide (blue and green)")

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    name = models.CharField(_("name"), max_length=100)
    tagline = models.CharField(_("tagline"), max_length=100, blank=True)
    introduction = models.TextField(_("introduction"), blank=True, help_text=_("Who we are, on the front page."))
    contact_email = models.EmailField(_("contact address"), blank=True)
    contact_phone = models.CharField(_("contact phone"), max_length=30, blank=True)
    sender_email = models.EmailField(
        _("sender address"), blank=True, help_text=_("Mail from the portal comes from this address.")
    )
    logo = PictureField(_("logo"), upload_to="network/", blank=True, sizes=LOGO)
    palette = models.CharField(_("palette"), max_length=20, choices=Palette, default=Palette.BRINK)
    school_region = models.CharField(
        _("school holiday region"),
        max_length=10,
        choices=[("Noord", _("North")), ("Midden", _("Central")), ("Zuid", _("South"))],
        default="Noord",
    )

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("network")
        constraints = [
            models.CheckConstraint(
                condition=Q(id=1),
                name="%(app_label)s_%(class)s_only_one",
                violation_error_message=_("One installation serves one network."),
            )
        ]

    def __str__(self) -> str:
        return self.name


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


class UserManager(BaseUserManager["User"]):
    """Makes accounts whose login is their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Store an account; without a password it cannot be entered by password."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Store an account that may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> User:
        """Find an account whatever the case its address is typed in."""
        return self.get(email__iexact=email)


@tracked_only("email", "is_active", "is_staff", "is_superuser")
class User(AbstractBaseUser, PermissionsMixin):
    """An account. Staff are editors, superusers admins; all other rights follow from the person's roles and seats."""

    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("There is already an account with this address.")},
    )
    is_staff = models.BooleanField(_("editor"), default=False, help_text=_("May edit content in the admin."))
    is_active = models.BooleanField(_("active"), default=True, help_text=_("Switch off to close the account."))
    date_joined = models.DateTimeField(_("made on"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="%(app_label)s_%(class)s_email",
                violation_error_message=_("There is already an account with this address."),
            )
        ]

    def __str__(self) -> str:
        return self.email

    @cached_property
    def belongs_to_network(self) -> bool:
        """Whether the account's person is of an organisation that is a member today; asked once per request."""
        memberships = NetworkMembership.objects.current()
        return self.is_active and memberships.filter(organisation__people__account=self).exists()


class PersonQuerySet(PersonGaps):
    """Questions about people."""

    def of_members(self) -> Self:
        """People of organisations that belong to the network today."""
        return self.filter(
            models.Exists(NetworkMembership.objects.filter(organisation=models.OuterRef("organisation")).current())
        )

    def by_name(self) -> Self:
        """Alphabetical, accents folded."""
        return self.order_by("sort_key", "pk")


@tracked
class Person(models.Model):
    """Someone of an organisation or of the network's office. An account is normal, but not needed."""

    class ContactVisibility(models.TextChoices):
        EVERYONE = "everyone", _("Everyone")
        MEMBERS = "members", _("Members")
        NOBODY = "nobody", _("Nobody")

    name = models.CharField(_("name"), max_length=120)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="people",
        null=True,
        blank=True,
        help_text=_("Empty: unknown, or staff of the network's office."),
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    photo = PictureField(_("photo"), upload_to="people/", blank=True, sizes=PORTRAIT, focus="photo_focus")
    photo_focus = FocusField(_("what stays in sight"))
    contact_visibility = models.CharField(
        _("who sees the contact details"),
        max_length=10,
        choices=ContactVisibility,
        default=ContactVisibility.MEMBERS,
    )
    account = models.OneToOneField(
        User,
        verbose_name=_("account"),
        on_delete=models.SET_NULL,
        related_name="person",
        null=True,
        blank=True,
    )
    sort_key = sort_key("name")
    search = search_vector(name="A", job_title="C")

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key"]
        indexes = [GinIndex(fields=["search"], name="members_person_search")]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="%(app_label)s_%(class)s_email",
                violation_error_message=_("There is already a person with this address."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """First letters of the first and the last name, for the round badge beside it."""
        words = self.name.split()
        return "".join(word[0] for word in (*words[:1], *words[1:][-1:])).upper()


class Notification(models.Model):
    """Something a person was told, or will be told in the next mail. The key keeps it from being told twice."""

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="notifications")
    kind = models.CharField(_("kind"), max_length=40)
    about_type = models.ForeignKey(
        ContentType,
        verbose_name=_("about kind"),
        on_delete=models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
    )
    about_id = models.PositiveBigIntegerField(_("about number"), null=True, blank=True)
    about = GenericForeignKey("about_type", "about_id")
    key = models.CharField(_("unique key"), max_length=120)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["about_type", "about_id"], name="members_notification_about")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "key"],
                name="%(app_label)s_%(class)s_told_once",
                violation_error_message=_("This person was already told."),
            ),
            models.CheckConstraint(
                condition=Q(about_type__isnull=True, about_id__isnull=True)
                | Q(about_type__isnull=False, about_id__isnull=False),
                name="%(app_label)s_%(class)s_about_in_pairs",
                violation_error_message=_("Kind and number of the subject go together."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.person}"


class OutboxMessage(models.Model):
    """One mail to one recipient. The row comes first; sending only follows it."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENDING = "sending", _("Sending")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    recipient = models.EmailField(_("recipient"))
    person = models.ForeignKey(
        Person,
        verbose_name=_("person"),
        on_delete=models.SET_NULL,
        related_name="outbox_messages",
        null=True,
        blank=True,
    )
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("unique key"), max_length=160, unique=True)
    template = models.CharField(_("template"), max_length=100, blank=True)
    context = models.JSONField(_("context"), default=dict, blank=True)
    content = models.BinaryField(_("content"), null=True, blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=200, unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="queued"), name="members_outboxmessage_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False) | ~Q(state="sent") & Q(sent_at__isnull=True),
                name="%(app_label)s_%(class)s_sent_with_moment",
                violation_error_message=_("A sent mail has the moment of sending, any other has none."),
            ),
            models.CheckConstraint(
                condition=~Q(template="") | Q(content__isnull=False),
                name="%(app_label)s_%(class)s_has_content",
                violation_error_message=_("A mail has a template or finished content."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.recipient}"
