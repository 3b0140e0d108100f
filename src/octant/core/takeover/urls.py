"""Under /<language>/compromised/."""

from django.urls import path

from octant.core.takeover import views

urlpatterns = [
    path("", views.page, name="takeover"),
    path("report/", views.report, name="takeover_report"),
    path("freeze/", views.freeze, name="takeover_freeze"),
]
