"""Routes: looking back on a sector's year."""

from django.urls import URLPattern, path

from meetings.looking_back import views
from sectors import converters  # noqa: F401 - registers <year:…>

urlpatterns: list[URLPattern] = [
    path("sectoren/<slug:slug>/terugblik/<year:year>/", views.sector_review, name="sector-review"),
    path(
        "sectoren/<slug:slug>/terugblik/<year:year>/<slug:table>.csv",
        views.sector_review_table,
        name="sector-review-table",
    ),
]
