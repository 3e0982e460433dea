"""Routes of the programmes app. The words in paths are Dutch, names and arguments English."""

from django.urls import path

from programmes.views import activities, circles, platforms, programmes

programme_urls = [
    path("programmas/", programmes.programme_list, name="programme-list"),
    path("programmas/<slug:slug>/", programmes.programme_detail, name="programme-detail"),
]

platform_urls = [
    path("platforms/<slug:slug>/", platforms.platform_detail, name="platform-detail"),
]

circle_urls = [
    path("kenniskringen/", circles.circle_list, name="circle-list"),
    path("kenniskringen/<slug:slug>/", circles.circle_detail, name="circle-detail"),
]

activity_urls = [
    path("activiteiten/", activities.activity_list, name="activity-list"),
]

urlpatterns = [*programme_urls, *platform_urls, *circle_urls, *activity_urls]
