"""Routes of the programmes app. The words in paths are Dutch, names and arguments English."""

from django.urls import path

from programmes.activities import urls as activities_urls
from programmes.aftercare import urls as aftercare_urls
from programmes.circles import urls as circles_urls
from programmes.gatherings import urls as gatherings_urls
from programmes.handing_over import urls as handing_over_urls
from programmes.life import urls as life_urls
from programmes.outcomes import urls as outcomes_urls
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

urlpatterns = [
    *life_urls.urlpatterns,  # before the pages that take any word for the name of a programme or circle
    *outcomes_urls.urlpatterns,
    *handing_over_urls.urlpatterns,
    *aftercare_urls.urlpatterns,
    *circles_urls.urlpatterns,
    *gatherings_urls.urlpatterns,
    *activities_urls.urlpatterns,
    *programme_urls,
    *platform_urls,
    *circle_urls,
    *activity_urls,
]
