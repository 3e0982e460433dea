"""Accounts: who may sign in, and with which organisation's own sign-in service."""

from __future__ import annotations

from typing import Any, ClassVar

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from members.models.organisations import Organisation
from members.secrets import EncryptedField
from members.tracking import tracked_only


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
        """Whether the account is of someone who takes part today; asked once per request.

        That is a person of an organisation that is a member, or one of the network's office: an account with a person
        without organisation.
        """
        people = apps.get_model("members", "Person").objects
        return self.is_active and bool(people.filter(account=self).taking_part().exists())


@tracked_only("organisation_id", "name", "slug", "issuer", "client_id", "is_active")
class IdentityProvider(models.Model):
    """An organisation's own sign-in service (OpenID Connect), for addresses on that organisation's domains."""

    organisation = models.OneToOneField(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="identity_provider"
    )
    name = models.CharField(_("name"), max_length=60, help_text=_("On the button: “Sign in with …”."))
    slug = models.SlugField(
        _("slug"), max_length=60, unique=True, help_text=_("Part of the address that the service sends people back to.")
    )
    issuer = models.URLField(
        _("issuer"),
        max_length=300,
        help_text=_("For Entra ID: https://login.microsoftonline.com/, the number of the tenant, and /v2.0."),
    )
    client_id = models.CharField(_("client ID"), max_length=190, unique=True)
    client_secret = EncryptedField(_("client secret"))
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("sign-in service")
        verbose_name_plural = _("sign-in services")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(issuer__startswith="https://") | Q(issuer__startswith="http://localhost"),
                name="%(app_label)s_%(class)s_https",
                violation_error_message=_("The issuer’s address starts with https://."),
            )
        ]

    def __str__(self) -> str:
        return self.name
