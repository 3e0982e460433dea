"""News in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from members.bulk import BulkAct
from members.editing import ContentAdmin
from members.preview import as_visitor
from members.questions import Question
from portal.models import Article
from portal.views.news import article_page


def _publish(article: Article, given: dict[str, Any]) -> None:
    if article.is_published:
        raise ValidationError(_("It is published already."))
    article.published_at, article.withdrawn_at = timezone.now(), None
    article.proposed_at, article.returned_reason = None, ""
    article.version += 1


def _withdraw(article: Article, given: dict[str, Any]) -> None:
    if not article.is_published:
        raise ValidationError(_("Only a published article can be withdrawn."))
    article.withdrawn_at = timezone.now()
    article.version += 1


publish_now = BulkAct(
    "publish_now",
    _("Publish now…"),
    change=_publish,
    done=ngettext_lazy("%(count)d article is published.", "%(count)d articles are published.", "count"),
)
withdraw = BulkAct(
    "withdraw",
    _("Withdraw…"),
    change=_withdraw,
    done=ngettext_lazy("%(count)d article is withdrawn.", "%(count)d articles are withdrawn.", "count"),
)


@admin.register(Article)
class ArticleAdmin(ContentAdmin):
    list_display = ["title", "author", "published_at", "standing"]
    list_filter = ["sectors", "programmes"]
    questions = [
        Question("offered", _("Offered to the editors"), needs_attention=True),
        Question("drafts", _("Draft"), needs_attention=True),
        Question("scheduled", _("Scheduled")),
        Question("published", _("Published")),
        Question("withdrawn", _("Withdrawn")),
        Question("without_image_text", _("Image without text"), needs_attention=True),
    ]
    actions = [publish_now, withdraw]
    list_select_related = ["author"]
    search_fields = ["title", "lead", "text", "author__name"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["author", "sectors", "programmes", "circles", "closes"]
    readonly_fields = ["standing", "modified_at"]
    date_hierarchy = "published_at"
    ordering = ["-published_at", "-pk"]

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's signature
        """Let who writes on the site see that it changed here meanwhile."""
        obj.version += change
        if obj.published_at is not None:
            obj.proposed_at, obj.returned_reason = None, ""
        super().save_model(request, obj, form, change)

    def preview(self, request: HttpRequest, row: Article) -> HttpResponse:
        """Show a draft and a scheduled article too, which have no page yet."""
        return article_page(as_visitor(request, row.get_absolute_url()), row)

    def get_view_on_site_url(self, obj: Article | None = None) -> str | None:
        """Only what readers see has a page to go to."""
        return super().get_view_on_site_url(obj) if obj and obj.is_published else None

    @admin.display(description=_("state"))
    def standing(self, article: Article) -> str:
        """Say whether readers see it, and of a scheduled article from when."""
        if article.withdrawn_at:
            kind, words = "ended", gettext("Withdrawn")
        elif article.is_published:
            kind, words = "now", gettext("Published")
        elif article.published_at:
            moment = date_format(timezone.localtime(article.published_at), "j F Y H:i")
            kind, words = "coming", gettext("Will be published on %(moment)s") % {"moment": moment}
        else:
            kind, words = "soon", gettext("Draft")
        return format_html('<span class="standing {}">{}</span>', kind, words)
