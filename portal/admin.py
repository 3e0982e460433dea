"""News in the admin."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from members.editing import ContentAdmin
from portal.models import Article


@admin.register(Article)
class ArticleAdmin(ContentAdmin):
    list_display = ["title", "author", "published_at", "withdrawn_at", "is_published"]
    list_filter = [
        ("published_at", admin.EmptyFieldListFilter),
        ("withdrawn_at", admin.EmptyFieldListFilter),
        "sectors",
        "programmes",
    ]
    list_select_related = ["author"]
    search_fields = ["title", "lead", "text", "author__name"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["author", "sectors", "programmes", "circles"]
    readonly_fields = ["modified_at"]
    date_hierarchy = "published_at"
    ordering = ["-published_at", "-pk"]

    @admin.display(description=_("visible"), boolean=True)
    def is_published(self, article: Article) -> bool:
        return article.is_published
