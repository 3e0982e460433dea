"""Routes: joint activities."""

from django.urls import path

from programmes.activities import views

urlpatterns = [
    path("activiteiten/<int:pk>/", views.activity_detail, name="activity-detail"),
]
