"""Under /push/: notices in this browser."""

from django.urls import path

from octant.reactions.notifications import views

urlpatterns = [
    path("", views.notices, name="notices"),
    path("worker.js", views.worker, name="push_worker"),
]
