"""News of the network, and the exports of people's own data."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.generated import search_vector
from members.images import SCENE, FocusField, PictureField
from members.models import Person, User
from members.rich_text import RichTextField
from members.tracking import tracked
from programmes.models import KnowledgeCircle, Programme
from sectors.models import Sector

EXPORT_HOURS = timedelta(hours=24)


class ArticleQuerySet(models.QuerySet["Article"]):
    """Questions about articles."""

    def published(self) -> Self:
        """Articles that readers see now, the newest first."""
        return self.filter(published_at__lte=timezone.now(), withdrawn_at__isnull=True).order_by("-published_at", "-pk")

    def drafts(self) -> Self:
        """Articles without a moment of publication."""
        return self.filter(published_at__isnull=True)

    def offered(self) -> Self:
        """Drafts on which an editor is to decide, the oldest first."""
        return self.drafts().filter(proposed_at__isnull=False).order_by("proposed_at", "pk")

    def scheduled(self) -> Self:
        """Articles that publish themselves at a moment to come, the first one first."""
        return self.filter(published_at__gt=timezone.now(), withdrawn_at__isnull=True).order_by("published_at", "pk")

    def withdrawn(self) -> Self:
        """Articles that were taken back."""
        return self.filter(withdrawn_at__isnull=False)

    def without_image_text(self) -> Self:
        """Articles whose image tells nothing to who cannot see it."""
        return self.exclude(image="").filter(image_alt__regex=r"^\s*$")


@tracked
class Article(models.Model):
    """A piece of news. With a moment in the future it is scheduled, without one it is a draft."""

    title = models.CharField(_("title"), max_length=150)
    slug = models.SlugField(_("slug"), max_length=100)
    lead = models.TextField(_("lead"), max_length=400, blank=True)
    text = RichTextField(_("text"), blank=True)
    author = models.ForeignKey(
        Person, verbose_name=_("author"), on_delete=models.PROTECT, related_name="articles", null=True, blank=True
    )
    published_at = models.DateTimeField(
        _("published on"), null=True, blank=True, help_text=_("In the future: scheduled. Empty: a draft.")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)
    image = PictureField(_("image"), upload_to="news/", blank=True, sizes=SCENE, focus="image_focus")
    image_focus = FocusField(_("what stays in sight"))
    image_alt = models.CharField(
        _("alternative text"), max_length=200, blank=True, help_text=_("What the image shows, for who cannot see it.")
    )
    sectors = models.ManyToManyField(Sector, verbose_name=_("sectors"), related_name="articles", blank=True)
    programmes = models.ManyToManyField(Programme, verbose_name=_("programmes"), related_name="articles", blank=True)
    circles = models.ManyToManyField(
        KnowledgeCircle, verbose_name=_("knowledge circles"), related_name="articles", blank=True
    )
    closes = models.OneToOneField(
        Programme,
        verbose_name=_("closing article of"),
        on_delete=models.SET_NULL,
        related_name="closing_article",
        null=True,
        blank=True,
    )
    written_by = models.ForeignKey(
        User,
        verbose_name=_("written by"),
        on_delete=models.SET_NULL,
        related_name="written_articles",
        null=True,
        blank=True,
        editable=False,
    )
    proposed_at = models.DateTimeField(_("offered to the editors"), null=True, blank=True, editable=False)
    returned_reason = models.TextField(_("why it went back to its writer"), blank=True, editable=False)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    modified_at = models.DateTimeField(_("modified"), auto_now=True)
    search = search_vector(title="A", lead="B", text="C")

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["-published_at"], name="portal_article_published"),
            GinIndex(fields=["search"], name="portal_article_search"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                name="%(app_label)s_%(class)s_slug",
                violation_error_message=_("There is already an article with this slug."),
            ),
            models.CheckConstraint(
                condition=Q(image="") | ~Q(image_alt=""),
                name="%(app_label)s_%(class)s_image_with_alt",
                violation_error_message=_("An image needs an alternative text."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True)
                | Q(published_at__isnull=False, published_at__lte=F("withdrawn_at")),
                name="%(app_label)s_%(class)s_withdrawn_after_publication",
                violation_error_message=_("Only a published article can be withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        year = timezone.localtime(self.published_at).year if self.published_at else timezone.localdate().year
        return reverse("article-detail", args=[year, self.slug])

    @property
    def is_published(self) -> bool:
        """Whether readers see it now."""
        published = self.published_at is not None and self.published_at <= timezone.now()
        return published and self.withdrawn_at is None


def export_end() -> datetime:
    return timezone.now() + EXPORT_HOURS


class DataExportQuerySet(models.QuerySet["DataExport"]):
    """Questions about exports."""

    def to_make(self) -> Self:
        """Exports that somebody waits for."""
        return self.filter(made_at__isnull=True)


class DataExport(models.Model):
    """All of a person's own data as one zip file, made in the background and kept for a day."""

    account = models.ForeignKey(User, verbose_name=_("account"), on_delete=models.CASCADE, related_name="data_exports")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)
    expires_at = models.DateTimeField(_("valid until"), default=export_end)
    content = models.BinaryField(_("content"), default=bytes)

    objects = DataExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("data export")
        verbose_name_plural = _("data exports")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(made_at__isnull=True),
                name="%(app_label)s_%(class)s_one_waiting",
                violation_error_message=_("Your data is already being gathered."),
            )
        ]

    def __str__(self) -> str:
        return str(self.asked_at)

    @property
    def is_over(self) -> bool:
        """Whether it was made, and its day has passed."""
        return self.made_at is not None and self.expires_at <= timezone.now()
