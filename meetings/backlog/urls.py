"""Routes: the topics a sector might talk about."""

from django.urls import path

from meetings.backlog import deciding, views

urlpatterns = [
    path("sectoren/<slug:slug>/onderwerpen/", views.topic_list, name="topic-list"),
    path("sectoren/<slug:slug>/onderwerpen/nieuw/", views.topic_create, name="topic-create"),
    path("onderwerpen/<int:pk>/", views.topic_detail, name="topic-detail"),
    path("onderwerpen/<int:pk>/wijzigen/", views.topic_update, name="topic-update"),
    path("onderwerpen/<int:pk>/steunen/", deciding.topic_support, name="topic-support"),
    path("onderwerpen/<int:pk>/aanbieden/", deciding.topic_offer, name="topic-offer"),
    path("onderwerpen/<int:pk>/intrekken/", deciding.topic_withdraw, name="topic-withdraw"),
    path("onderwerpen/<int:pk>/besluit/", deciding.topic_decide, name="topic-decide"),
]
