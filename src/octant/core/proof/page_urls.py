"""Under /<language>/verify/."""

from django.urls import path

from octant.core.proof.views import checking, reporting

urlpatterns = [
    path("", checking.verify, name="verify"),
    path("report/", reporting.report, name="report_phishing"),
]
