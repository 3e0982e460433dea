"""The network itself."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.images import LOGO, PictureField
from members.tracking import tracked


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
