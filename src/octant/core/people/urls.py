"""Under /accounts/, before the pages of django-allauth."""

from django.urls import path

from octant.core.people.views import own, staff

app_name = "people"
urlpatterns = [
    path("", own.overview, name="overview"),
    path("profile/", own.profile, name="profile"),
    path("reach/", own.reach, name="reach"),
    path("anti-phishing/", own.anti_phishing, name="anti_phishing"),
    path("sessions/", own.sign_ins, name="sessions"),
    path("staff/", staff.people, name="staff"),
    path("staff/invite/", staff.invite, name="invite"),
    path("staff/<int:pk>/", staff.person, name="person"),
    path("staff/<int:pk>/<slug:action>/", staff.act, name="act"),
]
