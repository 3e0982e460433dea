"""Routes: writing news, feeds, and the closing page of a programme."""

from django.urls import URLPattern, path

from portal.newsroom import feeds, views
from portal.newsroom.closing_views import programme_closing

urlpatterns: list[URLPattern] = [
    path("nieuws/schrijven/", views.article_write, name="article-write"),
    path("nieuws/schrijven/nieuw/", views.article_create, name="article-create"),
    path("nieuws/schrijven/<int:pk>/", views.article_edit, name="article-edit"),
    path("nieuws/schrijven/<int:pk>/aanbieden/", views.article_offer, name="article-offer"),
    path("nieuws/schrijven/<int:pk>/publiceren/", views.article_publish, name="article-publish"),
    path("nieuws/schrijven/<int:pk>/terugsturen/", views.article_return, name="article-return"),
    path("nieuws/schrijven/<int:pk>/intrekken/", views.article_withdraw, name="article-withdraw"),
    path("programmas/<slug:slug>/afsluiting/", programme_closing, name="programme-closing"),
    path("programmas/<slug:slug>/feed.atom", feeds.programme_feed, name="programme-feed"),
    path("kenniskringen/<slug:slug>/feed.atom", feeds.circle_feed, name="circle-feed"),
]
