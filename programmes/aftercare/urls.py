"""Routes: what needs a home, moving platforms and hosts, and whether what was handed over still lives."""

from django.urls import path

from programmes.aftercare import life_views, views

urlpatterns = [
    path("overdrachten/", views.home_list, name="home-list"),
    path("overdrachten/<int:pk>/vervolg/", views.handover_follow, name="handover-follow"),
    path("platforms/<slug:slug>/einde/", views.platform_end, name="platform-end"),
    path("platforms/<slug:slug>/gastheer/", views.platform_host, name="platform-host"),
    path("overdracht/leeft/<str:token>/", life_views.life_sign, name="life-sign"),
    path("mijn/leeft/<int:pk>/", life_views.life_sign_mine, name="life-sign-mine"),
]
