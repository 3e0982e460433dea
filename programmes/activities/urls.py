"""Routes: joint activities."""

from django.urls import path

from programmes.activities import feed, pool_views, views

urlpatterns = [
    path("activiteiten/feed.atom", feed.activity_feed, name="activity-feed"),
    path("activiteiten/<int:pk>/", views.activity_detail, name="activity-detail"),
    path("activiteiten/<int:pk>/bewerken/", views.activity_update, name="activity-update"),
    path("activiteiten/<int:pk>/meedoen/", views.activity_join, name="activity-join"),
    path("activiteiten/<int:pk>/stoppen/", views.activity_leave, name="activity-leave"),
    path("activiteiten/<int:pk>/toestand/", views.activity_state, name="activity-state"),
    path("activiteiten/<int:pk>/deelnemers/", views.activity_people, name="activity-people"),
    path("activiteiten/<int:pk>/pool/nieuw/", pool_views.pool_entry_create, name="pool-entry-create"),
    path("deelnames/<int:pk>/verwijderen/", views.participation_remove, name="participation-remove"),
    path("kenniskringen/<slug:slug>/activiteiten/nieuw/", views.activity_create, name="activity-create"),
    path("pool/<int:pk>/bewerken/", pool_views.pool_entry_update, name="pool-entry-update"),
    path("pool/<int:pk>/sluiten/", pool_views.pool_entry_close, name="pool-entry-close"),
]
